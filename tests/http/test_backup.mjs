// Copies of a store under running servers: what is restored, and newer snapshots, are read without a restart, and no answer is of
// two stores.
import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { observation, writePackage } from './lib/package.mjs';
import { Server, makeStore, run, temporaryFolder } from './lib/server.mjs';

const figure = '/v1/observations?indicator=patents_granted&region=120118&period=2019';
let folder;
let db;

before(async () => {
  folder = await temporaryFolder();
  db = await makeStore(folder);
});
after(() => rm(folder, { recursive: true, force: true }));

/** Publishes the figure with this value; the number of the release is `number`. */
async function publish(store, value, number) {
  const name = await writePackage(path.join(folder, `value-${value}`), { observation: [observation({ region: '120118', period: '2019', value })] });
  const { code, stdout, stderr } = await run(['load', '--db', store, '--publish', name]);
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, new RegExp(`release ${number} is published`));
}

async function copy(command, file, flags = []) {
  const { code, stdout, stderr } = await run([command, '--db', db, ...flags, file]);
  assert.equal(code, 0, stdout + stderr);
  return file;
}

/** Release and value of the figure, as one answer has them. */
async function state(server) {
  const { data, meta } = await json(server, figure);
  return [meta.release.id, data[0]?.value ?? null];
}

async function until(server, wanted) {
  const seen = [];
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    const now = await state(server);
    seen.push(now);
    if (String(now) === String(wanted)) return seen;
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
  throw new Error(`${wanted} is not served, but ${seen.at(-1)}`);
}

test('a store that is restored under a server is read without a restart, and no answer is of both', async () => {
  await publish(db, 11, 2);
  const backup = await copy('backup', path.join(folder, 'at-2.db'));
  await publish(db, 12, 3);
  const server = await Server.start({ db, args: ['--threads', '4'] });
  try {
    assert.deepEqual(await state(server), [3, 12]);
    for (let round = 0; round < 3; round += 1) {
      const restored = run(['restore', '--db', db, backup]);
      const seen = await until(server, [2, 11]);
      assert.equal((await restored).code, 0);
      // The same number again, with another figure.
      await publish(db, 20 + round, 3);
      seen.push(...await until(server, [3, 20 + round]));
      const known = new Set(['3,12', '2,11', '3,20', '3,21', '3,22']);
      for (const pair of seen) assert.ok(known.has(String(pair)), `release and figure ${pair}`);
    }
    assert.ok(server.log.some(({ event }) => event === 'store_opened'), server.text);
    assert.ok(!server.log.some(({ level }) => level === 'error'), server.text);
  } finally {
    assert.equal((await server.stop()).code, 0);
  }
});

test('an answer before the restore is no proof after it', async () => {
  const backup = await copy('backup', path.join(folder, 'before-tag.db'));
  const server = await Server.start({ db });
  try {
    const [release, value] = await state(server);
    await publish(db, 31, release + 1);
    await until(server, [release + 1, 31]);
    const tag = (await request(server, figure)).headers.etag;
    assert.equal((await request(server, figure, { headers: { 'if-none-match': tag } })).status, 304);
    assert.equal((await run(['restore', '--db', db, backup])).code, 0);
    await publish(db, 32, release + 1);
    await until(server, [release + 1, 32]);
    const answer = await request(server, figure, { headers: { 'if-none-match': tag } });
    assert.equal(answer.status, 200);
    assert.notEqual(answer.json().data[0].value, value);
  } finally {
    assert.equal((await server.stop()).code, 0);
  }
});

/** Asks for an export, lets something happen once it has begun, and takes the rest: {whole, text}. */
function exported(server, meanwhile) {
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port: server.port, path: '/v1/exports/observations.ndjson?region=120119,120115&freq=M&lang=zh', agent: false }, (answer) => {
      const parts = [];
      const end = (whole) => resolve({ whole, text: Buffer.concat(parts).toString() });
      answer.once('data', () => { answer.pause(); meanwhile().then(() => answer.resume(), reject); });
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => end(true));
      answer.on('error', () => end(false));
    }).on('error', reject);
  });
}

/** Tells the server to look, and waits until it has opened what is at the path and answered from it. */
async function reopened(server) {
  const count = () => server.log.filter(({ event }) => event === 'store_opened').length;
  const before = count();
  server.child.kill('SIGHUP');
  for (const deadline = Date.now() + 10_000; count() === before; await new Promise((resolve) => { setTimeout(resolve, 5); })) {
    assert.ok(Date.now() < deadline, 'the path is not opened again');
  }
  await state(server);
}

test('an export goes on over another file of the same release, and is broken off by one that has it not', async () => {
  // Larger than what lies between the two ends of a connection.
  const rows = Array.from({ length: 2 * 4 * 12 * 90 }, (_, n) => observation({ indicator: ['patent_applications', 'patents_granted', 'trademark_applications', 'trademark_registrations'][n % 4],
    region: ['120119', '120115'][Math.floor(n / 4) % 2], period: `${1930 + Math.floor(n / 96)}-${String((Math.floor(n / 8) % 12) + 1).padStart(2, '0')}`, value: n, note_zh: '注'.repeat(400), note_en: 'x'.repeat(400) }));
  const own = path.join(folder, 'export.db');
  assert.equal((await run(['restore', '--db', own, await copy('backup', path.join(folder, 'small.db'))])).code, 0);
  const loaded = await run(['load', '--db', own, '--publish', await writePackage(path.join(folder, 'many'), { observation: rows })]);
  assert.equal(loaded.code, 0, loaded.stderr);
  // One worker, so that what it is asked meanwhile is asked of the one that exports.
  const server = await Server.start({ db: own, args: ['--threads', '1'] });
  try {
    const restore = (file) => async () => {
      assert.equal((await run(['restore', '--db', own, path.join(folder, file)])).code, 0);
      await reopened(server);
    };
    const { text } = await exported(server, async () => {});
    assert.ok(Buffer.byteLength(text) > 10_000_000);
    assert.equal((await run(['backup', '--db', own, path.join(folder, 'same.db')])).code, 0);
    assert.deepEqual(await exported(server, restore('same.db')), { whole: true, text });
    assert.equal((await exported(server, restore('small.db'))).whole, false);
  } finally {
    assert.equal((await server.stop()).code, 0);
  }
});

test('a snapshot is served from a folder that can not be written, and a newer one takes its place', async () => {
  const place = path.join(await temporaryFolder(), 'replica');
  await mkdir(place);
  const served = path.join(place, 'iprstat.db');
  await rename(await copy('snapshot', path.join(folder, 'snapshot.db')), served);
  await chmod(path.dirname(place), 0o755);
  await chmod(place, 0o555);
  // Root may write anywhere, so that the server is somebody else.
  const server = await Server.start({ db: served, args: ['--immutable', '--threads', '2'], uid: process.getuid() === 0 ? 65534 : undefined });
  try {
    const [release] = await state(server);
    assert.deepEqual(await readdir(place), ['iprstat.db']);
    await publish(db, 41, release + 1);
    await copy('snapshot', path.join(folder, 'newer.db'));
    await chmod(place, 0o755);
    await rename(path.join(folder, 'newer.db'), served);
    await chmod(place, 0o555);
    await until(server, [release + 1, 41]);
    // The same file again.
    await reopened(server);
    assert.deepEqual(await state(server), [release + 1, 41]);
    assert.deepEqual(await readdir(place), ['iprstat.db']);
  } finally {
    assert.equal((await server.stop()).code, 0);
    await chmod(place, 0o755);
    await rm(path.dirname(place), { recursive: true, force: true });
  }
});

test('only a snapshot is served with --immutable', async () => {
  for (const [file, says] of [[db, /is no snapshot/], [path.join(folder, 'none.db'), /no such file/]]) {
    const { code, stderr } = await run(['serve', '--immutable', '--db', file, '--listen', '127.0.0.1:0']);
    assert.equal(code, file === db ? 65 : 66);
    assert.match(stderr, says);
  }
});

test('a file that is put beside the log of another store is not opened', async () => {
  const own = path.join(folder, 'beside.db');
  const backup = await copy('backup', path.join(folder, 'beside-backup.db'));
  assert.equal((await run(['restore', '--db', own, backup])).code, 0);
  const server = await Server.start({ db: own });
  try {
    const was = await state(server);
    // By hand, where `iprstat restore` would have moved the log away too.
    await rename(await copy('backup', path.join(folder, 'by-hand.db')), own);
    server.child.kill('SIGHUP');
    for (const deadline = Date.now() + 10_000; Date.now() < deadline && !server.log.some(({ event }) => event === 'store_unreadable');) {
      assert.deepEqual(await state(server), was);
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
    assert.equal(server.log.find(({ event }) => event === 'store_unreadable').error, 'foreign');
    assert.deepEqual(await state(server), was);
  } finally {
    assert.equal((await server.stop()).code, 0);
  }
});

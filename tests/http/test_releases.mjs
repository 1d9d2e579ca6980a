// /v1/releases, and what a new release does to a running server: it is read without a restart, whole, and old cursors end.
import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { problemFaults } from './lib/contract.mjs';
import { parseCsv } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { Server, dataPackages, run } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

const head = 'indicator,region,period,breakdown,measure,definition,value,bound,lower,upper,unit,accumulation,status,extraction,raw,document,locator,note_zh,note_en';

/** A package that revises one published figure and adds another. */
async function revisionPackage(folder, definition, [value2024, value2023] = ['2368', '2000']) {
  await mkdir(folder, { recursive: true });
  const fields = head.split(',').map((name) => ({ name, type: ['value', 'lower', 'upper'].includes(name) ? 'number' : 'string' }));
  await writeFile(path.join(folder, 'datapackage.json'), JSON.stringify({ name: 'revision', profile: 'tabular-data-package', version: '1',
    resources: [{ name: 'observation', path: 'observation.csv', profile: 'tabular-data-resource', encoding: 'utf-8', schema: { fields } }] }));
  const row = (period, value) => `preexam_requests_accepted,120116,${period},,level,${definition},${value},eq,${value},${value},piece,period,A,verbatim,${value}件,binhai-2024-rule-of-law,test,,`;
  await writeFile(path.join(folder, 'observation.csv'), `${head}\r\n${row('2024', value2024)}\r\n${row('2023', value2023)}\r\n`);
}

const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

test('the first release counts what was loaded', async () => {
  const { data } = await json(server, '/v1/releases');
  assert.equal(data.length, 1);
  assert.equal(data[0].id, 1);
  assert.equal(data[0].revised, 0);
  assert.ok(data[0].inserted > 199);
});

test('a publish is seen without a restart; validators change, old cursors end with 410', async () => {
  const target = '/v1/observations?indicator=preexam_requests_accepted&region=120116';
  const old = await request(server, target);
  assert.deepEqual(old.json().data.map((row) => row.value), [2367]);
  const { next } = (await json(server, '/v1/observations?limit=2')).links;

  const folder = path.join(server.folder, 'revision');
  await revisionPackage(folder, old.json().data[0].definition);
  const loaded = await run(['load', '--db', server.db, '--publish', '--label', 'revision', folder]);
  assert.equal(loaded.code, 0, loaded.stdout + loaded.stderr);

  const deadline = Date.now() + 30_000;
  let now;
  do {
    await wait(100);
    now = await request(server, target, { headers: { 'if-none-match': old.headers.etag } });
  } while (now.status === 304 && Date.now() < deadline);
  assert.equal(now.status, 200);
  const { data, meta } = now.json();
  assert.equal(meta.release.id, 2);
  assert.equal(meta.release.label, 'revision');
  assert.deepEqual(data.map((row) => [row.period, row.value, row.release]), [['2023', 2000, 2], ['2024', 2368, 2]]);
  assert.notEqual(now.headers.etag, old.headers.etag);

  const stale = await request(server, next);
  assert.equal(stale.status, 410);
  assert.equal(stale.json().type, '/problems/stale-cursor');
  assert.deepEqual(problemFaults(stale), []);
  assert.equal(stale.json().restart, '/v1/observations?limit=2');
  assert.ok(stale.headers.link.includes('</v1/observations?limit=2>; rel="first"'), stale.headers.link);
  const again = await json(server, stale.json().restart);
  assert.equal(again.meta.release.id, 2);
  assert.equal(again.data.length, 2);
  const csv = await request(server, next.replace('?', '.csv?'));
  assert.equal(csv.status, 410);
  assert.equal(csv.json().restart, '/v1/observations.csv?limit=2');

  const releases = (await json(server, '/v1/releases')).data;
  assert.deepEqual(releases.map((release) => [release.id, release.inserted, release.revised]), [[2, 1, 1], [1, releases[1].inserted, 0]]);
});

test('one release, with its packages; one that is not there is 404', async () => {
  const [newest, first] = (await json(server, '/v1/releases')).data;
  const one = (await json(server, '/v1/releases/1')).data;
  const { packages, as_of: asOf, changes, ...rest } = one;
  assert.deepEqual(rest, first);
  assert.equal(rest.deleted, 0);
  assert.deepEqual(packages.map(({ name }) => name), (await dataPackages()).map((folder) => path.basename(folder)));
  for (const count of ['inserted', 'revised', 'unchanged']) assert.equal(packages.reduce((sum, one_) => sum + one_[count], 0), first[count]);
  assert.equal((await json(server, asOf)).meta.release.id, 1);
  assert.ok((await json(server, changes)).data.every(({ release, kind }) => release.id === 1 && kind === 'inserted'));
  const second = (await json(server, '/v1/releases/2')).data;
  assert.equal(second.label, newest.label);
  assert.deepEqual(second.packages.map(({ name, version, synthetic, inserted, revised, unchanged }) => [name, version, synthetic, inserted, revised, unchanged]),
    [['revision', '1', false, 1, 1, 0]]);
  const none = await request(server, '/v1/releases/3');
  assert.equal(none.status, 404);
  assert.deepEqual(problemFaults(none), []);
  assert.equal((await request(server, '/v1/releases/0')).status, 404);
});

test('the same package again publishes nothing', async () => {
  const again = await run(['load', '--db', server.db, '--publish', path.join(server.folder, 'revision')]);
  assert.equal(again.code, 0, again.stdout + again.stderr);
  assert.equal((await json(server, '/v1/releases')).data.length, 2);
});

test('of two releases within one second the second has no date, and no date gives 304 for it', async () => {
  const target = '/v1/observations?indicator=preexam_requests_accepted&region=120116';
  const [{ definition }] = (await json(server, target)).data;
  const publish = async (name, values) => {
    const folder = path.join(server.folder, name);
    await revisionPackage(folder, definition, values);
    const loaded = await run(['load', '--db', server.db, '--publish', '--label', name, folder]);
    assert.equal(loaded.code, 0, loaded.stdout + loaded.stderr);
  };
  const served = async (id) => {
    const deadline = Date.now() + 30_000;
    let answer = await request(server, target);
    while (answer.json().meta.release.id < id && Date.now() < deadline) {
      await wait(50);
      answer = await request(server, target);
    }
    assert.equal(answer.json().meta.release.id, id);
    return answer;
  };
  // Two publishes fall into one second sooner or later; a slow build may need many tries, so the first of each pair is made right after a second began.
  let id = 2;
  for (let n = 0; ; n += 1) {
    assert.ok(n < 20, 'never two publishes within one second');
    await wait(1000 - (Date.now() % 1000));
    await publish(`first-${n}`, [String(3000 + 2 * n), '2000']);
    const early = await request(server, target);
    await publish(`second-${n}`, [String(3001 + 2 * n), '2000']);
    id += 2;
    const now = await served(id);
    const { data } = await json(server, '/v1/releases?limit=2');
    const date = (release) => new Date(release.published_at).toUTCString();
    assert.ok(early.json().meta.release.id < id);
    if (date(data[0]) !== date(data[1])) {
      assert.equal(now.headers['last-modified'], date(data[0]));
      assert.equal((await request(server, target, { headers: { 'if-modified-since': date(data[0]) } })).status, 304);
      assert.equal((await request(server, target, { headers: { 'if-modified-since': date(data[1]) } })).status, 200);
      continue;
    }
    assert.equal(now.headers['last-modified'], undefined);
    for (const since of [date(data[0]), new Date(Date.now() + 60_000).toUTCString()]) {
      assert.equal((await request(server, target, { headers: { 'if-modified-since': since } })).status, 200, since);
    }
    break;
  }
  await wait(1100);
  await publish('third', ['4000', '2000']);
  const dated = await served(id + 1);
  const since = dated.headers['last-modified'];
  assert.equal((await request(server, target, { headers: { 'if-modified-since': since } })).status, 304);
  const later = new Date(Date.parse(since) + 1000).toUTCString();
  assert.equal((await request(server, target, { headers: { 'if-modified-since': later } })).status, 200);
});

test('neither counts nor digests tell of restricted figures', async () => {
  const folder = path.join(server.folder, 'restricted');
  const source = (await dataPackages()).find((name) => path.basename(name) === 'tianjin-2021-summary');
  const published = async (name, change) => {
    const summary = path.join(folder, name, 'tianjin-2021-summary');
    await cp(source, summary, { recursive: true });
    const file = path.join(summary, 'observation.csv');
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, lines.flatMap((line) => (line.startsWith('disciplinary_talks,') ? change(line) : [line])).join('\n'));
    const packages = (await dataPackages()).map((one) => (one === source ? summary : one));
    const other = await Server.start({ packages });
    try {
      const releases = (await json(other, '/v1/releases')).data;
      const one = (await json(other, '/v1/releases/1')).data;
      const page = await request(other, '/v1/releases/1');
      const exported = (await json(other, '/v1/exports/datapackage.json'))['iprstat:digest'];
      return { releases: releases.map((release) => ({ ...release, published_at: null })), packages: one.packages, digest: one.digest, exported, length: page.body.length };
    } finally {
      await other.stop();
    }
  };
  const as = await published('as', (line) => [line]);
  assert.equal(as.exported, as.digest);
  const values = await published('values', (line) => [line.replaceAll(/,(\d+),eq,\1,\1,/g, ',8,eq,8,8,').replace(/,\d+名,/, ',8名,')]);
  assert.deepEqual(values, as);
  const without = await published('without', () => []);
  assert.deepEqual(without, as);
  const rows = await Promise.all((await dataPackages()).map(async (one) => {
    const { resources } = JSON.parse(await readFile(path.join(one, 'datapackage.json'), 'utf8'));
    const tables = await Promise.all(resources.map(async (table) => parseCsv(await readFile(path.join(one, table.path), 'utf8')).slice(1)
      .filter((cells) => table.name !== 'observation' || cells[0] !== 'disciplinary_talks')));
    return tables.flat().length;
  }));
  assert.deepEqual(as.packages.map(({ inserted }) => inserted), rows);
});

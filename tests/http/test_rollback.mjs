// Publishing and taking back over HTTP; what was published is restored exactly; and readers during publishes see whole releases.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { allOperations, allowOf, faultsOf, problemFaults } from './lib/contract.mjs';
import { json, request } from './lib/http.mjs';
import { bearer, makeKey } from './lib/keys.mjs';
import { observation, writePackage } from './lib/package.mjs';
import { Server, run, samplePackages } from './lib/server.mjs';

let server;
let key;
before(async () => {
  server = await Server.start({ packages: await samplePackages(), args: ['--threads', '2'] });
  key = await makeKey(server.db, { scopes: ['publish'] });
});
after(async () => { await server.stop(); });

const publishRelease = allOperations.find(({ id }) => id === 'publishRelease');
const rollBack = allOperations.find(({ id }) => id === 'rollBackRelease');
const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** A POST with the key; the answer is one of those that the contract has. */
async function post(operation, target, body, headers = bearer(key)) {
  const answer = await request(server, target, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  assert.deepEqual(faultsOf(operation, answer), [], answer.text);
  if (answer.status >= 400) assert.deepEqual(problemFaults(answer), []);
  return answer;
}

let drafts = 0;
/** Loads rows as a draft; gives its number. */
async function draft(tables, ...flags) {
  drafts += 1;
  const loaded = await run(['load', '--db', server.db, ...flags, await writePackage(path.join(server.folder, `draft-${drafts}`), tables)]);
  assert.equal(loaded.code, 0, loaded.stdout + loaded.stderr);
  return Number(/draft (\d+)/.exec(loaded.stdout)[1]);
}

let exports = 0;
/** The files of an export of a release. */
async function exported(release) {
  exports += 1;
  const folder = path.join(server.folder, `export-${exports}`);
  const done = await run(['export', '--db', server.db, '--as-of', String(release), folder]);
  assert.equal(done.code, 0, done.stderr);
  const files = await readdir(path.join(folder, 'tables'));
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await readFile(path.join(folder, 'tables', file), 'utf8')])));
}

async function sound() {
  const checked = await run(['check', '--db', server.db]);
  assert.equal(checked.code, 0, checked.stdout + checked.stderr);
  const audited = await run(['audit', 'verify', '--db', server.db]);
  assert.equal(audited.code, 0, audited.stdout + audited.stderr);
}

const newest = async () => (await json(server, '/v1/releases?limit=1')).data[0];

test('without a key 401, with another scope 403, what is wrong with the body is told', async () => {
  for (const [operation, target] of [[publishRelease, '/v1/releases'], [rollBack, '/v1/releases/1/rollback']]) {
    const body = operation === publishRelease ? { drafts: [1] } : {};
    assert.equal((await post(operation, target, body, {})).status, 401);
    const other = await makeKey(server.db, { scopes: ['import'] });
    assert.equal((await post(operation, target, body, bearer(other))).status, 403);
    const options = await request(server, target, { method: 'OPTIONS' });
    assert.equal(options.headers.allow, allowOf(operation));
    assert.equal((await post(operation, target, { nothing: 1 })).status, 422);
  }
  for (const body of [{ drafts: [] }, { drafts: ['1'] }, { drafts: [1], embargo_until: '2030-12-31' }, { drafts: [1], embargo_until: '2030-02-31T09:00:00Z' },
    { drafts: [1], embargo_until: '2020-01-01T00:00:00Z' }, { drafts: [1], label: '' }]) {
    assert.equal((await post(publishRelease, '/v1/releases', body)).status, 422, JSON.stringify(body));
  }
  const none = await post(publishRelease, '/v1/releases', { drafts: [999] });
  assert.deepEqual([none.status, none.json().type], [409, '/problems/release-refused']);
  assert.equal((await post(rollBack, '/v1/releases/99/rollback', {})).status, 404);
  assert.equal((await newest()).id, 1);
});

test('a release of a draft is read with the next request, and taken back exactly', async () => {
  const before_ = await exported(1);
  const number = await draft({ observation: [observation({ value: 4321, period: '2019' })] });
  const made = await post(publishRelease, '/v1/releases', { drafts: [number], label: 'over HTTP', note: 'a note', author: 'bureau' });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.headers.location, '/v1/releases/2');
  const release = await newest();
  assert.deepEqual([release.id, release.label, release.note, release.author, release.inserted], [2, 'over HTTP', 'a note', 'bureau', 1]);
  assert.equal((await post(publishRelease, '/v1/releases', { drafts: [number] })).status, 409);

  const back = await post(rollBack, '/v1/releases/2/rollback', { note: 'wrong table' });
  assert.equal(back.status, 201, back.text);
  assert.deepEqual([back.json().data.release.id, back.json().data.cancelled], [3, 0]);
  assert.deepEqual(await exported(3), before_);
  assert.equal((await newest()).deleted, 1);
  const superseded = await post(rollBack, '/v1/releases/2/rollback', {});
  assert.deepEqual([superseded.status, superseded.json().type], [409, '/problems/release-superseded']);
  assert.equal((await post(rollBack, '/v1/releases/2/rollback', { through: 3 })).json().detail, 'What would be restored is in force already.');
  await sound();
});

test('records of a register come and go, and the figures that are counted from them', async () => {
  const before_ = await exported(3);
  const figures = async () => (await json(server, '/v1/observations?document=sample-disputes,sample-preexam&limit=1000')).data.map(({ release, ...rest }) => rest);
  const tables = Object.entries(before_).filter(([, text]) => text.trim().split('\r\n').length > 1).map(([file]) => file);
  assert.ok(tables.length > 40, String(tables.length));
  const counted = await figures();
  assert.ok(counted.length > 5, String(counted.length));
  assert.equal((await post(rollBack, '/v1/releases/1/rollback', { through: 3 })).status, 201, 'the first release');
  const empty = await exported(4);
  assert.ok(Object.values(empty).every((text) => text.trim().split('\r\n').length === 1), 'nothing is in force');
  await sound();
  assert.equal((await post(rollBack, '/v1/releases/4/rollback', {})).status, 201, 'and back');
  assert.deepEqual(await exported(5), before_);
  assert.deepEqual(await figures(), counted);
  await sound();
});

test('an embargo over HTTP, and its end', async () => {
  const number = await draft({ observation: [observation({ value: 5555, period: '2018' })] });
  const made = await post(publishRelease, '/v1/releases', { drafts: [number], embargo_until: '2035-01-01T09:00:00+08:00' });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.json().data.release.published_at, '2035-01-01T01:00:00Z');
  assert.equal((await newest()).id, 5);
  const other = await draft({ observation: [observation({ value: 5556, period: '2018' })] });
  const early = await post(publishRelease, '/v1/releases', { drafts: [other] });
  assert.deepEqual([early.status, early.json().type], [409, '/problems/embargo-pending']);
  const cancelled = await post(rollBack, '/v1/releases/6/rollback', {});
  assert.deepEqual([cancelled.status, cancelled.json().data], [200, { release: null, cancelled: 1, discarded: 1 }]);
  assert.equal((await newest()).id, 5);
  await sound();
});

test('readers during 100 publishes see whole releases: the rows of each body have the digest of the release it names', async () => {
  const sha = (text) => createHash('sha256').update(text).digest('hex');
  const periods = ['2001', '2002', '2003', '2004', '2005'];
  const columns = Object.keys(observation({}));
  // the digest of a package is over its cells, that of a release over the one before and those of its packages
  const row = (period, value) => observation({ period, value, raw: `${value}`, locator: 'digest' });
  const digestOf = (previous, values) => sha(previous + sha(values.map((value, i) =>
    `observation${columns.map((column) => `\x1f${row(periods[i], value)[column] ?? ''}`).join('')}\n`).join('')));
  let seen = 0;
  let stop = false;
  const bodies = [];
  const read = async () => {
    while (!stop) {
      const answer = await json(server, '/v1/observations?indicator=patents_granted&region=120116&period=2001..2005');
      if (answer.data.length > 0) bodies.push(answer);
      await wait(1);
    }
  };
  const readers = [read(), read(), read()];
  for (let n = 1; n <= 100; n += 1) {
    const number = await draft({ observation: periods.map((period) => row(period, 1000 * n)) });
    const made = await post(publishRelease, '/v1/releases', { drafts: [number] });
    assert.equal(made.status, 201, made.text);
  }
  stop = true;
  await Promise.all(readers);
  const releases = new Map((await json(server, '/v1/releases?limit=1000')).data.map((release) => [release.id, release]));
  const ids = [...releases.keys()].sort((a, b) => a - b);
  for (const { meta, data } of bodies) {
    const { id } = meta.release;
    const previous = releases.get(ids[ids.indexOf(id) - 1]);
    assert.equal(digestOf(previous.digest, data.map(({ value }) => value)), releases.get(id).digest, `release ${id}: ${data.map(({ value }) => value)}`);
    assert.ok(data.every(({ release }) => release === id));
  }
  seen = new Set(bodies.map(({ meta }) => meta.release.id)).size;
  assert.ok(seen > 20, `${seen} releases were seen`);
  await sound();
});

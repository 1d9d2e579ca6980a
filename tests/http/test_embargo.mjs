// What is under embargo is nowhere until its moment, and then it is there by itself, for everybody, once.
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { request } from './lib/http.mjs';
import { bearer, makeKey } from './lib/keys.mjs';
import { Server, run } from './lib/server.mjs';

let server;
let key;
before(async () => {
  server = await Server.start({ args: ['--threads', '2'] });
  key = await makeKey(server.db, { scopes: ['read:embargoed'] });
});
after(async () => { await server.stop(); });

const head = 'indicator,region,period,breakdown,measure,definition,value,bound,lower,upper,unit,accumulation,status,extraction,raw,document,locator,note_zh,note_en';
const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** A package of one revised and one new figure, and a region that nobody has heard of. */
async function write(name, value) {
  const folder = path.join(server.folder, name);
  const { data } = (await request(server, '/v1/observations?indicator=preexam_requests_accepted&region=120116')).json();
  const row = (period, number) => `preexam_requests_accepted,120116,${period},,level,${data[0].definition},${number},eq,${number},${number},piece,period,A,verbatim,${number}件,binhai-2024-rule-of-law,test,,`;
  const table = async (resource, text) => {
    await writeFile(path.join(folder, `${resource}.csv`), text);
    const fields = text.split('\r\n')[0].split(',').map((field) => ({ name: field, type: 'string' }));
    return { name: resource, path: `${resource}.csv`, profile: 'tabular-data-resource', encoding: 'utf-8', schema: { fields } };
  };
  await mkdir(folder, { recursive: true });
  const resources = [
    await table('codelist', 'codelist,name_zh,name_en,source\r\nembargoed_terms,禁运词,Embargoed terms,\r\n'),
    await table('observation', `${head}\r\n${row('2024', value)}\r\n${row('2022', value)}\r\n`),
  ];
  await writeFile(path.join(folder, 'datapackage.json'), JSON.stringify({ name, profile: 'tabular-data-package', version: '1', resources }));
  return folder;
}

const targets = ['/v1/observations?indicator=preexam_requests_accepted', '/v1/observations?indicator=preexam_requests_accepted&history=true', '/v1/releases',
  '/v1/changes', '/v1/conflicts?all=true', '/v1/search?q=embargoed', '/v1/search?q=%E7%A6%81%E8%BF%90', '/v1/codelists', '/v1/availability?indicator=preexam_requests_accepted',
  '/v1/series?indicator=preexam_requests_accepted&region=120116', '/v1/exports/tables/observation', '/v1/exports/tables/codelist', '/v1/exports/observations',
  '/v1/documents', '/v1/indicators/preexam_requests_accepted', '/v1/observations?indicator=preexam_requests_accepted&asOf=2030-01-01',
  '/v1/observations?since=1', '/healthz'];

/** Everything that a reader can tell of an answer. */
async function all(more = {}) {
  const answers = {};
  for (const target of targets) {
    const { status, headers, text } = await request(server, target, more);
    assert.equal(status, 200, `${target}: ${text.slice(0, 300)}`);
    const { date, 'x-request-id': id, ...rest } = headers;
    answers[target] = { status, headers: rest, text };
  }
  return answers;
}

test('nothing of it shows before, all of it after, once and without a restart', async () => {
  const old = await all();
  const page = (await request(server, '/v1/observations?limit=2')).json().links.next;
  const moment = new Date(Math.ceil(Date.now() / 1000) * 1000 + 25_000).toISOString().replace('.000Z', 'Z');
  const loaded = await run(['load', '--db', server.db, '--publish', '--label', 'secret label', '--embargo', moment, await write('secret-package', '4711')]);
  assert.equal(loaded.code, 0, loaded.stdout + loaded.stderr);
  assert.ok(loaded.stdout.includes(`release 2 is published under embargo, and appears at ${moment}: secret label`), loaded.stdout);
  await wait(2200);

  assert.deepEqual(await all(), old);
  assert.equal((await request(server, page)).status, 200, 'cursors go on');
  for (const target of ['/v1/releases/2', '/v1/codelists/embargoed_terms']) {
    const answer = await request(server, target);
    assert.equal(answer.status, 404, target);
    assert.ok(!answer.text.includes('secret') && !answer.text.includes('4711'), target);
  }
  for (const query of ['asOf=2', 'since=2', `asOf=${moment}`]) {
    const answer = await request(server, `/v1/observations?indicator=preexam_requests_accepted&${query}`);
    assert.ok(!answer.text.includes('4711'), query);
    if (!query.includes(':')) assert.equal(answer.status, 400, query);
  }
  assert.equal((await request(server, '/v1/changes?release=2')).status, 400);
  assert.equal((await request(server, '/v1/observations', { headers: { 'if-modified-since': new Date(moment).toUTCString() } })).status, 200);
  const folder = path.join(server.folder, 'export');
  assert.equal((await run(['export', '--db', server.db, folder])).code, 0);
  for (const file of await readdir(path.join(folder, 'tables'))) {
    assert.ok(!(await readFile(path.join(folder, 'tables', file), 'utf8')).includes('4711件'), file);
  }
  const named = await run(['export', '--db', server.db, '--as-of', '2', path.join(server.folder, 'none')]);
  assert.equal(named.code, 66, named.stderr);

  // who has the scope reads it, and nothing of that may be kept by a cache
  const read = async () => request(server, targets[0], { headers: bearer(key) });
  const seen = await read();
  assert.equal(seen.json().meta.release.id, 2);
  assert.ok(seen.json().data.some((row) => row.value === 4711));
  assert.match(seen.headers['cache-control'], /private.*no-store/);
  const listed = (await request(server, '/v1/releases', { headers: bearer(key) })).json().data[0];
  assert.deepEqual([listed.id, listed.published_at], [2, moment]);

  // another publish may not come first
  const sooner = await run(['load', '--db', server.db, '--publish', await write('sooner', '4712')]);
  assert.equal(sooner.code, 65, sooner.stdout);
  assert.match(sooner.stderr, /release 2 \(secret label, .*\) is under embargo until then and comes first/);

  const lines = () => server.log.filter((line) => line.event === 'release');
  assert.equal(lines().length, 0);
  assert.ok(Date.now() < Date.parse(moment), 'the test was too slow to say anything');
  assert.deepEqual(await all(), old);
  while (Date.now() < Date.parse(moment) + 1500) await wait(50);
  for (let n = 0; n < 20; n += 1) {
    const answer = await request(server, targets[0]);
    assert.equal(answer.json().meta.release.id, 2);
    assert.equal(answer.headers['last-modified'], new Date(moment).toUTCString());
    assert.ok(answer.json().data.some((row) => row.value === 4711));
  }
  assert.equal(lines().length, 1, 'the log has it once');
  assert.equal((await request(server, page)).status, 410);
  assert.equal((await request(server, '/v1/codelists/embargoed_terms')).status, 200);
});

test('one that is taken back before its moment never was', async () => {
  const old = await all();
  const moment = new Date(Date.now() + 3600_000).toISOString().replace(/\.\d+Z/, 'Z');
  const loaded = await run(['load', '--db', server.db, '--publish', '--embargo', moment, await write('never', '4713')]);
  assert.equal(loaded.code, 0, loaded.stdout + loaded.stderr);
  const taken = await run(['rollback', '--db', server.db, '3']);
  assert.equal(taken.code, 0, taken.stderr);
  assert.match(taken.stdout, /releases cancelled before anybody saw them: 1/);
  await wait(2200);
  assert.deepEqual(await all(), old);
  assert.equal((await request(server, targets[0], { headers: bearer(key) })).json().meta.release.id, 2);
  const next = await run(['load', '--db', server.db, '--publish', await write('next', '4714')]);
  assert.equal(next.code, 0, next.stdout + next.stderr);
  await wait(2200);
  const releases = (await request(server, '/v1/releases')).json();
  assert.deepEqual(releases.data.map(({ id }) => id), [4, 2, 1]);
  assert.equal(releases.meta.matched, 3);
  assert.equal((await request(server, '/v1/observations?asOf=3')).status, 400);
  assert.equal((await request(server, '/v1/observations?since=3')).status, 400);
  assert.equal((await request(server, '/v1/changes?release=3')).status, 400);
  const checked = await run(['check', '--db', server.db]);
  assert.equal(checked.code, 0, checked.stdout);
  assert.equal((await run(['audit', 'verify', '--db', server.db])).code, 0);
});

// /v1/changes: what releases inserted, revised and withdrew, with the difference, and nothing of what is restricted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { problemFaults } from './lib/contract.mjs';
import { json, request } from './lib/http.mjs';
import { publish } from './lib/publish.mjs';
import { Server } from './lib/server.mjs';

const indicator = 'preexam_requests_accepted';
let server;
let definition;
const figure = (period, value, more = {}) => ({ indicator, definition, period, value, ...more });
before(async () => {
  server = await Server.start();
  [{ definition }] = (await json(server, `/v1/observations?indicator=${indicator}`)).data;
  await publish(server, 'second', [figure('2024', 2368), figure('2023', 2000), figure('2022', 0)]);
  await publish(server, 'third', [figure('2022', 10), figure('2023', 1500, { bound: 'ge', lower: 1500 })]);
});
after(async () => { await server.stop(); });

test('a revision stands beside what it replaced, with the difference in both measures', async () => {
  const { data, meta } = await json(server, `/v1/changes?indicator=${indicator}&kind=revised`);
  assert.equal(meta.matched, 3);
  assert.deepEqual(data.map(({ release, period, old, new: now }) => [release.id, release.label, period, old.value, now.value]),
    [[3, 'third', '2022', 0, 10], [3, 'third', '2023', 2000, 1500], [2, 'second', '2024', 2367, 2368]]);
  const [fromZero, bound, plain] = data;
  // 1 / 2367 = 0.0422 %
  assert.equal(plain.difference.absolute.value, 1);
  assert.equal(plain.difference.absolute.unit, 'piece');
  assert.equal(plain.difference.relative.value, 0.04);
  assert.equal(plain.difference.relative.unit, 'percent');
  assert.deepEqual(plain.difference.absolute.inputs.map(({ role, value }) => [role, value]), [['new', 2368], ['old', 2367]]);
  // "at least 1,500" less 2,000: at least -500
  assert.deepEqual([bound.difference.absolute.value, bound.difference.absolute.lower, bound.difference.absolute.upper], [-500, -500, null]);
  assert.equal(fromZero.difference.absolute.value, 10);
  assert.equal(fromZero.difference.relative.value, null);
  assert.equal(fromZero.difference.relative.reason, 'denominator-zero');
  assert.equal(plain.document, 'binhai-2024-rule-of-law');
  assert.equal(plain.region, '120116');
  assert.equal(plain.definition, definition);
});

test('what is new has no old figure and no difference', async () => {
  const { data } = await json(server, `/v1/changes?indicator=${indicator}&release=2&kind=inserted`);
  assert.deepEqual(data.map(({ kind, period, old, new: now, difference }) => [kind, period, old, now.value, difference]),
    [['inserted', '2022', null, 0, null], ['inserted', '2023', null, 2000, null]]);
});

test('a day or a moment names the release after which changes count', async () => {
  const [newest, second, first] = (await json(server, '/v1/releases')).data;
  const since = async (point) => (await json(server, `/v1/changes?indicator=${indicator}&since=${point}`)).meta.matched;
  assert.equal(await since(newest.published_at), 0);
  assert.equal(await since('1999-12-31'), 6);
  assert.equal(await since(1), 5);
  if (first.published_at !== second.published_at && second.published_at !== newest.published_at) assert.equal(await since(first.published_at), 5);
  const none = await json(server, `/v1/changes?indicator=${indicator}&since=3`);
  assert.deepEqual(none.meta.notes.map(({ type }) => type), ['no-changes']);
});

test('changes of a restricted indicator are not told, and not counted', async () => {
  const everything = (await json(server, '/v1/releases/1')).data;
  const { data, meta } = await json(server, '/v1/changes?indicator=disciplinary_talks');
  assert.deepEqual(data, []);
  assert.equal(meta.matched, 0);
  assert.deepEqual(meta.notes.map(({ type }) => type), ['restricted']);
  const all = await json(server, '/v1/changes?limit=1000&release=1');
  assert.ok(all.data.length > 160 && all.meta.matched < everything.inserted);
  assert.ok(all.data.every((row) => row.indicator !== 'disciplinary_talks'));
});

test('the latest period is that of the figures', async () => {
  const { data, meta } = await json(server, `/v1/changes?indicator=${indicator}&region=120116&period=latest`);
  assert.deepEqual(data.map(({ release, period }) => [release.id, period]), [[2, '2024'], [1, '2024']]);
  assert.ok(meta.notes.some(({ type }) => type === 'latest-period'));
});

test('a release that is not there is refused, of another one the cursor goes on', async () => {
  const refused = await request(server, '/v1/changes?release=4');
  assert.equal(refused.status, 400);
  assert.deepEqual(problemFaults(refused), []);
  const [error] = refused.json().errors;
  assert.equal(error.type, '/problems/unknown-code');
  assert.equal(error.listed_at, '/v1/releases');
  const later = await request(server, '/v1/changes?release=3&asOf=2');
  assert.equal(later.status, 400);
  const first = await json(server, '/v1/changes?limit=2');
  const other = await request(server, `/v1/changes?limit=2&release=1&cursor=${new URL(first.links.next, 'http://x').searchParams.get('cursor')}`);
  assert.equal(other.status, 400);
  assert.equal(other.json().type, '/problems/bad-cursor');
});

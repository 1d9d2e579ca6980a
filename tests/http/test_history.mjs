// What was published then: asOf, and what later releases change of it, which is nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { operations, problemFaults } from './lib/contract.mjs';
import { json, request } from './lib/http.mjs';
import { publish, publishAccess } from './lib/publish.mjs';
import { Server, samplePackages } from './lib/server.mjs';

const target = '/v1/observations?freq=A&indicator=preexam_requests_accepted&region=120116';
const at = (asOf, path = target) => `${path}${path.includes('?') ? '&' : '?'}asOf=${encodeURIComponent(asOf)}`;
const values = (answer) => answer.data.map((row) => [row.period, row.value]);
const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
/** The next second, so that moments of publishing differ. */
const nextSecond = () => wait(1050 - (Date.now() % 1000));

let server;
let releases; // oldest first
let definition;
const figure = (period, value) => ({ indicator: 'preexam_requests_accepted', definition, period, value });
const then = []; // the answer of each release when it was the newest
before(async () => {
  server = await Server.start({ packages: await samplePackages() });
  const first = await json(server, target);
  definition = first.data[0].definition;
  then.push(first);
  await nextSecond();
  await publish(server, 'second', [figure('2024', 2368), figure('2023', 2000)]);
  then.push(await json(server, target));
  await nextSecond();
  await publish(server, 'third', [figure('2024', 2369)]);
  then.push(await json(server, target));
  releases = (await json(server, '/v1/releases')).data.reverse();
});
after(async () => { await server.stop(); });

test('asOf a release by its number is what was served when it was the newest', async () => {
  assert.deepEqual(then.map(values), [[['2024', 2367]], [['2023', 2000], ['2024', 2368]], [['2023', 2000], ['2024', 2369]]]);
  for (const [i, answer] of then.entries()) {
    const again = await json(server, at(String(i + 1)));
    assert.deepEqual(again.data, answer.data);
    assert.deepEqual(again.meta, answer.meta);
    assert.equal(again.meta.release.id, i + 1);
    assert.equal(again.links.self, target.replace('?', `?asOf=${i + 1}&`));
  }
});

test('asOf a moment is the release that was the newest then; a day is its end', async () => {
  const seconds = (moment, more) => new Date(Date.parse(moment) + 1000 * more).toISOString().replace('.000', '');
  for (const [i, { published_at: published }] of releases.entries()) {
    assert.equal((await json(server, at(published))).meta.release.id, i + 1);
    if (i > 0) assert.equal((await json(server, at(seconds(published, -1)))).meta.release.id, i);
    const ahead = seconds(published, 8 * 3600).replace('Z', '+08:00');
    assert.equal((await json(server, at(ahead))).meta.release.id, i + 1, ahead);
    assert.equal((await json(server, `${target}&asOf=${ahead}`)).meta.release.id, i + 1, 'the plus as it stands');
  }
  const today = releases[2].published_at.slice(0, 10);
  assert.equal((await json(server, at(today))).meta.release.id, 3);
  assert.equal((await json(server, at('2199-12-31'))).meta.release.id, 3);
});

test('an answer that no later release changes is immutable, and says of which moment it is', async () => {
  const floating = 'public, max-age=60, stale-while-revalidate=600';
  const immutable = 'public, max-age=86400, immutable';
  for (const [asOf, cache, id] of [['1', immutable, 1], ['3', immutable, 3], [releases[0].published_at, immutable, 1],
    [releases[2].published_at, floating, 3], ['2199-12-31', floating, 3]]) {
    const answer = await request(server, at(asOf));
    assert.equal(answer.headers['cache-control'], cache, asOf);
    assert.equal(answer.headers['memento-datetime'], new Date(releases[id - 1].published_at).toUTCString());
    assert.ok(answer.headers.link.includes(`<${target}>; rel="original"`), answer.headers.link);
    assert.equal(answer.headers['last-modified'], id === 3 ? new Date(releases[2].published_at).toUTCString() : undefined);
    const again = await request(server, at(asOf), { headers: { 'if-none-match': answer.headers.etag } });
    assert.equal(again.status, 304);
    assert.equal(again.headers['cache-control'], cache);
    assert.equal(again.headers['memento-datetime'], answer.headers['memento-datetime']);
  }
  const plain = await request(server, target);
  assert.equal(plain.headers['cache-control'], floating);
  assert.equal(plain.headers['memento-datetime'], undefined);
});

test('pages of an old release go on whatever is published meanwhile', async () => {
  const first = await json(server, at('2', '/v1/observations?limit=3'));
  await publish(server, 'fourth', [figure('2023', 2001)]);
  const next = await json(server, first.links.next);
  assert.equal(next.meta.release.id, 2);
  assert.equal(next.data.length, 3);
  assert.equal((await json(server, at('1'))).data[0].value, 2367);
});

test('a point that is none is refused, with what there is', async () => {
  const refusal = async (asOf) => {
    const answer = await request(server, at(asOf));
    assert.equal(answer.status, 400, asOf);
    assert.deepEqual(problemFaults(answer), []);
    const [error] = answer.json().errors;
    assert.equal(error.name, 'asOf');
    return error;
  };
  const early = await refusal('1999-12-31');
  assert.equal(early.type, '/problems/invalid-parameter');
  assert.ok(early.detail.includes(releases[0].published_at), early.detail);
  const unknown = await refusal('99');
  assert.equal(unknown.type, '/problems/unknown-code');
  assert.equal(unknown.listed_at, '/v1/releases');
  assert.equal((await refusal('2025-02-30')).type, '/problems/invalid-parameter');
  for (const asOf of ['0', '01', 'yesterday', '2025-03-31T08:00:00', '2025-03-31T25:00Z']) await refusal(asOf);
  const both = await request(server, `${at('99')}&region=999999`);
  assert.deepEqual(both.json().errors.map((error) => error.name).sort(), ['asOf', 'region']);
});

test('codes are looked up in the release that is read', async () => {
  // Everything of the catalogue came with the first release.
  for (const operation of operations.filter(({ method, parameters }) => method === 'get' && parameters.some(({ name }) => name === 'asOf'))) {
    const [{ path }] = operation.examples;
    const answer = await request(server, at('1', path));
    assert.equal(answer.status, 200, `${at('1', path)}: ${answer.text.slice(0, 300)}`);
    assert.match(answer.headers['cache-control'], /immutable/);
    if (answer.headers['content-type'] !== 'application/json') continue;
    const { meta, 'iprstat:release': release = meta.release } = answer.json(); // a Data Package has no envelope
    assert.equal(release.id, 1, path);
  }
});

test('what becomes restricted takes the validators of every release with it, and what is opened again has new ones', async () => {
  const targets = [at('1'), at('1', target.replace('/v1/observations', '/v1/exports/observations.ndjson')), '/v1/exports/tables/observation.csv?asOf=1'];
  const ask = (headers = []) => Promise.all(targets.map((path, i) => request(server, path, { headers: headers[i] ?? {} })));
  const open = await ask();
  await publishAccess(server, 'closed', 'preexam_requests_accepted', 'restricted');
  const closed = await ask(open.map(({ headers }) => ({ 'if-none-match': headers.etag })));
  for (const [i, answer] of closed.entries()) {
    assert.equal(answer.status, 200, targets[i]);
    assert.notEqual(answer.headers.etag, open[i].headers.etag);
    assert.notEqual(answer.text, open[i].text);
  }
  assert.deepEqual(closed[0].json().data, []);
  assert.equal(closed[1].text, '');
  const same = await ask(closed.map(({ headers }) => ({ 'if-none-match': headers.etag })));
  assert.deepEqual(same.map(({ status }) => status), [304, 304, 304]);
  // A release that changes nobody's access leaves them as they are.
  await publish(server, 'other', [{ indicator: 'patents_granted', period: '2001', value: 1 }]);
  assert.deepEqual((await ask()).map(({ headers }) => headers.etag), closed.map(({ headers }) => headers.etag));
  await publishAccess(server, 'opened', 'preexam_requests_accepted', 'public');
  const again = await ask();
  for (const [i, answer] of again.entries()) {
    assert.equal(answer.text, open[i].text, targets[i]);
    assert.notEqual(answer.headers.etag, closed[i].headers.etag);
  }
});

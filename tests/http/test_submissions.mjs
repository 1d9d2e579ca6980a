// /v1/submissions: what came in, and who has to report.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

test('ten departments have to report what measure 18 collects, in five topics; how often is not stated', async () => {
  const form = (await json(server, '/v1/submissions/forms?region=120000')).data.find((one) => one.id === 'tianjin-information-collection');
  assert.deepEqual([form.topics.length, form.reporting_cycle, form.due_days, form.synthetic], [5, null, null, false]);
  const reporters = (await json(server, '/v1/submissions/reporters?region=120000')).data;
  assert.equal(reporters.length, 10);
  assert.ok(reporters.every((one) => one.department === one.id));
});

const status = async (query) => (await json(server, `/v1/submissions/status?${query}`)).data;

test('on the day it was due is in time; what was sent back is not counted until it came again', async () => {
  const { duties, counts } = await status('period=2023-Q1&on=2023-04-20');
  assert.deepEqual(duties.map((one) => [one.reporter, one.state, one.received_on, one.days_late, one.versions]), [
    ['binhai', 'missing', null, 10, 0], ['heping', 'accepted', '2023-04-10', 0, 1], ['nankai', 'accepted', '2023-04-13', 3, 2],
  ]);
  assert.deepEqual(counts, { expected: 3, received: 2, in_time: 1, late: 1, missing: 1, returned: 0, not_due: 0 });
});

test('as it stood on a day, and a duty that began later', async () => {
  const { duties, counts } = await status('period=2023-Q1&on=2023-04-10');
  // due on that day, which is not over
  assert.deepEqual(counts, { expected: 3, received: 1, in_time: 1, late: 0, missing: 0, returned: 1, not_due: 1 });
  assert.deepEqual(duties.map((one) => [one.reporter, one.state]), [['binhai', 'not_due'], ['heping', 'accepted'], ['nankai', 'returned']]);
  const second = await status('period=2023-Q2&on=2023-07-31');
  assert.deepEqual(second.duties.map((one) => [one.reporter, one.state]), [['binhai', 'received'], ['dongli', 'missing'], ['heping', 'accepted'], ['nankai', 'missing']]);
  assert.deepEqual(second.counts, { expected: 4, received: 2, in_time: 1, late: 1, missing: 2, returned: 0, not_due: 0 });
});

test('a period of no form is no duty', async () => {
  const { data, meta } = await json(server, '/v1/submissions/status?period=2023');
  assert.deepEqual(data.duties, []);
  assert.ok(meta.notes.some((note) => note.type === 'no-data'));
});

test('versions of one submission stand beside each other', async () => {
  const { data } = await json(server, '/v1/submissions?reporter=nankai&period=2023-Q1');
  assert.deepEqual(data.map((row) => [row.version, row.submission_status, row.errors, row.changed]), [[1, 'returned', 3, null], [2, 'accepted', 0, 2]]);
});

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

test('versions of one submission stand beside each other', async () => {
  const { data } = await json(server, '/v1/submissions?reporter=nankai&period=2023-Q1');
  assert.deepEqual(data.map((row) => [row.version, row.submission_status, row.errors, row.changed]), [[1, 'returned', 3, null], [2, 'accepted', 0, 2]]);
});

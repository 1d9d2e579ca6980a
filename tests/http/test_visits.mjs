// /v1/visits: different enterprises against visits, problems solved.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

test('different enterprises against visits', async () => {
  const { total, groups } = (await json(server, '/v1/visits/statistics?period=2023&group_by=region')).data;
  assert.deepEqual(total, { visits: 4, enterprises: 3, staff: 11, with_enterprise: 4, visits_per_enterprise: 1.33 });
  assert.deepEqual(groups.map((one) => [one.key.region, one.visits, one.enterprises]), [['120104', 3, 2], ['120116', 1, 1]]);
});

test('a visit to nobody knows whom is of no enterprise', async () => {
  const { total } = (await json(server, '/v1/visits/statistics?period=2022')).data;
  assert.deepEqual([total.visits, total.with_enterprise, total.enterprises, total.visits_per_enterprise], [2, 1, 1, 1]);
});

test('problems solved and the days they took; one solved on the day took none', async () => {
  const { total } = (await json(server, '/v1/visits/problems/statistics?period=2023')).data;
  assert.deepEqual([total.problems, total.solved, total.solved_share], [4, 3, 75]);
  // 0, 10 and 40 days
  assert.deepEqual([total.days.n, total.days.mean, total.days.median, total.days.min, total.days.max], [3, 16.7, 10, 0, 40]);
  assert.deepEqual((await json(server, '/v1/visits/problems?state=open')).data.map((row) => row.id), ['pr-3']);
});

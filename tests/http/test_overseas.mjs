// /v1/overseas: disputes abroad by country.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

test('cases by country, open ones, and days until the end', async () => {
  const { total, groups } = (await json(server, '/v1/overseas/statistics?group_by=country&lang=en')).data;
  assert.deepEqual([total.cases, total.open, total.closed, total.settled_or_won_share], [3, 1, 2, 50]);
  // 180 and 10 days
  assert.deepEqual([total.days.mean, total.days.median, total.days.p90], [95, 95, 163]);
  assert.deepEqual(groups.map((one) => [one.names.country, one.cases, one.settled_or_won_share]), [['Germany', 1, 0], ['United States', 2, 100]]);
  assert.deepEqual((await json(server, '/v1/overseas/cases?state=open')).data.map((row) => row.id), ['ov-2']);
});

// /v1/leads: what was received, checked and confirmed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

test('checked and confirmed shares, and the days until they were checked', async () => {
  const { total } = (await json(server, '/v1/leads/statistics?period=2023')).data;
  assert.deepEqual([total.leads, total.checked, total.confirmed, total.penalised, total.checked_share, total.confirmed_share], [4, 3, 2, 1, 75, 66.7]);
  assert.deepEqual(total.days, { n: 3, mean: 20, median: 20, p25: 15, p75: 25, p90: 28, min: 10, max: 30 });
});

test('leads not checked yet', async () => {
  assert.deepEqual((await json(server, '/v1/leads?state=open')).data.map((row) => row.id), ['le-4']);
  assert.equal((await json(server, '/v1/leads?state=checked&origin=cnipa_transfer')).data.length, 2);
});

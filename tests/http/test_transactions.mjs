// /v1/transactions: flows between regions.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

test('flows between regions', async () => {
  const { total, groups } = (await json(server, '/v1/transactions/statistics?group_by=from_region,to_region')).data;
  assert.deepEqual([total.transactions, total.patents, total.price, total.with_price], [4, 7, 69.5, 3]);
  assert.deepEqual(groups.map((one) => [one.key.from_region, one.key.to_region, one.patents, one.mean_price]),
    [['120104', '120104', 1, 9.5], ['120104', '120116', 4, 60], ['120116', '120104', 2, 0]]);
});

test('what left a region, by kind', async () => {
  const { data } = await json(server, '/v1/transactions?from_region=120104&transaction_kind=transfer');
  assert.deepEqual(data.map((row) => row.id), ['tx-1', 'tx-4']);
});

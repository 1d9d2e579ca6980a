// /v1/abnormal-applications: the rate covers three batches, the count four.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

test('four batches of 2021, of which none was published apart', async () => {
  const { data } = await json(server, '/v1/abnormal-applications?region=120000');
  assert.deepEqual(data.map((row) => [row.year, row.number, row.listed]), [[2021, 1, null], [2021, 2, null], [2021, 3, null], [2021, 4, null]]);
});

test('the published rate keeps its three batches apart from the number of four', async () => {
  const { data, meta } = await json(server, '/v1/abnormal-applications/withdrawals?region=120000');
  assert.deepEqual(data.map((row) => [row.first_batch, row.last_batch, row.rate, row.rank, row.listed, row.computed_rate]),
    [[1, 3, 99.1, 3, null, null], [1, 4, null, null, 16188, null]]);
  assert.equal(meta.synthetic, false);
});

test('where both numbers are of the same run, the rate is computed beside the published one', async () => {
  const { data } = await json(server, '/v1/abnormal-applications/withdrawals?region=120104&as_of_since=2023-01-01');
  assert.deepEqual(data.map((row) => [row.as_of, row.rate, row.computed_rate]), [['2023-06-30', 66.7, 66.7], ['2023-12-31', null, 99.8]]);
});

// /v1/public-credit: pushes in time, and what is active on a day.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

test('a push on the day it was due is in time, one that was never made is missing', async () => {
  const { total } = (await json(server, '/v1/public-credit/pushes/statistics?group_by=credit_catalogue_item')).data;
  assert.deepEqual([total.due, total.pushed, total.in_time, total.late, total.missing, total.records, total.rejected], [6, 5, 4, 1, 1, 270, 11]);
  assert.deepEqual([total.timeliness, total.completeness, total.rejection_rate], [66.7, 83.3, 5]);
  assert.deepEqual((await json(server, '/v1/public-credit/pushes?state=late')).data.map((row) => row.period), ['2023-Q2']);
  assert.deepEqual((await json(server, '/v1/public-credit/pushes?state=missing')).data.map((row) => row.period), ['2023-Q3']);
});

test('where nobody knows how many records were refused, none is counted as taken', async () => {
  const { total } = (await json(server, '/v1/public-credit/pushes/statistics?period=2022')).data;
  assert.deepEqual([total.records, total.records_judged, total.rejected, total.rejection_rate], [70, 20, 1, 5]);
});

test('a record that ends on a day is active on it; one repaired on it is not', async () => {
  const active = async (on) => (await json(server, `/v1/public-credit/dishonesty?state=active&on=${on}`)).data.map((row) => row.id);
  assert.deepEqual(await active('2023-05-31'), ['di-1', 'di-2']);
  assert.deepEqual(await active('2023-06-01'), ['di-2', 'di-3']);
  assert.deepEqual(await active('2023-12-31'), ['di-3', 'di-4']);
  const all = (await json(server, '/v1/public-credit/dishonesty?on=2023-12-31')).data;
  assert.deepEqual(all.map((row) => row.active), [false, false, true, true]);
});

test('without a day they are judged on the last that the register covers', async () => {
  const { data } = await json(server, '/v1/public-credit/dishonesty/statistics?group_by=dishonest_act');
  assert.equal(data.on, '2024-12-31');
  assert.deepEqual([data.total.records, data.total.active, data.total.repaired], [4, 0, 1]);
  const then = (await json(server, '/v1/public-credit/dishonesty/statistics?group_by=dishonest_act&on=2023-12-30')).data;
  assert.deepEqual(then.groups.map((one) => [one.key.dishonest_act, one.records, one.active]),
    [['abnormal_application', 2, 1], ['bad_faith_trademark', 1, 1], ['penalised_agency', 1, 0]]);
});

test('commitments that were broken', async () => {
  assert.deepEqual((await json(server, '/v1/public-credit/commitments?state=broken')).data.map((row) => [row.id, row.broken_on]), [['co-2', '2023-11-01']]);
  assert.equal((await json(server, '/v1/public-credit/catalogue')).data[0].department, 'tianjin-ip');
});

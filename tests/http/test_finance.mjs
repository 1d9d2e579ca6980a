// /v1/finance: pledges, the same enterprise counted once, shares of banks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

const statistics = async (query) => (await json(server, `/v1/finance/statistics?${query}`)).data;

test('amounts are those that are known, and an enterprise is counted once', async () => {
  const { total } = await statistics('period=2023');
  assert.deepEqual(total, {
    pledges: 3, items: 6, amount: 1500.5, with_amount: 2, enterprises: 2, first_time: 2, small: 2, with_size: 3, with_first_time: 3,
    mean_amount: 750.25, small_share: 66.7, first_time_share: 66.7,
  });
});

test('growth on the year before is that of the amount, shares of banks too', async () => {
  const { total, previous, groups } = await statistics('period=2024&group_by=bank&lang=en');
  // 2250 against 1500.5
  assert.deepEqual([total.amount, previous.amount, previous.growth], [2250, 1500.5, 50]);
  assert.deepEqual(groups.map((one) => [one.names.bank, one.amount, one.share]), [['Bank of Beijing', 250, 11.1], ['Bank of China', 2000, 88.9]]);
});

test('29 February is in February, and in the first quarter', async () => {
  assert.equal((await statistics('period=2024-02')).total.pledges, 1);
  assert.deepEqual((await statistics('period=2024&group_by=quarter')).groups.map((one) => one.key.quarter), ['2024-Q1', '2024-Q4']);
});

test('a share leaves out what is not known', async () => {
  // Two pledges: one of a small enterprise and its first, one of which neither is known.
  const { total } = await statistics('period=2022');
  assert.deepEqual([total.pledges, total.with_size, total.small_share, total.with_first_time, total.first_time_share], [2, 1, 100, 1, 100]);
  const policies = (await json(server, '/v1/finance/policies/statistics?period=2022')).data.total;
  assert.deepEqual([policies.policies, policies.with_premium, policies.mean_premium], [2, 1, 0.8]);
});

test('the key of an enterprise is not served', async () => {
  const { data } = await json(server, '/v1/finance/pledges');
  assert.ok(data.length === 7 && data.every((row) => !('enterprise' in row)));
  assert.equal((await request(server, '/v1/finance/pledges?fields=enterprise')).status, 400);
});

test('two kinds of insurance and two pools are named in the report of 2021', async () => {
  const products = (await json(server, '/v1/finance/insurance-products')).data;
  assert.deepEqual(products.map((row) => [row.insurance_type, row.document, row.synthetic]),
    [['exhibition_legal_costs', 'tianjin-2021-summary', false], ['overseas_liability', 'tianjin-2021-summary', false]]);
  assert.deepEqual((await json(server, '/v1/finance/risk-pools')).data.map((row) => row.region).sort(), ['120110', '120116']);
  assert.deepEqual((await json(server, '/v1/finance/risk-pools/states?risk_pool=binhai-pledge-pool')).data.map((row) => [row.as_of, row.balance, row.compensated]), [['2023-12-31', 3000, 120.5]]);
});

test('policies by kind', async () => {
  const { total, groups } = (await json(server, '/v1/finance/policies/statistics?period=2023&group_by=insurance_type')).data;
  assert.deepEqual([total.policies, total.premium, total.insured, total.mean_premium], [2, 1.5, 110, 0.75]);
  assert.deepEqual(groups.map((one) => one.premium), [1, 0.5]);
});

test('money says in which unit it is, counts of cases have none', async () => {
  for (const path of ['/v1/finance/statistics', '/v1/finance/policies/statistics', '/v1/enforcement/statistics', '/v1/transactions/statistics']) {
    assert.equal((await json(server, `${path}?period=2024`)).data.money_unit, 'cny_10k', path);
    const [head, row] = (await request(server, `${path}.csv?period=2024`)).text.split('\r\n').map((line) => line.split(','));
    assert.equal(row[head.indexOf('money_unit')], 'cny_10k', path);
  }
  assert.equal((await json(server, '/v1/visits/statistics?period=2024')).data.money_unit, undefined);
});

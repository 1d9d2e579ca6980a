// Figures counted from the smaller registers, by hand from the samples: years, halves and quarters, and ends of years.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

/** The figures of an indicator, in total or of one part. */
const figures = async (indicator, query, breakdown = {}) => {
  const { data } = await json(server, `/v1/observations?indicator=${indicator}&document=office-records,sample-registers&limit=1000&breakdown[*]=*&${query}`);
  assert.ok(data.every((one) => one.origin === 'records' && one.synthetic && one.extraction === 'counted'));
  return data.filter((one) => JSON.stringify(one.breakdown) === JSON.stringify(breakdown));
};

/** Their values by "region period", without those that are 0. */
const values = async (...asked) => Object.fromEntries(
  (await figures(...asked)).filter((one) => one.value !== 0).map((one) => [`${one.region} ${one.period}`, one.value]).sort());

test('fines and confiscations are one amount, of the day of the decision', async () => {
  assert.deepEqual(await values('enforcement_penalty_amount', 'freq=A'), {
    '120000 2022': 2, '120000 2023': 7.1, '120000 2024': 42.5, '120101 2022': 2, '120104 2023': 6.6, '120116 2023': 0.5, '120116 2024': 42.5,
  });
  assert.deepEqual(await values('enforcement_penalty_amount', 'freq=Q&region=120104'), { '120104 2023-Q1': 6.5, '120104 2023-Q2': 0.1 });
  assert.deepEqual(await values('enforcement_penalty_amount', 'freq=A', { ip_type: 'patent' }), { '120000 2023': 0.5, '120116 2023': 0.5 });
});

test('a kind of conduct makes a case of infringement, the type of IP one of a trademark', async () => {
  assert.deepEqual(await values('trademark_infringement_cases', 'freq=H&region=120000'), { '120000 2023-H1': 3, '120000 2024-H1': 2 });
  assert.deepEqual(await values('trademark_infringement_cases', 'freq=A&region=120000', { e_commerce: 'yes' }), { '120000 2023': 1, '120000 2024': 1 });
  assert.deepEqual(await values('trademark_admin_cases', 'freq=A&region=120000'), { '120000 2022': 1, '120000 2023': 3, '120000 2024': 2 });
  assert.deepEqual(await values('criminal_transfers', 'freq=A&region=120000'), { '120000 2024': 2 });
});

test('a sum of which one amount is not known is no figure; the items are counted', async () => {
  const amounts = await figures('patent_pledge_financing_amount', 'region=120116');
  const told = Object.fromEntries(amounts.map((one) => [one.period, one.value]));
  assert.equal('2023' in told || '2023-H2' in told || '2023-Q3' in told, false);
  assert.deepEqual([told['2022-Q1'], told['2022'], told['2023-H1'], told['2023-Q1'], told['2023-Q2'], told['2024']], [0, 30, 1500.5, 500, 1000.5, 2000]);
  assert.ok(amounts.every((one) => one.unit === 'cny_10k'));
  assert.deepEqual(await values('patents_pledged', 'freq=A&region=120116'), { '120116 2022': 2, '120116 2023': 6, '120116 2024': 4 });
});

test('inspections that name no agency are not so many agencies; interviews count each', async () => {
  const inspected = await figures('patent_agencies_inspected', 'region=120104&freq=A');
  assert.deepEqual(inspected.map((one) => [one.period, one.value]).sort(), [['2022', 0], ['2024', 0]]);
  assert.deepEqual(await values('agency_regulatory_interviews', 'freq=H&region=120104'), { '120104 2023-H1': 2, '120104 2023-H2': 1 });
});

test('markets at the end of each year, at the level and in the state that they then had', async () => {
  const city = (breakdown) => values('ip_standardized_markets', 'region=120000&freq=I', breakdown);
  const of = (...n) => Object.fromEntries(n.map((value, i) => [`120000 ${2021 + i}-12-31`, value]).filter(([, value]) => value !== 0));
  assert.deepEqual(await city({}), of(3, 4, 3, 3));
  assert.deepEqual(await city({ level: 'national' }), of(0, 1, 1, 1));
  assert.deepEqual(await city({ level: 'municipal' }), of(3, 3, 2, 2));
  assert.deepEqual(await city({ lifecycle: 'recognised' }), of(3, 4, 3, 2));
  assert.deepEqual(await city({ lifecycle: 'renewed' }), of(0, 0, 0, 1));
});

test('nothing is told of what a register has no record of', async () => {
  for (const indicator of ['tisc_count', 'ip_protection_centers', 'ip_protection_workstations', 'bad_faith_trademark_leads']) {
    assert.deepEqual(await figures(indicator, ''), []);
  }
});

// The rules of rolling up, each on figures made for it: what is refused, by which name, and what is answered instead.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { observation, writePackage } from './lib/package.mjs';
import { Server, makeStore, root, temporaryFolder } from './lib/server.mjs';

const missing = (status) => ({ value: null, status, lower: null, upper: null });
const figures = [
  ...[['120101', 5], ['120102', 7]].map(([region, value]) => ({ indicator: 'patent_agencies_inspected', unit: 'entity', region, period: '2021', value })),
  { indicator: 'patent_agencies_inspected', unit: 'entity', region: '120103', period: '2021', value: 4, bound: 'ge', lower: 4, upper: null },
  { indicator: 'ip_case_avg_handling_days', unit: 'day', region: '120101', period: '2021', value: 57, bound: 'eq', lower: 56.5, upper: 57.5 },
  { indicator: 'ip_case_avg_handling_days', unit: 'day', region: '120102', period: '2021', value: 30 },
  { indicator: 'ip_case_avg_handling_days', unit: 'day', region: '120103', period: '2021', value: 40 },
  { indicator: 'ip_case_avg_handling_days', unit: 'working_day', region: '120104', period: '2021', value: 20 },
  ...[['120101', 1], ['120102', 2]].map(([region, value]) => ({ indicator: 'patent_infringement_cases_closed', unit: 'case', region, period: '2021', value })),
  ...[['2021-12-31', 10], ['2022-12-31', 25]].map(([period, value]) => ({ indicator: 'ip_disputes_mediated_network', unit: 'case', accumulation: 'since_start', region: '120101', period, value })),
  ...[['2022', 100], ['2022-H1', 40], ['2023-H1', 10], ['2023-H2', 15]].map(([period, value]) => ({ region: '120101', period, value })),
  ...[['120101', 12], ['120102', -3]].map(([region, value]) => ({ region, period: '2021', measure: 'yoy', unit: 'percent', value })),
  ...['2021', '2022'].map((period) => ({ indicator: 'preexam_cohort_pass_rate', unit: 'percent', region: '120101', period, value: 70 })),
  ...['2021', '2022'].map((period) => ({ indicator: 'assessment_score', unit: 'point', region: '120101', period, value: 80 })),
  ...['1', '2'].map((batch) => ({ indicator: 'abnormal_patent_applications', region: '120101', period: '2021', breakdown: `batch=${batch}`, value: 9 })),
  ...[['invention', 1], ['utility_model', 2], ['design', 3]].map(([part, value]) => ({ region: '120105', period: '2021', breakdown: `patent_type=${part}`, value })),
  { indicator: 'patent_applications', region: '120101', period: '2021', value: 0 },
  { indicator: 'patent_applications', region: '120102', period: '2021', ...missing('M') },
  { indicator: 'patent_applications', region: '120103', period: '2021', ...missing('O') },
  ...['binhai-2024-rule-of-law', 'tianjin-2021-summary'].map((document) => ({ indicator: 'trademark_applications', region: '120101', period: '2021', value: 8, document })),
  { indicator: 'tisc_count', unit: 'entity', region: '120101', period: '2021-12-31', accumulation: 'stock', value: 3 },
  { indicator: 'tisc_count', unit: 'entity', region: '120101', period: '2022-12-31', accumulation: 'stock', value: 4 },
  { indicator: 'tisc_count', unit: 'entity', region: '120102', period: '2021-12-31', accumulation: 'stock', value: 6 },
];

let server;
before(async () => {
  const folder = await temporaryFolder();
  const made = await writePackage(path.join(folder, 'rules'), { observation: figures.map(observation) });
  server = await Server.start({ db: await makeStore(folder, [path.join(root, 'data/catalogue'), made]) });
});
after(async () => { await server.stop(); });

const one = async (query) => {
  const { data } = await json(server, `/v1/aggregates?${query}`);
  assert.equal(data.length, 1, query);
  return data[0];
};
const refuses = async (query, rule, values) => {
  const answer = await request(server, `/v1/aggregates?${query}`);
  assert.equal(answer.status, 422, `${query}: ${answer.text.slice(0, 400)}`);
  const problem = answer.json();
  assert.equal(problem.detail.split(':')[0], rule, query);
  if (values) assert.deepEqual(problem.errors.map((error) => error.value), values, query);
};
const ends = ({ value, lower, upper, bound, complete }) => [value, lower, upper, bound, complete];

test('union: an entity counts once, so that 5 and 7 are 7 to 12, and no sum', async () => {
  const inspected = 'indicator=patent_agencies_inspected&period=2021';
  assert.deepEqual(ends(await one(`${inspected}&region=120101,120102`)), [null, 7, 12, 'le', true]);
  assert.deepEqual(ends(await one(`${inspected}&region=120101,120102,120103`)), [null, 7, null, 'ge', true]);
  assert.deepEqual(ends(await one(`${inspected}&region=120101,120102,120106`)), [null, 7, null, 'ge', false]);
  assert.deepEqual(ends(await one(`${inspected}&region=120101`)), [5, 5, 5, 'eq', true]);
  for (const name of ['sum', 'avg']) await refuses(`${inspected}&region=120101,120102&function=${name}`, 'distinct-entities', ['patent_agencies_inspected']);
});

test('wmean: 57 days of one case and 30 days of two are 39 days, by their weights alone', async () => {
  const mean = 'indicator=ip_case_avg_handling_days&period=2021';
  const two = await one(`${mean}&region=120101,120102`);
  // (57 + 2 x 30) / 3 = 39, between (56.5 + 60) / 3 and (57.5 + 60) / 3
  assert.deepEqual(ends(two), [39, 38.833, 39.167, 'eq', true]);
  assert.deepEqual(two.inputs.map(({ role, value }) => [role, value]), [['figure', 57], ['figure', 30], ['weight', 1], ['weight', 2]]);
  assert.deepEqual(ends(await one(`${mean}&region=120101,120102&function=avg`)).slice(0, 3), [39, 38.833, 39.167]);
  await refuses(`${mean}&region=120101,120102&function=sum`, 'weighted-mean', ['ip_case_avg_handling_days']);
  await refuses(`${mean}&region=120101,120102,120103`, 'weights-missing', ['120103']);
});

test('days and working days are not put together, not even to find the most', async () => {
  for (const name of ['rollup', 'max']) await refuses(`indicator=ip_case_avg_handling_days&period=2021&region=120101,120104&function=${name}`, 'mixed-units');
});

test('totals since a start contain each other: not added, one alone is itself', async () => {
  const network = 'indicator=ip_disputes_mediated_network&region=120101';
  await refuses(network, 'since-start', ['2021-12-31']);
  assert.deepEqual(ends(await one(`${network}&period=2022`)).slice(0, 3), [25, 25, 25]);
});

test('a year and its half share days', async () => {
  const granted = 'indicator=patents_granted&region=120101';
  await refuses(`${granted}&period=2022`, 'overlapping-periods', ['2022-H1', '2022']);
  assert.deepEqual(ends(await one(`${granted}&period=2022&freq=A`)), [100, 100, 100, 'eq', true]);
  assert.deepEqual(ends(await one(`${granted}&period=2023&group_by=year`)), [25, 25, 25, 'eq', true]);
  await refuses(`${granted}&freq=H&group_by=year`, 'halves-missing', ['2022-H2']);
  assert.deepEqual(ends(await one(`${granted}&period=2022-H1..2023&freq=H`)), [65, 65, null, 'ge', false]);
});

test('growths do not add up, but one is the largest', async () => {
  const growth = 'indicator=patents_granted&region=120101,120102&period=2021&measure=yoy';
  await refuses(growth, 'not-a-level');
  assert.equal((await one(`${growth}&function=max`)).value, 12);
  assert.equal((await one(`${growth}&function=min`)).value, -3);
  await refuses('indicator=patents_granted&region=120101&period=2021,2022&freq=A&measure=level,yoy', 'mixed-measures');
});

test('cohorts and scores are not rolled up over time', async () => {
  await refuses('indicator=preexam_cohort_pass_rate&region=120101', 'cohort');
  await refuses('indicator=assessment_score&region=120101', 'not-over-time');
  assert.equal((await one('indicator=assessment_score&region=120101&period=2022')).value, 80);
});

test('batches cover different things', async () => {
  await refuses('indicator=abnormal_patent_applications&region=120101&period=2021&breakdown[batch]=*', 'coverage-differs', ['*']);
});

test('the parts of a partition make the total that nobody published', async () => {
  const sum = await one('indicator=patents_granted&region=120105&period=2021');
  assert.deepEqual(ends(sum), [6, 6, 6, 'eq', true]);
  assert.equal(sum.rules.parts, 'partition');
  const apart = await json(server, '/v1/aggregates?indicator=patents_granted&region=120105&period=2021&breakdown[patent_type]=*&group_by=patent_type');
  assert.deepEqual(apart.data.map(({ group, value }) => [group.patent_type, value]), [['design', 3], ['invention', 1], ['utility_model', 2]]);
});

test('zero, not applicable, without a value and without a figure stay apart', async () => {
  const sum = await one('indicator=patent_applications&region=120101,120102,120103,120104&period=2021');
  assert.deepEqual(ends(sum), [0, 0, null, 'ge', false]);
  assert.deepEqual([sum.not_applicable, sum.missing, sum.figures], [['120102'], ['120103', '120104'], 1]);
  const whole = await one('indicator=patent_applications&region=120101,120102&period=2021');
  assert.deepEqual(ends(whole), [0, 0, 0, 'eq', true]);
  const none = await one('indicator=patent_applications&region=120103&period=2021');
  assert.deepEqual([none.value, none.lower, none.upper, none.reason, none.missing], [null, null, null, 'no-value', ['120103']]);
});

test('two documents about one place are not two figures', async () => {
  const twice = 'indicator=trademark_applications&region=120101&period=2021';
  for (const wanted of ['', '&document=binhai-2024-rule-of-law,tianjin-2021-summary']) {
    const once = await one(`${twice}${wanted}`);
    assert.deepEqual([once.value, once.figures], [8, 1], wanted);
  }
});

test('of stocks the last period counts, and who has none then is missing', async () => {
  const last = await one('indicator=tisc_count&region=120101,120102');
  assert.deepEqual(ends(last), [4, 4, null, 'ge', false]);
  assert.deepEqual([last.missing, last.last_period, last.rules], [['120102'], '2022-12-31', { regions: 'sum', time: 'last', parts: null }]);
});

test('by parent the districts of a city are one group', async () => {
  const city = await one('indicator=tisc_count&region=120000/*&period=2021-12-31&group_by=parent');
  assert.deepEqual([city.group.parent, city.labels.parent, city.value, city.figures, city.missing.length], ['120000', '天津市', 9, 2, 14]);
});

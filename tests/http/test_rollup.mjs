// The rules of rolling up, each on figures made for it: what is refused, by which name, and what is answered instead.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parseTable } from './lib/csv.mjs';
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
  // One year in years, halves and quarters, as what is counted from records is.
  ...[['2023', 90], ['2023-H1', 40], ['2023-H2', 50], ['2023-Q1', 10], ['2023-Q2', 30], ['2024', 7], ['2024-H1', 5]]
    .map(([period, value]) => ({ indicator: 'patent_infringement_cases_filed', unit: 'case', region: '120101', period, value })),
  ...[['2023-H1', 3], ['2023-H2', 4]].map(([period, value]) => ({ indicator: 'patent_infringement_cases_filed', unit: 'case', region: '120102', period, value })),
  ...[['2023-H1', 1], ['2023-Q1', 1]].map(([period, value]) => ({ indicator: 'patent_infringement_cases_filed', unit: 'case', region: '120103', period, value })),
  { indicator: 'patent_infringement_cases_filed', unit: 'case', region: '120104', period: '2023', ...missing('O') },
  ...[['2023-H1', 2], ['2023-H2', 2]].map(([period, value]) => ({ indicator: 'patent_infringement_cases_filed', unit: 'case', region: '120104', period, value })),
  ...[['2023', 30], ['2023-Q1', 10], ['2023-Q2', 50]].map(([period, value]) => ({ indicator: 'ip_case_avg_handling_days', unit: 'day', region: '120101', period, value })),
  ...[['2023', 4], ['2023-Q1', 2], ['2023-Q2', 2]].map(([period, value]) => ({ indicator: 'patent_infringement_cases_closed', unit: 'case', region: '120101', period, value })),
  ...[['2023', 60], ['2023-Q1', 5]].map(([period, value]) => ({ indicator: 'ip_case_avg_handling_days', unit: 'day', region: '120102', period, value })),
  ...[['2023', 2], ['2023-Q1', 2]].map(([period, value]) => ({ indicator: 'patent_infringement_cases_closed', unit: 'case', region: '120102', period, value })),
  ...['2023', '2023-H1', '2023-H2'].map((period, n) => ({ indicator: 'preexam_cohort_pass_rate', unit: 'percent', region: '120102', period, value: 60 + n })),
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
  { indicator: 'preexam_requests_qualified', definition: 'calendar-year', region: '120106', period: '2021', accumulation: 'since_start', value: 500 },
  { indicator: 'preexam_requests_accepted', definition: 'calendar-year', region: '120106', period: '2021', value: 100 },
  ...[['120110', 50], ['120111', 60], ['120112', 8]].map(([region, value]) => ({ indicator: 'ip_case_avg_handling_days', unit: 'day', region, period: '2021', value })),
  { indicator: 'patent_infringement_cases_closed', unit: 'case', region: '120110', period: '2021', accumulation: 'since_start', value: 9 },
  { indicator: 'patent_infringement_cases_closed', unit: 'case', region: '120111', period: '2021', value: 1 },
  { indicator: 'patent_infringement_cases_closed', unit: 'case', region: '120111', period: '2021', definition: 'other', value: 3 },
  { indicator: 'patent_infringement_cases_closed', unit: 'case', region: '120112', period: '2021', value: 0 },
  { indicator: 'patent_infringement_cases_closed', unit: 'case', region: '120113', period: '2021', value: 7 },
  { indicator: 'patent_infringement_clearance_rate', unit: 'percent', region: '120113', period: '2022', value: 90 },
  ...[['120114', 5], ['120115', 4]].map(([region, value]) => ({ indicator: 'patent_infringement_cases_closed', unit: 'case', region, period: '2022', value })),
  { indicator: 'patent_infringement_cases_filed', unit: 'case', region: '120114', period: '2022', value: 0 },
  { indicator: 'patent_infringement_cases_filed', unit: 'case', region: '120115', period: '2022', value: 10, bound: 'le', lower: null, upper: 10 },
  { indicator: 'pct_applications', region: '120110', period: '2024', ...missing('L') },
  ...['2024-H1', '2024-H2'].map((period) => ({ indicator: 'pct_applications', region: '120110', period, value: 50 })),
  { indicator: 'pct_applications', region: '120111', period: '2024', value: 100 },
  ...[['invention', 1], ['utility_model', 2], ['design', 3]].map(([part, value]) => ({ region: '120110', period: '2021', breakdown: `patent_type=${part}`, value })),
  { region: '120111', period: '2021', value: 4 },
  ...[['invention', 1], ['design', 1]].map(([part, value]) => ({ region: '120112', period: '2021', breakdown: `patent_type=${part}`, value })),
  ...[['2020', 10], ['2021', 20]].map(([period, value]) => ({ region: '120113', period, value })),
  ...[['2022', 30, 'A'], ['2023', 60, 'F']].map(([period, value, status]) => ({ region: '120113', period, value, status })),
  ...[['120101', 57], ['120102', 30]].map(([region, value]) => ({ indicator: 'made_mean', unit: 'day', region, period: '2021', value })),
  { region: '120114', period: '2021', value: 10, bound: 'le', lower: null, upper: 10 },
  ...[['2022-H1', 50], ['2022-H2', 60]].map(([period, value]) => ({ region: '120106', period, value })),
  ...[['120101', 20000, 'lt', 19000, 20000], ['120102', 500, 'gt', 500, null], ['120103', 30, 'approx', 25, 35], ['120104', 7, 'eq', 7, 7], ['120105', 3, 'eq', 2.5, 3.5]]
    .map(([region, value, bound, lower, upper]) => ({ indicator: 'exhibition_patent_disputes_mediated', unit: 'case', region, period: '2021', value, bound, lower, upper })),
];

// Rules that the catalogue has not: a mean over regions whose last value counts in time, and a sum that names parts of a ratio.
const indicator = (code, row) => ({
  indicator: code, name_zh: code, name_en: code, topic: 'dispute_adjudication', unit: 'day', units: 'day', kind: 'duration', region_rule: 'sum', time_rule: 'sum',
  direction: 'lower', decimals: 1, dimensions: '', numerator: '', denominator: '', weight: '', access: 'public', note_zh: '', note_en: '', ...row,
});
const indicators = [
  indicator('made_mean', { region_rule: 'wmean', time_rule: 'last', weight: 'patent_infringement_cases_closed' }),
  indicator('made_sum', { kind: 'ratio', numerator: 'patent_infringement_cases_closed', denominator: 'patent_infringement_cases_filed' }),
];
const definition = (code, name = 'default') => ({ indicator: code, definition: name, name_zh: '其他', name_en: 'Other', text_zh: '其他', text_en: 'Other', valid_from: '', valid_to: '' });

let server;
before(async () => {
  const folder = await temporaryFolder();
  const made = await writePackage(path.join(folder, 'rules'), {
    indicator: indicators,
    definition: [definition('patent_infringement_cases_closed', 'other'), ...indicators.map((row) => definition(row.indicator))],
    observation: figures.map(observation),
  });
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
const gaps = (region, ...periods) => periods.map((period) => ({ region, period }));
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
  await refuses(granted, 'overlapping-periods', ['2022-H1', '2022']);
  await refuses(`${granted}&period=2022..2023`, 'overlapping-periods', ['2022-H1', '2022']);
  await refuses(`${granted}&period=2022,2022-H1`, 'overlapping-periods', ['2022-H1', '2022']);
  assert.deepEqual(ends(await one(`${granted}&period=2022&freq=A`)), [100, 100, 100, 'eq', true]);
  assert.deepEqual(ends(await one(`${granted}&period=2023&group_by=year`)), [25, 25, 25, 'eq', true]);
  await refuses(`${granted}&freq=H&group_by=year`, 'halves-missing', ['2022-H2']);
  assert.deepEqual(ends(await one(`${granted}&period=2022-H1..2023&freq=H`)), [65, 65, null, 'ge', false]);
});

test('of a year that has a figure of its own the halves and quarters say the same again', async () => {
  const filed = 'indicator=patent_infringement_cases_filed';
  for (const wanted of ['period=2023', 'period=2023-01..2023-12', 'period=2023&group_by=year', 'period=2023..2024&group_by=year', 'group_by=year']) {
    const [first] = (await json(server, `/v1/aggregates?${filed}&region=120101&${wanted}`)).data;
    assert.deepEqual([...ends(first), first.figures], [90, 90, 90, 'eq', true, 1], wanted);
  }
  assert.deepEqual(ends(await one(`${filed}&region=120101&period=2023,2024`)), [97, 97, 97, 'eq', true]);
  assert.deepEqual(ends(await one(`${filed}&region=120101&period=2023-H1`)), [40, 40, 40, 'eq', true]);
  assert.deepEqual(ends(await one(`${filed}&region=120101&period=2023&function=max`)), [90, 90, 90, 'eq', true]);
  // A year beside two halves of another region, also where the year of that one has no value.
  assert.deepEqual(ends(await one(`${filed}&region=120101,120102,120104&period=2023`)), [101, 101, 101, 'eq', true]);
  await refuses(`${filed}&region=120101,120103&period=2023`, 'overlapping-periods', ['2023-Q1', '2023-H1']);
  await refuses(`${filed}&region=120101&period=2023..2024`, 'overlapping-periods', ['2023-Q1', '2023-H1']);
  await refuses(`${filed}&region=120101&period=2023,2023-Q1`, 'overlapping-periods', ['2023-Q1', '2023-H1']);
  // (30 x 4 + 60 x 2) / 6, and a rate that is not put together over time
  assert.deepEqual(ends(await one('indicator=ip_case_avg_handling_days&region=120101,120102&period=2023')).slice(0, 3), [40, 40, 40]);
  assert.equal((await one('indicator=preexam_cohort_pass_rate&region=120102&period=2023')).value, 60);
  await refuses('indicator=preexam_cohort_pass_rate&region=120102&period=2023&freq=H', 'cohort');
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

test('500 since a start over 100 of the year is no ratio', async () => {
  await refuses('indicator=preexam_qualification_ratio&region=120106&period=2021', 'mixed-accumulations', ['preexam_requests_qualified', 'preexam_requests_accepted']);
});

test('weights are of one kind, that of the figures in time, and only those that were used are named', async () => {
  const mean = 'indicator=ip_case_avg_handling_days&period=2021';
  await refuses(`${mean}&region=120101,120110`, 'mixed-accumulations', ['patent_infringement_cases_closed']);
  await refuses(`${mean}&region=120101,120111`, 'mixed-definitions', ['patent_infringement_cases_closed']);
  const three = await one(`${mean}&region=120101,120102,120113`);
  assert.deepEqual([three.missing, three.lower, three.upper, three.bound], [['120113'], null, null, null]);
  assert.deepEqual(three.inputs.map(({ role, value }) => [role, value]), [['figure', 57], ['figure', 30], ['weight', 1], ['weight', 2]]);
  const zero = await one(`${mean}&region=120112,120114`);
  assert.deepEqual([zero.value, zero.bound, zero.reason], [null, null, 'denominator-zero']);
});

test('a group for which only a numerator was published is no refusal of the others', async () => {
  const rate = 'indicator=patent_infringement_clearance_rate&region=120113&period=2021,2022';
  const groups = (await json(server, `/v1/aggregates?${rate}&group_by=region,period`)).data;
  assert.deepEqual(groups.map(({ group, value }) => [group.period, value]), [['2022', 90]]);
  const none = await json(server, '/v1/aggregates?indicator=patent_infringement_clearance_rate&region=120113&period=2021');
  assert.deepEqual([none.data, none.meta.notes[0].type], [[], 'no-data']);
});

test('a ratio by nothing says so, and one by at most 10 has no end above', async () => {
  const rate = 'indicator=patent_infringement_clearance_rate&period=2022';
  const zero = await one(`${rate}&region=120114`);
  assert.deepEqual([...ends(zero), zero.reason], [null, null, null, null, true, 'denominator-zero']);
  // 4 of at most 10 is at least 40 %
  assert.deepEqual(ends(await one(`${rate}&region=120115`)), [40, 40, null, 'ge', true]);
});

test('at most 10 of what is counted is not less than 0', async () => {
  assert.deepEqual(ends(await one('indicator=patents_granted&region=120111,120114&period=2021')), [14, 4, 14, 'le', true]);
  assert.deepEqual(ends(await one('indicator=patents_granted&region=120111,120114&period=2021&function=min')), [4, 0, 4, 'le', true]);
});

test('a year without a value does not stand in the way of its halves', async () => {
  assert.deepEqual(ends(await one('indicator=pct_applications&region=120110&period=2024')), [100, 100, 100, 'eq', true]);
});

test('of a region that published three parts the sum is compared, and is one of the mean', async () => {
  const two = 'indicator=patents_granted&region=120110,120111&period=2021';
  const least = await one(`${two}&function=min`);
  assert.deepEqual([...ends(least), least.figures, least.rules.parts], [4, 4, 4, 'eq', true, 4, 'partition']);
  const most = await one(`${two}&function=max`);
  assert.deepEqual([...ends(most), most.inputs[0].value], [6, 6, 6, 'eq', true, 1]);
  assert.deepEqual(ends(await one(`${two}&function=avg`)), [5, 5, 5, 'eq', true]);
  // 1 and 1 without the third part: at least 2
  const short = await one('indicator=patents_granted&region=120111,120112&period=2021&function=max');
  assert.deepEqual([...ends(short), short.missing_parts], [4, 4, null, 'ge', false, ['patent_type=utility_model']]);
});

test('a year and halves are not compared, nor is a mean made of both', async () => {
  for (const name of ['min', 'max', 'avg']) await refuses(`indicator=pct_applications&region=120110,120111&period=2024&function=${name}`, 'mixed-lengths', ['2024-H1', '2024']);
  assert.deepEqual(ends(await one('indicator=pct_applications&region=120110&period=2024&function=avg')), [50, 50, 50, 'eq', true]);
});

test('years that nobody published may be more or less', async () => {
  const years = 'indicator=patents_granted&region=120113&period=2018..2021';
  const most = await one(`${years}&function=max`);
  assert.deepEqual([...ends(most), most.missing_periods], [20, 20, null, 'ge', false, gaps('120113', '2018', '2019')]);
  assert.deepEqual(ends(await one(`${years}&function=min`)), [10, null, 10, 'le', false]);
  const half = await one('indicator=patents_granted&region=120101&freq=H&group_by=year&period=2022&function=max');
  assert.deepEqual([...ends(half), half.missing_periods], [40, 40, null, 'ge', false, gaps('120101', '2022-H2')]);
});

test('a forecast is not added to what happened, unless it is asked for', async () => {
  const years = 'indicator=patents_granted&region=120113&period=2022,2023';
  assert.deepEqual(ends(await one(years)), [30, 30, null, 'ge', false]);
  assert.equal((await one(`${years}&function=count`)).value, 1);
  assert.deepEqual(ends(await one(`${years}&status=A,F`)), [90, 90, 90, 'eq', true]);
  const apart = await json(server, `/v1/aggregates?${years}&group_by=status,period`);
  assert.deepEqual(apart.data.map(({ group, value }) => [group.status, value]), [['A', 30], ['F', 60]]);
});

test('having lets through what holds whatever the true numbers are, and says how many are left open', async () => {
  const regions = 'indicator=patents_granted&period=2021&region=120105,120110,120111,120112,120114&group_by=region';
  // 6, 6, 4, at least 2, at most 10
  for (const [tests, wanted, open] of [['ge:4', ['120105', '120110', '120111'], '2'], ['le:6', ['120105', '120110', '120111'], '2'],
    ['le:10', ['120105', '120110', '120111', '120114'], '1'], ['ge:2', ['120105', '120110', '120111', '120112'], '1'], ['lt:0', [], null]]) {
    const answer = await json(server, `/v1/aggregates?${regions}&having=${tests}`);
    assert.deepEqual(answer.data.map(({ group }) => group.region), wanted, tests);
    const note = answer.meta.notes.find(({ type }) => type === 'undetermined-left-out');
    assert.equal(note?.detail.match(/[0-9]+/)?.[0] ?? null, tests === 'lt:0' ? null : open, tests);
  }
});

test('a mean without one of its regions has no bounds, whatever its rule over time', async () => {
  assert.deepEqual(ends(await one('indicator=made_mean&period=2021&region=120101,120102')), [39, 39, 39, 'eq', true]);
  assert.deepEqual(ends(await one('indicator=made_mean&period=2021&region=120101,120102,120103')), [39, null, null, null, false]);
});

test('an indicator that adds up is not worked out from the parts of a ratio', async () => {
  const answer = await json(server, '/v1/aggregates?indicator=made_sum&period=2022&region=120114,120115');
  assert.deepEqual([answer.data, answer.meta.notes[0].type], [[], 'no-data']);
});

test('the bound says which end the value is, and is that of the figure where there is one', async () => {
  const of = (regions, more = '') => one(`indicator=exhibition_patent_disputes_mediated&period=2021&region=${regions}${more}`);
  assert.deepEqual(ends(await of('120101')), [20000, 19000, 20000, 'lt', true]);
  assert.deepEqual(ends(await of('120101,120104')), [20007, 19007, 20007, 'lt', true]);
  // without a figure of 120106: a number below 20000 is not at least 20000
  assert.deepEqual(ends(await of('120101,120106')), [20000, 19000, null, 'approx', false]);
  assert.deepEqual(ends(await of('120102')), [500, 500, null, 'gt', true]);
  assert.deepEqual(ends(await of('120102,120104')), [507, 507, null, 'gt', true]);
  assert.deepEqual(ends(await of('120101,120102')), [20500, 19500, null, 'approx', true]);
  assert.deepEqual(ends(await of('120103')), [30, 25, 35, 'approx', true]);
  assert.deepEqual(ends(await of('120103,120104')), [37, 32, 42, 'approx', true]);
  assert.deepEqual(ends(await of('120104,120105')), [10, 9.5, 10.5, 'eq', true]);
  assert.deepEqual(ends(await of('120104,120106')), [7, 7, null, 'ge', false]);
  assert.deepEqual(ends(await of('120105,120106')), [3, 2.5, null, 'approx', false]);
  assert.deepEqual(ends(await of('120101,120104', '&function=min')), [7, 7, 7, 'eq', true]);
});

test('figures that are bounds are said to be inexact', async () => {
  for (const [regions, wanted] of [['120101,120104', true], ['120103,120106', true], ['120104,120105', false]]) {
    const { meta } = await json(server, `/v1/aggregates?indicator=exhibition_patent_disputes_mediated&period=2021&region=${regions}`);
    assert.equal(meta.notes.some(({ type }) => type === 'inexact'), wanted, regions);
  }
});

test('whose time is not covered is named, and half of a year never stands for it', async () => {
  const granted = 'indicator=patents_granted&freq=H&region=120101,120106';
  // 120101 has the first half alone, 120106 both.
  await refuses(`${granted}&period=2022`, 'halves-missing', ['2022-H2']);
  await refuses(`${granted}&period=2022&group_by=year`, 'halves-missing', ['2022-H2']);
  const answer = await request(server, `/v1/aggregates?${granted}&period=2022`);
  assert.match(answer.json().errors[0].detail, /120101/);
  const span = await one(`${granted}&period=2022-H1..2023-H1`);
  // 40 + 10 and 50 + 60
  assert.deepEqual([...ends(span), span.missing, span.missing_periods],
    [160, 160, null, 'ge', false, [], [...gaps('120101', '2022-H2'), ...gaps('120106', '2023-H1')]]);
  const rows = parseTable((await request(server, `/v1/aggregates.csv?${granted}&period=2022-H1..2023-H2`)).text);
  assert.equal(rows[0].missing_periods, '120101 2022-H2;120106 2023-H1;120106 2023-H2');
});

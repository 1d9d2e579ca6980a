// /v1/targets/{id}/progress: what has been reached, against which line, and which light that is. The figures are a package of its own;
// every expected value is computed by hand beside it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { dataPackages, makeStore, run, Server, temporaryFolder } from './lib/server.mjs';
import { writePackage } from './lib/targets.mjs';

const stock = { accumulation: 'stock' };
const targets = [
  { name: 'stock', indicator: 'invention_patents_in_force', demand: 'ge 14000', unit: 'piece', raw: '1.4万件' },
  { name: 'rate', indicator: 'invention_patents_in_force_per_10k', demand: 'ge 142', unit: 'piece_per_10k_persons', raw: '142件' },
  { name: 'rounded', indicator: 'trademarks_in_force', demand: 'ge 30000', unit: 'piece' },
  { name: 'strict', indicator: 'patents_in_force', demand: 'gt 26000', unit: 'piece' },
  { name: 'open', indicator: 'well_known_trademarks', demand: 'gt 150', unit: 'piece' },
  { name: 'yearly', indicator: 'trademark_admin_cases', demand: 'ge 40', unit: 'case_per_year', window: 'each_year' },
  { name: 'missed-year', indicator: 'patent_admin_cases', demand: 'ge 5', unit: 'case_per_year', window: 'each_year' },
  { name: 'all-years', indicator: 'copyright_admin_cases', demand: 'ge 5', unit: 'case_per_year', window: 'each_year' },
  { name: 'two-readings', indicator: 'mediation_judicial_confirmations', demand: 'ge 10', unit: 'case', window: 'each_year_or_cumulative' },
  { name: 'both-readings', indicator: 'association_mediation_cases', demand: 'ge 20', unit: 'case', window: 'each_year_or_cumulative' },
  { name: 'mean', indicator: 'madrid_applications', demand: 'ge 5', unit: 'piece_per_year', window: 'annual_mean' },
  { name: 'growth', indicator: 'patent_pledge_financing_amount', demand: 'ge 10', unit: 'percent_per_year', measure: 'mean_annual_growth', window: 'mean_annual_growth' },
  { name: 'growth-baseless', indicator: 'patents_pledged', demand: 'ge 10', unit: 'percent_per_year', measure: 'mean_annual_growth', window: 'mean_annual_growth' },
  { name: 'growth-whole', indicator: 'patent_transfer_licence_transactions', demand: 'ge 5', unit: 'percent_per_year', measure: 'mean_annual_growth', window: 'mean_annual_growth' },
  { name: 'days', indicator: 'ip_case_avg_handling_days', demand: 'le 60', unit: 'day', baseline: '90' },
  { name: 'plain-number', indicator: 'ip_operation_centers', demand: 'eq 1', unit: 'entity' },
  { name: 'neutral-number', indicator: 'key_industry_chains', demand: 'eq 12', unit: 'item' },
  { name: 'sum', indicator: 'training_attendances', demand: 'ge 2400', unit: 'person_time', window: 'cumulative' },
  { name: 'sum-with-gap', indicator: 'enterprise_visits', demand: 'ge 300', unit: 'entity_time', window: 'cumulative' },
  { name: 'gap-enough', indicator: 'ip_securitization_products', demand: 'eq 1', unit: 'item', window: 'cumulative' },
  { name: 'distinct', indicator: 'patent_agencies_inspected', demand: 'ge 30', unit: 'entity', window: 'cumulative', days: ['2024-01-01', '2025-12-31'] },
  { name: 'at-most', indicator: 'workstation_mediation_cases', demand: 'le 20', unit: 'case', window: 'cumulative' },
  { name: 'since-start', indicator: 'peoples_mediation_cases', demand: 'ge 40', unit: 'case', window: 'cumulative' },
  { name: 'forecast', indicator: 'certified_patent_enforcement_officers', demand: 'ge 25', unit: 'person' },
  { name: 'part', indicator: 'patent_navigation_projects', demand: 'ge 3', unit: 'item', window: 'cumulative', breakdown: 'navigation_type=industry_planning' },
  { name: 'earlier', indicator: 'invention_patents_in_force', demand: 'ge 10000', unit: 'piece', days: ['2025-12-31', '2025-12-31'], raw: '1万件' },
  { name: 'high-value', indicator: 'high_value_invention_patents', demand: 'ge 9000', unit: 'piece', raw: '9000件' },
  { name: 'high-value-rate', indicator: 'high_value_invention_patents_per_10k', demand: 'ge 81', unit: 'piece_per_10k_persons', raw: '81件' },
  { name: 'whole-of-parts', indicator: 'ip_standardized_markets', demand: 'ge 5', unit: 'entity' },
  { name: 'before', indicator: 'ip_service_institutions_in_cluster', demand: 'ge 30', unit: 'entity' },
  { name: 'mean-early', indicator: 'training_sessions', demand: 'ge 10', unit: 'time_per_year', window: 'annual_mean' },
  { name: 'yearly-rate', indicator: 'patent_infringement_clearance_rate', demand: 'ge 90', unit: 'percent', window: 'each_year' },
  { name: 'whole-rate', indicator: 'adjudication_within_limit_rate', demand: 'ge 95', unit: 'percent', window: 'cumulative' },
  { name: 'no-sum', indicator: 'hv_patent_cultivation_units', demand: 'ge 30', unit: 'entity', window: 'cumulative' },
  { name: 'growth-root', indicator: 'publicity_audience', demand: 'ge 12', unit: 'percent_per_year', measure: 'mean_annual_growth', window: 'mean_annual_growth' },
  { name: 'growth-down', indicator: 'abnormal_patent_applications', demand: 'le -10', unit: 'percent_per_year', measure: 'mean_annual_growth', window: 'mean_annual_growth' },
  { name: 'growth-defined', indicator: 'invention_patents_in_force_per_10k', demand: 'ge 3', unit: 'percent_per_year', measure: 'mean_annual_growth', window: 'mean_annual_growth' },
  { name: 'talks', indicator: 'disciplinary_talks', demand: 'le 1', unit: 'person', window: 'cumulative' },
];

const of = (indicator, unit, rows, more = {}) => rows.map(([period, value, row]) => ({ indicator, unit, period, value, ...more, ...row }));
const figures = [
  ...of('invention_patents_in_force', 'piece', [['2023-12-31', 9000], ['2024-12-31', 10500]], { definition: 'cnipa-domestic', ...stock }),
  ...of('invention_patents_in_force_per_10k', 'piece_per_10k_persons',
    [['2019-12-31', '90.0', { definition: 'pre-census-2020' }], ['2024-12-31', '118.0', { definition: 'census-2020' }]], stock),
  ...of('population_resident', 'person', [['2020-11-01', 880000], ['2025-11-01', 890000]], { definition: 'census-2020', ...stock }),
  ...of('trademarks_in_force', 'piece', [['2023-12-31', 25000], ['2026-12-31', 30000, { bound: 'approx', lower: 29500, upper: 30500 }]], stock),
  ...of('patents_in_force', 'piece', [['2024-12-31', 25000], ['2026-12-31', 26000]], stock),
  ...of('patents_in_force', 'percent', [['2025-12-31', 12]], stock),
  ...of('well_known_trademarks', 'piece', [['2026-12-31', 150, { bound: 'gt', lower: 150, upper: '' }]], stock),
  ...of('trademark_admin_cases', 'case', [['2024', 45], ['2025-H1', 30]]),
  ...of('patent_admin_cases', 'case', [['2024', 4], ['2025', 9], ['2026', 9]]),
  ...of('copyright_admin_cases', 'case', [['2024', 6], ['2025-YTD-09', 6, { accumulation: 'ytd' }], ['2025-H1', 3], ['2025-H2', 4], ['2026', 5]]),
  ...of('mediation_judicial_confirmations', 'case', [['2024', 6], ['2025', 7]]),
  ...of('association_mediation_cases', 'case', [['2024', 21], ['2025', 22], ['2026', 23]]),
  ...of('madrid_applications', 'piece', [['2024', 4], ['2025', 7]]),
  ...of('patent_pledge_financing_amount', 'cny_10k', [['2023', 1000], ['2024', 1150], ['2025', 1200]]),
  ...of('patents_pledged', 'piece', [['2024', 20], ['2025', 25]]),
  ...of('patent_transfer_licence_transactions', 'time', [['2023', 8000], ['2026', 9261]]),
  ...of('ip_case_avg_handling_days', 'day', [['2024', 75]]),
  ...of('ip_operation_centers', 'entity', [['2026-12-31', 2]], stock),
  ...of('key_industry_chains', 'item', [['2026-12-31', 13]], stock),
  ...of('training_attendances', 'person_time', [['2024', 900], ['2025', 700]]),
  ...of('enterprise_visits', 'entity_time', [['2025', 100]]),
  ...of('ip_securitization_products', 'item', [['2025', 1]]),
  ...of('patent_agencies_inspected', 'entity', [['2024', 20], ['2025', 15]]),
  ...of('workstation_mediation_cases', 'case', [['2024', 5], ['2025', 6]]),
  ...of('peoples_mediation_cases', 'case', [['2020-01-01/2025-12-31', 500, { accumulation: 'since_start' }]]),
  ...of('certified_patent_enforcement_officers', 'person', [['2024-12-31', 20], ['2025-12-31', 30, { status: 'F' }]], stock),
  ...of('patent_navigation_projects', 'item', [['2024', 1], ['2025', 2]], { breakdown: 'navigation_type=industry_planning' }),
  ...of('patent_navigation_projects', 'item', [['2025', 9]]),
  ...of('ip_standardized_markets', 'entity', [['2025-12-31', 6, { breakdown: 'level=municipal' }], ['2025-12-31', 1, { breakdown: 'level=national' }]], stock),
  ...of('ip_service_institutions_in_cluster', 'entity', [['2023-12-31', 35]], stock),
  ...of('training_sessions', 'time', [['2024', 25], ['2025-H1', 6]]),
  ...of('patent_infringement_clearance_rate', 'percent', [['2024', 95], ['2025-H1', 60]]),
  ...of('adjudication_within_limit_rate', 'percent', [['2024-01-01/2025-12-31', 90]]),
  ...of('hv_patent_cultivation_units', 'entity', [['2024-01-01/2025-12-31', 10]]),
  ...of('publicity_audience', 'person_time', [['2023', 10000000], ['2026', 13111332]]),
  ...of('abnormal_patent_applications', 'piece', [['2023', 1000], ['2024', 950], ['2026', 729]]),
  ...of('invention_patents_in_force_per_10k', 'percent_per_year', [['2024-01-01/2026-12-31', 2, { definition: 'census-2020' }],
    ['2023-01-01/2026-12-31', 5, { definition: 'pre-census-2020' }]], { measure: 'mean_annual_growth' }),
  ...of('disciplinary_talks', 'person', [['2024', 5]], { breakdown: 'form=reminder' }),
];
const units = [['stock', 'nankai-science'], ['talks', 'nankai-science'], ['days', 'nankai-court']];

let server;
let folder;
before(async () => {
  folder = await temporaryFolder();
  const cases = await writePackage(path.join(folder, 'cases'), { targets, figures, units });
  server = await Server.start({ db: await makeStore(folder, [...await dataPackages(), cases]) });
});
after(async () => { await server.stop(); });

const progress = async (name, on) => (await json(server, `/v1/targets/cases-${name}/progress?on=${on}&lang=en`)).data;
const light = ({ light: one, reason }) => [one, reason];
const numbers = ({ value, lower, upper, reason }) => [value, lower, upper, reason];
const close = (got, expected, within = 0.001) => assert.ok(Math.abs(got - expected) <= within, `${got} is not ${expected}`);

test('a stock: attainment, the straight line, what is still to go and the growth that it takes', async () => {
  const data = await progress('stock', '2025-06-30');
  const [reading] = data.readings;
  assert.equal(data.on, '2025-06-30');
  assert.deepEqual([reading.reading, reading.actual.value, reading.actual.ends_on, reading.actual.derived], ['point_at_end', 10500, '2024-12-31', false]);
  assert.deepEqual(numbers(reading.attainment), [75, 75, 75, null]); // 10,500 of 14,000
  assert.deepEqual([reading.pace.baseline.on, reading.pace.baseline.value, reading.pace.baseline.source], ['2023-12-31', 9000, 'figure']);
  // 366 of the 1,096 days to the end of 2026: 9,000 + 5,000 * 366 / 1,096 = 10,669.70802...
  assert.deepEqual(numbers(reading.pace.expected), [10669.7, 10669.708, 10669.709, null]);
  assert.deepEqual(numbers(reading.pace.gap), [-169.7, -169.709, -169.708, null]);
  assert.deepEqual(numbers(reading.remaining), [3500, 3500, 3500, null]);
  // Two years from 10,500 to 14,000: the square root of 4/3 is 1.15470053...
  assert.deepEqual(numbers(reading.required_growth), [15.5, 15.47, 15.471, null]);
  assert.deepEqual([light(data), light(reading)], [['behind', null], ['behind', null]]);
});

test('the day of judgement decides: before the start, before a figure, after the end without one', async () => {
  assert.deepEqual(light(await progress('stock', '2023-06-30')), ['not_yet_judgeable', 'not-started']);
  const started = await progress('stock', '2024-06-30');
  assert.deepEqual(light(started), ['not_yet_judgeable', 'no-figure-since-start']);
  assert.deepEqual(numbers(started.readings[0].attainment), [64.3, 64.285, 64.286, null]); // 9,000 of 14,000
  const over = await progress('stock', '2027-01-01');
  assert.deepEqual(light(over), ['not_yet_judgeable', 'no-figure-at-end']);
  assert.equal(over.readings[0].required_growth.reason, 'window-over');
});

test('reached before the end is met with a reservation; reached before the start is no progress', async () => {
  const early = await progress('earlier', '2025-06-30');
  assert.deepEqual([light(early), early.readings[0].required_growth.reason], [['met', 'reached-early'], 'already-reached']);
  assert.deepEqual(light(await progress('earlier', '2026-01-31')), ['not_yet_judgeable', 'no-figure-at-end']);
  assert.deepEqual(light(await progress('before', '2024-06-30')), ['not_yet_judgeable', 'no-figure-since-start']);
});

test('parts are not the whole', async () => {
  assert.deepEqual(light(await progress('whole-of-parts', '2026-06-30')), ['not_yet_judgeable', 'no-actual']);
});

test('without a day the release decides, so that an answer depends on it alone', async () => {
  const { data, meta } = await json(server, '/v1/targets/cases-stock/progress');
  assert.equal(data.on, meta.release.published_at.slice(0, 10));
});

test('a threshold within the bounds of the figure is undetermined, not met', async () => {
  const data = await progress('rounded', '2027-03-01');
  assert.deepEqual(light(data), ['undetermined', 'threshold-within-bounds']);
  assert.deepEqual(numbers(data.readings[0].attainment), [100, 98.333, 101.667, null]); // 29,500 to 30,500 of 30,000
});

test('strict and weak bounds differ, on both sides', async () => {
  assert.deepEqual(light(await progress('strict', '2027-03-01')), ['missed', null]); // 26,000 is not more than 26,000
  const open = await progress('open', '2027-03-01');
  assert.deepEqual(light(open), ['met', null]); // "more than 150" is
  assert.deepEqual(numbers(open.readings[0].attainment), [100, 100, null, null]);
});

test('a share in per cent is no actual figure of a count, and a forecast none at all', async () => {
  const data = await progress('strict', '2026-06-30');
  assert.deepEqual([data.readings[0].actual.value, data.readings[0].actual.ends_on], [25000, '2024-12-31']);
  assert.equal((await progress('forecast', '2026-06-30')).readings[0].actual.value, 20);
});

test('each year: the years one by one, and the pace of the current one', async () => {
  const data = await progress('yearly', '2025-09-30');
  const [reading] = data.readings;
  assert.deepEqual(reading.years.map((year) => [year.year, ...light(year)]),
    [[2024, 'met', null], [2025, 'on_track', null], [2026, 'not_yet_judgeable', 'not-started']]);
  assert.deepEqual(reading.years.map((year) => year.attainment.value), [112.5, 75, null]);
  // 30 cases in the first 181 of 365 days: 40 * 181 / 365 = 19.835...
  close(reading.pace.expected.lower, 19.835);
  assert.deepEqual(reading.attainment.reason, 'window-not-over');
  assert.deepEqual(light(data), ['on_track', null]);
  assert.deepEqual(light(await progress('yearly', '2026-03-31')), ['not_yet_judgeable', 'periods-missing']); // the half is not the year
});

test('each year: a year below the target is not made good by the others', async () => {
  assert.deepEqual(light(await progress('missed-year', '2026-03-31')), ['behind', 'year-missed']);
  const data = await progress('missed-year', '2027-03-31');
  assert.deepEqual(light(data), ['missed', 'year-missed']);
  assert.equal(data.readings[0].attainment.value, 80); // the weakest year: 4 of 5
});

test('each year: two halves make the year where it was not published itself', async () => {
  const data = await progress('all-years', '2027-02-01');
  const [, year] = data.readings[0].years;
  assert.deepEqual([year.actual.value, year.actual.derived, year.actual.complete, year.actual.inputs.map((one) => one.period)],
    [7, true, true, ['2025-H1', '2025-H2']]);
  assert.deepEqual([light(data), data.readings[0].attainment.value], [['met', null], 100]);
});

test('a window that the document leaves open has both readings, and no light where they differ', async () => {
  const data = await progress('two-readings', '2026-01-31');
  assert.deepEqual(data.readings.map((one) => [one.reading, ...light(one)]), [['each_year', 'behind', 'year-missed'], ['cumulative', 'met', null]]);
  assert.deepEqual([data.readings[1].actual.value, data.readings[1].attainment.value], [13, 130]); // not capped
  assert.deepEqual(light(data), ['undetermined', 'readings-differ']);
  const both = await progress('both-readings', '2027-02-01');
  assert.deepEqual(both.readings.map(light), [['met', null], ['met', null]]);
  assert.deepEqual(light(both), ['met', null]);
});

test('an annual mean has a pace before the end, and no attainment', async () => {
  const data = await progress('mean', '2026-02-28');
  const [reading] = data.readings;
  assert.deepEqual([reading.actual.value, reading.actual.unit, reading.actual.derived], [5.5, 'piece_per_year', true]);
  assert.deepEqual(numbers(reading.attainment), [null, null, null, 'window-not-over']);
  assert.deepEqual([reading.pace.expected.value, reading.pace.gap.value, reading.remaining.value, reading.remaining.unit], [5, 0.5, 4, 'piece']);
  assert.deepEqual(light(data), ['on_track', null]);
  assert.deepEqual(light(await progress('mean', '2027-02-28')), ['not_yet_judgeable', 'periods-missing']);
  assert.deepEqual(light(await progress('mean-early', '2025-08-01')), ['met', null]); // 31 of the 30 in three years
});

test('a mean annual growth compares with the compounded base', async () => {
  const data = await progress('growth', '2026-03-31');
  const [reading] = data.readings;
  // 1,000 in 2023 should be 1,210 in 2025 and 1,331 in 2026; it is 1,200, which is 9.5445... a year.
  assert.deepEqual([reading.pace.baseline.value, reading.pace.baseline.on], [1000, '2023-12-31']);
  assert.deepEqual([reading.pace.expected.value, reading.pace.gap.value, reading.remaining.value, reading.remaining.unit], [1210, -10, 131, 'cny_10k']);
  assert.deepEqual([reading.actual.value, reading.actual.unit], [9.5, 'percent_per_year']);
  assert.deepEqual(numbers(reading.required_growth), [10.9, 10.916, 10.917, null]); // 1,331 / 1,200
  assert.equal(reading.attainment.reason, 'window-not-over');
  assert.deepEqual(light(data), ['behind', null]);
  assert.deepEqual(light(await progress('growth-baseless', '2026-03-31')), ['not_yet_judgeable', 'no-baseline']);
});

test('a growth that is met to the last digit is met', async () => {
  const data = await progress('growth-whole', '2027-03-31'); // 8,000 * 1.05^3 = 9,261
  assert.deepEqual([light(data), data.readings[0].actual.value, data.readings[0].attainment.value], [['met', null], 5, 100]);
});

test('a growth is rounded once, and its attainment is that of the growth itself', async () => {
  const [{ actual, attainment }] = (await progress('growth-root', '2027-03-31')).readings;
  // The cube root of 1.3111332 is 1.094499593...: 9.4 %, not 9.4500 and then 9.5; 78.7496... % of 12 %.
  assert.deepEqual([actual.value, actual.lower, actual.upper], [9.4, 9.449, 9.45]);
  assert.deepEqual(numbers(attainment), [78.7, 78.749, 78.75, null]);
});

test('a fall that is wanted is reached by falling', async () => {
  const early = await progress('growth-down', '2025-03-31');
  const [reading] = early.readings;
  assert.deepEqual([reading.actual.value, reading.pace.expected.value, ...light(early)], [-5, 900, 'behind', null]);
  // From 950 to 1,000 * 0.9^3 = 729 in two years: the square root of 729 / 950 is 0.875995...
  assert.deepEqual(numbers(reading.required_growth), [-12.4, -12.401, -12.4, null]);
  const over = await progress('growth-down', '2027-03-31');
  assert.deepEqual([over.readings[0].actual.value, ...light(over)], [-10, 'met', null]);
  assert.deepEqual(numbers(over.readings[0].attainment), [null, null, null, 'negative-denominator']);
});

test('a published growth is that of the definition that is followed', async () => {
  const data = await progress('growth-defined', '2027-03-31'); // not the 2 % of the other population
  assert.deepEqual([data.readings[0].actual, ...light(data)], [null, 'not_yet_judgeable', 'definition-changed']);
});

test('where less is better the quotient is inverted, and below the line is ahead of it', async () => {
  const data = await progress('days', '2025-06-30');
  const [reading] = data.readings;
  assert.deepEqual(numbers(reading.attainment), [80, 80, 80, null]); // 60 of 75
  assert.equal(reading.pace.baseline.source, 'target');
  close(reading.pace.expected.lower, 79.981); // 90 - 30 * 366 / 1,096 = 79.98175...
  assert.equal(reading.pace.gap.lower < -4.98 && reading.pace.gap.upper > -4.982, true);
  assert.deepEqual(light(data), ['on_track', null]);
});

test('a plain number is read by the direction of its indicator', async () => {
  const more = await progress('plain-number', '2027-01-31');
  assert.deepEqual([more.judged_as, ...light(more), more.readings[0].attainment.value], ['ge', 'met', null, 200]);
  const exactly = await progress('neutral-number', '2027-01-31');
  assert.deepEqual([exactly.judged_as, ...light(exactly)], ['eq', 'missed', null]);
});

test('what adds up over the window, against a line from nothing', async () => {
  const data = await progress('sum', '2026-02-28');
  const [reading] = data.readings;
  assert.deepEqual([reading.actual.value, reading.actual.ends_on, reading.actual.complete, reading.pace.baseline.source], [1600, '2025-12-31', true, 'zero']);
  close(reading.pace.expected.lower, 1600.729); // 2,400 * 731 / 1,096
  assert.deepEqual(light(data), ['behind', null]);
  const part = await progress('part', '2026-02-28'); // not the 9 of all types
  assert.deepEqual([part.readings[0].actual.value, ...light(part)], [3, 'met', null]);
});

test('a rate does not begin at nothing: its line is level, and what neither adds up nor is a rate has none', async () => {
  for (const on of ['2025-06-30', '2025-09-30']) {
    const data = await progress('yearly-rate', on);
    const [{ years, pace }] = data.readings;
    assert.deepEqual(years.map((year) => [year.year, ...light(year)]), [[2024, 'met', null], [2025, 'behind', null], [2026, 'not_yet_judgeable', 'not-started']]);
    assert.deepEqual([pace.baseline, pace.expected.value, pace.gap.value], [null, 90, -30]);
    assert.deepEqual(light(data), ['behind', null]);
  }
  const whole = await progress('whole-rate', '2026-02-28');
  assert.deepEqual([whole.readings[0].pace.baseline, whole.readings[0].pace.expected.value, whole.readings[0].pace.gap.value], [null, 95, -5]);
  assert.deepEqual(light(whole), ['behind', null]);
  const none = await progress('no-sum', '2026-02-28');
  assert.deepEqual([none.readings[0].pace.baseline, none.readings[0].pace.expected.reason, none.readings[0].pace.gap.reason], [null, 'no-baseline', 'no-baseline']);
  assert.deepEqual(light(none), ['not_yet_judgeable', 'no-baseline']);
});

test('a year nobody published is missing, not zero', async () => {
  const gap = await progress('sum-with-gap', '2026-02-28');
  const { actual } = gap.readings[0];
  assert.deepEqual([actual.value, actual.lower, actual.upper, actual.complete], [null, 100, null, false]);
  assert.deepEqual(light(gap), ['undetermined', 'periods-missing']);
  assert.deepEqual(numbers(gap.readings[0].attainment), [null, 33.333, null, 'periods-missing']);
  assert.deepEqual(light(await progress('gap-enough', '2026-02-28')), ['met', null]); // whatever 2024 was
});

test('entities that may be counted in two years have bounds, not a sum', async () => {
  const data = await progress('distinct', '2026-02-28');
  const { actual } = data.readings[0];
  assert.deepEqual([actual.value, actual.lower, actual.upper], [null, 20, 35]);
  assert.deepEqual(light(data), ['undetermined', 'threshold-within-bounds']);
});

test('at most: within the budget is on track, not met before the end', async () => {
  assert.deepEqual(light(await progress('at-most', '2026-02-28')), ['on_track', null]); // 11 of 20 * 731 / 1,096 = 13.3
});

test('a total since a start before the window is not counted towards it', async () => {
  assert.deepEqual(light(await progress('since-start', '2026-02-28')), ['not_yet_judgeable', 'no-actual']);
});

test('figures of two definitions have no line between them', async () => {
  const data = await progress('rate', '2025-06-30');
  assert.equal(data.readings[0].attainment.value, 83.1); // 118 of 142
  assert.equal(data.readings[0].pace.gap.reason, 'definition-changed');
  assert.deepEqual(light(data), ['not_yet_judgeable', 'definition-changed']);
});

test('a rate and its numerator imply a population that does not fit the published one', async () => {
  for (const name of ['rate', 'stock']) {
    const [check] = (await progress(name, '2026-02-28')).cross_checks;
    assert.deepEqual([check.denominator, check.numerator, check.rate], ['population_resident', 'cases-stock', 'cases-rate']);
    // 14,000 was printed to thousands and a tenth: 13,500 to 14,500, over 142 per 10,000.
    assert.deepEqual(numbers(check.implied), [985915, 950704.22, 1021126.77, null]);
    assert.deepEqual([check.ends_on, check.published.period, check.published.value, check.verdict, check.reason],
      ['2026-12-31', '2025-11-01', 890000, 'contradiction', null]);
    assert.deepEqual(check.differs_from, ['cases-high-value-rate']); // 9,000 at 81 per 10,000 are 1,111,111
  }
  // In the middle of 2025 the newest figure is six years older than the end: it may have grown since.
  const [earlier] = (await progress('rate', '2025-06-30')).cross_checks;
  assert.deepEqual([earlier.published.period, earlier.published.value, earlier.verdict, earlier.reason],
    ['2020-11-01', 880000, 'unchecked', 'dates-far-apart']);
  const { data, meta } = await json(server, '/v1/plans/cases-2024-2026/progress?on=2025-06-30');
  assert.deepEqual(data.cross_checks.map((one) => [one.numerator, one.rate, one.implied.value]),
    [['cases-stock', 'cases-rate', 985915], ['cases-high-value', 'cases-high-value-rate', 1111111]]); // "earlier" ends in another year
  assert.ok(meta.notes.some((note) => note.type === 'targets-contradict'));
  assert.deepEqual((await progress('days', '2025-06-30')).cross_checks, []);
});

test('the targets of Nankai imply 986,000 inhabitants; nothing was published to hold against it', async () => {
  const { data } = await json(server, '/v1/targets/nankai-2024-2026-03/progress?on=2025-06-30');
  const [check] = data.cross_checks;
  assert.deepEqual([check.implied.value, check.implied.lower, check.implied.upper], [985915, 950704.22, 1021126.77]);
  assert.deepEqual([check.published, check.verdict, check.numerator], [null, 'unchecked', 'nankai-2024-2026-02']);
  assert.deepEqual(light(data), ['not_yet_judgeable', 'no-actual']);
});

test('parameters, restricted indicators and wrong ids are no targets', async () => {
  for (const id of ['nankai-2024-2026-34', 'cases-talks', 'nankai-2024-2062-02']) {
    const answer = await request(server, `/v1/targets/${id}/progress`);
    assert.equal(answer.status, 404, id);
    assert.ok(!answer.json().errors[0].suggestions.some((one) => one === 'cases-talks' || one === 'nankai-2024-2026-34'));
  }
});

test('a plan: every target has one light, and they are counted', async () => {
  const { data } = await json(server, '/v1/plans/cases-2024-2026/progress?on=2026-02-28');
  assert.equal(data.targets.length, targets.length - 1); // without the restricted one
  const counts = {};
  for (const one of data.targets) counts[one.light] = (counts[one.light] ?? 0) + 1;
  for (const [name, n] of Object.entries(data.lights)) assert.equal(n, counts[name] ?? 0, name);
  assert.equal(data.targets.find((one) => one.id === 'cases-sum').light, 'behind');
  for (const one of data.targets) {
    const whole = await json(server, `/v1/targets/${one.id}/progress?on=2026-02-28`);
    assert.deepEqual([one.light, one.reason, one.readings.map((reading) => reading.light)],
      [whole.data.light, whole.data.reason, whole.data.readings.map((reading) => reading.light)], one.id);
  }
});

test('a department has its own targets and no others', async () => {
  const list = async (department) => (await json(server, `/v1/departments/${department}/targets?on=2025-06-30&limit=1000`));
  const science = await list('nankai-science');
  assert.equal(science.meta.matched, science.data.length);
  assert.ok(science.data.every((one) => one.responsible.some(({ department }) => department === 'nankai-science')));
  assert.ok(science.data.some((one) => one.id === 'cases-stock' && one.light === 'behind'));
  assert.ok(!science.data.some((one) => one.id === 'cases-talks'));
  assert.deepEqual((await list('nankai-finance')).data, []);
});

test('texts are in both languages, codes in lists', async () => {
  const lists = {};
  for (const id of ['light', 'cross_check', 'target_window']) {
    lists[id] = (await json(server, `/v1/codelists/${id}`)).data.items.map((item) => item.code);
  }
  for (const { name } of targets.filter((one) => one.name !== 'talks')) {
    const [here, there] = await Promise.all(['zh', 'en'].map((lang) => json(server, `/v1/targets/cases-${name}/progress?on=2026-06-30&lang=${lang}`)));
    assert.equal(here.data.reason, there.data.reason);
    assert.equal(here.data.reason === null, here.data.reason_text === null);
    if (here.data.reason) assert.notEqual(here.data.reason_text, there.data.reason_text);
    assert.ok(lists.light.includes(here.data.light));
    for (const reading of here.data.readings) assert.ok(lists.light.includes(reading.light) && lists.target_window.includes(reading.reading));
    for (const check of here.data.cross_checks) assert.ok(lists.cross_check.includes(check.verdict));
  }
});

test('a revised figure changes the progress, and asOf reads what it was', async () => {
  const revision = await writePackage(path.join(folder, 'revision'), {
    targets: [], figures: of('invention_patents_in_force', 'piece', [['2024-12-31', 11200]], { definition: 'cnipa-domestic', ...stock }) });
  const loaded = await run(['load', '--db', server.db, '--publish', revision]);
  assert.equal(loaded.code, 0, loaded.stdout + loaded.stderr);
  const deadline = Date.now() + 30_000;
  let now;
  do {
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    now = await json(server, '/v1/targets/cases-stock/progress?on=2025-06-30');
  } while (now.meta.release.id === 1 && Date.now() < deadline);
  assert.deepEqual([now.data.readings[0].actual.value, now.data.readings[0].attainment.value, now.data.light], [11200, 80, 'on_track']);
  const then = await json(server, '/v1/targets/cases-stock/progress?on=2025-06-30&asOf=1');
  assert.deepEqual([then.data.readings[0].actual.value, then.data.readings[0].attainment.value, then.data.light], [10500, 75, 'behind']);
});

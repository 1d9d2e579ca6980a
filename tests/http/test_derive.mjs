// What is derived from figures: beside them (derive=), the base behind a growth, the number behind a rate. Expected values are
// worked out by hand from the figures of the documents and of the package below.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parseTable } from './lib/csv.mjs';
import { faultsOf, operationOf, problemFaults } from './lib/contract.mjs';
import { json, request } from './lib/http.mjs';
import { observation, writePackage } from './lib/package.mjs';
import { publish } from './lib/publish.mjs';
import { Server, dataPackages, temporaryFolder } from './lib/server.mjs';

const granted = (region, period, value, more) => observation({ region, period, value, ...more });
const applied = (region, period, value, more) => observation({ indicator: 'patent_applications', region, period, value, ...more });
const stock = (region, period, value, more) => observation({ indicator: 'patents_in_force', region, period, value, accumulation: 'stock', ...more });
const growth = (region, period, value, more) => observation({ region, period, value, measure: 'yoy', unit: 'percent', bound: 'eq',
  lower: value - 0.5, upper: value + 0.5, ...more });
const people = (region, period, value, more) => observation({ indicator: 'population_resident', definition: 'census-2020', unit: 'person',
  accumulation: 'stock', region, period, value, ...more });
const rate = (region, period, value, more) => observation({ indicator: 'abnormal_application_withdrawal_rate', unit: 'percent', accumulation: 'stock',
  breakdown: 'batches=1-3', region, period, value, ...more });

const figures = [
  granted('120101', '2023', 300), granted('120101', '2024', 450), granted('120101', '2023-H1', 100), granted('120101', '2024-H1', 125),
  granted('120102', '2023', 3), granted('120102', '2024', 1),
  granted('120103', '2023', 0), granted('120103', '2024', 5),
  granted('120104', '2023', 500, { bound: 'ge', lower: 500, upper: null }), granted('120104', '2024', 750),
  granted('120105', '2023', 1, { bound: 'approx', lower: 0, upper: 2 }), granted('120105', '2024', 4),
  granted('120105', '2024-01-01/2024-03-31', 4),
  granted('120106', '2023', 100), granted('120106', '2024', 150), growth('120106', '2024', 50),
  granted('120110', '2023', 90), granted('120110', '2024', 150), growth('120110', '2024', 50),
  granted('120111', '2024', 0), growth('120111', '2024', -100),
  growth('120112', '2024', 10),
  granted('120118', '2024', 150), granted('120118', '2024', 300, { document: 'binhai-2019h1-page' }),
  growth('120118', '2024', 50, { document: 'binhai-2019h1-page' }),
  stock('120112', '2024-12-31', 5, { indicator: 'trademarks_in_force' }), growth('120112', '2024-12-31', 10, { indicator: 'trademarks_in_force', accumulation: 'stock', definition: 'counted-otherwise' }),
  granted('120113', '2024-Q1', 99), granted('120113', '2024-Q2', 110), growth('120113', '2024-Q2', 10, { measure: 'mom' }),
  granted('120114', '2024', 110), growth('120114', '2024', 10, { measure: 'mom' }),
  granted('120115', '2023', null), granted('120115', '2024', 7),
  granted('120107', '2008', 10),
  granted('120000', '2025', 1000), granted('120116', '2025', 333), granted('120116400', '2025', 100),
  stock('120101', '2023-02-28', 100), stock('120101', '2024-02-29', 110),
  stock('120102', '2020-12-31', 1000), stock('120102', '2021-12-31', 1200), stock('120102', '2022-06-30', 1100), stock('120102', '2023-12-31', 1331),
  stock('120103', '1910-12-31', 100), stock('120103', '2010-12-31', 200), stock('120103', '2011-12-31', 200), stock('120103', '2012-06-30', 200),
  rate('120101', '2023-12-31', 97.5), rate('120101', '2024-12-31', 99.1), applied('120101', '2024', 10),
  observation({ indicator: 'abnormal_patent_applications', region: '120101', period: '2024', breakdown: 'batches=1-3', value: 1000 }),
  observation({ indicator: 'invention_patents_in_force_per_10k', region: '120101', period: '2023-12-31', definition: 'pre-census-2020', value: 30,
    unit: 'piece_per_10k_persons', accumulation: 'stock' }),
  observation({ indicator: 'invention_patents_in_force_per_10k', region: '120101', period: '2024-12-31', definition: 'census-2020', value: 33.3,
    unit: 'piece_per_10k_persons', accumulation: 'stock' }),
  applied('120101', '2025', 50), applied('120102', '2025', 70), applied('120103', '2025', 70), applied('120104', '2025', null, { status: 'M' }),
  applied('120105', '2025', null, { status: 'O' }),
  applied('120102', '2023', 50), applied('120103', '2023', 55, { bound: 'approx', lower: 45, upper: 65 }), applied('120104', '2023', 100),
  observation({ indicator: 'ip_case_avg_handling_days', unit: 'day', region: '120101', period: '2025', value: 30 }),
  observation({ indicator: 'ip_case_avg_handling_days', unit: 'day', region: '120102', period: '2025', value: 20 }),
  observation({ indicator: 'patent_dispute_cases_handled', unit: 'case', region: '120101', period: '2025', value: 30 }),
  observation({ indicator: 'patent_dispute_cases_handled', unit: 'case', region: '120102', period: '2025', value: 20 }),
  people('120101', '2023-11-01', 290000), people('120101', '2024-12-31', 300000, { definition: 'annual-estimate' }),
];
const definition = (indicator, code) => ({ indicator, definition: code, name_zh: code, name_en: code, text_zh: '', text_en: '', valid_from: '',
  valid_to: '' });
const definitions = [definition('population_resident', 'annual-estimate'), definition('trademarks_in_force', 'counted-otherwise')];

let server;
before(async () => {
  const folder = await writePackage(path.join(await temporaryFolder(), 'made'), { definition: definitions, observation: figures });
  server = await Server.start({ packages: [...(await dataPackages()), folder] });
});
after(async () => { await server.stop(); });

/** The one figure of this place with what was derived beside it. */
async function derived(indicator, region, period, kinds, more = '') {
  const { data } = await json(server, `/v1/observations?indicator=${indicator}&region=${region}&period=${period}&breakdown[*]=*&measure=level&derive=${kinds}&lang=en${more}`);
  const found = data.filter((row) => row.period === period);
  assert.equal(found.length, 1, `${indicator} ${region} ${period}`);
  return found[0].derived;
}
const numbers = ({ value, lower, upper, unit, reason }) => [value, lower, upper, unit, reason];
const refused = (result, reason) => {
  assert.deepEqual([result.value, result.reason], [null, reason]);
  assert.ok(result.reason_text.length > 5);
};

test('growth and change: the same period of the year before, rounded once, bounds outward', async () => {
  const half = await derived('patents_granted', '120101', '2024-H1', 'yoy,change');
  assert.deepEqual(numbers(half.yoy), [25, 25, 25, 'percent', null]);
  assert.deepEqual(numbers(half.change), [25, 25, 25, 'piece', null]);
  assert.deepEqual(half.yoy.inputs.map(({ role, period, value }) => [role, period, value]), [['value', '2024-H1', 125], ['base', '2023-H1', 100]]);
  assert.equal(half.yoy.derived, true);
  // 1/3 - 1 = -66.666...
  assert.deepEqual(numbers((await derived('patents_granted', '120102', '2024', 'yoy')).yoy), [-66.67, -66.6667, -66.6666, 'percent', null]);
  assert.deepEqual(numbers((await derived('patents_in_force', '120101', '2024-02-29', 'yoy')).yoy), [10, 10, 10, 'percent', null]);
});

test('a base of nothing has no growth, a base that may be nothing leaves it open, an open base bounds it', async () => {
  const zero = await derived('patents_granted', '120103', '2024', 'yoy,change');
  refused(zero.yoy, 'denominator-zero');
  assert.deepEqual(numbers(zero.change), [5, 5, 5, 'piece', null]);
  // 4 against 0 to 2: at least doubled.
  assert.deepEqual(numbers((await derived('patents_granted', '120105', '2024', 'yoy')).yoy), [300, 100, null, 'percent', null]);
  // 750 against 500 or more: at most half as much again; never less than nothing.
  assert.deepEqual(numbers((await derived('patents_granted', '120104', '2024', 'yoy')).yoy), [50, -100, 50, 'percent', null]);
});

test('what may not be compared over time is null with its reason', async () => {
  refused((await derived('patents_granted', '120101', '2023', 'yoy')).yoy, 'no-base');
  refused((await derived('patents_granted', '120115', '2024', 'yoy')).yoy, 'no-value');
  refused((await derived('patents_granted', '120105', '2024-01-01/2024-03-31', 'yoy')).yoy, 'no-calendar-period');
  const rates = await derived('abnormal_application_withdrawal_rate', '120101', '2024-12-31', 'yoy,change,share,per_10k,cagr');
  refused(rates.yoy, 'rate-changes-in-points');
  refused(rates.cagr, 'rate-changes-in-points');
  refused(rates.share, 'not-additive');
  refused(rates.per_10k, 'not-a-count');
  assert.deepEqual(numbers(rates.change), [1.6, 1.6, 1.6, 'percentage_point', null]);
});

test('D4: totals since the start are not compared with a year before', async () => {
  const { data } = await json(server, '/v1/observations?region=120116&document=binhai-2024-rule-of-law&breakdown[*]=*&derive=yoy,change,cagr&limit=1000');
  const totals = data.filter((row) => row.accumulation === 'since_start');
  assert.ok(totals.length > 0);
  for (const row of totals) for (const kind of ['yoy', 'change', 'cagr']) refused(row.derived[kind], 'since-start');
});

test('D5: a year is not held against a half', async () => {
  // 2023 and 2024 are there whole, of 2025 nothing; a half has only its own half.
  const year = await derived('patents_granted', '120101', '2024', 'yoy');
  assert.deepEqual(numbers(year.yoy), [50, 50, 50, 'percent', null]);
  refused((await derived('patents_granted', '120101', '2023-H1', 'yoy')).yoy, 'no-base');
});

test('D7: a figure of another definition is no base', async () => {
  const change = await derived('invention_patents_in_force_per_10k', '120101', '2024-12-31', 'yoy,change');
  refused(change.yoy, 'definition-changed');
  refused(change.change, 'definition-changed');
});

test('only levels: nothing is derived from a growth or a rank', async () => {
  const { data } = await json(server, '/v1/observations?region=120000&measure=yoy&derive=yoy,change,share,rank,per_10k,cagr');
  assert.ok(data.length > 0);
  for (const row of data) for (const result of Object.values(row.derived)) refused(result, 'not-a-level');
});

test('share of the region above, where regions add up', async () => {
  assert.deepEqual(numbers((await derived('patents_granted', '120116', '2025', 'share')).share), [33.3, 33.3, 33.3, 'percent', null]);
  // A zone's parent is its district: 100 / 333.
  assert.deepEqual(numbers((await derived('patents_granted', '120116400', '2025', 'share')).share), [30.03, 30.03, 30.0301, 'percent', null]);
  refused((await derived('patents_granted', '120101', '2024', 'share')).share, 'no-parent-figure');
  refused((await derived('patents_granted', '120000', '2025', 'share')).share, 'no-parent-figure');
  refused((await derived('trademark_agencies_credit_rated', '120116', '2024', 'share')).share, 'not-additive');
});

test('D13: a rank counts districts without a figure as missing, not as zero; equal figures share it', async () => {
  const place = ({ value, lower, upper, of, missing, tied }) => [value, lower, upper, of, missing, tied];
  // 70, 70, 50; one can not have any (M); twelve of sixteen are missing.
  assert.deepEqual(place((await derived('patent_applications', '120102', '2025', 'rank')).rank), [1, 1, 13, 3, 12, true]);
  assert.deepEqual(place((await derived('patent_applications', '120101', '2025', 'rank')).rank), [3, 3, 15, 3, 12, false]);
  refused((await derived('patent_applications', '120105', '2025', 'rank')).rank, 'no-value');
  // The districts of then: 2008 had eighteen.
  assert.deepEqual(place((await derived('patents_granted', '120107', '2008', 'rank')).rank), [1, 1, 18, 1, 17, false]);
  // Only the zones of one district stand beside a zone: there are nine.
  assert.deepEqual(place((await derived('patents_granted', '120116400', '2025', 'rank')).rank), [1, 1, 9, 1, 8, false]);
});

test('D3: a rank among overlapping figures is undetermined, between the best and the worst place', async () => {
  const first = (await derived('patent_applications', '120104', '2023', 'rank')).rank;
  assert.deepEqual([first.value, first.lower, first.upper], [1, 1, 14]);
  const second = (await derived('patent_applications', '120102', '2023', 'rank')).rank;
  assert.deepEqual([second.value, second.lower, second.upper, second.reason], [null, 2, 16, 'undetermined']);
});

test('direction: fewer days go first, and a count of disputes orders without a judgement', async () => {
  const days = (await derived('ip_case_avg_handling_days', '120102', '2025', 'rank')).rank;
  assert.deepEqual([days.value, days.judgement], [1, 'lower']);
  const disputes = (await derived('patent_dispute_cases_handled', '120101', '2025', 'rank')).rank;
  assert.deepEqual([disputes.value, disputes.judgement], [1, null]);
});

test('per 10,000: the newest population at or before the end, at most two years older, or the one asked for', async () => {
  const newest = (await derived('patents_granted', '120101', '2024', 'per_10k')).per_10k;
  assert.deepEqual(numbers(newest), [15, 15, 15, 'piece_per_10k_persons', null]);
  assert.deepEqual(newest.inputs[1], { role: 'population', indicator: 'population_resident', definition: 'annual-estimate', region: '120101',
    period: '2024-12-31', breakdown: {}, measure: 'level', value: 300000, document: 'binhai-2024-rule-of-law' });
  // 450 / 29
  const census = (await derived('patents_granted', '120101', '2024', 'per_10k', '&population=census-2020')).per_10k;
  assert.deepEqual(numbers(census), [15.52, 15.5172, 15.5173, 'piece_per_10k_persons', null]);
  refused((await derived('patents_granted', '120101', '2023-H1', 'per_10k')).per_10k, 'no-population');
  refused((await derived('invention_patents_in_force_per_10k', '120101', '2024-12-31', 'per_10k')).per_10k, 'not-a-count');
  const { meta } = await json(server, '/v1/observations?indicator=patents_granted&region=120101&period=2024&population=census-2020&derive=per_10k');
  assert.ok(meta.notes.some(({ type }) => type === 'population-of-another-day'));
});

test('D7: inventions of Tianjin per 10,000, recomputed on the census, are what was printed for 2021 and not for 2019', async () => {
  const inventions = (await derived('invention_patents_in_force', '120000', '2021-12-31', 'per_10k')).per_10k;
  // 43,350 to 43,450 over 13,866,009.
  assert.deepEqual(numbers(inventions), [31.3, 31.2635, 31.3357, 'piece_per_10k_persons', null]);
  refused((await derived('invention_patents_in_force', '120000', '2019-12-31', 'per_10k')).per_10k, 'no-population');
});

test('compound growth: since the first period selected, whole years apart', async () => {
  // 1.331 is 1.1 three times.
  const { data } = await json(server, '/v1/observations?indicator=patents_in_force&region=120102&derive=cagr');
  const by = Object.fromEntries(data.map((row) => [row.period, row.derived.cagr]));
  refused(by['2020-12-31'], 'no-base');
  assert.deepEqual(numbers(by['2021-12-31']), [20, 20, 20, 'percent', null]);
  refused(by['2022-06-30'], 'not-whole-years');
  assert.deepEqual(numbers(by['2023-12-31']), [10, 10, 10, 'percent', null]);
  const later = await json(server, '/v1/observations?indicator=patents_in_force&region=120102&period=2021..&derive=cagr');
  // The root of 1331 / 1200 = 1.109166... is 1.0531698...
  const { value, lower, upper, inputs } = later.data.at(-1).derived.cagr;
  assert.deepEqual([value, lower, upper], [5.32, 5.3169, 5.317]);
  assert.equal(inputs[1].period, '2021-12-31');
});

test('compound growth over more than a hundred years is told as such', async () => {
  const { data } = await json(server, '/v1/observations?indicator=patents_in_force&region=120103&derive=cagr');
  const by = Object.fromEntries(data.map((row) => [row.period, row.derived.cagr]));
  // The root of 2 is 1.0069555...
  assert.deepEqual(numbers(by['2010-12-31']), [0.7, 0.6955, 0.6956, 'percent', null]);
  refused(by['2011-12-31'], 'too-many-years');
  refused(by['2012-06-30'], 'not-whole-years');
});

test('CSV: a rank has four columns more, empty without a rank', async () => {
  const target = (indicator, period) => `/v1/observations.csv?indicator=${indicator}&region=120101,120102,120105&period=${period}&derive=rank,share&fields=region`;
  const answer = await request(server, target('patent_applications', '2025'));
  assert.equal(answer.text.split('\r\n')[0], 'region,rank,rank_lower,rank_upper,rank_unit,rank_reason,rank_of,rank_missing,rank_tied,rank_judgement,'
    + 'share,share_lower,share_upper,share_unit,share_reason,derived_synthetic');
  const rank = (row) => ['', '_lower', '_upper', '_reason', '_of', '_missing', '_tied', '_judgement'].map((name) => row[`rank${name}`]).join();
  assert.deepEqual(parseTable(answer.text).map(rank), ['3,3,15,,3,12,false,higher', '1,1,13,,3,12,true,higher', ',,,no-value,,,,']);
  const days = await request(server, target('ip_case_avg_handling_days', '2025'));
  assert.deepEqual(parseTable(days.text).map(rank), ['2,2,16,,2,14,false,lower', '1,1,15,,2,14,false,lower']);
});

test('CSV: five columns for each kind, in the order asked for; fields= leaves them alone', async () => {
  const answer = await request(server, '/v1/observations.csv?indicator=patents_granted&region=120102,120103&period=2024&derive=change,yoy&fields=region,value');
  assert.equal(answer.status, 200);
  assert.equal(answer.text.split('\r\n')[0], 'region,value,change,change_lower,change_upper,change_unit,change_reason,yoy,yoy_lower,yoy_upper,yoy_unit,yoy_reason,derived_synthetic');
  const [second, third] = parseTable(answer.text);
  assert.deepEqual([second.yoy, second.yoy_lower, second.yoy_upper, second.change], ['-66.67', '-66.6667', '-66.6666', '-2']);
  assert.deepEqual([third.yoy, third.yoy_reason, third.change, third.change_unit], ['', 'denominator-zero', '5', 'piece']);
  const without = await json(server, '/v1/observations?indicator=patents_granted&region=120102');
  assert.ok(without.data.every((row) => row.derived === undefined));
});

test('a thousand figures with all that can be derived fit into one answer', async () => {
  const answer = await request(server, '/v1/observations?breakdown[*]=*&derive=yoy,change,share,rank,per_10k,cagr&limit=1000');
  assert.equal(answer.status, 200, answer.text.slice(0, 300));
  assert.deepEqual(faultsOf(operationOf('/v1/observations'), answer), []);
});

test('an unknown population is refused and the known ones are named', async () => {
  const answer = await request(server, '/v1/observations?derive=per_10k&population=census-2021');
  assert.equal(answer.status, 400);
  assert.deepEqual(problemFaults(answer), []);
  assert.deepEqual(answer.json().errors[0].suggestions, ['census-2020']);
});

const bases = async (query) => (await json(server, `/v1/derive/base?lang=en&${query}`)).data;

test('D6: the base behind a growth, as a person works it out', async () => {
  // value, and the bounds that the printed places leave: 43,350 / 1.13785 to 43,450 / 1.13775 and so on.
  const expected = [
    ['invention_patents_in_force', '120000', '2020-12-31', 38098, 38144, 38189],
    ['patents_in_force', '120000', '2020-12-31', 244922, 245418, 245915],
    ['trademarks_in_force', '120000', '2020-12-31', 287796, 289016, 290247],
    ['patents_granted', '120000', '2020', 75356, 75424, 75491],
    ['ip_case_avg_handling_days', '120116', '2023', 87.6, 89.1, 90.6],
  ];
  for (const [indicator, region, period, lower, value, upper] of expected) {
    const [found, ...more] = await bases(`indicator=${indicator}&region=${region}`);
    assert.equal(more.length, 0);
    assert.equal(found.period, period);
    assert.deepEqual(found.rounded, { lower, value, upper }, indicator);
    assert.equal(found.base.value, value);
    assert.equal(found.base.derived, true);
    assert.deepEqual(found.base.inputs.map(({ role }) => role), ['level', 'growth']);
    assert.equal(found.published, null);
    assert.equal(found.agrees, null);
  }
  const [days] = await bases('indicator=ip_case_avg_handling_days&region=120116');
  // 56.5 / 0.645 = 87.5969, 57.5 / 0.635 = 90.5512: outward.
  assert.deepEqual([days.base.lower, days.base.upper, days.base.unit], [87.596, 90.552, 'day']);
});

test('a base that was published later is compared', async () => {
  const [agreeing] = await bases('region=120106&period=2024');
  // 150 / 1.505 = 99.67, 150 / 1.495 = 100.33
  assert.deepEqual([agreeing.published.value, agreeing.agrees, agreeing.base.value], [100, true, 100]);
  const [differing] = await bases('region=120110&period=2024');
  assert.deepEqual([differing.published.value, differing.agrees], [90, false]);
  // It is never stored: the figures know nothing of it.
  const stored = await json(server, '/v1/observations?indicator=ip_case_avg_handling_days&region=120116&period=2023');
  assert.equal(stored.meta.matched, 0);
});

test('a growth belongs to the level of its own document', async () => {
  const [found] = await bases('region=120118&indicator=patents_granted&period=2024');
  assert.deepEqual([found.level.value, found.level.document, found.base.value], [300, 'binhai-2019h1-page', 200]);
  const figures = await json(server, '/v1/observations?region=120118&indicator=patents_granted&period=2024&measure=level');
  assert.deepEqual(figures.data.map(({ value }) => value), [150]);
});

test('a base that can not be worked out is null with its reason', async () => {
  const reasonOf = async (region) => (await bases(`region=${region}&indicator=patents_granted&period=2024`))[0];
  const nothing = await reasonOf('120111');
  refused(nothing.base, 'denominator-zero');
  assert.equal(nothing.rounded, null);
  const alone = await reasonOf('120112');
  refused(alone.base, 'no-level');
  assert.equal(alone.level, null);
  refused((await bases('region=120112&indicator=trademarks_in_force'))[0].base, 'definition-changed');
  const yearly = await reasonOf('120114');
  refused(yearly.base, 'no-calendar-period');
  assert.equal(yearly.period, null);
  const quarter = await reasonOf('120113');
  // 110 / 1.1 = 100, 109.5... the level is exact: 110 / 1.105 = 99.55 to 110 / 1.095 = 100.46; 99 is not among them.
  assert.deepEqual([quarter.period, quarter.base.value, quarter.agrees], ['2024-Q1', 100, false]);
});

test('pages of bases are the whole, once each', async () => {
  const whole = await json(server, '/v1/derive/base?limit=1000');
  assert.equal(whole.meta.matched, whole.data.length);
  assert.ok(whole.data.length > 8);
  for (const limit of [1, 3]) {
    const rows = [];
    for (let at = `/v1/derive/base?limit=${limit}`; at; ) {
      const page = await json(server, at);
      assert.equal(page.meta.matched, whole.data.length);
      rows.push(...page.data);
      at = page.links.next;
    }
    assert.deepEqual(rows, whole.data);
  }
});

const parts = (query) => request(server, `/v1/derive/part?lang=en&${query}`);

test('D9: 99.1 % of three batches is not 99.1 % of the 16,188 of four', async () => {
  const answer = await parts('indicator=abnormal_application_withdrawal_rate&region=120000&period=2021-12-31');
  assert.equal(answer.status, 422);
  assert.deepEqual(problemFaults(answer), []);
  const problem = answer.json();
  assert.equal(problem.type, '/problems/not-additive');
  assert.match(problem.detail, /coverage-differs/);
  assert.deepEqual(problem.errors.map(({ value }) => value), ['abnormal_application_withdrawal_rate', 'abnormal_patent_applications']);
  assert.match(problem.errors[0].detail, /99\.1 .*batches=1-3/);
  assert.match(problem.errors[1].detail, /16188 .*the total/);
});

test('a rate of what was published is a number', async () => {
  const { data: [part] } = (await parts('indicator=abnormal_application_withdrawal_rate&region=120101&period=2024-12-31')).json();
  assert.deepEqual(numbers(part.part), [991, 991, 991, 'piece', null]);
  assert.equal(part.denominator.value, 1000);
  assert.deepEqual([part.published, part.agrees], [null, null]);
});

test('per 10,000 of the population of its own basis, and whether the published number agrees', async () => {
  const { data: [tianjin] } = (await parts('indicator=invention_patents_in_force_per_10k&region=120000&period=2021-12-31')).json();
  // 31.3 * 1,386.6009 = 43,400.6; 31.25 and 31.35 of it are 43,331.28 and 43,469.94.
  assert.deepEqual(numbers(tianjin.part), [43401, 43331.27, 43469.94, 'piece', null]);
  assert.deepEqual([tianjin.published.value, tianjin.agrees], [43400, true]);
  const { data: [before] } = (await parts('indicator=invention_patents_in_force_per_10k&region=120000&period=2019-12-31')).json();
  refused(before.part, 'no-population');
  const { data: [basis] } = (await parts('indicator=invention_patents_in_force_per_10k&region=120101&period=2023-12-31')).json();
  // The census population is there, and is not what this rate was divided by.
  refused(basis.part, 'no-population');
});

test('what is no rate has no part, and what is not published is an empty answer', async () => {
  const { data: [count] } = (await parts('indicator=patents_granted&region=120101&period=2024')).json();
  refused(count.part, 'not-a-rate');
  const none = (await parts('indicator=invention_patents_in_force_per_10k&region=120106&period=2021')).json();
  assert.deepEqual(none.data, []);
  assert.ok(none.meta.notes.some(({ type }) => type === 'no-data'));
  const restricted = (await parts('indicator=disciplinary_talks&region=120000&period=2021')).json();
  assert.deepEqual(restricted.data, []);
});

test('a revised base changes what is derived from now on, and not what was derived then', async () => {
  const target = '/v1/observations?indicator=patents_granted&region=120101&period=2024&freq=A&derive=yoy';
  const release = await publish(server, 'revised', [granted('120101', '2023', 360)]);
  // 450 / 360
  const now = await json(server, target);
  assert.deepEqual(numbers(now.data[0].derived.yoy), [25, 25, 25, 'percent', null]);
  const then = await json(server, `${target}&asOf=${release - 1}`);
  assert.deepEqual(numbers(then.data[0].derived.yoy), [50, 50, 50, 'percent', null]);
  const vintages = await json(server, '/v1/observations?indicator=patents_granted&region=120101&period=2023&freq=A&history=true&derive=per_10k');
  assert.deepEqual(vintages.data.map(({ value, derived: { per_10k } }) => [value, per_10k.value, per_10k.reason]),
    // 360 / 29
    [[300, null, 'superseded'], [360, 12.41, null]]);
});

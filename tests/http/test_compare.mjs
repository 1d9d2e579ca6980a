// /v1/compare: two periods or two regions side by side; what does not go together is flagged or not compared, and of a ratio it is told
// what moved. Values by hand from the documents, and over a few figures made by hand.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { problemFaults } from './lib/contract.mjs';
import { json, request } from './lib/http.mjs';
import { observation, writePackage } from './lib/package.mjs';
import { Server, dataPackages, temporaryFolder } from './lib/server.mjs';

const per10k = { indicator: 'invention_patents_in_force_per_10k', unit: 'piece_per_10k_persons', accumulation: 'stock' };
const byHand = [
  observation({ region: '120101', period: '2018', value: 80 }), observation({ region: '120101', period: '2019', value: 100 }),
  observation({ region: '120101', period: '2019-H1', value: 60 }), observation({ region: '120101', period: '2018-H2', value: 50 }),
  observation({ region: '120102', period: '2018', value: 0 }), observation({ region: '120102', period: '2019', value: 7, accumulation: 'since_start' }),
  observation({ region: '120103', period: '2018', value: 40, status: 'B' }), observation({ region: '120103', period: '2019', value: null, status: 'L' }),
  observation({ region: '120101', period: '2018', value: 12.5, measure: 'yoy', unit: 'percent' }),
  observation({ region: '120101', period: '2019', value: -3, measure: 'yoy', unit: 'percent' }),
  observation({ region: '120104', period: '2018', value: 20, bound: 'ge', lower: 20, upper: null }),
  observation({ region: '120104', period: '2019', value: 30, bound: 'ge', lower: 30, upper: null }),
  // Parts without their total, of the year and of a half.
  observation({ region: '120105', period: '2018', value: 3, breakdown: 'patent_type=invention' }),
  observation({ region: '120106', period: '2018-H2', value: 3, breakdown: 'patent_type=invention' }),
  // Both definitions at one place, one at the other: the one that both have.
  observation({ ...per10k, region: '120101', period: '2018-12-31', value: 10, definition: 'pre-census-2020' }),
  observation({ ...per10k, region: '120101', period: '2018-12-31', value: 12, definition: 'census-2020' }),
  observation({ ...per10k, region: '120101', period: '2019-12-31', value: 15, definition: 'pre-census-2020' }),
  observation({ ...per10k, region: '120102', period: '2019-12-31', value: 20, definition: 'census-2020' }),
  // A rate in per cent: it changes in points.
  observation({ indicator: 'abnormal_application_withdrawal_rate', unit: 'percent', region: '120101', period: '2018', value: 90 }),
  observation({ indicator: 'abnormal_application_withdrawal_rate', unit: 'percent', region: '120101', period: '2019', value: 99.5 }),
];

let server;
before(async () => {
  const folder = await temporaryFolder();
  const made = await writePackage(path.join(folder, 'made'), { observation: byHand });
  server = await Server.start({ packages: [...(await dataPackages()), made] });
});
after(async () => { await server.stop(); });

const compare = async (query) => (await json(server, `/v1/compare?${query}`)).data;
const first = async (query) => (await compare(query)).comparisons[0];
const ends = ({ value, lower, upper }) => [value, lower, upper];
const flags = ({ flags: list }) => list.map(({ code, reason }) => `${code} ${reason}`);

test('inventions per 10,000 of Tianjin: +40 % with a break, while the inventions rose 25 %', async () => {
  const data = await compare('indicator=invention_patents_in_force_per_10k,invention_patents_in_force&region=120000&period=2019-12-31,2021-12-31');
  assert.deepEqual([data.left.period, data.right.period, data.left.region], ['2019-12-31', '2021-12-31', '120000']);
  const [rate, count] = data.comparisons;
  assert.deepEqual([rate.left.value, rate.right.value], [22.3, 31.3]);
  assert.equal(rate.comparable, 'flagged');
  assert.deepEqual(flags(rate), ['B definition-changed', 'D definition-changed']);
  // 31.25 - 22.35 to 31.35 - 22.25; 31.25 / 22.35 to 31.35 / 22.25.
  assert.deepEqual(ends(rate.difference), [9, 8.9, 9.1]);
  assert.deepEqual(ends(rate.ratio), [140.36, 139.821, 140.8989]);
  assert.deepEqual(ends(rate.change), [40.36, 39.821, 40.8989]);
  assert.deepEqual([rate.change.unit, rate.change.derived, rate.change.inputs.map(({ role }) => role)], ['percent', true, ['left', 'right']]);
  // 43,350 / 34,750 to 43,450 / 34,650.
  assert.deepEqual([rate.numerators.indicator, ...ends(rate.numerators.change)], ['invention_patents_in_force', 25.07, 24.7482, 25.3969]);
  assert.equal(rate.numerators.comparable, 'yes');
  const { left, right } = rate.denominators;
  assert.deepEqual([rate.denominators.indicator, left.published, right.published], ['population_resident', null, null]);
  // 34,650 / 22.35 to 34,750 / 22.25, and 43,350 / 31.35 to 43,450 / 31.25, times 10,000: the census found 13,866,009.
  assert.deepEqual(ends(left.implied), [15560538, 15503355.7, 15617977.53]);
  assert.deepEqual(ends(right.implied), [13865815, 13827751.19, 13904000]);
  assert.deepEqual([count.comparable, count.change.value, count.numerators, count.denominators], ['yes', 25.07, null, null]);
});

test('two regions in one period, each way round', async () => {
  const query = 'indicator=ip_characteristic_towns&period=2021&breakdown[phase]=construction';
  const one = await first(`${query}&region=120111,120118`);
  assert.deepEqual([one.left.value, one.right.value, one.difference.value, one.ratio.value, one.comparable], [2, 1, -1, 50, 'yes']);
  const other = await first(`${query}&region=120118,120111`);
  assert.deepEqual([other.difference.value, other.ratio.value, other.change.value], [1, 200, 100]);
});

test('the definition that both have, and D alone between regions', async () => {
  const same = await first(`indicator=${per10k.indicator}&region=120101&period=2018,2019`);
  assert.deepEqual([same.left.definition, same.right.definition, same.comparable, same.change.value], ['pre-census-2020', 'pre-census-2020', 'yes', 50]);
  const regions = await first(`indicator=${per10k.indicator}&region=120101,120102&period=2019`);
  assert.deepEqual([regions.comparable, ...flags(regions)], ['flagged', 'D definition-changed']);
});

test('a half is not compared with a year, two halves are', async () => {
  const year = await first('indicator=patents_granted&region=120101&period=2019-H1,2019');
  assert.deepEqual([year.comparable, year.reason, year.difference.value, year.difference.reason], ['no', 'period-lengths', null, 'period-lengths']);
  assert.deepEqual([year.left.value, year.right.value], [60, 100]);
  const halves = await first('indicator=patents_granted&region=120101&period=2018-H2,2019-H1');
  assert.deepEqual([halves.comparable, halves.difference.value], ['yes', 10]);
});

test('what can not be computed is null with its reason', async () => {
  const start = await first('indicator=patents_granted&region=120101,120102&period=2019');
  assert.deepEqual([start.comparable, start.reason], ['no', 'since-start']);
  const zero = await first('indicator=patents_granted&region=120102,120101&period=2018');
  assert.deepEqual([zero.difference.value, zero.ratio.value, zero.ratio.reason, zero.change.reason], [80, null, 'denominator-zero', 'denominator-zero']);
  const missing = await first('indicator=patents_granted&region=120101,120110&period=2018');
  assert.deepEqual([missing.right, missing.comparable, missing.reason, missing.difference.reason, missing.difference.unit], [null, 'no', 'not-published', 'not-published', 'piece']);
  const without = await first('indicator=patents_granted&region=120103&period=2018,2019');
  assert.deepEqual([without.right.value, without.reason, without.change.reason], [null, 'no-value', 'no-value']);
});

test('a break that the publisher marked is passed on', async () => {
  const marked = await first('indicator=patents_granted&region=120101,120103&period=2018');
  assert.deepEqual([marked.comparable, ...flags(marked), marked.difference.value], ['flagged', 'B marked-by-publisher', -40]);
});

test('rates change in points, growths have no proportion', async () => {
  const rate = await first('indicator=abnormal_application_withdrawal_rate&region=120101&period=2018,2019');
  assert.deepEqual([rate.difference.value, rate.difference.unit, rate.change.value, rate.change.reason], [9.5, 'percentage_point', null, 'rate-changes-in-points']);
  const growth = await first('indicator=patents_granted&region=120101&period=2018,2019&measure=yoy');
  assert.deepEqual([growth.difference.value, growth.difference.unit, growth.ratio.reason, growth.change.reason], [-15.5, 'percentage_point', 'not-a-level', 'not-a-level']);
});

test('open bounds stay open', async () => {
  const open = await first('indicator=patents_granted&region=120104&period=2018,2019');
  assert.deepEqual(ends(open.difference), [10, null, null]);
  assert.deepEqual(ends(open.ratio), [150, 0, null]);
});

test('exactly one of region and period names two', async () => {
  for (const query of ['region=120101&period=2018', 'region=120101,120102&period=2018,2019', 'region=120101,120101&period=2018']) {
    const answer = await request(server, `/v1/compare?indicator=patents_granted&${query}`);
    assert.equal(answer.status, 400, query);
    assert.deepEqual(problemFaults(answer), []);
    assert.deepEqual(answer.json().errors.map(({ name }) => name), ['region', 'period']);
  }
});

test('a restricted indicator shows nothing', async () => {
  const answer = await json(server, '/v1/compare?indicator=disciplinary_talks&region=120000,120116&period=2024');
  const [entry] = answer.data.comparisons;
  assert.deepEqual([entry.left, entry.right, entry.comparable, entry.reason], [null, null, 'no', 'restricted']);
  assert.deepEqual([entry.difference, entry.ratio, entry.change].map(({ value, reason }) => [value, reason]), Array(3).fill([null, 'restricted']));
  assert.deepEqual(answer.meta.notes.map(({ type }) => type), ['restricted']);
});

test('figures of other breakdowns are told, where there is none of the one asked for', async () => {
  const told = async (query) => (await json(server, `/v1/compare?lang=en&${query}`)).meta.notes.filter(({ type }) => ['has-breakdowns', 'no-data'].includes(type))
    .map(({ type, detail }) => [type, detail.match(/by (.*)\./)?.[1]]);
  const towns = 'indicator=ip_characteristic_towns&region=120111,120118&period=2021';
  assert.equal((await first(towns)).reason, 'not-published');
  assert.deepEqual(await told(towns), [['has-breakdowns', 'phase']]);
  assert.deepEqual(await told(`${towns}&breakdown[patent_type]=invention`), [['has-breakdowns', 'phase']]);
  assert.deepEqual(await told(`${towns}&breakdown[phase]=construction`), []);
  // one side has its total, the other one only parts
  assert.deepEqual(await told('indicator=patents_granted&region=120101,120105&period=2018'), [['has-breakdowns', 'patent_type']]);
  // what has parts in a part of the year only has none of the year
  assert.deepEqual(await told('indicator=patents_granted&region=120106,120110&period=2018'), [['no-data', undefined]]);
});

// /v1/rankings: ties, bounds that overlap, regions that are missing and not zero, orders without a judgement; over real figures, over a
// few made by hand, and over generated ones against a comparison of each with each.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { problemFaults } from './lib/contract.mjs';
import { cube, districts } from './lib/cube.mjs';
import { json, request } from './lib/http.mjs';
import { observation, writePackage } from './lib/package.mjs';
import { Server, dataPackages, temporaryFolder } from './lib/server.mjs';

const generated = cube(20260401);
// Of 2019, a year that the cube leaves alone. Values by district; what is not named is missing.
const at = (region, value, more = {}) => observation({ region: `120${region}`, period: '2019', value, ...more });
const byHand = [
  at(101, 90), at(102, 70), at(103, 70), at(104, 60, { bound: 'eq', lower: 55, upper: 65 }), at(105, 63, { bound: 'eq', lower: 62, upper: 64 }),
  at(106, 50, { bound: 'gt', lower: 50, upper: null }), at(110, null, { status: 'M' }), at(111, null, { status: 'L' }), at(112, 5, { accumulation: 'since_start' }),
  // 5, and at most 5: equal at best.
  at(101, 5, { indicator: 'patent_applications' }), at(102, 5, { indicator: 'patent_applications', bound: 'le', lower: 0, upper: 5 }),
  // The same in days, where less is better, and in cases, where neither is.
  ...[[101, 30], [102, 20], [103, 10]].map(([region, value]) => at(region, value, { indicator: 'ip_case_avg_handling_days', unit: 'day' })),
  ...[[101, 30], [102, 20]].map(([region, value]) => at(region, value, { indicator: 'patent_infringement_cases_filed', unit: 'case' })),
  // Two definitions: most follow the later one.
  ...[[101, 20, 'census-2020'], [102, 30, 'census-2020'], [103, 40, 'pre-census-2020']].map(([region, value, definition]) => observation({
    indicator: 'invention_patents_in_force_per_10k', unit: 'piece_per_10k_persons', accumulation: 'stock', period: '2019-12-31', region: `120${region}`, value, definition })),
];

let server;
before(async () => {
  const folder = await temporaryFolder();
  const made = await writePackage(path.join(folder, 'made'), { observation: [...byHand, ...generated] });
  server = await Server.start({ packages: [...(await dataPackages()), made], conflicts: true });
});
after(async () => { await server.stop(); });

const ranking = async (query) => (await json(server, `/v1/rankings?${query}`)).data;
const places = (data) => data.entries.map((entry) => [entry.region, entry.rank, entry.rank_lower, entry.rank_upper, entry.reason]);

test('districts of the city by towns: two named, the others missing and not zero', async () => {
  const answer = await json(server, '/v1/rankings?indicator=ip_characteristic_towns&region=120000/*&period=2021&breakdown[phase]=construction');
  const { data } = answer;
  // TJ21: 3 = Xiqing 2 + Jinghai 1; the other fourteen are not named.
  assert.deepEqual(places(data), [['120111', 1, 1, 15, null], ['120118', 2, 2, 16, null]]);
  assert.deepEqual([data.regions, data.of, data.missing.length, data.missing_more], [16, 2, 14, 0]);
  assert.ok(data.missing.every(({ region }) => !['120111', '120118'].includes(region)));
  assert.deepEqual(data.entries.map((entry) => entry.figure.value), [2, 1]);
  assert.ok(answer.meta.documents.some(({ id }) => id === 'tianjin-2021-summary'));
});

test('what was published by parts only is told with them', async () => {
  const { data, meta } = await json(server, '/v1/rankings?indicator=ip_characteristic_towns&region=120000/*&period=2021&lang=en');
  assert.deepEqual([data.of, data.entries], [0, []]);
  assert.ok(meta.notes.some(({ type, detail }) => type === 'has-breakdowns' && /phase/.test(detail)), JSON.stringify(meta.notes));
  assert.ok(!meta.notes.some(({ type }) => type === 'no-data'));
});

test('ties share a rank, overlapping bounds leave it undetermined, the worst counts the missing', async () => {
  const data = await ranking('indicator=patents_granted&region=120101,120102,120103,120104,120105,120106&period=2019');
  // 90 and "more than 50" may be either way round, so that "more than 50" leaves everybody open who is above 50.
  assert.deepEqual(places(data), [
    ['120101', null, 1, 2, 'undetermined'], ['120102', null, 2, 3, 'undetermined'], ['120103', null, 2, 3, 'undetermined'],
    ['120105', null, 4, 6, 'undetermined'], ['120104', null, 4, 6, 'undetermined'], ['120106', null, 1, 6, 'undetermined'],
  ]);
  assert.deepEqual(data.entries.map((entry) => entry.tied), [false, true, true, false, false, false]);
  const exact = await ranking('indicator=patents_granted&region=120101,120102,120103,120104&period=2019');
  assert.deepEqual(places(exact), [['120101', 1, 1, 1, null], ['120102', 2, 2, 2, null], ['120103', 2, 2, 2, null], ['120104', 4, 4, 4, null]]);
});

test('bounds that only touch: who can not be passed is first', async () => {
  const query = 'indicator=patent_applications&region=120101,120102&period=2019';
  assert.deepEqual(places(await ranking(query)), [['120101', 1, 1, 1, null], ['120102', null, 1, 2, 'undetermined']]);
  const derived = (await json(server, `/v1/observations?${query}&derive=rank`)).data;
  // The other fourteen districts have no figure.
  assert.deepEqual(derived.map(({ derived: { rank } }) => [rank.value, rank.lower, rank.upper]), [[1, 1, 15], [null, 1, 16]]);
});

test('missing, without a value and not applicable stay apart', async () => {
  const data = await ranking('indicator=patents_granted&region=120101,120110,120111,120112,120113&period=2019');
  assert.deepEqual(data.entries.map((entry) => [entry.region, entry.rank, entry.reason]),
    [['120101', 1, null], ['120110', null, 'not-applicable'], ['120111', null, 'no-value'], ['120112', null, 'since-start']]);
  // 120111, 120112 and 120113 may be ahead; of 120110 there can be no figure.
  assert.deepEqual([data.entries[0].rank_upper, data.of, data.regions], [4, 1, 5]);
  assert.deepEqual(data.missing.map(({ region }) => region), ['120113']);
});

test('less is better for days, neither for cases', async () => {
  const days = await ranking('indicator=ip_case_avg_handling_days&region=120101,120102,120103&period=2019');
  assert.deepEqual([days.order, days.judgement], ['ascending', 'lower']);
  assert.deepEqual(days.entries.map((entry) => [entry.region, entry.rank]), [['120103', 1], ['120102', 2], ['120101', 3]]);
  const answer = await json(server, '/v1/rankings?indicator=patent_infringement_cases_filed&region=120101,120102&period=2019&lang=en');
  assert.deepEqual([answer.data.order, answer.data.judgement], ['descending', null]);
  assert.ok(answer.meta.notes.some(({ type }) => type === 'order-without-judgement'));
  assert.deepEqual(answer.data.entries.map((entry) => [entry.region, entry.rank]), [['120101', 1], ['120102', 2]]);
});

test('figures of another definition are shown, not ranked', async () => {
  const query = 'indicator=invention_patents_in_force_per_10k&region=120101,120102,120103&period=2019-12-31';
  const data = await ranking(query);
  assert.equal(data.definition, 'census-2020');
  assert.deepEqual(places(data), [['120102', 1, 1, 2, null], ['120101', 2, 2, 3, null], ['120103', null, null, null, 'definition-changed']]);
  const other = await ranking(`${query}&definition=pre-census-2020`);
  assert.deepEqual(other.entries.map((entry) => [entry.region, entry.rank]), [['120103', 1], ['120101', null], ['120102', null]]);
  const wrong = await request(server, `/v1/rankings?${query}&definition=census-2021`);
  assert.equal(wrong.status, 400);
  const [error] = wrong.json().errors;
  assert.deepEqual([error.name, error.type, error.suggestions[0]], ['definition', '/problems/unknown-code', 'census-2020']);
});

test('a year means a stock at its end', async () => {
  const data = await ranking('indicator=invention_patents_in_force_per_10k&region=120101,120102&period=2019');
  assert.deepEqual(data.entries.map((entry) => entry.region), ['120102', '120101']);
  assert.equal(data.entries[0].figure.period, '2019-12-31');
});

test('a region and one that it lies in are not ranked together', async () => {
  for (const [region, parts] of [['120000,120116', ['120116']], ['120116,120116400,120104', ['120116400']], ['100000,120104,110000', ['110000', '120104']]]) {
    const answer = await request(server, `/v1/rankings?indicator=patents_granted&region=${region}&period=2019`);
    assert.equal(answer.status, 422, region);
    assert.deepEqual(problemFaults(answer), []);
    assert.match(answer.json().detail, /nested-regions/);
    assert.deepEqual(answer.json().errors.map((error) => error.value).sort(), parts);
  }
  assert.equal((await request(server, '/v1/rankings?indicator=patents_granted&region=!120000&period=2019')).status, 422);
});

test('a code that ended before the period is not missing', async () => {
  const all = await ranking('indicator=patents_granted&region=@district&period=2019');
  assert.ok(!all.missing.some(({ region }) => region === '120107'));
  const then = await ranking('indicator=patents_granted&region=@district&period=2008');
  const named = then.missing.map(({ region }) => region);
  assert.ok(named.includes('120107') && !named.includes('120116'));
  // 120107 ended on 2009-11-30, 120116 began the day after: the year counts one of them.
  const between = (await ranking('indicator=patents_granted&region=@district&period=2009')).missing.map(({ region }) => region);
  assert.ok(!between.includes('120107') && between.includes('120116'));
});

test('a restricted indicator ranks nobody', async () => {
  const answer = await json(server, '/v1/rankings?indicator=disciplinary_talks&region=@district&period=2024');
  assert.deepEqual([answer.data.of, answer.data.entries, answer.data.missing], [0, [], []]);
  assert.ok(answer.meta.notes.some(({ type }) => type === 'restricted'));
});

test('the ranking agrees with a comparison of each with each', async () => {
  const inEnd = (value) => (value === null ? null : Number(value));
  for (const indicator of ['patents_granted', 'patent_applications', 'pct_applications', 'patents_in_force', 'trademarks_in_force']) {
    for (const year of [2022, 2023, 2024, 2025]) {
      const stock = indicator.endsWith('in_force');
      const mine = generated.filter((row) => row.indicator === indicator && row.region !== '120000' && row.breakdown === ''
        && row.period === (stock ? `${year}-12-31` : `${year}`));
      const ranked = mine.filter((row) => row.value !== null).map((row) => ({ region: row.region, low: inEnd(row.lower), high: inEnd(row.upper), open: row.bound === 'lt' }));
      const unknown = districts.length - ranked.length - mine.filter((row) => row.status === 'M').length;
      // Certainly above: beyond the highest number that the other can be.
      const above = (a, b) => b.high !== null && (a.low > b.high || (a.low === b.high && b.open));
      const same = (a, b) => a.low === a.high && b.low === b.high && a.low === b.low;
      const data = await ranking(`indicator=${indicator}&region=120000/*&period=${year}`);
      assert.equal(data.of, ranked.length);
      for (const one of ranked) {
        const others = ranked.filter((other) => other !== one);
        const best = 1 + others.filter((other) => above(other, one)).length;
        const worst = 1 + others.filter((other) => other.high === null || other.high > one.low).length;
        const entry = data.entries.find(({ region }) => region === one.region);
        assert.deepEqual([entry.rank, entry.rank_lower, entry.rank_upper], [best === worst ? best : null, best, worst + unknown], `${indicator} ${year} ${one.region}`);
        assert.equal(entry.tied, others.some((other) => same(one, other)));
      }
      // Ranking and `derive=rank` say the same.
      const derived = (await json(server, `/v1/observations?indicator=${indicator}&region=120000/*&period=${stock ? `${year}-12-31` : year}&freq=${stock ? 'I' : 'A'}&measure=level&derive=rank`)).data;
      for (const row of derived.filter(({ value, breakdown }) => value !== null && Object.keys(breakdown).length === 0)) {
        const entry = data.entries.find(({ region }) => region === row.region);
        assert.deepEqual([row.derived.rank.value, row.derived.rank.lower, row.derived.rank.upper], [entry.rank, entry.rank_lower, entry.rank_upper]);
      }
    }
  }
});

test('pages are the whole', async () => {
  const query = 'indicator=patents_granted&region=120000/*&period=2024';
  const whole = await ranking(query);
  const paged = [];
  for (let target = `/v1/rankings?${query}&limit=3`; target;) {
    const page = await json(server, target);
    assert.equal(page.data.of, whole.of);
    paged.push(...page.data.entries);
    target = page.links.next;
  }
  assert.deepEqual(paged, whole.entries);
});

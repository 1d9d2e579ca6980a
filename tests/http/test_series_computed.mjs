// /v1/series computed: on calendar years, and in the region codes of one day. Few published figures are of parts of a year or of codes
// that changed, so that a small package adds some; expected values are worked out from its rows by hand.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { problemFaults } from './lib/contract.mjs';
import { json, request } from './lib/http.mjs';
import { observation, writePackage } from './lib/package.mjs';
import { Server, dataPackages, temporaryFolder } from './lib/server.mjs';

const flow = (region, period, value, more = {}) => observation({ region, period, value, ...more });
const stock = (region, period, value) => observation({ indicator: 'patents_in_force', accumulation: 'stock', region, period, value });
const months = Array.from({ length: 12 }, (_, n) => n + 1);

// 1201 01 to 06 have no published figures of these two indicators.
const figures = [
  flow('120104', '2020-H1', 10), flow('120104', '2020-H2', 20, { bound: 'ge', lower: 20, upper: null }),
  flow('120104', '2021-H1', 10),
  flow('120104', '2022', 50), flow('120104', '2022-H1', 10), flow('120104', '2022-H2', 20),
  flow('120104', '2023-Q1', 1), flow('120104', '2023-Q2', 2, { lower: 1, upper: 3 }), flow('120104', '2023-H2', 4, { status: 'P' }),
  ...months.map((month) => flow('120104', `2024-${String(month).padStart(2, '0')}`, month)),
  flow('120104', '2025-YTD-11', 99, { accumulation: 'ytd' }),
  flow('120103', '2023-H1', 5), flow('120103', '2023-H2', 6, { definition: 'other' }),
  flow('120103', '2022-12-31', 500, { accumulation: 'since_start' }),
  flow('120103', '2021-H1', 3, { measure: 'yoy', unit: 'percent' }), flow('120103', '2021-H2', 4, { measure: 'yoy', unit: 'percent' }),
  flow('120102', '2024-H1', 5), flow('120102', '2024-H2', null), flow('120102', '2022-H1', 0), flow('120102', '2022-H2', 7),
  flow('120106', '2021-H1', 5), flow('120106', '2021-H2', 6, { status: 'B' }), flow('120106', '2020', 9), flow('120106', '2022', 12),
  // A break at the beginning of 2021; a forecast of the second half of 2023.
  flow('120105', '2018', 10), flow('120105', '2019', 12), flow('120105', '2020', 20), flow('120105', '2021-H1', 5, { status: 'B' }),
  flow('120105', '2021-H2', 6, { status: 'E' }), flow('120105', '2022', 12), flow('120105', '2023-H1', 6, { status: 'U' }),
  flow('120105', '2023-H2', 8, { status: 'F' }), flow('120105', '2024', 15),
  stock('120104', '2021-06-30', 5), stock('120104', '2022-12-31', 8), stock('120104', '2023-H2', 9), stock('120104', '2024', 7),
  stock('120104', '2024-12-31', 8),
  // 120107, 120108 and 120109 merged into 120116 on 2009-12-01; 120221 was given the code 120117 on 2015-11-01.
  flow('120107', '2008', 100), flow('120108', '2008', 20, { bound: 'lt', lower: 10, upper: 20 }), flow('120109', '2008', 3),
  flow('120107', '2007', 90), flow('120108', '2007', 10),
  ...['120107', '120108', '120109'].flatMap((region) => [flow(region, '2006-H1', 1), flow(region, '2006-H2', 2)]),
  flow('120107', '2005', 1, { measure: 'yoy', unit: 'percent' }), flow('120108', '2005', 1, { measure: 'yoy', unit: 'percent' }),
  flow('120109', '2005', 1, { measure: 'yoy', unit: 'percent' }),
  flow('120221', '2014', 7), flow('120117', '2018', 11),
  // 420190 was divided on 2015-01-01 into 420191 and 420192; 420193 went into 420194 on 2018-01-01; 420196 left 420195 on that day.
  flow('420190', '2014', 40), flow('420191', '2016', 30), flow('420192', '2016', 15), flow('420191', '2017', 31),
  flow('420193', '2017', 5), flow('420194', '2017', 10), flow('420194', '2016', 9), flow('420194', '2019', 20),
  flow('420195', '2017', 50), flow('420195', '2019', 30), flow('420196', '2019', 25),
];
const regions = [['420190', '', '2014-12-31'], ['420191', '2015-01-01', ''], ['420192', '2015-01-01', ''], ['420193', '', '2017-12-31'],
  ['420194', '', ''], ['420195', '', ''], ['420196', '2018-01-01', '']]
  .map(([region, from, to]) => ({ region, name_zh: `试${region}`, name_en: `Trial ${region}`, level: 'county', parent: '420100', valid_from: from, valid_to: to, source: '' }));
const lineage = [['420190', '420191', 'split', ''], ['420190', '420192', 'split', ''], ['420193', '420194', 'merge', ''], ['420195', '420196', 'split', '2018-01-01']]
  .map(([from, to, kind, day]) => ({ from_region: from, to_region: to, kind, changed_on: day, first_list: '', old_name_zh: '' }));
const definitions = [{ indicator: 'patents_granted', definition: 'other', name_zh: '另', name_en: 'Other', text_zh: '', text_en: '', valid_from: '', valid_to: '' }];

let server;
before(async () => {
  const folder = await temporaryFolder();
  const made = await writePackage(path.join(folder, 'trial'), { definition: definitions, region: regions, region_lineage: lineage, observation: figures });
  server = await Server.start({ packages: [...await dataPackages(), made] });
});
after(async () => { await server.stop(); });

const series = async (query) => (await json(server, `/v1/series?${query}`)).data;
const grants = 'indicator=patents_granted&measure=level';

/** The one series of a query as [period, value or reason] pairs, without gaps. */
async function points(query) {
  const data = await series(query);
  assert.equal(data.length, 1, query);
  const [{ periods, values, reasons, status }] = data;
  return periods.map((period, n) => [period, values[n] ?? reasons[n] ?? status[n]]).filter(([, value]) => value !== null);
}

async function refusal(query) {
  const answer = await request(server, `/v1/series?${query}`);
  assert.equal(answer.status, 422, `${query}: ${answer.text.slice(0, 300)}`);
  assert.deepEqual(problemFaults(answer), []);
  const problem = answer.json();
  assert.equal(problem.type, '/problems/not-additive');
  assert.match(problem.detail, /split-not-divisible/);
  return problem.errors.map((error) => error.value);
}

test('halves make a year only where both are there: nothing is doubled', async () => {
  assert.deepEqual(await points(`${grants}&region=120104&align=A`),
    [['2020', 30], ['2021', 'parts-missing'], ['2022', 50], ['2023', 7], ['2024', 78], ['2025', 'year-to-date']]);
  const [year] = await series(`${grants}&region=120104&align=A`);
  assert.deepEqual(year.freq, 'A');
  assert.deepEqual([year.lower[0], year.upper[0], year.bound[0]], [30, null, 'ge']);
  assert.deepEqual([year.lower[3], year.upper[3], year.status[3]], [6, 8, 'P']);
  assert.deepEqual(year.extraction, ['derived', null, 'verbatim', 'derived', 'derived', null]);
  assert.deepEqual(year.inputs[0], [{ region: '120104', period: '2020-H1' }, { region: '120104', period: '2020-H2' }]);
  assert.equal(year.inputs[2], null, 'a published annual figure stands');
  assert.deepEqual(year.inputs[3].map((input) => input.period), ['2023-Q1', '2023-Q2', '2023-H2']);
  assert.equal(year.inputs[4].length, 12);
  assert.deepEqual(year.document[0], 'binhai-2024-rule-of-law');
});

test('a missing value is no part, and a zero is one', async () => {
  assert.deepEqual(await points(`${grants}&region=120102&align=A`), [['2022', 7], ['2024', 'parts-missing']]);
});

test('halves of two definitions, totals since the start and growths make no year', async () => {
  const data = await series('indicator=patents_granted&region=120103&align=A');
  const reasons = data.map((entry) => [entry.measure, entry.definition, entry.reasons]);
  assert.deepEqual(reasons, [['level', 'default', ['since-start', 'parts-missing']], ['level', 'other', ['parts-missing']], ['yoy', 'default', ['not-a-level']]]);
  assert.ok(data.every((entry) => entry.values.every((value) => value === null)));
  const answer = await json(server, '/v1/series?indicator=patents_granted&region=120103&align=A');
  assert.ok(answer.meta.notes.some((note) => note.type === 'not-computed'));
});

test('a stock is what there was on 31 December', async () => {
  const stocks = 'indicator=patents_in_force&measure=level&region=120104&align=A';
  assert.deepEqual(await points(stocks), [['2021', 'not-year-end'], ['2022', 8], ['2023', 9], ['2024', 7]]);
  const [year] = await series(stocks);
  assert.deepEqual(year.inputs, [[{ region: '120104', period: '2021-06-30' }], [{ region: '120104', period: '2022-12-31' }],
    [{ region: '120104', period: '2023-H2' }], null]);
});

test('what does not add up over time is not aligned', async () => {
  const data = await series('freq=H&align=A&limit=1000&region=420000');
  assert.ok(data.length > 3);
  for (const entry of data) assert.ok(entry.values.every((value) => value === null), entry.indicator);
  const codes = new Set(data.flatMap((entry) => entry.reasons));
  assert.ok(codes.has('not-additive') && codes.has('parts-missing'));
});

test('periods, ends and the latest period mean years', async () => {
  assert.deepEqual(await points(`${grants}&region=120104&align=A&period=2023`), [['2023', 7]]);
  assert.deepEqual(await points(`${grants}&region=120104&align=A&period=2020..2022`), [['2020', 30], ['2021', 'parts-missing'], ['2022', 50]]);
  assert.deepEqual(await series(`${grants}&region=120104&align=A&period=2020-H1`), []);
  assert.deepEqual(await points(`${grants}&region=120104&align=A&last=1`), [['2024', 78]]);
  assert.deepEqual(await points(`${grants}&region=120104&align=A&first=1&last=1`), [['2020', 30], ['2024', 78]]);
  const both = await json(server, `/v1/series?${grants}&region=120104,120102&align=A&period=latest&lang=en`);
  assert.deepEqual(both.data.map((entry) => [entry.region, entry.periods, entry.values]), [['120102', ['2022'], [7]], ['120104', ['2022'], [50]]]);
  assert.match(both.meta.notes.find((note) => note.type === 'latest-period').detail, /2022/);
});

test('merged codes are added up where every one has a figure', async () => {
  const query = `${grants}&region=120116&period=2006..2008&codesAsOf=2024`;
  const data = await series(query);
  assert.deepEqual(data.map((entry) => entry.freq), ['A', 'H']);
  assert.deepEqual(data[0].periods, ['2007', '2008']);
  assert.deepEqual(data[0].values, [null, 123]);
  assert.deepEqual(data[0].reasons, ['predecessor-missing', null]);
  assert.deepEqual([data[0].lower[1], data[0].upper[1], data[0].bound[1], data[0].extraction[1]], [113, 123, 'lt', 'derived']);
  assert.deepEqual(data[0].inputs[1], ['120107', '120108', '120109'].map((region) => ({ region, period: '2008' })));
  assert.deepEqual(data[1].values, [3, 6]);
  assert.deepEqual(await series(`${grants}&region=120116&period=2006..2008`), [], 'as published there is nothing');
  assert.deepEqual(await points(`${grants}&region=120116&period=2006..2008&codesAsOf=2024&align=A`), [['2006', 9], ['2007', 'predecessor-missing'], ['2008', 123]]);
  const [growth] = await series('indicator=patents_granted&measure=yoy&region=120116&period=2005&codesAsOf=2024');
  assert.deepEqual(growth.reasons, ['not-a-level']);
});

test('a code of another day is answered by what stands for it, and named', async () => {
  const dead = await json(server, `/v1/series?${grants}&region=120107&period=2008&codesAsOf=2024&lang=en`);
  assert.deepEqual(dead.data.map((entry) => [entry.region, entry.values]), [['120116', [123]]]);
  const details = Object.fromEntries(dead.meta.notes.map((note) => [note.type, note.detail]));
  assert.match(details['code-not-in-force'], /120116 \(2009-12-01\)/);
  assert.match(details['codes-as-of'], /120107 = 120116/);
  const all = await series(`${grants}&region=120000/*&period=2008&codesAsOf=2024`);
  assert.deepEqual(all.map((entry) => entry.region), ['120116']);
  assert.deepEqual((await series(`${grants}&region=120107,120109&period=2008&codesAsOf=2009-11-30`)).map((entry) => [entry.region, entry.values, entry.inputs]),
    [['120107', [100], [null]], ['120109', [3], [null]]]);
  assert.deepEqual((await series(`${grants}&region=120107,120109&period=2008&codesAsOf=2009-12-01`)).map((entry) => entry.region), ['120116']);
});

test('a code in place of another passes, both ways', async () => {
  const [now] = await series(`${grants}&region=120117&codesAsOf=2024`);
  assert.deepEqual([now.region, now.periods, now.values], ['120117', ['2014', '2015', '2016', '2017', '2018'], [7, null, null, null, 11]]);
  assert.deepEqual(now.inputs, [[{ region: '120221', period: '2014' }], null, null, null, null]);
  const [then] = await series(`${grants}&region=120117&codesAsOf=2010&last=1`);
  assert.deepEqual([then.region, then.values, then.inputs], ['120221', [11], [[{ region: '120117', period: '2018' }]]]);
});

test('a figure of a whole is not divided among its parts', async () => {
  assert.deepEqual(await refusal(`${grants}&region=420191&codesAsOf=2020`), ['420191', '420192']);
  assert.deepEqual(await points(`${grants}&region=420191&codesAsOf=2020&period=2016`), [['2016', 30]]);
  assert.deepEqual(await points(`${grants}&region=420190&codesAsOf=2014`), [['2014', 40], ['2016', 45], ['2017', 'predecessor-missing']]);
  assert.deepEqual(await refusal(`${grants}&region=120107&codesAsOf=2005`), ['120107', '120108', '120109']);
  assert.deepEqual(await refusal(`${grants}&region=120116&codesAsOf=2005`), ['120107', '120108', '120109']);
  assert.deepEqual(await points(`${grants}&region=120107&codesAsOf=2005&period=2007..2008`), [['2007', 90], ['2008', 100]]);
});

test('a region that took another in, and one that was left by another', async () => {
  assert.deepEqual(await points(`${grants}&region=420194&codesAsOf=2020`), [['2016', 'predecessor-missing'], ['2017', 15], ['2019', 20]]);
  assert.deepEqual(await points(`${grants}&region=420194&codesAsOf=2016&period=2016..2017`), [['2016', 9], ['2017', 10]]);
  assert.deepEqual(await refusal(`${grants}&region=420194&codesAsOf=2016`), ['420193', '420194']);
  assert.deepEqual(await points(`${grants}&region=420195&codesAsOf=2016`), [['2017', 50], ['2019', 55]]);
  assert.deepEqual(await refusal(`${grants}&region=420195&codesAsOf=2020`), ['420195', '420196']);
  assert.deepEqual(await points(`${grants}&region=420195,!420196&codesAsOf=2020&period=2019`), [['2019', 30]]);
});

test('growth of computed points is that over the points of the same entry', async () => {
  const [{ periods, derived }] = await series(`${grants}&region=120104&align=A&derive=yoy,change,cagr,rank`);
  assert.deepEqual(periods, ['2020', '2021', '2022', '2023', '2024', '2025']);
  // 7 (6 to 8) over 50, 78 over it; (78 / 30)^(1/4) is 1.26982, from at least 30.
  assert.deepEqual(derived.yoy.values, [null, null, null, -86, 1014.29, null]);
  assert.deepEqual(derived.yoy.lower, [null, null, null, -88, 875, null]);
  assert.deepEqual(derived.yoy.upper, [null, null, null, -84, 1200, null]);
  assert.deepEqual(derived.yoy.reasons, ['no-base', 'parts-missing', 'parts-missing', null, null, 'year-to-date']);
  assert.deepEqual(derived.yoy.bases[4], { region: '120104', period: '2023' });
  assert.deepEqual(derived.change.values, [null, null, null, -43, 71, null]);
  assert.equal(derived.cagr.values[4], 26.98);
  assert.equal(derived.rank.reasons[4], 'computed');
  const [last] = await series(`${grants}&region=120104&align=A&derive=yoy&last=1`);
  assert.deepEqual([last.periods, last.derived.yoy.values], [['2024'], [1014.29]], 'a base that is not shown is a base');
});

test('no growth goes over a break of the series, wherever it stands', async () => {
  const [{ periods, values, status, derived }] = await series(`${grants}&region=120105&align=A&derive=yoy,change,cagr`);
  assert.deepEqual(periods, ['2018', '2019', '2020', '2021', '2022', '2023', '2024']);
  assert.deepEqual(values.slice(0, 5), [10, 12, 20, 11, 12]);
  assert.equal(status[3], 'B', 'a break in a part is a break of the sum');
  assert.deepEqual(derived.yoy.values.slice(0, 5), [null, 20, 66.67, null, 9.09]);
  assert.deepEqual(derived.yoy.reasons.slice(0, 5), ['no-base', null, null, 'definition-changed', null]);
  assert.deepEqual(derived.change.values.slice(0, 5), [null, 2, 8, null, 1]);
  assert.deepEqual(derived.cagr.values.slice(0, 3), [null, 20, 41.42]); // (20 / 10)^(1/2)
  for (const n of [3, 4, 6]) assert.equal(derived.cagr.reasons[n], 'definition-changed');
  const [after] = await series(`${grants}&region=120105&align=A&derive=cagr&period=2021..`);
  assert.equal(after.derived.cagr.values[1], 9.09, 'from the break on there is growth');
  assert.deepEqual(await points(`${grants}&region=120106&align=A`), [['2020', 9], ['2021', 'definition-changed'], ['2022', 12]]);
  const [within] = await series(`${grants}&region=120106&align=A&derive=cagr`);
  assert.deepEqual(within.derived.cagr.reasons, ['no-base', 'definition-changed', 'definition-changed'], 'a break within a year without a value');
});

test('a part that is a forecast makes the sum one', async () => {
  const [{ values, status }] = await series(`${grants}&region=120105&align=A`);
  assert.deepEqual([values[5], status[5]], [14, 'F']);
  const [{ derived: without }] = await series(`${grants}&region=120105&align=A&derive=yoy,cagr&period=2022..`);
  assert.deepEqual([without.yoy.reasons, without.cagr.reasons], [['no-base', 'forecast', 'forecast'], ['no-base', 'forecast', null]]);
  const [{ derived: asked }] = await series(`${grants}&region=120105&align=A&derive=yoy&period=2022..&status=A,U,F`);
  assert.deepEqual(asked.yoy.values, [null, 16.67, 7.14]); // 14 over 12, 15 over 14
});

test('what no change of codes touches stays as published', async () => {
  const published = await series('limit=1000&region=120000,420000,120104');
  const mapped = await series('limit=1000&region=120000,420000,120104&codesAsOf=2024');
  const plain = mapped.map(({ reasons, inputs, ...entry }) => {
    assert.ok(reasons.every((reason) => reason === null) && inputs.every((input) => input === null));
    return entry;
  });
  const byName = (a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b));
  assert.deepEqual(plain.sort(byName), published.sort(byName));
});

test('pages of computed series are whole series, each once', async () => {
  for (const query of ['align=A', 'codesAsOf=2024&period=2018..', 'align=A&codesAsOf=2024&period=2018..']) {
    const whole = await series(`${query}&limit=1000`);
    assert.ok(whole.length > 30);
    const paged = [];
    let target = `/v1/series?${query}&limit=17`;
    while (target) {
      const page = await json(server, target);
      assert.equal(page.meta.matched, whole.length);
      paged.push(...page.data);
      target = page.links.next;
    }
    assert.deepEqual(paged, whole);
  }
});

// What does not go together is not derived: figures of several documents, of different accumulation, over a break, forecasts. Values
// by hand from the package below.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { observation, writePackage } from './lib/package.mjs';
import { Server, dataPackages, temporaryFolder } from './lib/server.mjs';

const other = { document: 'binhai-2019h1-page' }; // comes after the usual one
const started = { accumulation: 'since_start' };
const at = (region, period, value, more) => observation({ region: `120${region}`, period, value, ...more });
const growth = (region, period, value, more) => at(region, period, value, { measure: 'yoy', unit: 'percent', bound: 'eq', lower: value - 0.5, upper: value + 0.5, ...more });
const people = (region, period, value, more) => at(region, period, value, { indicator: 'population_resident', definition: 'census-2020', unit: 'person',
  accumulation: 'stock', ...more });
const rate = (region, value, more) => at(region, '2015-12-31', value, { indicator: 'abnormal_application_withdrawal_rate', unit: 'percent', accumulation: 'stock',
  breakdown: 'batches=1-3', ...more });
const abnormal = (region, period, value, more) => at(region, period, value, { indicator: 'abnormal_patent_applications', breakdown: 'batches=1-3', ...more });
const inventions = (region, value, more) => at(region, '2015-12-31', value, { indicator: 'invention_patents_in_force', definition: 'cnipa-domestic', accumulation: 'stock', ...more });

const figures = [
  // Two documents that both say 20 %.
  at(101, '2011', 100), at(101, '2012', 120), at(101, '2011', 200, other), at(101, '2012', 240, other),
  at('000', '2012', 600), at('000', '2012', 1200, other),
  at(101, '2013', 400), at(101, '2014', 600, other),
  // A break between.
  at(102, '2012', 100), at(102, '2013', 150, { status: 'B' }), at(102, '2014', 200),
  at(102, '2013-03', 5), at(102, '2013-09', 6, { status: 'B' }), at(102, '2014-03', 9), at(102, '2014-10', 9), at(102, '2013-10', 6),
  // A forecast between.
  at(103, '2012', 100), at(103, '2013', 200, { status: 'F' }), at(103, '2014', 300),
  at(104, '2013', 60), at(105, '2013', 70),
  people(104, '2013-12-31', 100000, { status: 'F' }), people(104, '2012-12-31', 200000),
  // A total since the start beside those of the year.
  at(101, '2015', 10), at(102, '2015', 99, started), at(103, '2015', 5),
  // Rates of a day, and counts that end with it.
  rate(105, 90), abnormal(105, '2015', 1000), abnormal(105, '2010-01-01/2015-12-31', 5000, started),
  rate(106, 90), abnormal(106, '2015', 1000), abnormal(106, '2015-H2', 400),
  rate(110, 90), abnormal(110, '2010-01-01/2015-12-31', 5000, started),
  at(106, '2015', 110, started), growth(106, '2015', 10),
  at(110, '2015', 110), growth(110, '2015', 10), at(110, '2014', 100, started),
  at(114, '2015', 2), growth(114, '2015', -99.8),
  at(116, '2015', 110), growth(116, '2015', 10, { status: 'F' }), at(117, '2015', 110), growth(117, '2015', 10), at(117, '2014', 90, { status: 'F' }),
  rate(116, 90, { status: 'F' }), abnormal(116, '2015', 1000),
  // The default says nothing where another document does.
  people(112, '2013-12-31', null), people(112, '2013-12-31', 300000, other), people(112, '2012-12-31', 290000), at(112, '2013', 290),
  at(111, '2012', null), at(111, '2012', 5, other), at(111, '2013', 10), at(111, '2014', 20),
  people(113, '2015-12-31', 200000), people(113, '2015-12-31', 100000, { ...other, definition: 'annual-estimate' }), at(113, '2015', 100),
  inventions(115, null), inventions(115, 1000, other), people(115, '2015-12-31', 100000),
  at(115, '2015-12-31', 100, { indicator: 'invention_patents_in_force_per_10k', unit: 'piece_per_10k_persons', accumulation: 'stock', definition: 'census-2020' }),
];
const definitions = [{ indicator: 'population_resident', definition: 'annual-estimate', name_zh: 'e', name_en: 'e', text_zh: '', text_en: '', valid_from: '', valid_to: '' }];

let server;
before(async () => {
  const folder = await writePackage(path.join(await temporaryFolder(), 'made'), { definition: definitions, observation: figures });
  server = await Server.start({ packages: [...(await dataPackages()), folder] });
});
after(async () => { await server.stop(); });

const read = (region, period, kind, more = '') => json(server,
  `/v1/observations?indicator=patents_granted&region=120${region}&period=${period}&measure=level&derive=${kind}${more}`);
async function derived(region, period, kind, more) {
  const { data } = await read(region, period, kind, more);
  const found = data.filter((row) => row.period === period.split('..').at(-1));
  assert.equal(found.length, 1, `${region} ${period}`);
  return found[0].derived[kind];
}
const told = ({ value, reason }) => [value, reason];
const types = ({ meta }) => meta.notes.map(({ type }) => type);

test('what a document says is held against what the same one says', async () => {
  for (const document of ['binhai-2024-rule-of-law', 'binhai-2019h1-page']) {
    for (const kind of ['yoy', 'share']) {
      const result = await derived(101, '2012', kind, `&document=${document}`);
      assert.deepEqual(told(result), [20, null], `${kind} of ${document}`);
      assert.deepEqual(result.inputs.map((input) => input.document), [document, document]);
    }
    assert.deepEqual(told(await derived(101, '2011..2012', 'cagr', `&document=${document}`)), [20, null]);
    assert.ok(!types(await read(101, '2012', 'yoy,share', `&document=${document}`)).includes('input-of-another-document'));
  }
  // Only the other document has the base: it is told.
  const answer = await read(101, '2014', 'yoy', '&document=binhai-2019h1-page');
  assert.equal(answer.data[0].derived.yoy.value, 50);
  assert.ok(types(answer).includes('input-of-another-document'));
  assert.ok(!types(await read(101, '2014', 'yoy')).includes('input-of-another-document'));
});

test('a break between the base and the figure is a change of definition, one at the base is not', async () => {
  assert.deepEqual(told(await derived(102, '2013', 'yoy')), [null, 'definition-changed']);
  assert.deepEqual(told(await derived(102, '2014', 'yoy')), [33.33, null]);
  assert.deepEqual(told(await derived(102, '2012..2014', 'cagr')), [null, 'definition-changed']);
  assert.deepEqual(told(await derived(102, '2013..2014', 'cagr')), [33.33, null]);
  for (const kind of ['yoy', 'change']) assert.deepEqual(told(await derived(102, '2014-03', kind)), [null, 'definition-changed']);
  assert.deepEqual(told(await derived(102, '2014-10', 'yoy')), [50, null]);
});

test('a forecast is left out of what is computed unless status= asks for it', async () => {
  for (const kind of ['yoy', 'change', 'rank', 'per_10k', 'share', 'cagr']) {
    assert.deepEqual(told(await derived(103, '2013', kind)), [null, 'forecast'], kind);
  }
  assert.deepEqual(told(await derived(103, '2014', 'yoy')), [null, 'forecast']);
  assert.deepEqual(told(await derived(103, '2013', 'yoy', '&status=F')), [100, null]);
  assert.deepEqual(told(await derived(103, '2014', 'yoy', '&status=A,F')), [50, null]);
  // Of 2013 the districts 101, 112, 111, 105, 104 and, with a break, 102 say something; the forecast would be second.
  const rank = await derived(102, '2013', 'rank');
  assert.deepEqual([rank.value, rank.of, rank.missing], [3, 6, 10]);
  const asked = await derived(103, '2013', 'rank', '&status=F');
  assert.deepEqual([asked.value, asked.of, asked.missing], [3, 7, 9]);
  // 60 of 200,000; the population of the year itself is a forecast.
  assert.deepEqual(told(await derived(104, '2013', 'per_10k')), [3, null]);
  const { data } = await json(server, '/v1/compare?indicator=patents_granted&region=120103&period=2012,2013');
  assert.deepEqual([data.comparisons[0].comparable, data.comparisons[0].reason, data.comparisons[0].change.reason], ['no', 'forecast', 'forecast']);
  const ranking = (await json(server, '/v1/rankings?indicator=patents_granted&region=120000/*&period=2013')).data;
  const entry = (region) => ranking.entries.find((one) => one.region === region);
  assert.deepEqual([entry('120103').rank, entry('120103').reason, entry('120102').rank, entry('120102').rank_upper, ranking.of], [null, 'forecast', 3, 13, 6]);
});

test('a rank is among figures that accumulate alike; the others may be anywhere', async () => {
  const first = await derived(101, '2015', 'rank');
  // Also 110, 113, 114, 116 and 117 have figures of the year: 110 three times, 100, 10, 5, 2.
  assert.deepEqual([first.value, first.lower, first.upper, first.of, first.missing], [5, 5, 14, 7, 9]);
  assert.deepEqual(told(await derived(102, '2015', 'rank')), [null, 'since-start']);
  const ranking = (await json(server, '/v1/rankings?indicator=patents_granted&region=120000/*&period=2015')).data;
  const entry = ranking.entries.find(({ region }) => region === '120101');
  assert.deepEqual([entry.rank, entry.rank_lower, entry.rank_upper], [5, 5, 14]);
});

const part = async (region) => (await json(server, `/v1/derive/part?indicator=abnormal_application_withdrawal_rate&region=120${region}&period=2015-12-31&breakdown[batches]=1-3`)).data[0].part;

test('the state of a rate on a day stands for one count that ended with it', async () => {
  // Not 90 % of the 5,000 since the start.
  assert.deepEqual(told(await part(105)), [900, null]);
  assert.deepEqual(told(await part(106)), [null, 'period-lengths']);
  assert.deepEqual(told(await part(110)), [null, 'since-start']);
});

const base = async (region) => (await json(server, `/v1/derive/base?region=120${region}&period=2015&indicator=patents_granted`)).data[0];

test('a growth is that of a level which accumulates alike', async () => {
  assert.deepEqual(told((await base(106)).base), [null, 'accumulation-changed']);
  const found = await base(110);
  assert.deepEqual([found.base.value, found.published.value, found.agrees], [100, 100, null]);
});

test('nothing is worked back from a forecast', async () => {
  assert.deepEqual(told((await base(116)).base), [null, 'forecast']);
  const found = await base(117);
  assert.deepEqual([found.base.value, found.published.value, found.agrees], [100, 90, null]);
  assert.deepEqual(told(await part(116)), [null, 'forecast']);
});

test('a loss of nearly everything leaves the base open above', async () => {
  // 2 / 0.2 % is 1000; 2 / 0.7 % is 285.71; nothing is lost more than once.
  const { base: found } = await base(114);
  assert.deepEqual([found.value, found.lower, found.upper, found.reason], [1000, 285.71, null, null]);
});

test('of several documents the default decides whether there is a number', async () => {
  // 290 of the 290,000 of the year before: of 2013 the default names no population.
  assert.deepEqual(told(await derived(112, '2013', 'per_10k')), [10, null]);
  // From 2013: the default has nothing of 2012.
  assert.deepEqual(told(await derived(111, '2012..2014', 'cagr')), [100, null]);
  // Two definitions of one day: that of the document which comes first.
  const answer = await read(113, '2015', 'per_10k');
  assert.equal(answer.data[0].derived.per_10k.value, 5);
  assert.equal(answer.data[0].derived.per_10k.inputs[1].definition, 'census-2020');
  assert.ok(types(answer).includes('several-figures'));
  assert.ok(!types(await read(112, '2013', 'per_10k')).includes('several-figures'));
  const { data: [found] } = await json(server, '/v1/derive/part?indicator=invention_patents_in_force_per_10k&region=120115&period=2015-12-31');
  assert.deepEqual([found.part.value, found.published, found.agrees], [1000, null, null]);
});

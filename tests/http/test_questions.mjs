// The thirteen hard questions of the subject, each with the answer that a naive server gets wrong. The figures are the published ones
// where these raise the question, and a small made-up package where they do not.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { observation, writePackage } from './lib/package.mjs';
import { Server, dataPackages, makeStore, run, temporaryFolder } from './lib/server.mjs';

const city = { document: 'tianjin-2021-summary' };

// What the published figures do not raise: another document with another value, halves of a year, districts before the merger.
const madeUp = [
  // The city says something else about Binhai's patents than the district's own report of 2020, which came second-hand.
  observation({ ...city, indicator: 'patents_in_force', period: '2020-12-31', accumulation: 'stock', value: 75000 }),
  // Only one half of 2019 was published, both of 2018.
  observation({ indicator: 'patent_applications', period: '2018-H1', value: 10000 }),
  observation({ indicator: 'patent_applications', period: '2018-H2', value: 11000 }),
  // The three districts that became Binhai, and Binhai afterwards.
  observation({ indicator: 'patents_granted', region: '120107', period: '2008', value: 500 }),
  observation({ indicator: 'patents_granted', region: '120108', period: '2008', value: 300 }),
  observation({ indicator: 'patents_granted', region: '120109', period: '2008', value: 200 }),
  observation({ indicator: 'patents_granted', region: '120116', period: '2010', value: 1400 }),
  // Two districts of sixteen, one of them with a measured zero.
  observation({ indicator: 'madrid_applications', region: '120104', period: '2024', value: 0 }),
  observation({ indicator: 'madrid_applications', region: '120116', period: '2024', value: 40 }),
  // A total since the start at two dates; distinct agencies in two years.
  observation({ indicator: 'enterprises_served_by_network', period: '2023-12-31', value: 300, unit: 'entity', accumulation: 'since_start' }),
  observation({ indicator: 'patent_agencies_inspected', region: '120000', period: '2022', value: 30, unit: 'entity' }),
  // A zone has its patents in a district that counts them too.
  observation({ indicator: 'madrid_applications', region: '120116400', period: '2024', value: 25 }),
];

let server;
before(async () => {
  const folder = await temporaryFolder();
  const extra = await writePackage(path.join(folder, 'questions'), { observation: madeUp });
  server = await Server.start({ packages: [...(await dataPackages()), extra] });
});
after(async () => { await server.stop(); });

const get = (target) => json(server, target);
async function refused(target, pattern) {
  const answer = await request(server, target);
  assert.equal(answer.status, 422, `${target}: ${answer.text}`);
  const problem = answer.json();
  assert.equal(problem.type, '/problems/not-additive');
  assert.match(problem.detail, pattern);
  return problem;
}
const only = (data) => {
  assert.equal(data.length, 1, JSON.stringify(data));
  return data[0];
};

test('1. two documents disagree: both are kept, the ranking of publishers decides, the disagreement is shown', async () => {
  const where = 'indicator=patents_in_force&region=120116&period=2020-12-31';
  const shown = only((await get(`/v1/observations?${where}&measure=level`)).data);
  assert.deepEqual([shown.value, shown.document], [75000, 'tianjin-2021-summary']);
  const other = only((await get(`/v1/observations?${where}&document=!tianjin-2021-summary`)).data);
  assert.equal(other.value, 72000, 'the other document still says what it said');
  const conflict = only((await get(`/v1/conflicts?${where}`)).data);
  assert.equal(conflict.agreement, 'differ');
  assert.deepEqual([conflict.default.value, conflict.others.map((other) => other.figure.value)], [75000, [72000]]);
});

test('2. damaged text: the reading is marked, the numeral as printed is kept, and it can be left out', async () => {
  const where = '/v1/observations?indicator=invention_patents_in_force&region=120000&period=2021&measure=level';
  const repaired = only((await get(where)).data);
  assert.deepEqual([repaired.value, repaired.raw, repaired.extraction, repaired.status], [43400, '4.34件', 'repaired', 'A']);
  assert.deepEqual((await get(`${where}&extraction=!repaired`)).data, []);
});

test('3. at least 500 and nearly 2000 are no numbers to rank or compare', async () => {
  const served = only((await get('/v1/observations?indicator=enterprises_served_by_network&region=120116&period=2024')).data);
  assert.deepEqual([served.value, served.bound, served.lower, served.upper], [500, 'ge', 500, null]);
  const nearly = only((await get('/v1/observations?indicator=preexam_registered_entities&region=120000')).data);
  assert.deepEqual([nearly.value, nearly.bound, nearly.lower, nearly.upper], [2000, 'lt', 1900, 2000]);
  const change = only((await get('/v1/observations?indicator=patents_granted&region=120116&period=2020&derive=per_10k')).data).derived.per_10k;
  assert.ok(change.lower < change.value && change.value <= change.upper, 'what is computed from a bound has bounds');
});

test('4. a total since the start has no growth and is no flow of a year', async () => {
  const served = only((await get('/v1/observations?indicator=enterprises_served_by_network&region=120116&period=2024&derive=yoy')).data);
  assert.deepEqual([served.accumulation, served.derived.yoy.value, served.derived.yoy.reason], ['since_start', null, 'since-start']);
  await refused('/v1/aggregates?indicator=enterprises_served_by_network&region=120116&period=2023..2024&function=sum', /start/);
});

test('5. half a year is never a year: not by doubling, not by leaving out the other half', async () => {
  const { data } = await get('/v1/series?indicator=patent_applications&region=120116&align=A');
  const annual = only(data);
  assert.equal(annual.freq, 'A');
  const at = Object.fromEntries(annual.periods.map((period, n) => [period, annual.values[n]]));
  assert.equal(at[2018], 21000, 'both halves are there');
  assert.equal(at[2019] ?? null, null, 'one half is not the year');
  await refused('/v1/aggregates?indicator=patent_applications&region=120116&period=2019&group_by=year', /half|halves/);
});

test('6. a growth without its base gives the base as an interval, never as a published figure', async () => {
  const days = only((await get('/v1/derive/base?indicator=ip_case_avg_handling_days&region=120116')).data);
  assert.deepEqual(days.rounded, { lower: 87.6, value: 89.1, upper: 90.6 });
  const inventions = only((await get('/v1/derive/base?indicator=invention_patents_in_force&region=120000')).data);
  assert.deepEqual(inventions.rounded, { lower: 38098, value: 38144, upper: 38189 });
  assert.equal(inventions.base.derived, true);
  assert.deepEqual((await get('/v1/observations?indicator=invention_patents_in_force&region=120000&period=2020')).data, []);
});

test('7. one name, two definitions: the comparison is flagged, and shows what the numerator did', async () => {
  const { data } = await get('/v1/compare?indicator=invention_patents_in_force_per_10k,invention_patents_in_force&region=120000&period=2019-12-31,2021-12-31');
  const [count, rate] = ['invention_patents_in_force', 'invention_patents_in_force_per_10k']
    .map((id) => data.comparisons.find((entry) => entry.indicator === id));
  assert.equal(rate.comparable, 'flagged');
  assert.deepEqual(rate.flags.map((flag) => flag.code).sort(), ['B', 'D']);
  assert.deepEqual(count.flags, []);
  // 31.3 / 22.3 and 43,400 / 34,700.
  assert.equal(rate.change.value, 40.36);
  assert.equal(count.change.value, 25.07);
});

test('8. an ambiguous window has two readings, and no actual is no failure', async () => {
  const { data: targets } = await get('/v1/plans/nankai-2024-2026/targets');
  const open = targets.find((target) => target.window.kind === 'each_year_or_cumulative');
  const { data } = await get(`/v1/targets/${open.id}/progress`);
  assert.equal(data.readings.length, 2);
  for (const reading of data.readings) {
    assert.equal(reading.actual, null);
    assert.ok(['not_yet_judgeable', 'undetermined'].includes(reading.light), reading.light);
    assert.ok(reading.reason);
  }
});

test('9. what may not be added up or multiplied is refused, with the rule', async () => {
  await refused('/v1/aggregates?indicator=madrid_applications&region=120116,120116400&period=2024&function=sum', /zone/);
  await refused('/v1/aggregates?indicator=patents_granted&region=120000,120116&period=2019..2020&function=sum', /within|nested/);
  await refused('/v1/aggregates?indicator=patent_agencies_inspected&region=120000&period=2021,2022&function=sum', /distinct|union/);
  await refused('/v1/aggregates?indicator=ip_standardized_markets&region=120000&period=2021&breakdown[level]=*&function=sum', /promot/);
  // 99.1 % of three batches, 16,188 applications in four.
  await refused('/v1/derive/part?indicator=abnormal_application_withdrawal_rate&region=120000&period=2021', /coverage|cover/);
  // Agencies and visits to agencies are not of one kind.
  const mixed = await request(server, '/v1/aggregates?indicator=patent_agencies_inspected,agency_regulatory_interviews&region=120000&period=2021&function=sum');
  assert.ok([400, 422].includes(mixed.status), mixed.text);
});

test('10. codes that changed: merged districts are summed, and are never divided', async () => {
  const whole = only((await get('/v1/series?indicator=patents_granted&region=120116&period=2008..2010&freq=A&codesAsOf=2012')).data);
  assert.deepEqual(whole.periods.map((period, n) => [period, whole.values[n]]), [['2008', 1000], ['2009', null], ['2010', 1400]]);
  await refused('/v1/series?indicator=patents_granted&region=120107&period=2008..2010&freq=A&codesAsOf=2008', /split|divi/);
  const { data, meta } = await get('/v1/series?indicator=patents_granted&region=120107&period=2008..2010&freq=A&codesAsOf=2012&lang=en');
  assert.equal(only(data).region, '120116');
  assert.match(meta.notes.find((note) => note.type === 'code-not-in-force').detail, /120116/);
});

test('11. qualified over accepted of one year is a ratio of that year, not the share that qualified', async () => {
  const { data, meta } = await get('/v1/preexam/funnel?region=120116&period=2024');
  const ratio = data.ratios.find((entry) => entry.id === 'qualified_per_accepted');
  assert.deepEqual([ratio.value, ratio.basis, ratio.derived], [72.1, 'period', true]);
  assert.ok(meta.notes.some((note) => note.type === 'not-a-pass-rate'));
  assert.deepEqual((await get('/v1/observations?indicator=preexam_cohort_pass_rate')).data, [], 'a cohort rate needs records');
});

test('12. small cells about persons come out nowhere, not as values, not as counts', async () => {
  const id = 'disciplinary_talks';
  for (const target of [`/v1/observations?indicator=${id}`, `/v1/observations?indicator=${id}&history=true`, `/v1/series?indicator=${id}`,
    `/v1/changes?since=2000-01-01&indicator=${id}`, `/v1/availability?indicator=${id}`, `/v1/conflicts?indicator=${id}&all=true`]) {
    assert.deepEqual((await get(target)).data, [], target);
  }
  const ranking = (await get(`/v1/rankings?indicator=${id}&region=120000&period=2021`)).data;
  assert.deepEqual([ranking.of, ranking.entries], [0, []]);
  for (const target of ['/v1/exports/observations.csv?breakdown[*]=*', '/v1/exports/tables/observation.csv', '/v1/exports/observations.ndjson',
    '/v1/changes?release=1&limit=1000', '/v1/availability?by=indicator&limit=1000']) {
    const { status, text } = await request(server, target);
    assert.equal(status, 200, target);
    assert.ok(text.includes('patents_in_force') && !text.includes(id), `${target} names it`);
  }
  const counted = (await get(`/v1/aggregates?indicator=${id}&function=count`)).data;
  assert.ok(counted.every((entry) => entry.figures === 0 && !entry.value), JSON.stringify(counted));
});

test('13. a district that is not named is missing, not zero', async () => {
  const where = 'indicator=madrid_applications&region=120000/*&period=2024';
  const ranking = (await get(`/v1/rankings?${where}`)).data;
  assert.deepEqual(ranking.entries.map((entry) => entry.region), ['120116', '120104']);
  assert.equal(ranking.missing.length, 14);
  const sum = only((await get(`/v1/aggregates?${where}&function=sum`)).data);
  assert.deepEqual([sum.value, sum.bound, sum.upper, sum.complete, sum.missing.length], [40, 'ge', null, false, 14]);
  const zero = only((await get('/v1/observations?indicator=madrid_applications&region=120104')).data);
  assert.deepEqual([zero.value, zero.status], [0, 'A'], 'a measured zero is a figure');
  assert.deepEqual((await get('/v1/observations?indicator=madrid_applications&region=120101')).data, []);
});

// /v1/enforcement: 42 kinds of conduct, cases by the day of the decision, and the columns of the form.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseCsv } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

const statistics = async (query = '') => (await json(server, `/v1/enforcement/statistics?${query}`)).data;

test('42 kinds of conduct in ten groups, lines 2 to 43 of the form, none of them verified', async () => {
  const { data, meta } = await json(server, '/v1/enforcement/conducts?lang=en');
  assert.equal(data.length, 42);
  assert.deepEqual(data.map((row) => row.line).sort((a, b) => a - b), Array.from({ length: 42 }, (_, i) => i + 2));
  const groups = {};
  for (const { conduct_group: group } of data) groups[group] = (groups[group] ?? 0) + 1;
  assert.deepEqual(groups, {
    tm_infringement: 8, tm_use: 6, tm_application: 6, tm_printing: 1, gi: 3, collective_certification: 2, special_sign: 4, patent_passing_off: 5,
    patent_agency: 3, other: 4,
  });
  assert.ok(data.every((row) => row.confidence === 'unverified' && row.document === 'ip-case-form'));
  assert.equal(data.find((row) => row.conduct === 'tm_sale').basis, 'Trademark Law art. 57(3)');
  assert.equal(meta.synthetic, false);
});

test('a year counts what was decided in it, and the whole columns of the form', async () => {
  const { total, previous, period, group_by: by, groups } = await statistics('period=2023');
  assert.deepEqual(total, {
    cases: 4, ordinary_procedure: 3, mediated: 1, large_value: 1, e_commerce_cases: 1, foreign_related_cases: 1, case_value: 101.4999, fines: 5.35,
    confiscation: 1.75, recovered: 10, recovered_foreign: 4, transferred: 0, published: 1, fine_per_case: 1.3375, confiscation_per_case: 0.4375,
    e_commerce_share: 25, transferred_share: 0,
  });
  assert.deepEqual([period, by, groups], ['2023', [], []]);
  assert.deepEqual([previous.period, previous.cases, previous.growth], ['2022', 1, 300]);
});

test('a value of exactly 500,000 CNY is large, one of 499,999 is not', async () => {
  const { groups } = await statistics('period=2023-Q1&group_by=conduct');
  assert.deepEqual(groups.map((one) => [one.key.conduct, one.cases, one.large_value]), [['tm_sale', 2, 1]]);
});

test('days at the ends of years and quarters fall where they belong', async () => {
  const by = async (key) => Object.fromEntries((await statistics(`group_by=${key}`)).groups.map((one) => [one.key[key], one.cases]));
  assert.deepEqual(await by('year'), { 2022: 1, 2023: 4, 2024: 2 });
  assert.deepEqual(await by('half'), { '2022-H2': 1, '2023-H1': 3, '2023-H2': 1, '2024-H1': 2 });
  assert.deepEqual(await by('quarter'), { '2022-Q4': 1, '2023-Q1': 2, '2023-Q2': 1, '2023-Q4': 1, '2024-Q1': 1, '2024-Q2': 1 });
  assert.deepEqual(await by('month'), { '2022-12': 1, '2023-02': 1, '2023-03': 1, '2023-04': 1, '2023-12': 1, '2024-01': 1, '2024-06': 1 });
});

test('groups of conduct add up to the total, and shares to a hundred', async () => {
  const { total, groups } = await statistics('group_by=conduct_group');
  assert.deepEqual(groups.map((one) => [one.key.conduct_group, one.cases]), [['other', 1], ['patent_passing_off', 1], ['tm_infringement', 5]]);
  assert.equal(groups.reduce((sum, one) => sum + one.cases, 0), total.cases);
  assert.deepEqual(groups.map((one) => one.share), [14.3, 14.3, 71.4]);
});

test('the region of a selector, and no records where there are none', async () => {
  assert.equal((await statistics('region=120104')).total.cases, 3);
  assert.equal((await statistics('region=120000/*,!120104')).total.cases, 4);
  const empty = await json(server, '/v1/enforcement/statistics?region=420000');
  assert.equal(empty.data.total, null);
  assert.ok(empty.meta.notes.some((note) => note.type === 'no-data'));
});

test('what no register covers is no zero, and what it covers is one', async () => {
  const of = async (query) => (await json(server, `/v1/enforcement/statistics?${query}`)).data;
  const first = await of('period=2022');
  assert.deepEqual([first.covered, first.total.cases, first.previous], [true, 1, null]);
  const year = await of('period=2023');
  assert.deepEqual([year.covered, year.previous.covered, year.previous.growth], [true, true, 300]);
  const later = await of('period=2025');
  assert.deepEqual([later.covered, later.total, later.previous.cases, later.previous.covered, later.previous.growth], [false, null, 2, true, null]);
  const { data: none, meta } = await json(server, '/v1/enforcement/statistics?period=2023&region=120103');
  assert.deepEqual([none.covered, none.total.cases, none.total.fine_per_case, none.previous.cases], [true, 0, null, 0]);
  assert.deepEqual([meta.synthetic, meta.documents.map((one) => one.id)], [true, ['office-records']]);
  assert.deepEqual((await of('region=120103,420000&period=2023')).covered, false);
});

test('groups say whether their days are covered', async () => {
  const covered = async (query) => (await statistics(query)).groups.map((one) => one.covered);
  assert.deepEqual(await covered('group_by=year'), [true, true, true]);
  assert.deepEqual(await covered('group_by=region'), [null, null, null]);
  assert.deepEqual(await covered('group_by=region&period=2023'), [true, true]);
});

test('CSV has a row for each group, and tells that the sample is made up', async () => {
  const [header, ...rows] = parseCsv((await request(server, '/v1/enforcement/statistics.csv?group_by=region,year&lang=en')).text);
  assert.deepEqual(header.slice(0, 5), ['region', 'region_name', 'year', 'year_name', 'cases']);
  assert.deepEqual(rows.map((row) => [row[0], row[1], row[2], row[4]]), [
    ['120101', 'Heping District', '2022', '1'], ['120104', 'Nankai District', '2023', '3'], ['120116', 'Binhai New Area', '2023', '1'],
    ['120116', 'Binhai New Area', '2024', '2'],
  ]);
  assert.ok(rows.every((row) => row.at(-1) === 'true'));
});

test('cases are listed by what they are, and nobody is named', async () => {
  const { data, meta } = await json(server, '/v1/enforcement/cases?transferred=true&lang=en');
  assert.deepEqual(data.map((row) => [row.id, row.conduct_name, row.decided_on]), [
    ['ec-5', 'Forging, making or selling trademark labels', '2024-01-01'], ['ec-6', 'Sale of infringing goods', '2024-06-30'],
  ]);
  assert.ok(Object.keys(data[0]).every((name) => !/party|holder|infringer/.test(name)));
  assert.equal(meta.synthetic, true);
  assert.deepEqual((await json(server, '/v1/enforcement/cases?period=2023-H1&e_commerce=no&fields=id')).data, [{ id: 'ec-2' }, { id: 'ec-3' }]);
});

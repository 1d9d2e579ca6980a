// /v1/preexam/funnel and /v1/preexam/statistics: published stages beside what a small register counts, worked out by hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseCsv } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
let counted;
before(async () => { [server, counted] = await Promise.all([Server.start(), samplePackages().then((packages) => Server.start({ packages }))]); });
after(async () => { await Promise.all([server.stop(), counted.stop()]); });

const funnel = async (query) => json(counted, `/v1/preexam/funnel?${query}`);

test('Binhai 2024: 2367, 1707, 1188 and the ratios 72.1, 69.6, 50.2', async () => {
  const answer = await request(server, '/v1/preexam/funnel?region=120116&period=2024&lang=en');
  const { data, meta } = answer.json();
  assert.deepEqual([data.accepted.value, data.qualified.value, data.granted.value], [2367, 1707, 1188]);
  assert.equal(data.basis, 'period');
  // 1707 / 2367 = 0.72116..., 1188 / 1707 = 0.69595..., 1188 / 2367 = 0.50190...
  assert.deepEqual(data.ratios.map((ratio) => ratio.value), [72.1, 69.6, 50.2]);
  for (const ratio of data.ratios) {
    assert.equal(ratio.derived, true);
    assert.equal(ratio.basis, 'period');
    assert.deepEqual(ratio.inputs.map((input) => input.document), ['binhai-2024-rule-of-law', 'binhai-2024-rule-of-law']);
  }
  assert.deepEqual(meta.documents.map((one) => one.id), ['binhai-2024-rule-of-law']);
  assert.ok(meta.notes.some((note) => note.type === 'not-a-pass-rate'));
});

test('nothing published: null with a reason, and a hint', async () => {
  const { data, meta } = await json(server, '/v1/preexam/funnel?region=120104&period=2024');
  assert.deepEqual([data.accepted, data.qualified, data.granted], [null, null, null]);
  for (const ratio of data.ratios) {
    assert.equal(ratio.value, null);
    assert.ok(ratio.reason.length > 0);
  }
  assert.ok(meta.notes.some((note) => note.type === 'no-data'));
});

test('without registers there is nothing beside the published stages', async () => {
  assert.equal((await json(server, '/v1/preexam/funnel?region=120116&period=2024')).data.records, null);
});

test('the city in 2024 by period: what happened in the year', async () => {
  const { data, meta } = await funnel('region=120000&period=2024');
  const { records } = data;
  assert.deepEqual([data.accepted, data.qualified, data.granted], [null, null, null]);
  assert.deepEqual([records.basis, records.on, records.complete, records.registers, records.differs], ['period', '2024-12-31', true, ['sample-preexam'], []]);
  assert.deepEqual([records.received, records.accepted, records.decided, records.qualified, records.not_qualified, records.withdrawn_before], [11, 10, 10, 7, 1, 2]);
  // s-03 was filed on the eleventh day, s-05 never
  assert.deepEqual([records.filed, records.lapsed, records.granted, records.rejected, records.withdrawn_after, records.backlog], [6, 2, 4, 1, 0, 1]);
  assert.deepEqual([records.qualified_of_accepted, records.granted_of_qualified, records.granted_of_accepted], [70, 57.1, 40]);
  // 2, 4, 5, 5, 6, 6, 6, 6, 7, 7 working days
  assert.deepEqual(records.duration, { n: 10, mean: 5.4, median: 6, p25: 5, p75: 6, p90: 7, min: 2, max: 7 });
  assert.ok(!('open' in records));
  assert.equal(meta.synthetic, true);
  assert.deepEqual(meta.documents.map((one) => one.id), ['sample-preexam']);
});

test('by cohort: what became of the requests received in the year', async () => {
  const { records } = (await funnel('region=120000&period=2024&basis=cohort')).data;
  // without s-12, which was received in 2023
  assert.deepEqual([records.received, records.accepted, records.decided, records.qualified, records.open, records.filed, records.lapsed, records.granted], [11, 9, 9, 6, 2, 5, 2, 3]);
  assert.deepEqual([records.qualified_of_received, records.granted_of_received, records.open_of_received, records.granted_of_qualified], [54.5, 27.3, 18.2, 50]);
  assert.ok(!('backlog' in records) && !('qualified_of_accepted' in records));
});

test('on an earlier day less has happened', async () => {
  const { records } = (await funnel('region=120000&period=2024&basis=cohort&on=2024-03-21')).data;
  // s-01 to s-04 and s-11 were received; on the day the limits of s-02 and s-03 end, and only s-03 is not filed
  assert.deepEqual([records.received, records.decided, records.filed, records.lapsed, records.granted], [5, 5, 2, 1, 0]);
});

test('published and counted side by side, and where they differ', async () => {
  const { data, meta } = await funnel('region=120116&period=2024&lang=en');
  assert.deepEqual([data.accepted.value, data.records.accepted], [2367, 7]);
  assert.equal(data.accepted.document, 'binhai-2024-rule-of-law');
  assert.deepEqual(data.records.differs, ['accepted', 'qualified', 'granted']);
  assert.ok(meta.notes.some((note) => note.type === 'records-differ' && /accepted, qualified, granted/.test(note.detail)));
  // half of the year is covered by the register, and was not published
  assert.equal((await funnel('region=120116&period=2024-H1')).data.records.accepted, 5);
  assert.equal((await funnel('region=120116&period=2022')).data.records, null);
  assert.equal((await funnel('region=420000&period=2024')).data.records, null);
});

test('what the register can not know on a day is told; a share of requests that are still open is provisional', async () => {
  const notes = async (on) => (await funnel(`region=120000&period=2024&basis=cohort${on}`)).meta.notes.filter(({ type }) => type === 'partly-covered').length;
  assert.deepEqual([await notes(''), await notes('&on=2024-12-31'), await notes('&on=2025-01-01')], [0, 0, 1]);
  // all that came in the first half are decided, s-06 and s-07 of December are not
  const { data } = await json(counted, '/v1/observations?indicator=preexam_cohort_pass_rate&region=120000&period=2024');
  assert.deepEqual(data.map(({ period, status }) => `${period} ${status}`).sort(), ['2024 P', '2024-H1 A', '2024-H2 P', '2024-Q1 A', '2024-Q2 A', '2024-Q4 P']);
});

const statistics = async (query) => (await json(counted, `/v1/preexam/statistics?${query}`)).data;

test('statistics of the city are those of the funnel', async () => {
  const { data, meta } = await json(counted, '/v1/preexam/statistics?region=120000&period=2024&group_by=region');
  const { region, region_name: name, period, group, status, on, ...counts } = data[0];
  assert.deepEqual([data.length, region, period, group, status, on], [1, '120000', '2024', {}, 'A', '2024-12-31']);
  assert.ok(name);
  const { complete, registers, differs, on: day, ...records } = (await funnel('region=120000&period=2024')).data.records;
  assert.deepEqual([complete, registers, differs, day], [true, ['sample-preexam'], [], on]);
  assert.deepEqual(counts, records);
  assert.equal(meta.synthetic, true);
  assert.deepEqual(meta.documents.map((one) => one.id), ['sample-preexam']);
});

test('statistics by centre: events of the year, working days, what lapsed and what waits', async () => {
  const [binhai, tianjin, ...others] = await statistics('period=2024&group_by=center');
  assert.deepEqual([binhai.group, tianjin.group, others, binhai.region, binhai.region_name], [{ center: 'binhai' }, { center: 'tianjin' }, [], null, null]);
  // s-12 was received the year before, s-07 is not accepted
  assert.deepEqual([binhai.received, binhai.accepted, binhai.decided, binhai.qualified, binhai.filed, binhai.lapsed, binhai.granted, binhai.rejected, binhai.backlog], [7, 7, 6, 6, 5, 2, 3, 1, 1]);
  // 5, 5, 6, 6, 6, 7
  assert.deepEqual(binhai.duration, { n: 6, mean: 5.8, median: 6, p25: 5.3, p75: 6, p90: 6.5, min: 5, max: 7 });
  assert.deepEqual([tianjin.received, tianjin.accepted, tianjin.decided, tianjin.qualified, tianjin.not_qualified, tianjin.withdrawn_before, tianjin.filed, tianjin.lapsed, tianjin.granted, tianjin.backlog], [4, 3, 4, 1, 1, 2, 1, 0, 1, 0]);
  assert.deepEqual([tianjin.qualified_of_accepted, tianjin.granted_of_qualified, tianjin.granted_of_accepted], [33.3, 100, 33.3]);
  // 2, 4, 6, 7
  assert.deepEqual(tianjin.duration, { n: 4, mean: 4.8, median: 5, p25: 3.5, p75: 6.3, p90: 6.7, min: 2, max: 7 });
});

test('statistics by quarter, region and kind, with filters', async () => {
  const quarters = await statistics('period=2024&group_by=quarter');
  assert.deepEqual(quarters.map((row) => [row.period, row.received, row.lapsed, row.backlog]), [['2024-Q1', 5, 1, 0], ['2024-Q2', 3, 0, 0], ['2024-Q3', 0, 0, 0], ['2024-Q4', 3, 1, 1]]);
  assert.deepEqual((await statistics('period=2024&region=120101,120104,120116&group_by=region')).map((row) => [row.region, row.received, row.decided]), [['120101', 1, 1], ['120104', 3, 3], ['120116', 7, 6]]);
  const types = async (query) => (await statistics(`period=2024&group_by=patent_type${query}`)).map((row) => [row.group.patent_type, row.received]);
  assert.deepEqual(await types(''), [['design', 1], ['invention', 7], ['utility_model', 3]]);
  assert.deepEqual(await types('&center=tianjin'), [['invention', 3], ['utility_model', 1]]);
  assert.deepEqual(await types('&region=120000,!120116'), [['invention', 3], ['utility_model', 1]]);
  assert.deepEqual((await statistics('period=2024&group_by=agency,field')).map((row) => [row.group, row.received]), [[{ field: 'new_energy', agency: null }, 11]]);
  const [none] = await statistics('period=2024&region=120104&center=binhai');
  assert.deepEqual([none.received, none.backlog, none.qualified_of_accepted, none.duration.n, none.duration.mean], [0, 0, null, 0, null]);
  const first = await json(counted, '/v1/preexam/statistics?period=2024&group_by=patent_type&limit=2');
  assert.deepEqual([first.data.length, first.meta.matched], [2, 3]);
  assert.deepEqual((await json(counted, first.links.next)).data.map((row) => row.group.patent_type), ['utility_model']);
});

test('statistics by cohort on a day', async () => {
  const [year] = await statistics('period=2024&basis=cohort');
  assert.deepEqual([year.received, year.open, year.qualified_of_received, year.granted_of_received, year.open_of_received], [11, 2, 54.5, 27.3, 18.2]);
  assert.ok(!('backlog' in year) && !('qualified_of_accepted' in year));
  const early = await statistics('period=2024&basis=cohort&on=2024-03-21&group_by=center');
  assert.deepEqual(early.map((row) => [row.group.center, row.on, row.received, row.decided, row.filed, row.lapsed, row.withdrawn_before]),
    [['binhai', '2024-03-21', 4, 4, 2, 1, 0], ['tianjin', '2024-03-21', 1, 1, 0, 0, 1]]);
});

test('what no register covers has no entry, and what one covers in part is told', async () => {
  for (const query of ['period=2022', 'period=2024&region=420000', 'period=2025&group_by=center']) {
    const { data, meta } = await json(counted, `/v1/preexam/statistics?${query}`);
    assert.deepEqual(data, [], query);
    assert.ok(meta.notes.some(({ type }) => type === 'no-data'), query);
  }
  const { data, meta } = await json(counted, '/v1/preexam/statistics?period=2023..2024&group_by=year,center&region=120116');
  assert.deepEqual(data.map((row) => row.period), ['2024']);
  assert.ok(!meta.notes.some(({ type }) => type === 'small-cells'));
  assert.ok((await json(counted, '/v1/preexam/statistics?period=2023-07-01/2024-06-30')).meta.notes.some(({ type }) => type === 'partly-covered'));
  assert.deepEqual(await json(server, '/v1/preexam/statistics?period=2024').then((answer) => answer.data), []);
});

test('who applies: whole years only, and small cells hide their rows', async () => {
  const { data, meta } = await json(counted, '/v1/preexam/statistics?period=2024&region=120000,120101,120103,120104,120116&group_by=region,applicant_type');
  assert.deepEqual(data.map((row) => row.group.applicant_type), Array(5).fill([null, 'enterprise', 'individual', 'university']).flat());
  // each district with a request has a count below five, and so has the city; nothing is in 120103
  for (const row of data) {
    assert.deepEqual([row.status, row.received], row.region === '120103' ? ['A', 0] : ['Q', null], row.region);
    assert.ok(!('accepted' in row) && !('duration' in row));
  }
  assert.ok(meta.notes.some(({ type }) => type === 'small-cells'));
  for (const query of ['region=120101,120104', 'region=120000,!120116', 'region=120116', 'basis=cohort'])
    assert.deepEqual([...new Set((await statistics(`period=2024&group_by=applicant_type&${query}`)).map((row) => row.received))], [null], query);
  for (const query of ['period=2024-H1&group_by=applicant_type', 'period=2024&group_by=applicant_type,quarter', 'period=2024&group_by=applicant_type,center', 'period=2024&group_by=applicant_type&agency=demo',
    'period=2024&group_by=applicant_type&center=binhai', 'period=2024&group_by=applicant_type&field=new_energy', 'period=2024&group_by=applicant_type&patent_type=design',
    'period=2024&group_by=applicant_type&on=2024-06-30', 'period=2024-01-01/2024-12-30&group_by=applicant_type']) {
    const refused = await request(counted, `/v1/preexam/statistics?${query}`);
    assert.equal(refused.status, 400, query);
    assert.ok(refused.json().errors.length > 0, query);
  }
});

test('statistics as CSV say what JSON says', async () => {
  const rows = async (query) => parseCsv((await request(counted, `/v1/preexam/statistics.csv?${query}`)).text);
  const [head, binhai, tianjin] = await rows('period=2024&group_by=center&lang=en');
  const cells = (row) => ['basis', 'on', 'region', 'period', 'center', 'status', 'received', 'lapsed', 'backlog', 'qualified_of_accepted', 'duration_n', 'duration_p90', 'synthetic'].map((name) => row[head.indexOf(name)]);
  assert.deepEqual(cells(binhai), ['period', '2024-12-31', '', '2024', 'binhai', 'A', '7', '2', '1', '85.7', '6', '6.5', 'true']);
  assert.deepEqual(cells(tianjin), ['period', '2024-12-31', '', '2024', 'tianjin', 'A', '4', '0', '0', '33.3', '4', '6.7', 'true']);
  assert.ok((await rows('period=2024&basis=cohort'))[0].includes('open_of_received'));
  assert.deepEqual((await rows('period=2024&region=120116&group_by=region,applicant_type&lang=en')).slice(0, 3),
    [['basis', 'on', 'region', 'region_name', 'period', 'applicant_type', 'document', 'as_recorded', 'status', 'received', 'synthetic'],
      ['period', '2024-12-31', '120116', 'Binhai New Area', '2024', '', 'sample-preexam', '1', 'Q', '', 'true'],
      ['period', '2024-12-31', '120116', 'Binhai New Area', '2024', 'enterprise', 'sample-preexam', '1', 'Q', '', 'true']]);
});

// Dispute cases and what is counted of them. /v1/disputes/summary: the whole and its parts, the clearance ratio, the time taken and its change.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import path from 'node:path';
import { json, request } from './lib/http.mjs';
import { observation, writePackage } from './lib/package.mjs';
import { Server, dataPackages, root } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('Binhai 2024: 12 handled = 11 adjudications + 1 mediation; 57 days, 36 % fewer', async () => {
  const { data } = await json(server, '/v1/disputes/summary?region=120116&period=2024');
  assert.deepEqual([data.handled.value, data.adjudicated.value, data.mediated.value], [12, 11, 1]);
  assert.equal(data.composition.sum_of_parts, 12);
  assert.equal(data.composition.holds, true);
  assert.equal(data.average_days.value, 57);
  assert.equal(data.average_days_yoy.value, -36);
  assert.equal(data.average_days_yoy.unit, 'percent');
  // 57 / 0.64; 56.5 / 0.645 and 57.5 / 0.635 are the outermost.
  const base = data.average_days_base;
  assert.deepEqual([base.value, base.unit, base.derived, base.reason], [89.1, 'day', true, null]);
  assert.ok(base.lower <= 87.597 && base.lower > 87.5, `lower ${base.lower}`);
  assert.ok(base.upper >= 90.551 && base.upper < 90.6, `upper ${base.upper}`);
  assert.deepEqual(base.inputs.map((input) => [input.role, input.measure, input.value]), [['level', 'level', 57], ['growth', 'yoy', -36]]);
  assert.equal(data.filed, null);
  assert.equal(data.clearance.value, null);
  assert.ok(data.clearance.reason);
});

test('Hubei, first half of 2021: 96 filed, 92 closed, 95.8 % as a period ratio', async () => {
  const { data } = await json(server, '/v1/disputes/summary?region=420000&period=2021-H1');
  assert.deepEqual([data.filed.value, data.closed.value], [96, 92]);
  // 92 / 96 = 0.95833...
  assert.equal(data.clearance.value, 95.8);
  assert.equal(data.clearance.basis, 'period');
  assert.equal(data.clearance.derived, true);
  assert.equal(data.handled, null);
  assert.equal(data.composition, null);
});

test('a half-year figure does not answer for the year', async () => {
  const { data, meta } = await json(server, '/v1/disputes/summary?region=420000&period=2021');
  assert.equal(data.filed, null);
  assert.ok(meta.notes.some((note) => note.type === 'no-data'));
});

test('a dead code names its successor', async () => {
  const { data, meta } = await json(server, '/v1/disputes/summary?region=120107&period=2024&lang=en');
  assert.equal(data.handled, null);
  const hint = meta.notes.find((note) => note.type === 'code-not-in-force');
  assert.match(hint.detail, /120116/);
});

// The records of tests/http/samples/disputes, made up for this. Expected numbers are worked out by hand from them.

let records;
before(async () => { records = await Server.start({ packages: [...await dataPackages(), path.join(root, 'tests/http/samples/disputes')] }); });
after(async () => { await records.stop(); });

const one = async (query) => {
  const { data } = await json(records, `/v1/disputes/statistics?${query}`);
  assert.equal(data.length, 1, query);
  return data[0];
};

test('cases in the order of filing, by region with what lies below, and page by page', async () => {
  const ids = ({ data }) => data.map(({ id }) => id.slice(-9));
  const first = await json(records, '/v1/disputes?region=120000&filed=2024..2025&limit=4');
  assert.deepEqual(ids(first), ['2024-0001', '2024-0002', '2024-0008', '2024-0011']);
  assert.equal(first.meta.matched, 10);
  assert.equal(first.meta.synthetic, true);
  const second = await json(records, first.links.next);
  assert.deepEqual(ids(second), ['2024-0003', '2024-0010', '2024-0004', '2024-0006']);
  assert.equal(second.meta.matched, 10);
  const third = await json(records, second.links.next);
  assert.deepEqual(ids(third), ['2024-0005', '2024-0007']);
  assert.equal(third.links.next, undefined);
  const all = await json(records, '/v1/disputes?filed=2024..2025');
  assert.deepEqual(ids(all), [...ids(first), ...ids(second), ...ids(third)], 'without a region the same');
  // a case of the zone is one of the district
  assert.deepEqual(ids(await json(records, '/v1/disputes?region=120116&filed=2024')), ['2024-0011', '2024-0003']);
  assert.deepEqual(ids(await json(records, '/v1/disputes?region=120000,!120116&filed=2024-07..2024-12')), ['2024-0010']);
});

test('filters: several codes of a list, yes and no, spans of days', async () => {
  const ids = async (query) => (await json(records, `/v1/disputes?${query}`)).data.map(({ id }) => id.slice(-4));
  assert.deepEqual(await ids('state=open'), ['0004', '0006', '0005', '0007']);
  assert.deepEqual(await ids('e_commerce=true'), ['0004']);
  assert.deepEqual(await ids('exhibition=true'), ['0002']);
  assert.deepEqual(await ids('simplified=true'), ['0007']);
  assert.deepEqual(await ids('foreign_related=true'), ['0001']);
  assert.deepEqual(await ids('outcome=dismissed,withdrawn'), ['0009', '0010']);
  assert.deepEqual(await ids('patent_type=design,utility_model&filed=2024..2024'), ['0002', '0011']);
  assert.deepEqual(await ids('closed=2025-01-02..2025'), ['0003', '0010']);
  assert.deepEqual(await ids('route=administrative_mediation'), ['0008']);
  const none = await json(records, '/v1/disputes?region=420000');
  assert.equal(none.meta.matched, 0);
  assert.ok(none.meta.notes.some(({ type }) => type === 'no-data'));
});

test('who asked and the number of the file are not answered, and not without being told', async () => {
  const { data } = await json(records, '/v1/disputes?limit=1');
  assert.ok(!('case_no' in data[0]) && !('requester_type' in data[0]));
  for (const target of ['/v1/disputes?fields=id,case_no', '/v1/disputes/sample-2024-0001?fields=requester_type', '/v1/disputes.csv?fields=requester_type']) {
    const refused = await request(records, target);
    assert.equal(refused.status, 403, target);
    assert.equal(refused.json().type, '/problems/scope-required');
    assert.match(refused.json().detail, /read:restricted/);
  }
  const csv = await request(records, '/v1/disputes.csv?fields=id,closed_on&filed=2025');
  assert.equal(csv.text, ['id,closed_on,synthetic', 'sample-2024-0004,,true', 'sample-2024-0006,,true', 'sample-2024-0005,,true', 'sample-2024-0007,,true', ''].join('\r\n'));
});

test('a case with all that belongs to it: suspended over the turn of the year, the last day on a Saturday', async () => {
  const { data } = await json(records, '/v1/disputes/sample-2024-0003');
  // 2024-10-15 to 2025-02-14: 16 + 30 + 31 + 31 + 14 = 122 days, 12 + 19 = 31 of them suspended
  assert.equal(data.days, 91);
  assert.equal(data.suspended_days, 31);
  // three months: 2025-01-15; 31 days more: Saturday 2025-02-15; the next working day
  assert.deepEqual(data.limit, { state: 'within', rule: 'adjudication-2015', deadline: '2025-02-17', days_over: 0 });
  assert.deepEqual(data.suspensions, [{ starts_on: '2024-12-20', ends_on: '2025-01-19', reason: 'invalidation' }]);
  assert.equal(data.on, '2025-06-30');
  // as it was known on the last day of the year: open, and the limit does not run
  const then = (await json(records, '/v1/disputes/sample-2024-0003?on=2024-12-31')).data;
  assert.equal(then.limit.state, 'suspended');
  assert.equal(then.days, 16 + 30 + 31 - 12);
  const mediated = (await json(records, '/v1/disputes/sample-2024-0002')).data;
  assert.deepEqual(mediated.mediations.map(({ channel, days, outcome }) => [channel, days, outcome]), [['administrative', 39, 'failed'], ['people', 23, 'agreement']]);
  assert.deepEqual(mediated.confirmations, [{ requested_on: '2024-06-20', accepted_on: null, decided_on: '2024-07-01', result: 'refused' }]);
  // 2024-05-01 to 05-05 are holidays
  assert.deepEqual(mediated.limit, { state: 'over', rule: 'adjudication-2015', deadline: '2024-05-06', days_over: 28 });
  assert.equal((await request(records, '/v1/disputes/sample-2024-9999')).status, 404);
});

test('the limit is that of the day of filing: 2025-01-31 and 2025-02-01 are two laws', async () => {
  const limit = async (id) => (await json(records, `/v1/disputes/sample-2024-${id}`)).data.limit;
  assert.deepEqual(await limit('0004'), { state: 'overdue', rule: 'adjudication-2015', deadline: '2025-04-30', days_over: 61 });
  // extended by a month to 2025-05-31, a holiday to 06-02
  assert.deepEqual(await limit('0006'), { state: 'overdue', rule: 'adjudication-2015', deadline: '2025-06-03', days_over: 27 });
  // extended by two months
  assert.deepEqual(await limit('0005'), { state: 'running', rule: 'adjudication-2025', deadline: '2025-07-01', days_over: 0 });
  assert.deepEqual(await limit('0007'), { state: 'suspended', rule: 'adjudication-2025', deadline: null, days_over: null });
  assert.deepEqual(await limit('0008'), { state: 'without_rule', rule: null, deadline: null, days_over: null });
});

test('overdue on a day', async () => {
  const { data, meta } = await json(records, '/v1/disputes/overdue');
  assert.deepEqual(data.map(({ dispute, deadline, days_over: over }) => [dispute.slice(-4), deadline, over]), [['0004', '2025-04-30', 61], ['0006', '2025-06-03', 27]]);
  assert.equal(meta.matched, 2);
  assert.deepEqual((await json(records, '/v1/disputes/overdue?on=2024-12-31')).data, []);
  const [early] = (await json(records, '/v1/disputes/overdue?on=2024-02-10')).data;
  assert.deepEqual([early.dispute.slice(-4), early.days_over], ['0009', 9], 'closed later, and open on that day');
  const page = await json(records, '/v1/disputes/overdue?limit=1');
  assert.deepEqual((await json(records, page.links.next)).data.map(({ dispute }) => dispute.slice(-4)), ['0006']);
});

test('a year by period: events of the year, whenever the case began', async () => {
  const year = await one('region=120000&period=2024');
  assert.deepEqual([year.filed, year.closed, year.pending, year.pending_start, year.clearance], [6, 5, 2, 1, 83.3]);
  // 20, 30, 60, 111, 123
  assert.deepEqual(year.duration, { n: 5, mean: 68.8, median: 60, p25: 30, p75: 111, p90: 118.2, min: 20, max: 123 });
  assert.deepEqual(year.within_limit, { judged: 4, within: 2, share: 50, without_rule: 1, without_deadline: 0 });
  assert.deepEqual(year.outcomes, [{ outcome: 'agreement', cases: 2, share: 40 }, { outcome: 'decided', cases: 2, share: 40 }, { outcome: 'dismissed', cases: 1, share: 20 }]);
  const half = await one('region=120000&period=2025-H1');
  assert.deepEqual([half.filed, half.closed, half.pending, half.pending_start, half.clearance], [4, 2, 4, 2, 50]);
  // 2 and 91
  assert.deepEqual(half.duration, { n: 2, mean: 46.5, median: 46.5, p25: 24.3, p75: 68.8, p90: 82.1, min: 2, max: 91 });
  assert.equal(half.within_limit.share, 100);
});

test('a year by cohort: its cases, as far as they were known on a day', async () => {
  const now = await one('period=2024&basis=cohort');
  assert.deepEqual([now.filed, now.closed, now.open, now.open_share, now.overdue], [6, 6, 0, 0, 0]);
  const then = await one('period=2024&basis=cohort&on=2024-12-31');
  assert.deepEqual([then.filed, then.closed, then.open, then.open_share], [6, 4, 2, 33.3]);
  assert.equal(then.on, '2024-12-31');
  const later = await one('period=2025&basis=cohort');
  assert.deepEqual([later.filed, later.open, later.overdue], [4, 4, 2]);
});

test('groups: each region with what lies below it, periods that lie wholly within, all combinations', async () => {
  const rows = async (query) => (await json(records, `/v1/disputes/statistics?${query}`)).data;
  const districts = await rows('region=120101,120116,120116400&period=2024&group_by=region');
  assert.deepEqual(districts.map(({ region, filed, closed }) => [region, filed, closed]), [['120101', 2, 2], ['120116', 2, 1], ['120116400', 1, 1]]);
  const years = await rows('period=2022..2025&group_by=year');
  assert.deepEqual(years.map(({ period, filed, pending }) => [period, filed, pending]), [['2023', 34, 1], ['2024', 6, 2], ['2025', 4, 4]]);
  const quarters = await rows('period=2024&group_by=quarter,year&route=adjudication');
  assert.deepEqual(quarters.map(({ period, filed }) => [period, filed]), [['2024-Q1', 2], ['2024-Q2', 0], ['2024-Q3', 1], ['2024-Q4', 2]]);
  const types = await rows('period=2024&group_by=patent_type');
  assert.deepEqual(types.map(({ group, filed, pending_start: before }) => [group.patent_type, filed, before]), [[null, 1, 0], ['invention', 3, 0], ['utility_model', 2, 1]]);
  assert.deepEqual(await rows('region=420000&period=2024'), []);
  assert.deepEqual(await rows('period=2019'), []);
});

test('who asks: small cells are hidden, and so is what would tell them', async () => {
  const { data, meta } = await json(records, '/v1/disputes/statistics?period=2023&group_by=region,requester_type');
  const cells = Object.fromEntries(data.map(({ region, group, status, filed }) => [`${region}/${group.requester_type}`, [status, filed]]));
  assert.deepEqual(cells, {
    '120000/enterprise': ['A', 20], '120000/individual': ['A', 14], '120101/enterprise': ['A', 6], '120101/individual': ['A', 7],
    '120102/enterprise': ['Q', null], '120102/individual': ['Q', null], '120103/enterprise': ['A', 5], '120103/individual': ['A', 5],
    '120104/enterprise': ['A', 0], '120104/individual': ['A', 0], '120116/enterprise': ['A', 0], '120116/individual': ['A', 0],
    '120116400/enterprise': ['A', 0], '120116400/individual': ['A', 0],
  });
  assert.ok(meta.notes.some(({ type }) => type === 'small-cells'));
  for (const row of data) assert.ok(!('closed' in row) && !('duration' in row));
  // of two regions together only what is told of each
  const pair = (await json(records, '/v1/disputes/statistics?period=2023&region=120102,120103&group_by=requester_type')).data;
  assert.deepEqual(pair.map(({ status }) => status), ['Q', 'Q']);
  for (const query of ['period=2023-H1&group_by=requester_type', 'period=2023&group_by=requester_type,quarter', 'period=2023&group_by=requester_type&route=adjudication',
    'period=2023&group_by=requester_type&on=2023-06-30', 'period=2023&group_by=requester_type,patent_type', 'period=2022-01-01/2023-12-31&group_by=requester_type']) {
    const refused = await request(records, `/v1/disputes/statistics?${query}`);
    assert.equal(refused.status, 400, query);
    assert.equal(refused.json().errors[0].name, 'group_by');
  }
});

test('too many periods are told as what they are, alike in all statistics of records', async () => {
  const details = await Promise.all(['disputes', 'preexam', 'mediations'].map(async (name) => {
    const answer = await request(server, `/v1/${name}/statistics?group_by=month&period=1900..2150`);
    assert.equal(answer.status, 503, name);
    return JSON.parse(answer.text).detail.replace(/[0-9]+/, 'N');
  }));
  assert.deepEqual(new Set(details), new Set(['More than N groups would be counted, or too many periods: narrow regions or periods.']));
});

test('statistics as CSV say what JSON says', async () => {
  const csv = await request(records, '/v1/disputes/statistics.csv?period=2024&region=120000&group_by=region&lang=en');
  const [head, row] = csv.text.split('\r\n').map((line) => line.split(','));
  const cell = (name) => row[head.indexOf(name)];
  assert.deepEqual(['region', 'region_name', 'period', 'filed', 'closed', 'clearance', 'duration_p90', 'within_share', 'outcomes', 'synthetic'].map(cell),
    ['120000', 'Tianjin', '2024', '6', '5', '83.3', '118.2', '50.0', 'agreement=2;decided=2;dismissed=1', 'true']);
});

// A register of Wuhan that goes on for half a year, with a case of which the patent is not known; and what was published of Tianjin.
const wuhan = { document: 'sample-wuhan', title_zh: '武汉(模拟)', title_en: 'Wuhan (made up)', publisher_zh: 'x', publisher_en: 'x', region: '420100', kind: 'register', doc_no: '', index_no: '',
  signed_on: '', published_on: '', reliability: 'weak', publisher_rank: '99', note_zh: '', note_en: '', synthetic: 'no', covers_from: '2024-01-01', covers_to: '2025-12-31' };
const case_of = (n, patent_type, closed_on, dispute_type = 'patent_infringement') => ({ dispute: `wuhan-${n}`, case_no: '', region: '420100', org_level: 'district', dispute_type, ip_type: 'patent',
  route: 'adjudication', patent_type, e_commerce: 'no', foreign_related: 'no', exhibition: 'no', simplified: 'no', requester_type: 'enterprise', filed_on: '2024-02-01', extended: 'no', closed_on,
  outcome: closed_on ? 'decided' : '', published_on: '', litigation: 'no', document: 'sample-wuhan' });
const cases_published = (indicator, row) => observation({ indicator, region: '120000', unit: 'case', ...row });

test('a register is judged by its own days, compared where it is whole, and its figures have a definition of their own', async () => {
  const more = await writePackage(path.join(records.folder, 'wuhan'), {
    document: [wuhan],
    dispute: [case_of(1, 'design', '2024-02-11'), case_of(2, 'design', ''), case_of(3, '', '2024-02-21'), case_of(4, 'invention', '2024-12-01', 'open_licence')],
    observation: [cases_published('patent_infringement_cases_filed', { bound: 'ge', value: 4, lower: 4 }), cases_published('patent_infringement_cases_closed', { value: 9 }),
      cases_published('patent_infringement_cases_filed', { period: '2025', value: 50 }),
      observation({ indicator: 'ip_case_avg_handling_days', region: '420100', unit: 'day', period: '2023', value: 70 })],
  });
  const both = await Server.start({ packages: [...await dataPackages(), path.join(root, 'tests/http/samples/disputes'), more] });
  try {
    const cohort = async (query) => (await json(both, `/v1/disputes/statistics?period=2024&basis=cohort&${query}`));
    const days = async (region) => (await cohort(`region=${region}`)).data[0].on;
    assert.deepEqual([await days('120000'), await days('420100')], ['2025-06-30', '2025-12-31']);
    const told = async (on) => (await cohort(`region=120000&on=${on}`)).meta.notes.some(({ type }) => type === 'partly-covered');
    assert.deepEqual([await told('2025-06-30'), await told('2025-07-01')], [false, true]);
    const summary = async (period) => {
      const { data, meta } = await json(both, `/v1/disputes/summary?region=120000&period=${period}`);
      return [data.records.filed, data.records.closed, data.records.complete, meta.notes.some(({ type }) => type === 'count-differs')];
    };
    // 5 filed are no contradiction to at least 4, 4 closed are one to 9; of 2025 only a half is covered
    assert.deepEqual(await summary('2024'), [5, 4, true, true]);
    assert.deepEqual((await summary('2025')).slice(2), [false, false]);
    // the open licence is no infringement: 10 and 20 days
    const { data: series } = await json(both, '/v1/series?indicator=ip_case_avg_handling_days&region=420100&freq=A');
    assert.deepEqual(series.map(({ definition, periods, values, origin, synthetic }) => [definition, periods, values, origin, synthetic]),
      [['default', ['2023'], [70], ['published'], [false]], ['records', ['2024'], [15], ['records'], [false]]]);
    const { data: [tianjin] } = await json(both, '/v1/series?indicator=ip_case_avg_handling_days&region=120000&freq=A');
    assert.deepEqual([tianjin.periods, tianjin.origin, tianjin.synthetic], [['2023', '2024'], ['records', 'records'], [true, true]]);
    const figures = async (indicator) => (await json(both, `/v1/observations?indicator=${indicator}&region=420100&period=2024&freq=A&lang=en`)).data.map(({ value, note }) => [value, note]);
    assert.deepEqual(await figures('patent_infringement_cases_filed'), [[3, '1 of them of an unknown type of patent.']]);
    assert.deepEqual(await figures('patent_infringement_cases_closed&breakdown[patent_type]=*'), [[1, null]]);
    const limit = await json(both, '/v1/disputes/statistics?period=2024&region=420100&route=adjudication&group_by=dispute_type');
    assert.deepEqual(limit.data.map(({ group, within_limit }) => [group.dispute_type, within_limit.judged, within_limit.without_rule]), [['open_licence', 0, 1], ['patent_infringement', 2, 0]]);
  } finally {
    await both.stop();
  }
});

test('the registers stand beside what was published, and their counts are figures like all others', async () => {
  // adjudications of infringement: 0001, 0002, 0009 and 0011 were closed in 2024, in 60, 123, 111 and 30 days
  const { data } = await json(records, '/v1/disputes/summary?region=120000&period=2024');
  assert.deepEqual([data.filed, data.closed], [null, null], 'nothing was published');
  assert.deepEqual([data.records.filed, data.records.closed, data.records.clearance, data.records.duration.mean], [5, 4, 80, 81]);
  const binhai = await json(records, '/v1/disputes/summary?region=120116&period=2024');
  assert.equal(binhai.data.adjudicated.value, 11);
  assert.equal(binhai.data.records.filed, 2);
  assert.equal((await json(records, '/v1/disputes/summary?region=420000&period=2021-H1')).data.records, null);
  const figure = async (query) => (await json(records, `/v1/observations?region=120000&period=2024&freq=A&${query}`)).data.map(({ value, origin, synthetic }) => [value, origin, synthetic]);
  assert.deepEqual(await figure('indicator=patent_infringement_cases_filed'), [[5, 'records', true]]);
  assert.deepEqual(await figure('indicator=ip_case_avg_handling_days'), [[81, 'records', true]]);
  assert.deepEqual(await figure('indicator=patent_infringement_cases_closed&breakdown[outcome]=agreement'), [[1, 'records', true]]);
  assert.deepEqual(await figure('indicator=ip_disputes_mediated'), [[3, 'records', true]]);
  assert.deepEqual(await figure('indicator=ip_disputes_mediated&breakdown[channel]=administrative'), [[2, 'records', true]]);
  assert.deepEqual(await figure('indicator=mediation_success_rate'), [[66.7, 'records', true]]);
  assert.deepEqual(await figure('indicator=association_mediation_cases'), [[0, 'records', true]], 'a measured zero');
});

test('codes have names beside them, in the language of the answer', async () => {
  const fields = 'fields=id,route_name,patent_type_name,outcome_name';
  const names = async (lang) => (await json(records, `/v1/disputes/sample-2024-0001?${fields}&lang=${lang}`)).data;
  const [zh, en] = [await names('zh'), await names('en')];
  assert.deepEqual([zh.route_name, en.route_name], ['行政裁决', 'Administrative adjudication']);
  const all = (await json(records, '/v1/disputes?lang=en&limit=100')).data;
  for (const row of all) {
    for (const code of ['org_level', 'dispute_type', 'ip_type', 'route', 'patent_type', 'outcome']) {
      assert.equal(row[`${code}_name`] === null, row[code] === null, `${row.id} ${code}`);
    }
  }
  const csv = (await request(records, `/v1/disputes.csv?${fields}&lang=zh`)).text.split('\r\n');
  assert.equal(csv[0], 'id,route_name,patent_type_name,outcome_name,synthetic');
  assert.ok(csv.some((line) => line.startsWith('sample-2024-0001,行政裁决,')), csv[1]);
});

test('two registers of one place that follow each other leave out no day', async () => {
  const half = (id, covers_from, covers_to) => ({ ...wuhan, document: id, covers_from, covers_to });
  const folder = await writePackage(path.join(records.folder, 'halves'), {
    document: [half('half-b', '2024-01-01', '2024-06-30'), half('half-a', '2024-07-01', '2024-12-31')],
    dispute: [{ ...case_of(1, 'design', '2024-02-11'), document: 'half-b' }, { ...case_of(2, 'design', ''), filed_on: '2024-08-01', document: 'half-a' }],
  });
  const halves = await Server.start({ packages: [...await dataPackages(), folder] });
  try {
    const told = async (query) => {
      const { data, meta } = await json(halves, `/v1/disputes/statistics?region=420100&${query}`);
      return [data[0].filed, meta.notes.filter(({ type }) => type === 'partly-covered').length > 0];
    };
    assert.deepEqual(await told('period=2024'), [2, false]);
    assert.deepEqual(await told('period=2024&on=2025-01-01'), [2, true]);
    assert.deepEqual(await told('period=2024-06-01/2025-01-31'), [1, true]);
  } finally {
    await halves.stop();
  }
});

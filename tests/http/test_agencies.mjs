// /v1/agencies: who they are, their credit files; and the summary of graded agencies, and whether grades were published.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseTable } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

test('Binhai 2024: 145 graded, no distribution of grades published', async () => {
  const { data, meta } = await json(server, '/v1/agencies/summary?region=120116&period=2024&lang=en');
  assert.equal(data.graded.value, 145);
  assert.equal(data.graded.document, 'binhai-2024-rule-of-law');
  assert.equal(data.distribution.published, false);
  assert.deepEqual(data.distribution.grades, []);
  assert.deepEqual(data.distribution.records.map(({ grade, scheme, figure }) => [grade, scheme, figure.value, figure.origin]),
    [['b', 'binhai-trademark-2024', 1, 'records'], ['d', 'binhai-trademark-2024', 1, 'records']], 'counted from the register of the tests');
  assert.ok(data.distribution.reason.length > 0);
  assert.ok(meta.notes.some((note) => note.type === 'no-grade-distribution'));
});

test('Tianjin 2021: inspections and interviews are counts of different things', async () => {
  const { data } = await json(server, '/v1/agencies/summary?region=120000&period=2021');
  assert.deepEqual([data.patent_agencies_inspected.value, data.patent_agencies_inspected.unit], [27, 'entity']);
  assert.deepEqual([data.regulatory_interviews.value, data.regulatory_interviews.unit], [117, 'entity_time']);
  assert.equal(data.graded, null);
});

const ids = (answer) => answer.data.map(({ id }) => id.replace('sample-agency-', '')).join(' ');
const file = (id, query = '') => json(server, `/v1/agencies/sample-agency-${id}${query}`);

test('agencies are those of the register, by region, kind and standing', async () => {
  assert.equal(ids(await json(server, '/v1/agencies')), '01 02 03 04 05 06 07 08 09 10 11');
  assert.equal(ids(await json(server, '/v1/agencies?region=120116')), '01 02 07 08 09 11');
  assert.equal(ids(await json(server, '/v1/agencies?region=120000&kind=trademark')), '08 09 10', 'those within the city');
  assert.equal(ids(await json(server, '/v1/agencies?status=suspended')), '10');
  const none = await json(server, '/v1/agencies?region=420000');
  assert.deepEqual([none.data, none.meta.notes.map(({ type }) => type)], [[], ['no-data']]);
});

test('filings that end soon: the second day is not within', async () => {
  assert.equal(ids(await json(server, '/v1/agencies?filing_expires_before=2025-04-01')), '07 10');
  assert.equal(ids(await json(server, '/v1/agencies?filing_expires_before=2025-03-31')), '07');
  assert.equal(ids(await json(server, '/v1/agencies?filing_expires_from=2025-03-01&filing_expires_before=2025-07-01')), '06 07 10');
});

test('how many persons practise in an agency is told nowhere', async () => {
  for (const path of ['/v1/agencies', '/v1/agencies/sample-agency-01', '/v1/agencies.csv']) {
    assert.doesNotMatch((await request(server, path)).text, /practitioner/, path);
  }
});

test('made up is what stands in a register that is', async () => {
  const { meta } = await json(server, '/v1/agencies?limit=1');
  assert.equal(meta.synthetic, true);
  const rows = parseTable((await request(server, '/v1/agencies.csv')).text);
  assert.deepEqual([rows.length, rows[0].id, rows[0].synthetic], [11, 'sample-agency-01', 'true']);
});

test('pages of CSV follow each other by the Link header', async () => {
  const first = await request(server, '/v1/agencies.csv?limit=6');
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.link)[1];
  const second = await request(server, next);
  const all = [...parseTable(first.text), ...parseTable(second.text)].map(({ id }) => id);
  assert.deepEqual([all.length, new Set(all).size], [11, 11]);
});

test('a filing counts on its last day, and the day is that of the register unless it is asked for', async () => {
  const { data } = await file('10');
  assert.deepEqual([data.on, data.filing.expired, data.filing.days_left], ['2025-06-30', true, null]);
  assert.deepEqual((await file('10', '?on=2025-03-31')).data.filing, { expired: false, days_left: 0 });
  assert.deepEqual((await file('10', '?on=2025-04-01')).data.filing, { expired: true, days_left: null });
  assert.deepEqual((await file('02')).data.filing, { expired: null, days_left: null });
});

test('a credit file: grades beside what events make, the rule behind an event, reminders, objections', async () => {
  const { data, meta } = await file('07', '?lang=en');
  assert.equal(data.credit.length, 1);
  const [{ scheme, grades, events, reminders, objections }] = data.credit;
  assert.equal(scheme, 'cnipa-patent-2023');
  assert.deepEqual(grades.map(({ period, score, grade, agrees }) => [period, score, grade, agrees]), [['2023', null, 'a', true], ['2024', 85, 'a', false]]);
  assert.deepEqual([grades[1].computed.score, grades[1].computed.grade, grades[1].computed.deducted], [85, 'b', 15]);
  assert.ok(meta.notes.some(({ type }) => type === 'grade-differs'));
  assert.deepEqual([events[0].rule, events[0].kind, events[0].points], ['unexplained-volume', 'deduct', 15]);
  assert.match(events[0].rule_name, /Volume/);
  assert.deepEqual([reminders[0].reason, reminders[0].corrected_on], ['abnormal_filing', null]);
  assert.deepEqual([objections[0].period, objections[0].result], ['2024', 'rejected']);
});

test('repair is possible six months after publication, on the last day of a shorter month', async () => {
  const [{ grades, events: [repaired, open] }] = (await file('11', '?on=2025-01-15')).data.credit;
  assert.deepEqual([open.published_on, open.repair.possible_from, open.repair.days_left], ['2024-08-31', '2025-02-28', 44]);
  assert.deepEqual([repaired.repair.possible_from, repaired.repair.reason, repaired.repair.requests[0].result], [null, 'repaired', 'granted']);
  // 30 points were repaired within the year, 15 were not
  assert.deepEqual([grades[1].computed.score, grades[1].computed.events, grades[1].agrees], [85, 1, true]);
  assert.equal((await file('11', '?on=2025-02-28')).data.credit[0].events[1].repair.days_left, 0);
  const unpublished = (await file('02')).data.credit[0].events[0];
  assert.deepEqual([unpublished.published_on, unpublished.repair.reason], [null, 'event-not-published']);
  assert.equal((await file('03')).data.credit[0].events[0].repair.reason, 'no-deduction');
});

test('under a scheme whose scale is not published nothing is computed', async () => {
  const [{ scheme, grades, events }] = (await file('08')).data.credit;
  assert.equal(scheme, 'binhai-trademark-2024');
  assert.deepEqual([grades[0].grade, grades[0].computed.grade, grades[0].computed.score, grades[0].computed.reason, grades[0].agrees], ['b', null, null, 'scale-not-published', null]);
  assert.deepEqual([events[0].rule_name, events[0].kind, events[0].repair.reason], [null, null, 'rule-not-known']);
  assert.deepEqual((await file('08')).data.branches, ['sample-agency-09']);
});

test('an agency that is not there is 404', async () => {
  assert.equal((await request(server, '/v1/agencies/sample-agency-99')).status, 404);
});

test('codes and places have names beside them, in the language of the answer', async () => {
  const named = async (lang) => {
    const { data } = await json(server, `/v1/agencies/sample-agency-01?lang=${lang}`);
    return [data.kind_name, data.region_name, data.status_name];
  };
  const { data } = await json(server, '/v1/agencies/sample-agency-01');
  assert.deepEqual([data.kind, data.region, data.status], ['patent', '120116', 'active']);
  assert.deepEqual(await named('zh'), ['专利代理机构', '滨海新区', '正常']);
  assert.deepEqual(await named('en'), ['Patent agency', 'Binhai New Area', 'Active']);
  const list = (await json(server, '/v1/agencies?lang=zh&limit=100')).data;
  for (const one of list) assert.equal(one.zone_name === null, one.zone === null, one.id);
  const rows = parseTable((await request(server, '/v1/agencies.csv?lang=zh&limit=100')).text);
  assert.deepEqual(rows.map((row) => [row.kind_name, row.region_name, row.zone_name, row.status_name]),
    list.map((one) => [one.kind_name, one.region_name, one.zone_name ?? '', one.status_name]));
});

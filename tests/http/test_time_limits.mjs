// /v1/time-limits: the rule of the day on which a limit began, and when it ends. Expected days by hand, on a printed calendar.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseCsv } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

const patent = 'route=adjudication&ip_type=patent';
const deadline = async (query) => (await json(server, `/v1/time-limits/deadline?${query}`)).data;
const path = (data) => data.steps.map(({ step, amount, unit, day }) => `${step} ${amount} ${unit} ${day}`);

test('one day apart, another rule', async () => {
  const on = async (day) => (await json(server, `/v1/time-limits?${patent}&step=decision&on=${day}`)).data
    .map((rule) => [rule.id, rule.base, rule.unit, rule.extension, rule.extension_unit]);
  assert.deepEqual(await on('2025-01-31'), [['adjudication-2015', 3, 'month', 1, 'month']]);
  assert.deepEqual(await on('2025-02-01'), [['adjudication-2025', 3, 'month', 2, 'month']]);
  assert.deepEqual(await on('2015-06-30'), []);
});

test('a rule of every route comes out whatever route is asked for', async () => {
  const { data } = await json(server, `/v1/time-limits?${patent}&step=confirmation_request`);
  assert.deepEqual(data.map((rule) => [rule.id, rule.route, rule.ip_type, rule.base, rule.unit]), [['confirmation-request', null, null, 30, 'day']]);
});

test('the limit of an adjudication is that of infringement: of another kind of dispute nothing is known', async () => {
  const rules = async (kind) => (await json(server, `/v1/time-limits?${patent}&step=decision&on=2025-03-01&dispute_type=${kind}`)).data.map((rule) => [rule.id, rule.dispute_type]);
  assert.deepEqual(await rules('patent_infringement'), [['adjudication-2025', 'patent_infringement']]);
  assert.deepEqual(await rules('open_licence'), []);
  const states = await Promise.all(['', '&dispute_type=patent_infringement', '&dispute_type=open_licence', '&dispute_type=pharmaceutical_patent']
    .map(async (kind) => (await deadline(`${patent}&from=2025-02-03${kind}`)).state));
  assert.deepEqual(states, ['set', 'set', 'no_rule', 'no_rule']);
});

test('CSV has the same rules, and says that none is made up', async () => {
  const { data } = await json(server, '/v1/time-limits?lang=en');
  const answer = await request(server, '/v1/time-limits.csv?lang=en');
  const [names, ...rows] = parseCsv(answer.text);
  assert.equal(names.at(-1), 'synthetic');
  assert.deepEqual(rows.map((row) => row[0]), data.map((rule) => rule.id));
  assert.ok(rows.every((row) => row.at(-1) === 'false'));
  assert.deepEqual(rows.map((row) => row[names.indexOf('source')]), data.map((rule) => rule.source));
});

test('pages follow each other, as JSON and as CSV', async () => {
  const all = (await json(server, '/v1/time-limits')).data.map((rule) => rule.id);
  for (const ending of ['', '.csv']) {
    const seen = [];
    for (let next = `/v1/time-limits${ending}?limit=5`; next;) {
      const answer = await request(server, next);
      assert.equal(answer.status, 200);
      seen.push(...(ending ? parseCsv(answer.text).slice(1).map((row) => row[0]) : answer.json().data.map((rule) => rule.id)));
      next = /<([^>]+)>; rel="next"/.exec(answer.headers.link ?? '')?.[1];
    }
    assert.deepEqual(seen, all);
  }
});

test('filed on 2025-01-31 and a day later', async () => {
  const before2025 = await deadline(`${patent}&from=2025-01-31`);
  assert.deepEqual([before2025.state, before2025.deadline, before2025.rule.id], ['set', '2025-04-30', 'adjudication-2015']);
  assert.deepEqual(path(before2025), ['base 3 month 2025-04-30']);
  // 1 May 2025 begins five days of holidays
  const after2025 = await deadline(`${patent}&from=2025-02-01`);
  assert.deepEqual([after2025.deadline, after2025.rule.id], ['2025-05-06', 'adjudication-2025']);
  assert.deepEqual(path(after2025), ['base 3 month 2025-05-01', 'next_working_day 5 day 2025-05-06']);
  // four months are counted from the first day: 31 May 2025 begins three days of holidays
  assert.equal((await deadline(`${patent}&from=2025-01-31&extended=true`)).deadline, '2025-06-03');
  assert.equal((await deadline(`${patent}&from=2025-02-01&extended=true`)).deadline, '2025-07-01');
});

test('suspended over the end of a year', async () => {
  // 12 days of December and 10 of January; 9 March 2025 is a Sunday
  const data = await deadline(`${patent}&from=2024-11-15&suspended=2024-12-20..2025-01-10`);
  assert.deepEqual(path(data), ['base 3 month 2025-02-15', 'suspension 22 day 2025-03-09', 'next_working_day 1 day 2025-03-10']);
  assert.deepEqual([data.suspended_days, data.deadline], [22, '2025-03-10']);
  const open = await deadline(`${patent}&from=2024-11-15&suspended=2024-12-20..`);
  assert.deepEqual([open.state, open.deadline], ['suspended', null]);
  const late = await deadline(`${patent}&from=2024-11-15&suspended=2025-02-18..`);
  assert.deepEqual([late.state, late.deadline], ['set', '2025-02-17']);
});

test('days, working days, and units that differ', async () => {
  // 30 January is a holiday, and the first working day after it 5 February
  assert.equal((await deadline('step=preexam_filing&ip_type=patent&from=2025-01-20')).deadline, '2025-02-05');
  const seven = await deadline('step=preexam_decision&ip_type=patent&from=2025-01-24');
  assert.deepEqual(path(seven), ['base 7 working_day 2025-02-10']);
  const penalty = await deadline('route=punishment&ip_type=patent&from=2025-03-31&extended=true');
  assert.deepEqual(path(penalty), ['base 1 month 2025-04-30', 'extension 15 day 2025-05-15']);
});

test('no rule, no extension, no calendar', async () => {
  const none = await json(server, '/v1/time-limits/deadline?route=arbitration&from=2025-01-31');
  assert.deepEqual([none.data.state, none.data.deadline, none.data.rule, none.data.steps], ['no_rule', null, null, []]);
  assert.ok(none.meta.notes.some((note) => note.type === 'no-data'));
  assert.equal((await deadline('step=preexam_filing&from=2025-01-20&extended=true')).extended, false);
  const later = await json(server, `/v1/time-limits/deadline?${patent}&from=2030-01-31`);
  assert.deepEqual([later.data.deadline, later.data.calendar_known], ['2030-04-30', false]);
  assert.ok(later.meta.notes.some((note) => note.type === 'calendar-unknown'));
  const working = await deadline('step=preexam_decision&ip_type=patent&from=2030-01-31');
  assert.deepEqual([working.state, working.deadline], ['unknown', null]);
});

test('what can not be: a suspension that runs backwards, a day that does not exist, an end out of reach', async () => {
  for (const [query, problem] of [['from=2025-01-31&suspended=2025-02-02..2025-02-01', 'invalid-range'], ['from=2025-02-30', 'invalid-parameter'],
    [`${patent}&from=2199-12-01`, 'invalid-range'], ['', 'missing-parameter'], ['from=2025-01-31&suspended=latest', 'invalid-parameter'],
    ['from=2025-01-31&step=decisions', 'unknown-code']]) {
    const answer = await request(server, `/v1/time-limits/deadline?${query}`);
    assert.equal(answer.status, 400, query);
    assert.equal(answer.json().errors[0].type ?? answer.json().type, `/problems/${problem}`, query);
  }
});

test('what is refused is told the forms that are taken, and no other', async () => {
  const detail = async (target) => (await request(server, target)).json().errors[0].detail;
  const suspended = await detail(`/v1/time-limits/deadline?${patent}&from=2024-11-15&suspended=2024-12-20/2025-01-10`);
  assert.match(suspended, /2024-12-20\.\.2025-01-19/);
  assert.doesNotMatch(suspended, /latest|2024-01-01\/2026-12-31/);
  assert.doesNotMatch(await detail('/v1/disputes/statistics?period=latest'), /latest/);
  assert.match(await detail('/v1/observations?period=newest'), /or latest/);
});

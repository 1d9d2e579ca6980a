// /v1/calendars/{calendar}: the holidays of each year as the State Council announced them, and the weekends that are worked.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('2025: 28 days off, five weekends worked, 248 working days', async () => {
  const { data, meta } = await json(server, '/v1/calendars/cn?year=2025');
  assert.equal(data.id, 'cn');
  const [year] = data.years;
  assert.equal(data.years.length, 1);
  assert.deepEqual([year.year, year.source, year.document], [2025, '国办发明电〔2024〕12号', 'holidays-2025']);
  // 1 + 8 + 3 + 5 + 3 + 8
  assert.equal(year.days.filter((day) => day.kind === 'holiday').length, 28);
  assert.deepEqual(year.days.filter((day) => day.kind === 'workday').map((day) => day.day),
    ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11']);
  assert.deepEqual(year.days.find((day) => day.day === '2025-10-06'), { day: '2025-10-06', kind: 'holiday', holiday: 'mid_autumn' });
  // 365 days, 104 of them Saturdays and Sundays; 18 holidays fall on weekdays; 5 weekend days are worked
  assert.equal(year.working_days, 365 - 104 - 18 + 5);
  assert.equal(meta.synthetic, false);
  assert.deepEqual(meta.documents.map((one) => one.id), ['holidays-2025']);
});

test('eight years, each in order, counted again from the days', async () => {
  const { data } = await json(server, '/v1/calendars/cn');
  assert.deepEqual(data.years.map((year) => year.year), [2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026]);
  for (const year of data.years) {
    const named = new Map(year.days.map((day) => [day.day, day.kind]));
    assert.deepEqual([...named.keys()], [...named.keys()].sort());
    let working = 0;
    for (let at = new Date(Date.UTC(year.year, 0, 1)); at.getUTCFullYear() === year.year; at = new Date(at.getTime() + 86_400_000)) {
      const kind = named.get(at.toISOString().slice(0, 10));
      const weekend = [0, 6].includes(at.getUTCDay());
      if (kind === 'workday') assert.ok(weekend, `${at.toISOString()} is worked anyway`);
      working += kind ? kind === 'workday' : !weekend;
    }
    assert.equal(year.working_days, working, `${year.year}`);
  }
});

test('what a later notice changed: Labour Day of 2019, the Spring Festival of 2020', async () => {
  const { data } = await json(server, '/v1/calendars/cn');
  const days = new Map(data.years.flatMap((year) => year.days).map((day) => [day.day, day.kind]));
  assert.equal(days.get('2019-05-03'), 'holiday');
  assert.equal(days.get('2019-04-28'), 'workday');
  assert.equal(days.get('2020-01-31'), 'holiday');
  assert.equal(days.has('2020-02-01') && days.get('2020-02-01'), 'holiday');
  // the announcement of 2023 names a day of 2022
  assert.equal(days.get('2022-12-31'), 'holiday');
});

test('a year that was not announced: nothing, and a hint', async () => {
  const { data, meta } = await json(server, '/v1/calendars/cn?year=2031');
  assert.deepEqual(data.years, []);
  assert.ok(meta.notes.some((note) => note.type === 'no-data'));
});

test('a calendar that does not exist is 404 with the nearest', async () => {
  const answer = await request(server, '/v1/calendars/cnn');
  assert.equal(answer.status, 404);
  assert.deepEqual(answer.json().errors[0].suggestions, ['cn']);
});

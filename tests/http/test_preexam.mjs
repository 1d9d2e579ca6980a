// /v1/preexam/funnel and /v1/preexam/statistics: published stages beside what a small register counts, worked out by hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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

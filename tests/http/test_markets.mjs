// /v1/markets: from cultivation to renewal, judged on a day. The sample has five markets and covers the days to the end of 2024.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

const ids = async (query) => (await json(server, `/v1/markets?${query}`)).data.map((row) => row.id.replace('sample-market-', '')).join('');

test('what is to be renewed before a day, and how many days are left', async () => {
  assert.equal(await ids('renewal_due_before=2025-01-31'), '24');
  assert.equal(await ids('renewal_due_before=2025-02-01&state=recognised'), '23');
  assert.equal(await ids('renewal_due_since=2025-01-31'), '13');
  const { data, meta } = await json(server, '/v1/markets');
  assert.ok(data.every((row) => row.on === '2024-12-31' && row.synthetic));
  assert.equal(meta.synthetic, true);
  // 2024-12-30 is one day before the last day of the register, 2025-01-31 is 31 days after it; the fourth was revoked, the fifth not yet recognised
  assert.deepEqual(data.map((row) => row.renewal_due_in_days), [181, -1, 31, null, null]);
  assert.deepEqual(data.map((row) => row.renewal_overdue), [false, true, false, false, false]);
});

test('on an earlier day what was revoked later was still to be renewed', async () => {
  const { data } = await json(server, '/v1/markets/sample-market-4?on=2023-04-30');
  assert.deepEqual([data.on, data.renewal_due_in_days, data.renewal_overdue], ['2023-04-30', 306, false]);
});

test('after the days that the register covers nobody knows what was renewed', async () => {
  const { data } = await json(server, '/v1/markets/sample-market-2?on=2025-06-01');
  assert.deepEqual([data.renewal_due_in_days, data.renewal_overdue], [-153, null]);
});

test('levels: a market of the nation is one record, with the day it rose', async () => {
  assert.equal(await ids('level=national'), '1');
  assert.equal(await ids('level=municipal'), '2345');
  assert.equal(await ids('promoted_since=2022-07-01'), '1');
  assert.equal(await ids('promoted_before=2022-07-01'), '');
  assert.equal(await ids('region=120101,120104&state=recognised'), '23');
  assert.equal((await request(server, '/v1/markets?state=renewd')).json().errors[0].suggestions[0], 'renewed');
});

test('the documents name no market, and the answer without records says that it is no mistake', async () => {
  const real = await Server.start();
  try {
    const { data, meta } = await json(real, '/v1/markets');
    assert.deepEqual([data, meta.matched, meta.notes.map((note) => note.type)], [[], 0, ['no-data']]);
  } finally { await real.stop(); }
});

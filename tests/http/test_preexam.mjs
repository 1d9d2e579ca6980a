// /v1/preexam/funnel: published stages, and period ratios that are marked as such.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

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

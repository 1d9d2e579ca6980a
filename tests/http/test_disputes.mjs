// /v1/disputes/summary: the whole and its parts, the clearance ratio, the time taken and its change.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

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

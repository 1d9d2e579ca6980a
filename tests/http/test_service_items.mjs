// /v1/service-items: days before and after, by their kind.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('three working days became one; 25 calendar days and 5 working days are not subtracted', async () => {
  const { data } = await json(server, '/v1/service-items?lang=en');
  const of = (id) => data.find((one) => one.item.id === id);
  const paper = of('paper-filing-acceptance');
  assert.deepEqual(paper.limits.map((one) => [one.version, one.days, one.day_unit]), [[1, 3, 'working_day'], [2, 1, 'working_day']]);
  assert.deepEqual([paper.reduction, paper.reason], [{ days: 2, percent: 66.7 }, null]);
  const fees = of('fee-reduction-review');
  assert.deepEqual(fees.limits.map((one) => [one.days, one.day_unit]), [[25, 'calendar_day'], [5, 'working_day']]);
  assert.deepEqual([fees.reduction, fees.reason], [null, 'day-kinds-differ']);
});

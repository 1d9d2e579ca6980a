// /v1/cultivation-projects: the one unit that is named.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('the unit of the programme of 2019 that the report names', async () => {
  const { data } = await json(server, '/v1/cultivation-projects?programme_year=2019&lang=en');
  assert.deepEqual(data.map((row) => [row.unit, row.cultivation_phase, row.cultivation_kind_name]),
    [['Tianjin Youfa Steel Pipe Group Co., Ltd.', 'acceptance', 'High-value patent cultivation']]);
});

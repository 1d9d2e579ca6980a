// /v1/power-items: what has no flow chart.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

test('items without a flow chart, and those in force on a day', async () => {
  const ids = async (query) => (await json(server, `/v1/power-items?${query}`)).data.map((row) => row.id);
  assert.deepEqual(await ids('flow_chart=false'), ['mediation']);
  assert.deepEqual(await ids('state=in_force&on=2023-12-31'), ['mediation']);
  assert.deepEqual(await ids('state=in_force&on=2024-01-01'), ['adjudication']);
  assert.deepEqual(await ids('state=ended'), ['mediation']);
});

// /v1/operation-centers: three industrial chains, one of them national.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('centres of three industrial chains, one of them national, and one planned in Nankai', async () => {
  const { data } = await json(server, '/v1/operation-centers');
  assert.deepEqual(data.map((row) => [row.id, row.recognised_level, row.state]), [
    ['information-security', null, 'running'], ['nankai', null, 'planned'], ['power-battery', null, 'running'], ['synthetic-biology', 'national', 'running'],
  ]);
});

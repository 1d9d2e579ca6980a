// /v1/agreements: what the documents say was agreed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('five agreements of Binhai, four of the city', async () => {
  assert.equal((await json(server, '/v1/agreements?region=120116&year=2024')).data.length, 5);
  const city = (await json(server, '/v1/agreements?region=120000&lang=en')).data;
  assert.deepEqual(city.map((row) => row.agreement_kind), ['agreement', 'strategic', 'memorandum', 'strategic']);
});

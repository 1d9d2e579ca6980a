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

test('the mechanism of Binhai with five districts, in the order of the report', async () => {
  const { data } = await json(server, '/v1/agreements/binhai-2024-foreign-dispute-mechanism');
  assert.equal(data.agreement.agreement_kind, 'mechanism');
  assert.deepEqual(data.parties.map((one) => one.region), ['120116', '120111', '120113', '120112', '120105', '120102']);
});

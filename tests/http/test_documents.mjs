// /v1/documents: where the figures come from.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('five primary documents, and the figures taken from each', async () => {
  const { data } = await json(server, '/v1/documents?reliability=primary');
  const counts = Object.fromEntries(data.map((one) => [one.id, [one.observations, one.targets]]));
  // 79 figures of the summary of 2021, of which 4 are about few persons and are not served.
  assert.deepEqual(counts, {
    'binhai-2024-rule-of-law': [42, 1], 'hubei-2021h1-rule-of-law': [25, 0], 'nankai-2024-pilot-plan': [0, 38],
    'tianjin-2021-summary': [75, 4], 'tianjin-2025-measures': [3, 7],
  });
});

test('the 17 signatories of the measures of 2025', async () => {
  const { data } = await json(server, '/v1/documents/tianjin-2025-measures');
  const signed = data.departments.filter((one) => one.role === 'signatory');
  assert.equal(signed.length, 17);
  assert.deepEqual(signed.map((one) => one.position), Array.from({ length: 17 }, (_, n) => n + 1));
  assert.deepEqual([data.signed_on, data.published_on], ['2025-02-18', null]);
});

test('the figures of a document are one click away', async () => {
  const { data } = await json(server, '/v1/documents/binhai-2024-rule-of-law');
  assert.equal(data.observations_href, '/v1/observations?breakdown%5B*%5D=*&document=binhai-2024-rule-of-law');
  for (const { id, observations } of (await json(server, '/v1/documents')).data) {
    const one = (await json(server, `/v1/documents/${id}`)).data;
    assert.equal((await json(server, one.observations_href)).meta.matched, observations, id);
  }
  assert.equal(data.index_no, '17316-17318-2025-00035');
  assert.equal(data.region, '120116');
  assert.equal(data.publisher_rank, 10);
});

test('second-hand documents say so', async () => {
  const { data } = await json(server, '/v1/documents?reliability=weak');
  assert.ok(data.length >= 1 && data.every((one) => one.reliability === 'weak' && (one.observations > 0 || one.kind === 'regulation')));
});

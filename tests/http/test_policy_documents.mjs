// /v1/policy-documents: rules, plans and schemes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('the normative document of Binhai, and what is a draft', async () => {
  const { data } = await json(server, '/v1/policy-documents?region=120116&policy_kind=normative');
  assert.deepEqual(data.map((row) => row.id), ['binhai-2024-fund-measures']);
  assert.deepEqual((await json(server, '/v1/policy-documents?state=draft')).data.map((row) => row.id),
    ['nankai-operation-centre-scheme', 'tianjin-2035-outline-draft', 'tianjin-patent-promotion-regulations']);
});

// /problems: each kind of problem has a page of its own at the address that a problem names.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { contract, problemFaults } from './lib/contract.mjs';
import { json, request } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('the list is the registry of the contract', async () => {
  const { data } = await json(server, '/problems');
  assert.deepEqual(data.map(({ slug, status, title, detail }) => ({ slug, status, title, detail })).sort((a, b) => (a.slug < b.slug ? -1 : 1)),
    [...contract.components['x-problems']].sort((a, b) => (a.slug < b.slug ? -1 : 1)));
});

test('the type of a problem leads to its page', async () => {
  const problem = (await request(server, '/v1/regions?limit=0')).json();
  const { data } = await json(server, problem.type);
  assert.deepEqual([data.slug, data.status, data.title], ['invalid-parameter', 400, problem.title]);
});

test('an unknown kind is 404 with the nearest', async () => {
  const answer = await request(server, '/problems/unknown-cod');
  assert.equal(answer.status, 404);
  assert.deepEqual(problemFaults(answer), []);
  assert.ok(answer.json().errors[0].suggestions.includes('unknown-code'));
});

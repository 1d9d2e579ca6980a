// /v1/codelists: every code that stands in an answer is in a list.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

const codes = async (id) => new Set((await json(server, `/v1/codelists/${id}`)).data.items.map((item) => item.code));

test('the status list follows SDMX', async () => {
  const status = await codes('obs_status');
  for (const code of ['A', 'B', 'D', 'E', 'F', 'I', 'L', 'M', 'O', 'P', 'Q', 'U']) assert.ok(status.has(code), code);
});

test('codes of the observations are in their lists', async () => {
  const lists = { measure: await codes('measure'), unit: await codes('unit'), status: await codes('obs_status'), extraction: await codes('extraction'),
    bound: await codes('bound'), accumulation: await codes('accumulation') };
  const { data } = await json(server, '/v1/observations?limit=1000');
  for (const row of data) {
    for (const [member, list] of Object.entries(lists)) assert.ok(list.has(row[member]), `${member} ${row[member]}`);
  }
});

test('every dimension has its list, and the lists count their codes', async () => {
  const lists = new Map((await json(server, '/v1/codelists?limit=1000')).data.map((list) => [list.id, list.items]));
  for (const dimension of await codes('dimension')) assert.ok(lists.get(dimension) > 0, dimension);
  for (const [id, items] of lists) assert.equal((await codes(id)).size, items, id);
});

test('names in both languages', async () => {
  const { data } = await json(server, '/v1/codelists/unit?lang=en');
  const piece = data.items.find((item) => item.code === 'piece');
  assert.equal(piece.name, piece.names.en);
  assert.match(piece.names.zh, /件/);
});

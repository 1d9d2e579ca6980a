// /v1/departments: one body, several names; groups that are not expanded.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

const named = async (name) => (await json(server, `/v1/departments?name=${encodeURIComponent(name)}`)).data;

test('a name and its alias give the same department', async () => {
  for (const [name, alias] of [['天津市市场监督管理委员会', '市市场监管委'], ['天津市科学技术协会', '市科协']]) {
    const byAlias = await named(alias);
    assert.equal(byAlias.length, 1, alias);
    assert.ok(byAlias[0].name === name || byAlias[0].aliases.includes(name), byAlias[0].name);
    assert.ok([byAlias[0].name, ...byAlias[0].aliases].includes(alias));
  }
});

test('the district governments are a group, not a department', async () => {
  const groups = (await json(server, '/v1/departments?limit=1000')).data.filter((one) => one.org_type === 'group');
  assert.ok(groups.length >= 2);
  assert.ok(groups.some((one) => [one.name, ...one.aliases].includes('各区人民政府')));
  assert.ok(groups.every((one) => one.note !== null));
});

test('departments of a region', async () => {
  const { data } = await json(server, '/v1/departments?region=120104');
  assert.ok(data.length >= 6 && data.every((one) => one.region === '120104'));
});

// /v1/regions: codes with validity, lineage and groups; names never stand for codes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('Tianjin has 16 districts today, and had others before', async () => {
  const now = (await json(server, '/v1/regions?parent=120000&level=county&valid_on=2024-12-31')).data;
  assert.equal(now.length, 16);
  assert.ok(now.every((region) => region.parent === '120000' && region.valid_to === null));
  const ever = (await json(server, '/v1/regions?parent=120000&level=county')).data;
  assert.ok(ever.length > 16 && ever.some((region) => region.code === '120107'));
});

test('Hubei has 17 divisions below it', async () => {
  assert.equal((await json(server, '/v1/regions?parent=420000&valid_on=2021-06-30')).data.length, 17);
});

test('Hebei is a district of Tianjin and a province: a name gives both, a code one', async () => {
  const named = (await json(server, `/v1/regions?name=${encodeURIComponent('河北')}`)).data;
  assert.deepEqual(named.map((region) => [region.code, region.name]), [['120105', '河北区'], ['130000', '河北省']]);
  assert.equal((await json(server, '/v1/regions/120105')).data.level, 'county');
});

test('a dead code names its successor, the successor its predecessors', async () => {
  const dead = (await json(server, '/v1/regions/120107?lang=en')).data;
  assert.notEqual(dead.valid_to, null);
  assert.deepEqual(dead.successors.map((change) => [change.code, change.kind]), [['120116', 'merge']]);
  const binhai = (await json(server, '/v1/regions/120116')).data;
  assert.deepEqual(binhai.predecessors.map((change) => change.code).sort(), ['120107', '120108', '120109']);
});

test('the city lists its districts in force, and groups name their members', async () => {
  const city = (await json(server, '/v1/regions/120000')).data;
  assert.equal(city.children.length, 16);
  const central = (await json(server, '/v1/regions?group=CENTRAL_6')).data;
  assert.deepEqual(central.map((region) => region.code), ['120101', '120102', '120103', '120104', '120105', '120106']);
  const nankai = (await json(server, '/v1/regions/120104')).data;
  assert.ok(nankai.groups.some((group) => group.code === 'CENTRAL_6'));
});

test('a code that does not exist is 404 with the nearest', async () => {
  const answer = await request(server, '/v1/regions/120161');
  assert.equal(answer.status, 404);
  const [error] = answer.json().errors;
  assert.equal(error.in, 'path');
  assert.ok(error.suggestions.includes('120116'));
});

test('pages give every region once, in the order of the code', async () => {
  const whole = (await json(server, '/v1/regions?limit=1000')).data.map((region) => region.code);
  const paged = [];
  for (let target = '/v1/regions?limit=7'; target;) {
    const page = await json(server, target);
    paged.push(...page.data.map((region) => region.code));
    target = page.links.next;
  }
  assert.deepEqual(paged, whole);
  assert.equal(new Set(whole).size, whole.length);
});

// /v1/designations: who holds what, what ends soon; the districts and towns that the documents name.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

const list = async (query) => (await json(server, `/v1/designations?limit=1000&${query}`)).data;
const figure = async (indicator, region, period) => (await json(server, `/v1/observations?indicator=${indicator}&region=${region}&period=${period}&breakdown[*]=*`)).data[0].value;

test('seven districts of Tianjin are pilot or demonstration districts, of which one is named', async () => {
  const rows = await list('kind=pilot_demo_district');
  assert.equal(rows.reduce((sum, row) => sum + row.entities, 0), 7);
  assert.equal(await figure('national_pilot_demo_districts', '120000', '2021-12-31'), 7);
  assert.deepEqual(rows.filter((row) => row.entities === 1).map((row) => [row.region, row.state]), [['120103', 'accepted']]);
});

test('three towns under construction in 2021, one in Jinghai and two in Xiqing', async () => {
  const towns = (await list('kind=ip_town&lang=en')).filter((row) => row.note.includes('since 2021'));
  assert.deepEqual(towns.map((row) => row.region).sort(), ['120111', '120111', '120118']);
  assert.equal(await figure('ip_characteristic_towns', '120000', '2021'), towns.length);
});

test('the term of Nankai ends with 2026', async () => {
  const ending = await list('term_ends_before=2027-01-01&on=2026-06-30');
  assert.deepEqual(ending.map((row) => [row.id, row.term_days_left]), [['nankai-powerhouse-pilot', 184]]);
  assert.deepEqual(await list('term_ends_before=2026-12-31'), []);
  const { data } = await json(server, '/v1/designations/nankai-powerhouse-pilot?on=2027-01-01');
  assert.deepEqual([data.term_days_left, data.state, data.level_name], [-1, 'active', '国家级']);
});

test('what Binhai holds, and what is in preparation', async () => {
  assert.deepEqual((await list('region=120116')).map((row) => row.kind).sort(), ['ip_town', 'protection_demo_zone', 'rapid_handling_pilot']);
  assert.equal((await list('kind=gi_demo_zone&state=preparing')).length, await figure('gi_protection_demo_zones', '120000', '2021'));
});

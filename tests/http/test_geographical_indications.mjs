// /v1/geographical-indications: the three that Tianjin's summary of 2021 names.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

const names = async (query = '') => (await json(server, `/v1/geographical-indications?lang=zh&${query}`)).data.map((row) => row.name).sort();

test('three are on the first key-contact list, as the figure says', async () => {
  const listed = await names('lists=key_contact_first');
  assert.deepEqual(listed, ['小站稻', '独流老醋', '茶淀玫瑰香葡萄'].sort());
  const { data } = await json(server, '/v1/observations?indicator=gi_key_contact_list_items&region=120000&breakdown[*]=*');
  assert.equal(data[0].value, listed.length);
});

test('two have a protection demonstration zone in preparation', async () => {
  assert.deepEqual(await names('demo_zone=preparing'), ['小站稻', '独流老醋'].sort());
  assert.deepEqual(await names('demo_zone=established'), []);
});

test('what the document does not say is null: kind, users, output', async () => {
  const { data } = await json(server, '/v1/geographical-indications/xiaozhan-rice?lang=en');
  assert.deepEqual([data.kind, data.users, data.output_value, data.registered_on, data.region], [null, null, null, null, '120000']);
  assert.deepEqual(data.lists, ['key_contact_first']);
});

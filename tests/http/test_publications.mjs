// /v1/publications: what came out, what was announced, and what is late.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

const ids = async (query) => (await json(server, `/v1/publications?${query}`)).data.map((row) => row.id);

test('Hubei published a white paper and two lists of cases on 2020', async () => {
  assert.deepEqual(await ids('region=420000&period=2020'), ['hubei-trademark-cases-2020', 'hubei-typical-cases-2020', 'hubei-white-paper-2020']);
  assert.deepEqual(await ids('period=2020&kind=white_paper'), ['hubei-white-paper-2020']);
  assert.deepEqual(await ids('period=2020-H1'), []);
  assert.deepEqual(await ids('series=binhai_top10&region=120116&published_before=2024-01-01'), []);
  const { data } = await json(server, '/v1/publications/hubei-white-paper-2020');
  assert.deepEqual([data.period, data.published_on, data.state], ['2020', null, null]);
});

test('states on the last day that the register covers, and on others', async () => {
  assert.deepEqual(await ids('state=late'), ['sample-white-paper-2023']);
  assert.deepEqual(await ids('state=planned'), ['sample-cases-2024']);
  assert.deepEqual(await ids('state=planned&on=2024-04-26'), ['sample-cases-2024', 'sample-white-paper-2023']);
  assert.deepEqual(await ids('state=planned&on=2024-04-19'), ['sample-cases-2023', 'sample-cases-2024', 'sample-white-paper-2023']);
  assert.deepEqual(await ids('state=published&on=2022-02-27'), []);
  assert.deepEqual(await ids('state=published&on=2025-03-10'), ['binhai-rule-of-law-report-2024', 'sample-cases-2023', 'tianjin-summary-2021']);
  assert.deepEqual(await ids('state=late&on=2025-05-01'), []);
  const state = async (on) => (await json(server, `/v1/publications/sample-white-paper-2023?on=${on}`)).data.state;
  assert.deepEqual([await state('2024-04-25'), await state('2024-04-26'), await state('2024-04-27')], ['planned', 'planned', 'late'], 'its day is over');
});

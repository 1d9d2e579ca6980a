// /v1/typical-cases: series and stages. The documents count cases and name none, so that the sample shows them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

const ids = async (query) => (await json(server, `/v1/typical-cases?${query}`)).data.map((row) => row.id.replace('sample-case-', '')).join('');

test('a series of a year by stage', async () => {
  assert.equal(await ids('series=ip_powerhouse&year=2023'), '123');
  assert.equal(await ids('series=ip_powerhouse&year=2023&stage=selected'), '1');
  assert.equal(await ids('series=ip_powerhouse&year=2023&stage=shortlisted,selected'), '12');
  assert.equal(await ids('year=2024'), '4');
  assert.equal(await ids('ip_type=patent,copyright'), '1');
  assert.equal(await ids('published_since=2024-04-26&published_before=2024-11-01'), '1');
});

test('one case says what it is about, and no party', async () => {
  const { data } = await json(server, '/v1/typical-cases/sample-case-1?lang=en');
  assert.deepEqual(Object.keys(data), ['id', 'title', 'titles', 'series', 'series_name', 'year', 'ip_type', 'ip_type_name', 'region', 'region_name', 'stage', 'stage_name',
    'submitted_on', 'published_on', 'document', 'synthetic']);
  assert.deepEqual([data.title, data.year, data.stage_name], ['Sample case one', 2023, 'Selected']);
});

// /v1/indicators: the catalogue, with the rules that say what may be added up.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('the catalogue has 173 indicators, each with a definition', async () => {
  const { data, meta } = await json(server, '/v1/indicators?limit=1000');
  assert.equal(meta.matched, 173);
  assert.deepEqual(data.map((one) => one.id), [...data.map((one) => one.id)].sort());
  for (const { id } of data) {
    assert.ok((await json(server, `/v1/indicators/${id}`)).data.definitions.length > 0, id);
  }
});

test('a ratio names its parts, a mean its weight', async () => {
  const { data: ratio } = await json(server, '/v1/indicators/invention_patents_in_force_per_10k');
  assert.deepEqual([ratio.kind, ratio.region_rule, ratio.numerator, ratio.denominator],
    ['ratio', 'ratio', 'invention_patents_in_force', 'population_resident']);
  assert.ok(ratio.definitions.length >= 2);
  const { data: mean } = await json(server, '/v1/indicators/ip_case_avg_handling_days');
  assert.deepEqual([mean.region_rule, mean.weight, mean.direction], ['wmean', 'patent_infringement_cases_closed', 'lower']);
});

test('a restricted indicator is named, its figures are not counted', async () => {
  const { data } = await json(server, '/v1/indicators/disciplinary_talks');
  assert.equal(data.access, 'restricted');
  assert.equal(data.observations, 0);
});

test('filters by topic and kind', async () => {
  const preexam = (await json(server, '/v1/indicators?topic=preexam')).data;
  assert.ok(preexam.length >= 4 && preexam.every((one) => one.topic === 'preexam'));
  const ranks = (await json(server, '/v1/indicators?kind=rank')).data;
  assert.deepEqual(ranks.map((one) => one.id), ['assessment_rank']);
});

test('an id that does not exist is 404 with the nearest', async () => {
  const answer = await request(server, '/v1/indicators/patent_in_force');
  assert.equal(answer.status, 404);
  assert.ok(answer.json().errors[0].suggestions.includes('patents_in_force'));
});

// /v1/plans and their targets: window, comparator, strength, and who is responsible.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

const targetsOf = async (query = '') => (await json(server, `/v1/plans/nankai-2024-2026/targets?limit=1000${query}`)).data;

test('the plan of Nankai sets 33 targets, 8 of them with responsible units', async () => {
  const targets = await targetsOf();
  assert.equal(targets.length, 33);
  const named = targets.filter((target) => target.responsible.length > 0);
  assert.equal(named.length, 8);
  assert.deepEqual([...new Set(named.map((target) => target.responsible.length))].sort(), [3, 4, 6]);
  assert.ok(targets.every((target) => target.kind === 'target' && target.region === '120104' && target.document === 'nankai-2024-pilot-plan'));
  assert.deepEqual(targets.map((target) => target.position), [...targets.map((target) => target.position)].sort((a, b) => a - b));
});

test('windows that the document leaves open are ambiguous', async () => {
  const targets = await targetsOf();
  const open = targets.filter((target) => target.window.ambiguous);
  const indicators = new Set(open.map((target) => target.indicator));
  for (const indicator of ['mediation_judicial_confirmations', 'peoples_mediation_cases', 'association_mediation_cases', 'workstation_mediation_cases']) {
    assert.ok(indicators.has(indicator), indicator);
    const target = open.find((one) => one.indicator === indicator);
    assert.equal(target.window.kind, 'each_year_or_cumulative');
    assert.match(target.ambiguity, /按每年计还是按整个期限计/);
    const english = (await targetsOf('&lang=en')).find((one) => one.id === target.id);
    assert.match(english.ambiguity, /for each year or for the whole term/);
  }
  for (const indicator of ['patent_admin_cases', 'trademark_admin_cases', 'copyright_admin_cases']) {
    assert.equal(targets.find((one) => one.indicator === indicator).window.kind, 'each_year');
  }
});

test('comparator, strength, measure and value as published', async () => {
  const targets = await targetsOf();
  const of = (indicator, unit) => targets.find((one) => one.indicator === indicator && (!unit || one.unit === unit));
  const inventions = of('invention_patents_in_force');
  assert.deepEqual([inventions.value, inventions.strength, inventions.extraction, inventions.window.kind, inventions.window.ends_on],
    [14000, 'strive', 'repaired', 'point_at_end', '2026-12-31']);
  const pledge = of('patent_pledge_financing_amount');
  assert.deepEqual([pledge.measure, pledge.comparator, pledge.value, pledge.baseline], ['mean_annual_growth', 'ge', 10, null]);
  assert.deepEqual(of('madrid_applications').window.kind, 'annual_mean');
  assert.deepEqual(of('certified_patent_enforcement_officers').responsible.length, 6);
});

test('parameters of the plan stand apart, and the list of targets says so', async () => {
  const parameters = await targetsOf('&kind=parameter');
  assert.deepEqual(parameters.map((one) => one.indicator).sort(),
    ['pilot_city_term_months', 'plan_target_groups', 'policy_safeguard_measures', 'work_plan_items', 'work_plan_sections']);
  assert.equal((await targetsOf('&kind=all')).length, 38);
  const { meta } = await json(server, '/v1/plans/nankai-2024-2026/targets');
  assert.ok(meta.notes.some((note) => note.type === 'parameters-apart'));
});

test('the plans together hold the 50 targets and parameters of the documents', async () => {
  const { data } = await json(server, '/v1/plans');
  assert.deepEqual(data.map((plan) => plan.id), ['binhai-2025-work', 'nankai-2024-2026', 'tianjin-2022-priorities', 'tianjin-2025-2035-measures']);
  assert.equal(data.reduce((sum, plan) => sum + plan.targets + plan.parameters, 0), 50);
  const one = await json(server, '/v1/plans/nankai-2024-2026');
  assert.deepEqual([one.data.targets, one.data.parameters, one.data.starts_on, one.data.ends_on], [33, 5, '2024-01-01', '2026-12-31']);
});

test('a plan that does not exist is 404 with the nearest', async () => {
  const answer = await request(server, '/v1/plans/nankai-2024-2062/targets');
  assert.equal(answer.status, 404);
  assert.deepEqual(answer.json().errors[0].suggestions, ['nankai-2024-2026']);
});

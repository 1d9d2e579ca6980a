// /v1/aggregates: what may be added up is, exactly and with what is missing in sight; what may not is refused by name.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseTable } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

const ask = async (query) => (await json(server, `/v1/aggregates?${query}`)).data;
const one = async (query) => {
  const data = await ask(query);
  assert.equal(data.length, 1, query);
  return data[0];
};
/** The rule that refuses, and the values it names. */
const refusal = async (query) => {
  const answer = await request(server, `/v1/aggregates?${query}`);
  assert.equal(answer.status, 422, `${query}: ${answer.text.slice(0, 400)}`);
  const problem = answer.json();
  assert.equal(problem.type, '/problems/not-additive');
  for (const error of problem.errors ?? []) assert.equal(error.type, '/problems/not-additive');
  return { rule: problem.detail.split(':')[0], values: (problem.errors ?? []).map((error) => error.value), names: (problem.errors ?? []).map((error) => error.name) };
};

const towns = 'indicator=ip_characteristic_towns&period=2021&breakdown[phase]=construction';

test('a district that is not named in a report is missing, not zero: a sum without it is no total', async () => {
  const all = await one(`${towns}&region=120000/*`);
  assert.equal(all.value, 3);
  assert.equal(all.lower, 3);
  assert.equal(all.upper, null);
  assert.equal(all.bound, 'ge');
  assert.equal(all.complete, false);
  assert.equal(all.figures, 2);
  assert.deepEqual(all.missing, ['120101', '120102', '120103', '120104', '120105', '120106', '120110', '120112', '120113', '120114',
    '120115', '120116', '120117', '120119']);
  assert.deepEqual(all.rules, { regions: 'sum', time: null, parts: null });
  assert.equal(all.derived, true);
  assert.deepEqual(all.inputs.map(({ region, value }) => [region, value]), [['120111', 2], ['120118', 1]]);
  assert.deepEqual(all.breakdown, { phase: 'construction' });
});

test('the same districts asked for by name are a total, with both ends', async () => {
  const two = await one(`${towns}&region=120111,120118`);
  assert.deepEqual([two.value, two.lower, two.upper, two.bound, two.complete, two.missing], [3, 3, 3, 'eq', true, []]);
});

test('regions that were no districts any more are not missed', async () => {
  const { missing } = await one(`${towns}&region=120000/*`);
  for (const code of ['120107', '120221']) assert.ok(!missing.includes(code), code);
});

test('a total over regions that nobody named is refused', async () => {
  assert.equal((await refusal(towns)).rule, 'regions-not-named');
  assert.equal((await refusal(`${towns}&region=!120111`)).rule, 'regions-not-named');
});

test('a region and a region within it are not added, nor a zone and anything', async () => {
  assert.deepEqual(await refusal('indicator=patents_in_force&region=120000,120116&period=2020'), { rule: 'nested-regions', values: ['120116'], names: ['region'] });
  assert.deepEqual(await refusal('indicator=patents_in_force&region=120116,120116400,120111'), { rule: 'overlapping-zones', values: ['120116400'], names: ['region'] });
});

test('1707 of 2367 is recomputed from its parts, as a ratio of one period', async () => {
  const ratio = await one('indicator=preexam_qualification_ratio&region=120116&period=2024');
  // 1707 / 2367 = 72.116603...%
  assert.deepEqual([ratio.value, ratio.lower, ratio.upper, ratio.unit], [72.1, 72.116, 72.117, 'percent']);
  assert.deepEqual(ratio.inputs.map(({ role, value }) => [role, value]), [['numerator', 1707], ['denominator', 2367]]);
});

test('a ratio without one of its parts, or with a region without them, is refused by name', async () => {
  const { rule, values } = await refusal('indicator=preexam_qualification_ratio&region=120116,120104&period=2024');
  assert.equal(rule, 'parts-missing');
  assert.deepEqual(values, ['120104']);
});

test('a ratio published for the one place asked for is that figure', async () => {
  const last = await one('indicator=invention_patents_in_force_per_10k&region=120000');
  assert.deepEqual([last.value, last.last_period, last.rules.time], [31.3, '2021-12-31', 'last']);
  assert.equal(last.inputs.length, 1);
});

test('家 and 家次 never add: figures of different indicators are not rolled up together', async () => {
  const both = 'indicator=patent_agencies_inspected,agency_regulatory_interviews&region=120000&period=2021';
  assert.equal((await refusal(both)).rule, 'mixed-indicators');
  const apart = await ask(`${both}&group_by=indicator`);
  assert.deepEqual(apart.map(({ group, value, unit }) => [group.indicator, value, unit]),
    [['agency_regulatory_interviews', 117, 'entity_time'], ['patent_agencies_inspected', 27, 'entity']]);
});

test('levels that promote, series that overlap, and parts beside their whole are not added', async () => {
  assert.deepEqual(await refusal('indicator=ip_standardized_markets&region=120000'), { rule: 'promoting-parts', values: ['*'], names: ['breakdown[level]'] });
  assert.equal((await refusal('indicator=typical_cases_submitted&region=120116&period=2024')).rule, 'overlapping-parts');
  assert.equal((await refusal('indicator=china_patent_awards&region=120000&period=2021&breakdown[award_session]=22&breakdown[*]=*')).rule, 'nested-parts');
});

test('the awards of one session are a partition: 1 + 18 + 1, and three kinds are missing', async () => {
  const awards = await one('indicator=china_patent_awards&region=120000&period=2021&breakdown[award_session]=22&breakdown[award_type]=*');
  assert.deepEqual([awards.value, awards.lower, awards.upper, awards.complete], [20, 20, null, false]);
  assert.deepEqual(awards.missing_parts, ['award_type=patent_gold', 'award_type=design_gold', 'award_type=patent_silver']);
  assert.equal(awards.rules.parts, 'partition');
  assert.equal(awards.breakdown, null);
});

test('a part that stands alone is less than the whole, unless it is what was asked for', async () => {
  const fines = 'indicator=enforcement_penalty_amount&region=120000&period=2021';
  const all = await one(fines);
  assert.deepEqual([all.value, all.lower, all.upper, all.bound, all.complete, all.breakdown], [1100, 1099.5, null, 'approx', false, { ip_type: 'trademark' }]);
  assert.deepEqual(all.missing_parts, ['patent', 'copyright', 'geographical_indication', 'trade_secret', 'plant_variety', 'layout_design'].map((code) => `ip_type=${code}`));
  const asked = await one(`${fines}&breakdown[ip_type]=trademark`);
  assert.deepEqual([asked.value, asked.lower, asked.upper, asked.complete], [1100, 1099.5, 1100.5, true]);
  const policies = await one('indicator=policy_documents_issued&region=120116&period=2024');
  assert.deepEqual([policies.value, policies.upper, policies.missing_parts], [26, null, ['construction_plan=*']]);
});

test('of a rate a part says nothing about the whole', async () => {
  // 99.1 % of three batches, the fourth had just begun.
  const rate = 'indicator=abnormal_application_withdrawal_rate&region=120000&period=2021';
  for (const name of ['rollup', 'min', 'max']) {
    const all = await one(`${rate}&function=${name}`);
    assert.deepEqual([all.value, all.lower, all.upper, all.bound, all.complete], [99.1, null, null, null, false], name);
    assert.deepEqual([all.breakdown, all.missing_parts], [{ batches: '1-3' }, ['batches=*']]);
  }
  for (const wanted of ['breakdown[batches]=1-3', 'breakdown[batches]=*&group_by=batches']) {
    const asked = await one(`${rate}&${wanted}`);
    assert.deepEqual([asked.value, asked.lower, asked.upper, asked.bound, asked.complete, asked.missing_parts], [99.1, 99.05, 99.15, 'eq', true, []], wanted);
  }
});

test('a half is not a year: it is refused whichever way the year is asked for', async () => {
  for (const wanted of ['group_by=year', 'period=2019', 'period=2019&group_by=year', 'period=2019&group_by=region', 'period=2019,2021']) {
    const { rule, values } = await refusal(`indicator=patents_granted&region=120116&${wanted}`);
    assert.deepEqual([rule, values], ['halves-missing', ['2019-H2']], wanted);
  }
  const half = await one('indicator=patents_granted&region=120116&period=2019-H1');
  assert.deepEqual([half.value, half.bound, half.complete, half.missing_periods], [7727, 'eq', true, []]);
  const longer = await one('indicator=patents_granted&region=120116&period=2019-01-01/2020-06-30');
  assert.deepEqual([longer.value, longer.lower, longer.upper, longer.bound, longer.complete], [7727, 7727, null, 'ge', false]);
});

test('a year that is missing between two leaves their sum open', async () => {
  const sum = await one('indicator=patents_granted&region=120000');
  assert.deepEqual([sum.value, sum.lower, sum.upper, sum.complete], [155700, 155600, null, false]);
  assert.deepEqual(sum.missing_periods, [{ region: '120000', period: '2020' }]);
  const asked = await one('indicator=patents_granted&region=120000&period=2019,2021');
  assert.deepEqual([asked.value, asked.lower, asked.upper, asked.complete], [155700, 155600, 155800, true]);
});

test('stocks are not added over time: rollup takes the last', async () => {
  const stock = 'indicator=trademarks_in_force&region=120000';
  const last = await one(stock);
  assert.deepEqual([last.value, last.lower, last.upper, last.last_period, last.first_period], [352600, 352550, 352650, '2021-12-31', '2021-12-31']);
  assert.equal((await refusal(`${stock}&function=sum`)).rule, 'stock-over-time');
  const years = await ask(`${stock}&group_by=year`);
  assert.deepEqual(years.map(({ group, value }) => [group.year, value]), [['2016', 134000], ['2019', 246000], ['2021', 352600]]);
});

test('one name, two definitions: not compared', async () => {
  assert.equal((await refusal('indicator=invention_patents_in_force_per_10k&region=120000&function=max')).rule, 'mixed-definitions');
  const apart = await ask('indicator=invention_patents_in_force_per_10k&region=120000&function=max&group_by=definition');
  assert.deepEqual(apart.map(({ group, value }) => [group.definition, value]), [['census-2020', 31.3], ['pre-census-2020', 22.3]]);
});

test('an indicator that is not rolled up says so', async () => {
  assert.deepEqual(await refusal('indicator=national_pilot_acceptance&region=120000/*&period=2021'), { rule: 'not-aggregated', values: ['national_pilot_acceptance'], names: ['indicator'] });
});

test('means, least and greatest are exact, and name what they are of', async () => {
  const mean = await one('indicator=patents_granted&region=120000&period=2019,2021&function=avg');
  assert.deepEqual([mean.value, mean.lower, mean.upper], [77850, 77800, 77900]);
  const most = await one('indicator=patents_in_force&region=120000&function=max');
  assert.deepEqual([most.value, most.lower, most.upper, most.inputs[0].period, most.bound], [308000, 307500, 308500, '2021-12-31', 'eq']);
  const least = await one('indicator=patents_in_force&region=120000&function=min');
  assert.deepEqual([least.value, least.lower, least.upper, least.inputs[0].period], [124800, 124750, 124850, '2016-12-31']);
});

test('of what is missing nobody knows whether it is less or more', async () => {
  const most = await one(`${towns}&region=120000/*&function=max`);
  assert.deepEqual([most.value, most.lower, most.upper, most.bound, most.complete], [2, 2, null, 'ge', false]);
  const least = await one(`${towns}&region=120000/*&function=min`);
  assert.deepEqual([least.value, least.lower, least.upper, least.bound], [1, null, 1, 'le']);
  const mean = await one(`${towns}&region=120000/*&function=avg`);
  assert.deepEqual([mean.value, mean.lower, mean.upper, mean.bound], [1.5, null, null, null]);
});

test('counting is always allowed', async () => {
  const counts = await ask('indicator=patents_in_force,trademarks_in_force&function=count&group_by=indicator,measure&sort=-value');
  assert.deepEqual(counts.map(({ group, value, unit }) => [group.indicator, group.measure, value, unit]), [
    ['patents_in_force', 'level', 4, null], ['trademarks_in_force', 'level', 4, null], ['patents_in_force', 'yoy', 1, null], ['trademarks_in_force', 'yoy', 1, null]]);
});

test('order, comparison and pages of groups', async () => {
  const query = 'indicator=patents_in_force,trademarks_in_force,patents_granted&region=120000,120116&group_by=indicator,region,period';
  const whole = await ask(`${query}&sort=-value`);
  assert.ok(whole.length > 8);
  const values = whole.map(({ value }) => value);
  assert.deepEqual(values, [...values].sort((a, b) => b - a));
  const above = await ask(`${query}&sort=-value&having=ge:88000,lt:200000`);
  assert.deepEqual(above, whole.filter(({ lower, upper }) => lower !== null && lower >= 88000 && upper !== null && upper < 200000));
  for (const limit of [1, 3]) {
    const rows = [];
    for (let target = `/v1/aggregates?${query}&sort=-value&limit=${limit}`; target;) {
      const page = await json(server, target);
      rows.push(...page.data);
      target = page.links.next;
    }
    assert.deepEqual(rows, whole);
  }
});

test('CSV has the same entries', async () => {
  const query = 'indicator=patents_in_force,trademarks_in_force&region=120000&group_by=indicator,year';
  const rows = parseTable((await request(server, `/v1/aggregates.csv?${query}`)).text);
  const data = await ask(query);
  assert.equal(rows.length, data.length);
  rows.forEach((row, n) => {
    const entry = data[n];
    for (const name of ['value', 'lower', 'upper', 'figures']) assert.equal(row[name] === '' ? null : Number(row[name]), entry[name], name);
    for (const name of ['indicator', 'year']) assert.equal(row[name], entry.group[name]);
    assert.equal(row.indicator_name, entry.labels.indicator);
    assert.equal(row.complete, String(entry.complete));
  });
});

test('names in both languages', async () => {
  const query = 'indicator=patents_in_force&region=120000&group_by=region,parent';
  assert.deepEqual((await one(query)).labels, { region: '天津市', parent: '中华人民共和国' });
  assert.deepEqual((await one(`${query}&lang=en`)).labels, { region: 'Tianjin', parent: 'China' });
});

test('what is restricted is nowhere, and what is not published says so', async () => {
  for (const wanted of ['', '&function=count', '&function=max', '&breakdown[form]=*', '&group_by=indicator&breakdown[*]=*']) {
    const answer = await json(server, `/v1/aggregates?indicator=disciplinary_talks&region=120000${wanted}`);
    assert.deepEqual(answer.data, [], wanted);
    assert.equal(answer.meta.notes[0].type, 'restricted');
  }
  const none = await json(server, '/v1/aggregates?indicator=tisc_count&region=120000');
  assert.deepEqual(none.data, []);
  assert.equal(none.meta.notes[0].type, 'no-data');
});

test('keys of groups that do not exist are refused with the nearest', async () => {
  const answer = await request(server, '/v1/aggregates?indicator=patents_in_force&group_by=yeer');
  assert.equal(answer.status, 400);
  assert.deepEqual(answer.json().errors[0].suggestions, ['year']);
});

// /v1/assessments: scoring by hand for the sample of two years, places and grades that stay open, comparison, what-if weights.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parseCsv } from './lib/csv.mjs';
import { problemFaults } from './lib/contract.mjs';
import { json, request } from './lib/http.mjs';
import { writePackage } from './lib/package.mjs';
import { Server, run, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

const at = (path = '') => `/v1/assessments/sample-2025${path}`;
const resultsOf = async (scheme = 'sample-2025', query = '') => Object.fromEntries((await json(server, `/v1/assessments/${scheme}/results${query}`)).data.map((row) => [row.region, row]));
const itemOf = (row, item) => row.items.find((each) => each.item === item);
const simulate = (body) => request(server, at('/simulate'), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const exactly = (value) => ({ value, lower: value, upper: value });

test('schemes, by region and year', async () => {
  const ids = async (query) => (await json(server, `/v1/assessments?${query}`)).data.map((row) => row.id);
  assert.deepEqual(await ids(''), ['sample-2024', 'sample-2025']);
  assert.deepEqual(await ids('year=2024'), ['sample-2024']);
  assert.deepEqual(await ids('region=420000'), []);
  const { data: [scheme], meta } = await json(server, '/v1/assessments?year=2025');
  assert.deepEqual([scheme.predecessor, scheme.items, scheme.regions, scheme.version], ['sample-2024', 5, 4, '2.0']);
  assert.equal(meta.synthetic, true);
});

test('a scheme names its items, steps and grades, and of which districts nothing was reported', async () => {
  const { data } = await json(server, at());
  assert.equal(data.full_score, 100);
  assert.deepEqual(data.items.map((item) => [item.id, item.scoring, item.weight, item.points]), [['granted', 'linear', 40, 100], ['days', 'linear', 20, 10],
    ['trained', 'threshold', 15, 15], ['satisfaction', 'rank', 15, 30], ['appraisal', 'manual', 10, 10]]);
  assert.deepEqual(data.items[2].steps, [{ at: 100, points: 5 }, { at: 200, points: 10 }, { at: 300, points: 15 }]);
  assert.deepEqual([data.items[1].direction, data.items[1].floor, data.items[1].ceiling, data.items[3].floor], ['lower', 30, 90, null]);
  assert.deepEqual(data.grades, [{ grade: 'excellent', lower: 85 }, { grade: 'good', lower: 70 }, { grade: 'fair', lower: 50 }, { grade: 'poor', lower: 0 }]);
  assert.equal(data.without_results.length, 12);
  assert.ok(!data.without_results.includes('120107'), 'a district that ended in 2009');
});

test('an unknown scheme is 404 with the nearest', async () => {
  for (const path of ['', '/results', '/compare']) {
    const answer = await request(server, `/v1/assessments/sample-2052${path}`);
    assert.equal(answer.status, 404);
    assert.ok(answer.json().errors[0].suggestions.includes('sample-2025'));
  }
});

test('points by each kind of scoring', async () => {
  const results = await resultsOf();
  const points = (region) => results[region].items.map((item) => item.points.value);
  // linear 100/200, less is better (90-60)/60, the step at 200 reached exactly, two at 88.5 share place 3 of 4, given
  assert.deepEqual(points('120101'), [50, 5, 10, 10, 8]);
  // above the ceiling, at the floor where less is better, one below the first step, place 1
  assert.deepEqual(points('120103'), [100, 10, 0, 30, 10]);
  assert.deepEqual(points('120104'), [35, 0, 15, 10, 6.5]);
  assert.deepEqual(points('120116'), [100, 7.5, 15, 20, null]);
  assert.deepEqual(results['120101'].items.map((item) => item.share.value), [20, 10, 10, 5, 8]);
});

test('totals, places and grades; 85 exactly is excellent', async () => {
  const results = await resultsOf();
  const seen = (region) => [results[region].total.value, results[region].rank.value, results[region].grade.value];
  assert.deepEqual(seen('120101'), [53, 3, 'fair']);
  assert.deepEqual(seen('120104'), [40.5, 4, 'poor']);
  assert.deepEqual(seen('120103'), [85, null, 'excellent']);
  assert.deepEqual(results['120103'].rank, { value: null, best: 1, worst: 2, tied: false });
});

test('a value that is missing is not zero: the total lies between, the place and the grade stay open', async () => {
  const row = (await resultsOf())['120116'];
  assert.deepEqual(row.total, { value: null, lower: 80, upper: 90, complete: false });
  assert.deepEqual(row.rank, { value: null, best: 1, worst: 2, tied: false });
  assert.deepEqual(row.grade, { value: null, lower: 'good', upper: 'excellent' });
  const item = itemOf(row, 'appraisal');
  assert.deepEqual([item.missing, item.status, item.raw, item.given, item.evidence], [true, 'M', null, null, '未报送']);
  assert.deepEqual(item.points, { value: null, lower: 0, upper: 10 });
});

test('a place among values of which one is missing lies between', async () => {
  const results = await resultsOf('sample-2024');
  const points = (region) => itemOf(results[region], 'satisfaction').points;
  assert.deepEqual(points('120116'), { value: null, lower: 20, upper: 30 });
  assert.deepEqual(points('120104'), { value: null, lower: 10, upper: 20 });
  assert.deepEqual(points('120101'), { value: null, lower: 0, upper: 10 });
  assert.deepEqual(points('120103'), { value: null, lower: 0, upper: 30 });
  assert.ok(Object.values(results).every((row) => !row.total.complete && row.grade.value === null));
});

test('what was published stands beside what was computed', async () => {
  const results = await resultsOf();
  const published = (region) => results[region].published && [results[region].published.score, results[region].published.agrees];
  assert.deepEqual(published('120103'), [85, true]);
  assert.deepEqual(published('120101'), [53.5, false]); // 53 was computed
  assert.deepEqual(published('120116'), [86, true]); // within 80 to 90
  assert.equal(published('120104'), null);
});

test('totals and places that are determined are figures of the register', async () => {
  const figures = async (indicator) => (await json(server, `/v1/observations?indicator=${indicator}&document=sample-assessments`)).data
    .map((row) => [row.region, row.period, row.value, row.origin, row.synthetic]);
  const made = (region, value) => [region, '2025', value, 'records', true];
  assert.deepEqual(await figures('assessment_score'), [made('120101', 53), made('120103', 85), made('120104', 40.5)]);
  assert.deepEqual(await figures('assessment_rank'), [made('120101', 3), made('120104', 4)]);
});

test('one region, and by place', async () => {
  assert.deepEqual(Object.keys(await resultsOf('sample-2025', '?region=120116,120101')), ['120101', '120116']);
  const order = (await json(server, at('/results?sort=rank'))).data.map((row) => row.region);
  assert.deepEqual(order, ['120103', '120116', '120101', '120104']);
  const none = await json(server, at('/results?region=420000'));
  assert.deepEqual([none.data, none.meta.notes[0].type], [[], 'no-data']);
});

test('as CSV a row for each item, and one for the total', async () => {
  const rows = parseCsv((await request(server, at('/results.csv?region=120101,120116&lang=en'))).text);
  const [head, ...body] = rows;
  const column = (row, name) => row[head.indexOf(name)];
  assert.equal(body.length, 12);
  assert.ok(body.every((row) => column(row, 'synthetic') === 'true'));
  const total = body.find((row) => column(row, 'region') === '120101' && column(row, 'item') === '');
  assert.deepEqual(['share', 'rank', 'grade', 'published_score', 'published_rank'].map((name) => column(total, name)), ['53.00', '3', 'fair', '53.50', '3']);
  const open = body.find((row) => column(row, 'region') === '120116' && column(row, 'item') === '');
  assert.deepEqual(['share', 'share_lower', 'share_upper', 'rank', 'grade'].map((name) => column(open, name)), ['', '80.00', '90.00', '', '']);
});

test('the year before, only where an item is the same', async () => {
  const { data } = await json(server, at('/compare'));
  assert.deepEqual(data.items.map(({ item, comparable, reason, differs }) => [item, comparable, reason, differs]), [['granted', true, null, []],
    ['days', false, 'scored-otherwise', ['floor']], ['trained', true, null, []], ['satisfaction', true, null, []], ['appraisal', false, 'new', []]]);
  assert.deepEqual([data.predecessor, data.full_score, data.comparable_score, data.dropped], ['sample-2024', 100, 70, ['meetings']]);
  const row = data.regions.find(({ region }) => region === '120101');
  const change = (item) => row.items.find((each) => each.item === item);
  assert.deepEqual([change('granted').now, change('granted').before, change('granted').change], [exactly(50), exactly(40), exactly(10)]);
  assert.deepEqual(change('trained').change, exactly(0)); // two thirds both
  assert.deepEqual(change('satisfaction').change, { value: null, lower: 0, upper: 33.34 }); // a third, against 0 to a third
  assert.deepEqual(row.subtotal, { now: exactly(35), before: { value: null, lower: 26, upper: 31 }, change: { value: null, lower: 4, upper: 9 } });
});

test('a scheme without a predecessor has nothing to compare', async () => {
  const { data } = await json(server, '/v1/assessments/sample-2024/compare');
  assert.equal(data.predecessor, null);
  assert.ok(data.items.every((item) => !item.comparable && item.reason === 'new'));
  assert.deepEqual([data.regions, data.regions_apart], [[], ['120101', '120103', '120104', '120116']]);
});

test('other weights: the total moves by what the item earned', async () => {
  const answer = await simulate({ weights: { granted: 30, satisfaction: 25 } });
  assert.equal(answer.status, 200);
  const { data, meta } = answer.json();
  assert.equal(meta.release.id, 1);
  assert.deepEqual(data.full_score, { before: 100, after: 100 });
  const row = data.regions.find(({ region }) => region === '120101');
  // 53 - 10 * 50 % + 10 * 10/30
  assert.deepEqual([row.before.total.value, row.after.total.value, row.change], [53, 51.33, -1.67]);
  assert.deepEqual([row.after.rank.value, row.moved], [3, 0]);
  // 51.333... is one number, though it has no end in decimals
  assert.deepEqual(row.after.total, { ...exactly(51.33), complete: true });
  // 40.5 - 10 * 35 % + 10/3 = 40.333
  assert.equal(data.regions.find(({ region }) => region === '120104').after.total.value, 40.33);
});

test('other values: the missing one completes the total, a place in the order moves with them', async () => {
  const { data } = (await simulate({ values: [{ region: '120116', item: 'appraisal', value: 7 }, { region: '120104', item: 'satisfaction', value: 95 }] })).json();
  const row = (code) => data.regions.find(({ region }) => region === code);
  // 120104 is first now: 30 points, the others one place behind, and 88.5 is last: 0
  assert.deepEqual(row('120116').after.total, { ...exactly(82), complete: true }); // 80 - 10/30*15 + 7
  assert.equal(row('120104').after.total.value, 50.5);
  assert.equal(row('120104').after.grade.value, 'fair');
  assert.equal(row('120101').after.total.value, 48);
  assert.equal(row('120103').after.total.value, 80);
  assert.deepEqual(['120116', '120103', '120104', '120101'].map((code) => row(code).after.rank.value), [1, 2, 3, 4]);
  assert.deepEqual([row('120101').moved, row('120104').moved, row('120116').moved], [-1, 1, null]);
});

test('normalise scales to the full score, and nothing is kept', async () => {
  const { data } = (await simulate({ weights: { granted: 140 }, normalise: true })).json();
  assert.deepEqual(data.full_score, { before: 100, after: 100 });
  assert.deepEqual(data.weights.map(({ after: weight }) => weight), [70, 10, 7.5, 7.5, 5]);
  assert.deepEqual((await simulate({ weights: { granted: 140 } })).json().data.full_score, { before: 100, after: 200 });
  const same = (await simulate({})).json().data;
  assert.ok(same.regions.every((row) => row.change === 0 || row.change === null));
  assert.equal((await resultsOf())['120101'].total.value, 53);
});

test('no weights at all leave nothing', async () => {
  const { data } = (await simulate({ weights: { granted: 0, days: 0, trained: 0, satisfaction: 0, appraisal: 0 }, normalise: true })).json();
  assert.equal(data.full_score.after, 0);
  assert.ok(data.regions.every((row) => row.after.rank.value === 1 && row.after.total.upper === 0));
});

test('equal totals share the better place', async () => {
  const { data } = (await simulate({ weights: { granted: 10, days: 0, trained: 0, satisfaction: 0, appraisal: 0 } })).json();
  assert.deepEqual(data.regions.map(({ after: { rank } }) => [rank.value, rank.tied]), [[3, false], [1, true], [4, false], [1, true]]);
});

test('points by hand are at most those of the item', async () => {
  const given = (value) => simulate({ values: [{ region: '120116', item: 'appraisal', value }] });
  assert.equal((await given(10)).status, 200);
  assert.equal((await given(0)).status, 200);
  const answer = await given(10.000001);
  assert.equal(answer.status, 422);
  assert.deepEqual(problemFaults(answer), []);
  assert.deepEqual(answer.json().errors.map(({ name, detail }) => [name, detail]), [['/values/0/value', 'Points are not above the full points of the item.']]);
});

test('weights of another sum leave no grade, and say so', async () => {
  const other = (await simulate({ weights: { granted: 140 } })).json();
  assert.ok(other.data.regions.every(({ after: { grade } }) => grade.value === null && grade.lower === null && grade.upper === null));
  assert.ok(other.data.regions.some(({ before: { grade } }) => grade.value !== null));
  assert.ok(other.meta.notes.some(({ type }) => type === 'other-scale'));
  const scaled = (await simulate({ weights: { granted: 140 }, normalise: true })).json();
  assert.ok(scaled.data.regions.some(({ after: { grade } }) => grade.value !== null));
  assert.ok(!scaled.meta.notes.some(({ type }) => type === 'other-scale'));
});

test('a load refuses more points than an item has', async () => {
  const document = 'sample-assessments';
  const step = (points) => ({ scheme: 'sample-2025', item: 'trained', at: '400', points, document });
  const result = (points) => ({ scheme: 'sample-2025', region: '120116', item: 'appraisal', raw: '', status: 'A', points, evidence: '', document });
  for (const [name, tables, reason] of [['full', { assessment_step: [step('15')], assessment_result: [result('10')] }, ''], ['given', { assessment_result: [result('10.5')] }, 'column points, "10.5": are above the full points of the item'],
    ['step', { assessment_step: [step('15.5')] }, 'column points, "15.5": are above the full points of the item'], ['below', { assessment_step: [step('-1')] }, 'column points, "-1": is below 0']]) {
    const folder = await writePackage(path.join(server.folder, name), tables, { synthetic: true });
    const loaded = await run(['load', '--db', server.db, '--dry-run', folder]);
    assert.equal(loaded.code, reason === '' ? 0 : 65, loaded.stdout + loaded.stderr);
    assert.ok(`${loaded.stdout}${loaded.stderr}`.includes(reason), `${reason}: ${loaded.stdout}${loaded.stderr}`);
  }
});

test('what names no item or region of the scheme is 422, with the nearest', async () => {
  const answer = await simulate({ weights: { grantd: 1 }, values: [{ region: '120999', item: 'day', value: 1 }, { region: '120101', item: 'days', value: 1 },
    { region: '120101', item: 'days', value: 2 }, { region: '120101', item: 'appraisal', value: -1 }] });
  assert.equal(answer.status, 422);
  assert.deepEqual(problemFaults(answer), []);
  const errors = answer.json().errors.map((error) => [error.in, error.name]);
  assert.deepEqual(errors, [['body', '/weights/grantd'], ['body', '/values/0/region'], ['body', '/values/0/item'], ['body', '/values/2'], ['body', '/values/3/value']]);
  assert.deepEqual(answer.json().errors[0].suggestions, ['granted']);
  assert.deepEqual(answer.json().errors[2].suggestions, ['days']);
});

test('weights out of bounds, and values of another kind', async () => {
  for (const [body, pointer] of [[{ weights: { granted: -0.1 } }, '/weights/granted'], [{ weights: { granted: 1000.1 } }, '/weights/granted'], [{ weights: [] }, '/weights'],
    [{ weights: { granted: null } }, '/weights/granted'], [{ values: [{ region: '120101', item: 'days' }] }, '/values/0/value'], [{ values: [{ region: '120101', item: 'days', value: '1' }] }, '/values/0/value'],
    [{ normalise: 1 }, '/normalise']]) {
    const answer = await simulate(body);
    assert.equal(answer.status, 422, JSON.stringify(body));
    assert.equal(answer.json().errors[0].name, pointer);
  }
});

// /v1/credit: schemes with their scales, grades as published beside computed ones, their distribution, and moves between periods.
// The expected values are counted by hand in tests/http/samples/credit.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parseTable } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { writePackage } from './lib/package.mjs';
import { publishTables } from './lib/publish.mjs';
import { Server, run, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

const patent = 'scheme=cnipa-patent-2023';
const short = (id) => id.replace('sample-agency-', '');

test('five schemes; a scale is that of the scheme, or there is none', async () => {
  const { data } = await json(server, '/v1/credit/schemes');
  assert.deepEqual(data.map(({ id, full_score: full, scale_published: scale }) => [id, full, scale]), [
    ['binhai-center-2024', null, false], ['binhai-trademark-2024', null, false], ['cnipa-patent-2023', 100, true],
    ['cnipa-trademark-draft-2023', 100, true], ['cnipa-trademark-pilot-2025', null, false]]);
  assert.deepEqual((await json(server, '/v1/credit/schemes?subject=patent_agency')).data.map(({ id }) => id), ['cnipa-patent-2023']);
  const local = await json(server, '/v1/credit/schemes/binhai-trademark-2024');
  assert.deepEqual([local.data.thresholds, local.data.rules], [[], []]);
  assert.ok(local.meta.notes.some(({ type }) => type === 'no-scale'));
});

test('ends of grades: 100 is A, more is A+, 90 is A, 80 is B, 60 is C', async () => {
  const { data } = await json(server, '/v1/credit/schemes/cnipa-patent-2023');
  assert.deepEqual(data.thresholds.map((row) => [row.grade, row.lower, row.lower_open, row.upper, row.upper_open]), [
    ['a_plus', 100, true, null, false], ['a', 90, false, 100, false], ['b', 80, false, 90, true], ['c', 60, false, 80, true], ['d', null, false, 60, true]]);
  const volume = data.rules.find(({ id }) => id === 'unexplained-volume');
  assert.deepEqual([volume.kind, volume.points, volume.points_max], ['deduct', 15, 15]);
  const abnormal = data.rules.find(({ id }) => id === 'abnormal-applications');
  assert.deepEqual([abnormal.points, abnormal.points_max], [null, 40]);
  assert.deepEqual([data.repair_months, data.valid_from, data.standing], [6, '2023-05-01', 'in_force']);
});

test('a code without a scheme is 404, an unknown code too', async () => {
  assert.equal((await request(server, '/v1/credit/schemes/no-such')).status, 404);
});

test('grades stand as published beside the computed ones', async () => {
  const { data, meta } = await json(server, `/v1/credit/grades?${patent}&period=2024`);
  assert.deepEqual(data.map((row) => [short(row.agency), row.score, row.grade, row.computed.score, row.computed.grade, row.agrees]), [
    ['01', 90, 'a', 90, 'a', true], ['02', 80, 'b', 80, 'b', true], ['03', 100.5, 'a_plus', 100.5, 'a_plus', true],
    ['04', 60, 'c', 60, 'c', true], ['05', 59.5, 'd', 59.5, 'd', true], ['07', 85, 'a', 85, 'b', false], ['11', 85, 'b', 85, 'b', true]]);
  assert.equal(meta.matched, 7);
  assert.ok(meta.notes.some(({ type }) => type === 'grade-differs'));
});

test('what does not agree is found, also page by page', async () => {
  const differ = await json(server, `/v1/credit/grades?${patent}&period=2024&agrees=false`);
  assert.deepEqual([differ.meta.matched, differ.data.map(({ agency }) => short(agency))], [1, ['07']]);
  const agree = await json(server, `/v1/credit/grades?${patent}&period=2024&agrees=true&limit=4`);
  assert.deepEqual([agree.meta.matched, agree.data.length], [6, 4]);
  const rest = await json(server, agree.links.next);
  assert.deepEqual(rest.data.map(({ agency }) => short(agency)), ['05', '11']);
  assert.equal((await json(server, `/v1/credit/grades?${patent}&period=2024&grade=a&agrees=true`)).meta.matched, 1);
  const local = await json(server, '/v1/credit/grades?scheme=binhai-trademark-2024&period=2024&agrees=true');
  assert.equal(local.meta.matched, 0, 'where none can be computed a grade neither agrees nor differs');
});

test('a period without grades is empty, and says so', async () => {
  const { data, meta } = await json(server, `/v1/credit/grades?${patent}&period=2024-H1`);
  assert.deepEqual([data, meta.matched], [[], 0]);
  assert.ok(meta.notes.some(({ type }) => type === 'no-data'));
});

test('the distribution counts each grade of one scheme, with shares of all graded', async () => {
  const { data, meta } = await json(server, `/v1/credit/distribution?${patent}&period=2024`);
  assert.deepEqual(data.grades.map(({ grade, count, share }) => [grade, count, share]), [
    ['a_plus', 1, 14.3], ['a', 2, 28.6], ['b', 2, 28.6], ['c', 1, 14.3], ['d', 1, 14.3]]);
  assert.deepEqual([data.graded, data.agree, data.disagree, data.not_computed], [7, 6, 1, 0]);
  assert.deepEqual([data.low_grades.count, data.low_grades.share], [2, 28.6]);
  assert.equal(meta.synthetic, true);
  const district = (await json(server, `/v1/credit/distribution?${patent}&period=2024&region=120104`)).data;
  assert.deepEqual(district.grades.map(({ count }) => count), [1, 0, 0, 1, 0]);
  const local = (await json(server, '/v1/credit/distribution?scheme=binhai-trademark-2024&period=2024&region=120116')).data;
  assert.deepEqual([local.graded, local.not_computed, local.published], [2, 2, null], 'the 145 were published without a scheme');
});

test('a period of which the scheme has no grades is not one in which nobody had any', async () => {
  const { data, meta } = await json(server, `/v1/credit/distribution?${patent}&period=2019`);
  assert.deepEqual([data.graded, data.agree, data.disagree, data.not_computed], [null, null, null, null]);
  assert.deepEqual([data.low_grades.count, data.low_grades.share], [null, null]);
  assert.deepEqual(data.grades.map(({ count, share }) => [count, share]), Array(5).fill([null, null]));
  assert.ok(meta.notes.some(({ type }) => type === 'no-data'));
  const rows = parseTable((await request(server, `/v1/credit/distribution.csv?${patent}&period=2019`)).text);
  assert.deepEqual(rows.map(({ count }) => count), Array(5).fill(''));
});

test('moves between two periods; who has only one grade has left or entered', async () => {
  const { data } = await json(server, `/v1/credit/transitions?${patent}&from=2023&to=2024`);
  assert.deepEqual([data.both, data.improved, data.unchanged, data.worsened, data.left, data.entered], [6, 1, 2, 3, 1, 1]);
  const moved = Object.fromEntries(data.cells.filter(({ count }) => count > 0).map(({ from, to, count, share }) => [`${from} ${to}`, [count, share]]));
  assert.deepEqual(moved, { 'a a_plus': [1, 20], 'a a': [2, 40], 'a b': [2, 40], 'b c': [1, 100] });
  assert.equal(data.cells.length, 25, 'every pair of the grades that occur');
  assert.deepEqual(data.left_by_grade.filter(({ count }) => count > 0), [{ grade: 'a', count: 1 }]);
  assert.deepEqual(data.entered_by_grade.filter(({ count }) => count > 0), [{ grade: 'd', count: 1 }]);
  const back = (await json(server, `/v1/credit/transitions?${patent}&from=2024&to=2023`)).data;
  assert.deepEqual([back.improved, back.worsened, back.left, back.entered], [3, 1, 1, 1]);
  const district = (await json(server, `/v1/credit/transitions?${patent}&from=2023&to=2024&region=120101`)).data;
  assert.deepEqual([district.both, district.left, district.entered], [0, 1, 1]);
});

test('CSV has the same numbers, and says what is made up', async () => {
  const rows = parseTable((await request(server, `/v1/credit/distribution.csv?${patent}&period=2024`)).text);
  assert.deepEqual(rows.map(({ grade, count, share, synthetic }) => [grade, count, share, synthetic]), [
    ['a_plus', '1', '14.3', 'true'], ['a', '2', '28.6', 'true'], ['b', '2', '28.6', 'true'], ['c', '1', '14.3', 'true'], ['d', '1', '14.3', 'true']]);
  const moves = parseTable((await request(server, `/v1/credit/transitions.csv?${patent}&from=2023&to=2024`)).text);
  assert.equal(moves.reduce((sum, { count }) => sum + Number(count), 0), 8);
  assert.deepEqual(moves.filter(({ from_grade: from, count }) => from === '' && count !== '0').map(({ to_grade: to }) => to), ['d']);
  const grades = parseTable((await request(server, `/v1/credit/grades.csv?${patent}&period=2024&agrees=false`)).text);
  assert.deepEqual([grades[0].grade, grades[0].computed_grade, grades[0].agrees, grades[0].synthetic], ['a', 'b', 'false', 'true']);
});

test('a scheme is never implied', async () => {
  for (const path of ['/v1/credit/distribution?period=2024', '/v1/credit/grades?period=2024', '/v1/credit/transitions?from=2023&to=2024']) {
    const answer = await request(server, path);
    assert.equal(answer.status, 400, path);
    assert.ok(answer.json().errors.some(({ name }) => name === 'scheme'));
  }
});

/** Figures counted from the sample, as place and value. */
const counted = async (query) => (await json(server, `/v1/observations?${query}&document=sample-agencies&limit=1000`)).data;

test('figures are counted from the register, for its region and those below it', async () => {
  const stock = await counted('indicator=trademark_agencies_registered');
  const at = (region, period) => stock.find((row) => row.region === region && row.period === period)?.value;
  // 06, 07 and 10 on file at the end of 2023; 08 and 09 besides a year later; 2025 is not covered to its end
  assert.deepEqual(['120000', '120116', '120104', '120101', '120115'].map((region) => [at(region, '2023-12-31'), at(region, '2024-12-31')]),
    [[3, 5], [1, 3], [1, 1], [1, 1], [0, 0]]);
  assert.equal(at('120000', '2025-12-31'), undefined);
  assert.ok(stock.every((row) => row.origin === 'records' && row.synthetic && row.extraction === 'counted'));
  const reminders = await counted('indicator=credit_reminders&region=120000');
  assert.deepEqual(reminders.filter(({ value }) => value > 0).map(({ period, value }) => [period, value]).sort(),
    [['2024', 2], ['2024-H2', 2], ['2024-Q3', 1], ['2024-Q4', 1], ['2025-H1', 1], ['2025-Q1', 1]]);
});

test('graded agencies are counted by scheme, never over all of them; patent agencies are no trademark agencies', async () => {
  const rated = await counted('indicator=trademark_agencies_credit_rated&region=120116&breakdown[scheme]=*');
  assert.deepEqual(rated.map(({ period, breakdown, value }) => [period, breakdown, value]), [['2024', { scheme: 'binhai-trademark-2024' }, 2]]);
  const parts = await counted('indicator=trademark_agencies_credit_rated&region=120116&breakdown[scheme]=*&breakdown[grade]=*');
  assert.deepEqual(parts.map(({ breakdown, value }) => [breakdown.grade, value]), [['b', 1], ['d', 1]]);
  const low = await counted('indicator=agency_low_grade_share&region=120000&breakdown[scheme]=*');
  assert.deepEqual(low.map(({ period, breakdown, value }) => [period, breakdown.scheme, value]).sort(), [
    ['2023', 'cnipa-patent-2023', 0], ['2024', 'binhai-trademark-2024', 50], ['2024', 'cnipa-patent-2023', 28.6]]);
});

const score = async (scheme, events, query = '') => request(server, `/v1/credit/schemes/${scheme}/score${query}`,
  { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ events }) });
const scored = async (scheme, events) => {
  const answer = await score(scheme, events);
  assert.equal(answer.status, 200, answer.text);
  return answer.json().data;
};

test('a score is exact, and each end of a grade falls on its side', async () => {
  const of = async (deduct, bonus = 0) => {
    const { score: points, grade } = await scored('cnipa-patent-2023', [{ kind: 'deduct', points: deduct }, { kind: 'bonus', points: bonus }]);
    return [points, grade];
  };
  assert.deepEqual(await of(0), [100, 'a']);
  assert.deepEqual(await of(0, 0.5), [100.5, 'a_plus']);
  assert.deepEqual(await of(0, 0.000001), [100.000001, 'a_plus']);
  assert.deepEqual(await of(10), [90, 'a']);
  assert.deepEqual(await of(10.000001), [89.999999, 'b']);
  assert.deepEqual(await of(20), [80, 'b']);
  assert.deepEqual(await of(20.1), [79.9, 'c']);
  assert.deepEqual(await of(40), [60, 'c']);
  assert.deepEqual(await of(40.5), [59.5, 'd']);
  assert.deepEqual(await of(100), [0, 'd']);
  assert.deepEqual(await of(160), [-60, 'd'], 'no floor is published');
  assert.deepEqual(await of(0.3, 0.1), [99.8, 'a'], 'no binary fraction in between');
});

test('an upper end that is open is of no grade where none is above it', async () => {
  const threshold = { scheme: 'cnipa-trademark-pilot-2025', grade: 'a', lower: '90', lower_open: 'no', upper: '100', upper_open: 'yes', document: 'cnipa-trademark-credit-pilot-2025' };
  const scheme = { scheme: 'cnipa-trademark-pilot-2025', subject: 'trademark_agency', authority_zh: '示例', authority_en: 'Sample', standing: 'pilot', valid_from: '2025-04-01', valid_to: '2026-03-31', full_score: '100',
    repair_months: '', note_zh: '', note_en: '', confidence: 'unverified', document: 'cnipa-trademark-credit-pilot-2025' };
  const other = await Server.start({ packages: await samplePackages() });
  try {
    await publishTables(other, 'scale', { credit_scheme: [scheme], credit_threshold: [threshold, { ...threshold, grade: 'b', lower: '80', lower_open: 'yes', upper: '85', upper_open: 'no' }] });
    for (const [points, grade] of [[0, null], [0.5, 'a'], [10, 'a'], [12, null], [15, 'b'], [19.5, 'b'], [20, null]]) {
      const answer = await request(other, '/v1/credit/schemes/cnipa-trademark-pilot-2025/score',
        { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ events: [{ kind: 'deduct', points }] }) });
      const { data } = answer.json();
      assert.deepEqual([data.score, data.grade, data.reason], [100 - points, grade, grade === null ? 'outside-scale' : null]);
    }
  } finally {
    await other.stop();
  }
});

test('points by rule; what a rule fixes need not be said', async () => {
  const data = await scored('cnipa-patent-2023', [{ rule: 'unexplained-volume' }, { rule: 'abnormal-applications', points: 12.5 },
    { rule: 'abnormal-applications', points: 7.5 }, { rule: 'honour', points: 1 }, { rule: 'licence-revoked', repaired: true }]);
  assert.deepEqual([data.score, data.grade, data.deducted, data.added, data.events, data.repaired], [66, 'c', 35, 1, 4, 1]);
  assert.deepEqual(data.rules.map(({ rule, kind, events, points }) => [rule, kind, events, points]), [
    ['abnormal-applications', 'deduct', 2, 20], ['honour', 'bonus', 1, 1], ['unexplained-volume', 'deduct', 1, 15]]);
  assert.deepEqual((await scored('cnipa-patent-2023', [])).score, 100);
});

test('a scale is never borrowed: without one there are points, and no grade', async () => {
  const data = await scored('binhai-trademark-2024', [{ kind: 'deduct', points: 5 }]);
  assert.deepEqual([data.score, data.grade, data.reason, data.deducted], [null, null, 'scale-not-published', 5]);
});

test('events that can not be scored are named, all of them', async () => {
  const answer = await score('cnipa-patent-2023', [{ rule: 'unexplained-volum' }, { rule: 'abnormal-applications' }, { rule: 'abnormal-applications', points: 40.5 },
    { rule: 'unexplained-volume', points: 14 }, {}, { rule: 'honour', kind: 'bonus', points: 1 }, { kind: 'bonus' }]);
  assert.equal(answer.status, 422);
  const { errors } = answer.json();
  assert.deepEqual(errors.map(({ name }) => name), ['/events/0/rule', '/events/1', '/events/2/points', '/events/3/points', '/events/4', '/events/5', '/events/6']);
  assert.deepEqual([errors[0].suggestions[0], errors[0].listed_at], ['unexplained-volume', '/v1/credit/schemes/cnipa-patent-2023']);
  assert.equal((await score('cnipa-patent-2023', [{ kind: 'deduct', points: -1 }])).status, 422);
  assert.equal((await score('no-such-scheme', [])).status, 404);
});

test('a load refuses points with a sign or beyond measure, ends the wrong way round, and filings that end before they begin', async () => {
  const rule = { scheme: 'cnipa-patent-2023', rule: 'new-rule', name_zh: 'x', name_en: 'x', kind: 'deduct', points: '', points_max: '', confidence: 'stated', document: 'cnipa-patent-credit-2023' };
  const agency = { agency: 'new-agency', name_zh: 'x', name_en: '', kind: 'patent', region: '120116', zone: '', uscc: '', filed_on: '2024-02-01', filing_expires_on: '2024-01-31', status: 'active', ended_on: '', parent: '', practitioners: '', document: 'sample-agencies' };
  const threshold = { scheme: 'cnipa-trademark-pilot-2025', grade: 'a', lower: '90', lower_open: 'no', upper: '80', upper_open: 'no', document: 'cnipa-trademark-credit-pilot-2025' };
  const bad = [[{ credit_rule: [{ ...rule, points: '-1' }] }, 'column points, "-1": is below 0'], [{ credit_rule: [{ ...rule, points: '1000000.5' }] }, 'column points, "1000000.5": is above 1000000'],
    [{ credit_rule: [{ ...rule, points: '15', points_max: '10' }] }, 'column points_max, "10": is below points'], [{ agency: [agency] }, 'column filing_expires_on, "2024-01-31": is before filed_on'],
    [{ agency: [{ ...agency, filing_expires_on: '', status: 'revoked', ended_on: '2024-01-31' }] }, 'column ended_on, "2024-01-31": is before filed_on'],
    [{ credit_threshold: [threshold] }, 'column upper, "80": is below lower'], [{ agency: [{ ...agency, filing_expires_on: '', kind: 'notary' }] }, 'column kind, "notary": is no item']];
  for (const [n, [tables, reason]] of bad.entries()) {
    const loaded = await run(['load', '--db', server.db, await writePackage(path.join(server.folder, `bad-${n}`), tables)]);
    assert.notEqual(loaded.code, 0, reason);
    assert.ok(`${loaded.stdout}${loaded.stderr}`.includes(reason), `${reason}: ${loaded.stdout}${loaded.stderr}`);
  }
});

/** Asserts that a load of made-up rows is refused with each reason, or taken where there is none. */
async function loads(name, tables, reasons) {
  const folder = await writePackage(path.join(server.folder, name), tables, { synthetic: true });
  const loaded = await run(['load', '--db', server.db, '--dry-run', folder]);
  const told = `${name}: ${loaded.stdout}${loaded.stderr}`;
  assert.equal(loaded.code, reasons.length > 0 ? 65 : 0, told);
  for (const reason of reasons) assert.ok(told.includes(reason), `${reason}: ${told}`);
}

test('a load refuses what contradicts its scheme, and takes what is at the bounds', async () => {
  const event = { event: 'new-event', agency: 'sample-agency-01', scheme: 'cnipa-patent-2023', rule: 'abnormal-applications', points: '40', occurred_on: '2023-05-01', published_on: '', repaired_on: '', document: 'sample-agencies' };
  const grade = { agency: 'sample-agency-08', scheme: 'cnipa-trademark-draft-2023', period: '2024', score: '90', grade: 'a', published_on: '', document: 'sample-agencies' };
  const reminder = { reminder: 'new-reminder', agency: 'sample-agency-08', scheme: 'cnipa-patent-2023', sent_on: '2024-03-01', reason: 'filing_expiring', corrected_on: '', document: 'sample-agencies' };
  const objection = { agency: 'sample-agency-01', scheme: 'binhai-trademark-2024', period: '2024', filed_on: '2025-01-01', decided_on: '', result: '', document: 'sample-agencies' };
  const wrong = (scheme) => `column scheme, "${scheme}": is not for agencies of this kind`;
  await loads('fits', { credit_event: [event, { ...event, event: 'new-event-2', rule: 'unexplained-volume', points: '15' }, { ...event, event: 'new-event-3', rule: 'honour', points: '99' },
    { ...event, event: 'new-event-4', agency: 'sample-agency-06', scheme: 'binhai-trademark-2024', rule: 'local-rule' }], credit_grade: [grade, { ...grade, agency: 'sample-agency-06', scheme: 'cnipa-patent-2023' }] }, []);
  await loads('rule', { credit_event: [{ ...event, rule: 'zzz' }] }, ['line 2, column rule, "zzz": is no rule of the scheme']);
  await loads('fixed', { credit_event: [{ ...event, rule: 'unexplained-volume', points: '3' }] }, ['column points, "3": are not the points that the rule fixes']);
  await loads('most', { credit_event: [event, { ...event, event: 'over', points: '40.000001' }] }, ['line 3, column points, "40.000001": are above what the rule has at most']);
  await loads('early', { credit_event: [{ ...event, occurred_on: '2023-04-30' }] }, ['column occurred_on, "2023-04-30": is before the scheme is valid']);
  const threshold = { scheme: 'cnipa-trademark-pilot-2025', grade: 'a', lower: '90', lower_open: 'no', upper: '', upper_open: 'no', document: 'sample-agencies' };
  const pilot = { ...grade, scheme: 'cnipa-trademark-pilot-2025', period: '2025' };
  await loads('no-scale', { credit_grade: [{ ...pilot, grade: 'b' }] }, []);
  await loads('scale', { credit_threshold: [threshold], credit_grade: [pilot, { ...pilot, agency: 'sample-agency-09', grade: 'b' }] }, ['line 3, column grade, "b": is not on the scale of the scheme']);
  await loads('early-grade', { credit_grade: [{ ...grade, agency: 'sample-agency-01', scheme: 'cnipa-patent-2023', period: '2022' }] }, ['column period, "2022": is over before the scheme is valid']);
  await loads('kind', { credit_event: [{ ...event, agency: 'sample-agency-08' }], credit_grade: [{ ...grade, agency: 'sample-agency-01' }], credit_reminder: [reminder], credit_objection: [objection] },
    Object.entries({ credit_event: event, credit_grade: grade, credit_reminder: reminder, credit_objection: objection }).map(([table, { scheme }]) => `kind/${table}, line 2, ${wrong(scheme)}`));
});

test('a load refuses an agency above itself', async () => {
  const agency = (id, parent) => ({ agency: id, name_zh: id, name_en: '', kind: 'patent', region: '120116', zone: '', uscc: '', filed_on: '', filing_expires_on: '', status: 'active', ended_on: '', parent, practitioners: '', document: 'sample-agencies' });
  await loads('branches', { agency: [agency('new-c', 'new-b'), agency('new-b', 'new-a'), agency('new-a', '')] }, []);
  await loads('self', { agency: [agency('new-a', 'new-a')] }, ['line 2, column parent: makes the agency its own parent, or one above that']);
  await loads('ring', { agency: [agency('new-a', 'new-b'), agency('new-b', 'new-c'), agency('new-c', 'new-a')] }, [2, 3, 4].map((line) => `line ${line}, column parent: makes the agency`));
  await loads('head', { agency: [{ ...agency('sample-agency-08', 'sample-agency-09'), kind: 'trademark' }] }, ['column parent: makes the agency its own parent']);
});

test('of a period without grades nobody knows who moved, entered or left', async () => {
  for (const [from, to, missing] of [['1999', '2024', '1999'], ['2024', '2026', '2026']]) {
    const { data, meta } = await json(server, `/v1/credit/transitions?${patent}&from=${from}&to=${to}`);
    assert.deepEqual([data.both, data.improved, data.unchanged, data.worsened, data.left, data.entered, data.left_by_grade, data.entered_by_grade], Array(8).fill(null));
    assert.deepEqual(data.cells, []);
    const notes = meta.notes.filter(({ type }) => type === 'period-without-grades');
    assert.equal(notes.length, 1);
    assert.ok(notes[0].detail.includes(missing), JSON.stringify(notes));
    assert.deepEqual(parseTable((await request(server, `/v1/credit/transitions.csv?${patent}&from=${from}&to=${to}`)).text), []);
  }
  const { data, meta } = await json(server, `/v1/credit/transitions?${patent}&from=2023&to=2024&region=120115`);
  assert.deepEqual([data.left, data.entered], [0, 0], 'the scheme has grades of both, if none here');
  assert.ok(!meta.notes.some(({ type }) => type === 'period-without-grades'));
});

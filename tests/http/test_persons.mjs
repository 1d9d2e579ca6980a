// Tables of persons over releases: whatever is asked of all of them together, no count that is hidden can be worked out. Three
// releases of one register (half a year, the year, late and corrected records) are asked for everything that tells of persons, and
// all tables that agree with all answers are enumerated.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { writePackage } from './lib/package.mjs';
import { dataPackages, makeStore, run, Server, temporaryFolder } from './lib/server.mjs';

const regions = ['120101', '120102', '120103'];
const kinds = ['enterprise', 'individual'];
const register = (id, to) => ({
  document: id, title_zh: '台账', title_en: 'Register', publisher_zh: '测试', publisher_en: 'Tests', region: '120000', kind: 'register', doc_no: '',
  index_no: '', signed_on: '', published_on: '', reliability: 'weak', publisher_rank: 99, note_zh: '', note_en: '', synthetic: '', covers_from: '2024-01-01', covers_to: to,
});
const dispute = (document, id, region, kind, day = '2024-03-05') => ({
  dispute: `${document}-${id}`, case_no: id, region, org_level: 'district', dispute_type: 'patent_infringement', ip_type: 'patent', route: 'adjudication', patent_type: 'design',
  e_commerce: 'no', foreign_related: 'no', exhibition: 'no', simplified: 'no', requester_type: kind, filed_on: day, extended: 'no', closed_on: '2024-12-05', outcome: 'decided',
  published_on: '', litigation: 'no', document,
});
const preexam = (document, id, region, kind, decision = 'qualified', day = '2024-03-05') => ({
  preexam_request: `${document}-${id}`, center: 'tianjin', field: 'new_energy', patent_type: 'invention', applicant_type: kind, agency: '', region, received_on: day,
  accepted_on: '2024-12-06', decided_on: '2024-12-12', decision, filed_on: '', concluded_on: '', outcome: '', document,
});
const expert = (document, id, region, kind) => ({
  expert: `${document}-${id}`, region, expert_kind: kind === 'enterprise' ? 'mediator' : 'technical_investigator', expert_field: 'law', registered_on: '2024-02-01', valid_to: '', cases: '', document,
});
/** Records of a table {region: [enterprises, individuals]}. */
const rows = (make, table, from = 0, ...rest) => {
  let n = from;
  return Object.entries(table).flatMap(([region, counts]) => counts.flatMap((count, kind) =>
    Array.from({ length: count }, () => make('persons', `n${String((n += 1)).padStart(4, '0')}`, region, kinds[kind], ...rest))));
};
const first = { 120101: [10, 2], 120102: [6, 7], 120103: [20, 20] };
const late = { 120102: [10, 20] };

let server;
before(async () => {
  const folder = await temporaryFolder();
  const db = await makeStore(folder, await dataPackages());
  const publish = async (name, tables) => {
    const loaded = await run(['load', '--db', db, '--publish', await writePackage(path.join(folder, name), tables)]);
    assert.equal(loaded.code, 0, loaded.stdout + loaded.stderr);
  };
  const other = register('persons-other', '2024-12-31');
  // 2: half of the year; 3: all of it; 4: late cases, and one whose kind was mended; 5: another least count
  await publish('half', {
    document: [register('persons', '2024-06-30')], dispute: rows(dispute, { 120101: [8, 1], 120102: [6, 7] }),
    preexam_request: rows(preexam, { 120101: [8, 1], 120102: [6, 7] }), expert: rows(expert, { 120101: [9, 1], 120102: [6, 7] }),
  });
  await publish('whole', {
    document: [register('persons', '2024-12-31'), other],
    dispute: [...rows(dispute, first, 100), ...['1', '2', '3'].map((id) => dispute('persons-other', id, '120101', 'individual'))],
    // those of release 2 have the numbers 1 to 22; some are not qualified, so that two counts of one table would differ
    preexam_request: [...rows(preexam, first, 100), ...rows(preexam, { 120103: [14, 14] }, 900, 'not_qualified')],
    expert: rows(expert, first, 100),
  });
  await publish('late', {
    document: [register('persons', '2025-03-31')],
    dispute: [...rows(dispute, late, 500), dispute('persons', 'n0101', '120101', 'individual')],
    preexam_request: [...rows(preexam, late, 500), preexam('persons', 'n0101', '120101', 'individual')],
    expert: [...rows(expert, late, 500), expert('persons', 'n0101', '120101', 'individual')],
  });
  await publish('least', { dimension_rule: ['applicant_type', 'expert_kind', 'expert_field'].map((dimension) => (
    { dimension, rule: 'partition', note_zh: '', note_en: '', min_cell: 9 })) });
  server = await Server.start({ db });
});
after(async () => { await server.stop(); });

// The table of the register: the records of release 2 are in it, since they are still in force in 3.
const table = { 120101: [18, 3], 120102: [12, 14], 120103: [20, 20] };
const received = { ...table, 120103: [34, 34] };
const sum = (counts) => counts.reduce((a, b) => a + b, 0);

/** What is asked: each region, each set of them together, the city, the city without some. */
function selections() {
  const sets = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]].map((set) => set.map((n) => regions[n]));
  return [...sets.map((set) => [set.join(','), set]), ['120000', regions], ...sets.slice(0, 6).map((set) => [
    `120000,${set.map((region) => `!${region}`).join(',')}`, regions.filter((region) => !set.includes(region))]), ['', regions]];
}

/** All answers of all releases as sums: [{of: regions, kind, value}], value null where it is hidden. */
async function answers(resource, key, count) {
  const told = [];
  for (const asOf of [2, 3, 4, 5]) {
    const ask = (query) => json(server, `/v1/${resource}/statistics?period=2024&asOf=${asOf}&document=persons&${query}`);
    for (const [selector, of] of selections()) {
      const region = selector === '' ? '' : `&region=${selector}`;
      for (const basis of ['period', 'cohort']) {
        const { data, meta } = await ask(`group_by=${key}&basis=${basis}${region}`);
        if (asOf < 3) assert.deepEqual(data, [], `${asOf} ${selector}`);
        if (asOf === 2) assert.ok(meta.notes.some((note) => note.type === 'partly-covered'));
        if (asOf >= 3) assert.ok(meta.notes.some((note) => note.type === 'first-publication'));
        for (const entry of data) {
          assert.deepEqual([entry.document, entry.as_recorded], ['persons', 3]);
          assert.deepEqual(Object.keys(entry).filter((name) => typeof entry[name] === 'number'), entry.status === 'Q' ? ['as_recorded'] : ['as_recorded', count]);
          told.push({ of, kind: kinds.indexOf(entry.group[key]), value: entry[count] });
        }
      }
    }
    const each = (await ask(`group_by=region,${key}&region=120000,${regions.join(',')}`)).data;
    for (const entry of each) told.push({ of: entry.region === '120000' ? regions : [entry.region], kind: kinds.indexOf(entry.group[key]), value: entry[count] });
  }
  return told;
}

/** All tables with these totals of regions that agree with the answers: the values that each cell takes, by region and kind. */
function possible(told, totals) {
  const values = Object.fromEntries(regions.map((region) => [region, [new Set(), new Set()]]));
  const known = [...new Map(told.filter(({ value }) => value !== null).map((one) => [JSON.stringify(one), one])).values()];
  let tables = 0;
  for (let a = 0; a <= totals[0]; a++) for (let b = 0; b <= totals[1]; b++) for (let c = 0; c <= totals[2]; c++) {
    const cells = [a, b, c].map((n, i) => [n, totals[i] - n]);
    if (!known.every(({ of, kind, value }) => sum(of.map((region) => cells[regions.indexOf(region)][kind])) === value)) continue;
    tables += 1;
    cells.forEach((row, i) => row.forEach((n, kind) => values[regions[i]][kind].add(n)));
  }
  assert.ok(tables > 0, 'the answers contradict each other');
  return values;
}

for (const [resource, key, count, truth] of [['disputes', 'requester_type', 'filed', table], ['preexam', 'applicant_type', 'received', received]]) {
  test(`${resource}: nothing that is hidden follows from all answers of all releases`, async () => {
    const told = await answers(resource, key, count);
    const hidden = new Set(told.filter(({ of, value }) => of.length === 1 && value === null).map(({ of, kind }) => `${of[0]} ${kind}`));
    assert.ok(hidden.has('120101 0') && hidden.has('120101 1') && hidden.size >= 4);
    for (const { of, kind, value } of told) assert.ok(value === null || value === sum(of.map((region) => truth[region][kind])), `${of} ${kind}`);
    const values = possible(told, regions.map((region) => sum(truth[region])));
    for (const region of regions) for (const kind of [0, 1]) {
      assert.ok(values[region][kind].has(truth[region][kind]));
      if (hidden.has(`${region} ${kind}`)) assert.ok(values[region][kind].size > 1, `${region} ${kinds[kind]} is ${[...values[region][kind]]}`);
    }
    // a cell that is told at one place is hidden at none
    for (const region of regions) for (const kind of [0, 1]) {
      const at = new Set(told.filter(({ of, kind: own }) => of.length === 1 && of[0] === region && own === kind).map(({ value }) => value));
      assert.equal(at.size, 1, `${region} ${kinds[kind]}: ${[...at]}`);
    }
  });
}

test('figures tell nothing by kind of person, in no release', async () => {
  for (const asOf of [1, 2, 3, 4, 5])
    for (const dimension of ['applicant_type', 'requester_type']) {
      const answer = await request(server, `/v1/observations?document=persons&breakdown[${dimension}]=*&asOf=${asOf}`);
      if (answer.status === 200) assert.deepEqual(answer.json().data, []);
    }
  const all = await json(server, '/v1/observations?document=persons&breakdown[*]=*&history=true&limit=1000');
  assert.ok(all.data.length > 0 && all.data.every(({ breakdown }) => !('applicant_type' in breakdown || 'requester_type' in breakdown)));
});

test('registers are never added', async () => {
  const { data } = await json(server, '/v1/disputes/statistics?period=2024&group_by=requester_type');
  assert.deepEqual(data.map(({ document, group, filed }) => [document, group.requester_type, filed]),
    [['persons', 'enterprise', 50], ['persons', 'individual', 37], ['persons-other', 'individual', null]]);
});

test('experts: one table of a year, of the first release that was complete', async () => {
  for (const dimension of ['expert_kind', 'expert_field']) {
    const [none, half, ...later] = await Promise.all([1, 2, 3, 4, 5].map(async (asOf) => json(server, `/v1/experts/statistics?period=2024&group_by=${dimension}&asOf=${asOf}`)));
    for (const { data, meta } of [none, half]) {
      assert.deepEqual(data.registers, []);
      assert.ok(meta.notes.some((note) => note.type === 'no-data'));
    }
    for (const { data, meta } of later) {
      assert.deepEqual(data, later[0].data);
      assert.ok(meta.notes.some((note) => note.type === 'first-publication'));
      assert.deepEqual(data.registers.map(({ document, as_recorded: at, min_cell: least }) => [document, at, least]), [['persons', 3, 5]]);
    }
  }
});

test('CSV says which register and which release', async () => {
  for (const [resource, key] of [['disputes', 'requester_type'], ['preexam', 'applicant_type']]) {
    const [head, row] = (await request(server, `/v1/${resource}/statistics.csv?period=2024&document=persons&group_by=${key}`)).text.split('\r\n').map((line) => line.split(','));
    assert.deepEqual(['document', 'as_recorded', key].map((name) => row[head.indexOf(name)]), ['persons', '3', 'enterprise']);
  }
});

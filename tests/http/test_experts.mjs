// /v1/experts: numbers only, and none that tells of few persons.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { writePackage } from './lib/package.mjs';
import { dataPackages, Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

/** The table of the one register that has experts. */
async function table(query) {
  const { registers, ...rest } = (await json(server, `/v1/experts/statistics?${query}`)).data;
  assert.deepEqual(registers.map(({ document, as_recorded: at }) => [document, at]), [['office-records', 1]]);
  return { ...rest, ...registers[0] };
}

test('a region with a small part hides its parts, and so does the one that would give it away', async () => {
  // Heping 2 + 11, Nankai 6 + 9, Binhai 7 + 5, Hedong 0 + 4
  const data = await table('period=2022&group_by=expert_kind');
  assert.deepEqual([data.on, data.min_cell, data.total], ['2022-12-31', 5, 44]);
  assert.deepEqual(data.parts, [{ code: 'mediator', value: 29, status: 'A' }, { code: 'technical_investigator', value: 15, status: 'A' }]);
  assert.deepEqual(data.regions.map((row) => [row.region, row.regions, row.total, row.parts.map((part) => part.value)]), [
    ['120101', 1, 13, [null, null]], ['120104', 1, 15, [null, null]], [null, 2, 16, [9, 7]],
  ]);
  assert.ok(data.regions.flatMap((row) => row.parts).every((part) => (part.value === null) === (part.status === 'Q')));
});

test('no count that is shown is small, and none follows from the totals', async () => {
  for (const period of ['2022', '2023', '2024']) {
    for (const key of ['expert_kind', 'expert_field']) {
      const { parts, regions, min_cell: least } = await table(`period=${period}&group_by=${key}`);
      for (const { value } of [...parts, ...regions.flatMap((row) => row.parts)]) assert.ok(value === null || value === 0 || value >= least);
      assert.ok(regions.every((row) => row.total >= least));
      const hidden = regions.filter((row) => row.parts.some((part) => part.value === null));
      if (parts.every((part) => part.value !== null)) assert.notEqual(hidden.length, 1);
    }
  }
});

test('of days that the register does not cover there is no table, and the answer says so', async () => {
  // the register of the sample covers 2022 to 2024
  for (const period of ['2021', '2025']) {
    const { data, meta } = await json(server, `/v1/experts/statistics?period=${period}&group_by=expert_kind`);
    assert.deepEqual(data.registers, []);
    assert.deepEqual(meta.notes.map((note) => note.type), ['partly-covered', 'no-data']);
    assert.match(meta.notes[0].detail, /2022-01-01[.][.]2024-12-31/);
  }
  const { meta } = await json(server, '/v1/experts/statistics?period=2024&group_by=expert_kind');
  assert.deepEqual(meta.notes.map((note) => note.type), ['first-publication']);
});

/** The table of 2023 of a register with so many experts, mediators and investigators, in each region. */
async function tableOf(regions) {
  const document = { document: 'expert-register', title_zh: '专家名册样例', title_en: 'Sample register of experts', publisher_zh: '示例', publisher_en: 'Sample', region: '120000', kind: 'register', doc_no: '', index_no: '',
    signed_on: '', published_on: '', reliability: 'weak', publisher_rank: 99, note_zh: '', note_en: '', synthetic: 'yes', covers_from: '2023-01-01', covers_to: '2023-12-31' };
  const experts = Object.entries(regions).flatMap(([region, [mediators, others]]) => Array.from({ length: mediators + others }, (_, n) => (
    { expert: `e-${region}-${n}`, region, expert_kind: n < mediators ? 'mediator' : 'technical_investigator', expert_field: 'mechanics', registered_on: '2023-01-01', valid_to: '', cases: '', document: 'expert-register' })));
  const folder = await mkdtemp(path.join(os.tmpdir(), 'iprstat-test-'));
  try {
    const other = await Server.start({ packages: [...await dataPackages(), await writePackage(path.join(folder, 'experts'), { document: [document], expert: experts }, { synthetic: true })] });
    try {
      const { registers } = (await json(other, '/v1/experts/statistics?period=2023&group_by=expert_kind')).data;
      return registers[0].regions.map((row) => [row.region, row.regions, row.total]);
    } finally {
      await other.stop();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('regions stand together only when a total is below the least count, and then until there are enough', async () => {
  // five are no small number
  assert.deepEqual(await tableOf({ 120101: [5, 0], 120104: [6, 6] }), [['120101', 1, 5], ['120104', 1, 12]]);
  // 1 and 2 are two regions, and still fewer than five
  assert.deepEqual(await tableOf({ 120101: [1, 0], 120102: [2, 0], 120103: [4, 3], 120104: [6, 6] }), [['120104', 1, 12], [null, 3, 10]]);
});

test('experts are not listed, and days between the ends of years are not asked for', async () => {
  assert.equal((await request(server, '/v1/experts')).status, 404);
  assert.equal((await request(server, '/v1/experts/statistics?period=2022-06&group_by=expert_kind')).status, 400);
});

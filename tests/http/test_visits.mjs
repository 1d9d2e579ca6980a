// /v1/visits: different enterprises against visits, problems solved.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { publishTables } from './lib/publish.mjs';
import { dataPackages, Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

test('different enterprises against visits', async () => {
  const { total, groups } = (await json(server, '/v1/visits/statistics?period=2023&group_by=region')).data;
  assert.deepEqual(total, { visits: 4, enterprises: 3, staff: 11, with_enterprise: 4, visits_per_enterprise: 1.33 });
  assert.deepEqual(groups.map((one) => [one.key.region, one.visits, one.enterprises]), [['120104', 3, 2], ['120116', 1, 1]]);
});

test('a visit to nobody knows whom is of no enterprise', async () => {
  const { total } = (await json(server, '/v1/visits/statistics?period=2022')).data;
  assert.deepEqual([total.visits, total.with_enterprise, total.enterprises, total.visits_per_enterprise], [2, 1, 1, 1]);
});

test('problems solved and the days they took; one solved on the day took none', async () => {
  const { total } = (await json(server, '/v1/visits/problems/statistics?period=2023')).data;
  assert.deepEqual([total.problems, total.solved, total.solved_share], [4, 3, 75]);
  // 0, 10 and 40 days
  assert.deepEqual([total.days.n, total.days.mean, total.days.median, total.days.min, total.days.max], [3, 16.7, 10, 0, 40]);
  assert.deepEqual((await json(server, '/v1/visits/problems?state=open')).data.map((row) => row.id), ['pr-3']);
});

test('registers that follow each other cover a year together, and not one with a day between them', async () => {
  const spans = { a: ['2023-01-01', '2023-06-30'], b: ['2023-07-01', '2023-12-31'], c: ['2024-01-01', '2024-06-29'], d: ['2024-07-01', '2024-12-31'], e: ['2025-01-01', '2025-12-31'] };
  const document = Object.entries(spans).map(([name, [covers_from, covers_to]]) => ({ document: `wuhan-${name}`, title_zh: 'x', title_en: 'x', publisher_zh: 'x', publisher_en: 'x', region: '420100', kind: 'register', doc_no: '',
    index_no: '', signed_on: '', published_on: '', reliability: 'weak', publisher_rank: '99', note_zh: '', note_en: '', synthetic: 'no', covers_from, covers_to }));
  const visit = Object.entries(spans).map(([name, [first]]) => ({ visit: `wuhan-${name}`, region: '420100', visited_on: first, team: '', staff: '', enterprise: '', document: `wuhan-${name}` }));
  const other = await Server.start({ packages: await dataPackages() });
  try {
    await publishTables(other, 'wuhan', { document, visit });
    const of = async (period) => {
      const { data, meta } = await json(other, `/v1/visits/statistics?region=420100&period=${period}`);
      const told = meta.notes.filter(({ type }) => type === 'partly-covered').map(({ detail }) => detail.match(/[0-9-]{10}[.][.][0-9-]{10}/)[0]);
      return [data.total.visits, data.covered, data.previous && [data.previous.covered, data.previous.growth], meta.documents.map(({ id }) => id), told];
    };
    assert.deepEqual(await of('2023'), [2, true, null, ['wuhan-a', 'wuhan-b'], []]);
    // what is not whole has not grown, and nothing has grown since it
    assert.deepEqual(await of('2024'), [2, false, [true, null], ['wuhan-c', 'wuhan-d'], ['2024-01-01..2024-06-29', '2024-07-01..2024-12-31']]);
    assert.deepEqual(await of('2025'), [1, true, [false, null], ['wuhan-e'], []]);
    assert.deepEqual(await of('2024-Q3'), [1, true, [true, 0], ['wuhan-d'], []]);
    assert.deepEqual(await of('2024-06'), [0, false, [true, null], ['wuhan-c'], ['2024-01-01..2024-06-29']]);
    assert.deepEqual(await of('2024-05'), [0, true, [true, null], ['wuhan-c'], []]);
  } finally {
    await other.stop();
  }
});

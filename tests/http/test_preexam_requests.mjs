// /v1/preexam/centers and /v1/preexam/requests over a small register; every expected value is worked out by hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseCsv } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

const mine = (rows) => rows.filter((row) => /^s-\d\d$/.test(row.id));
const list = async (query) => mine((await json(server, `/v1/preexam/requests?limit=1000&${query}`)).data).map((row) => row.id);
const one = async (id) => (await json(server, `/v1/preexam/requests/${id}`)).data;

test('two centres that the documents name, and the field that one of them gained', async () => {
  const { data } = await json(server, '/v1/preexam/centers?lang=en');
  assert.deepEqual(data.map(({ center, region, fields, document, synthetic }) => ({ center, region, fields, document, synthetic })), [
    { center: 'binhai', region: '120116', fields: ['new_energy'], document: 'binhai-2024-rule-of-law', synthetic: false },
    { center: 'tianjin', region: '120000', fields: [], document: 'tianjin-2021-summary', synthetic: false },
  ]);
});

test('filters by centre, result, stage and days of receipt', async () => {
  assert.deepEqual(await list('center=binhai&state=undecided'), ['s-06', 's-07']);
  assert.deepEqual(await list('decision=withdrawn'), ['s-09', 's-11']);
  assert.deepEqual(await list('outcome=granted'), ['s-01', 's-03', 's-10', 's-12']);
  assert.deepEqual(await list('received_since=2024-03-04&received_before=2024-05-07'), ['s-02', 's-03', 's-04', 's-08']);
  assert.deepEqual(await list('region=120104&patent_type=invention'), ['s-08', 's-09']);
});

test('stages, and nothing of who applied', async () => {
  const { data, meta } = await json(server, '/v1/preexam/requests?limit=1000');
  assert.deepEqual(mine(data).map((row) => row.stage),
    ['granted', 'rejected', 'granted', 'filed', 'qualified', 'accepted', 'received', 'not_qualified', 'withdrawn', 'granted', 'withdrawn', 'granted']);
  assert.ok(data.every((row) => !('applicant_type' in row)));
  assert.ok(mine(data).every((row) => row.synthetic));
  assert.equal(meta.synthetic, true);
  const [names, ...rows] = parseCsv((await request(server, '/v1/preexam/requests.csv?limit=1000')).text);
  assert.ok(!names.some((name) => name.startsWith('applicant')));
  assert.ok(rows.filter((row) => /^s-/.test(row[0])).every((row) => row[names.indexOf('synthetic')] === 'true'));
});

test('the kind of applicant by name needs a scope', async () => {
  const answer = await request(server, '/v1/preexam/requests?fields=id,applicant_type');
  assert.equal(answer.status, 403);
  assert.equal(answer.json().type, '/problems/scope-required');
  assert.match(answer.json().detail, /read:restricted/);
});

test('the last day for filing: the tenth day, the next working day, and what lapsed', async () => {
  const seen = async (id) => { const row = await one(id); return [row.working_days, row.filing_limit, row.lapsed]; };
  // received on 8 February 2024; the 9th and Sunday the 18th are worked, the 10th to 17th are holidays
  assert.deepEqual(await seen('s-01'), [6, '2024-03-04', false]);
  assert.deepEqual(await seen('s-02'), [5, '2024-03-21', false]);
  assert.deepEqual(await seen('s-03'), [5, '2024-03-21', true]);
  // ten days after 13 March is a Saturday
  assert.deepEqual(await seen('s-04'), [7, '2024-03-25', false]);
  assert.deepEqual(await seen('s-05'), [6, '2024-11-22', true]);
  assert.deepEqual(await seen('s-06'), [null, null, null]);
  // Saturday 11 May 2024 is worked; not qualified, so that nothing is to be filed
  assert.deepEqual(await seen('s-08'), [7, null, null]);
});

test('a request that does not exist is 404', async () => {
  const answer = await request(server, '/v1/preexam/requests/s-99');
  assert.equal(answer.status, 404);
});

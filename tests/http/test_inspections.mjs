// /v1/inspections: hit rate, and days until the result is public.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseTable } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

test('hit rate, and the days until publication of those published', async () => {
  const { total, groups } = (await json(server, '/v1/inspections/statistics?period=2023&group_by=region,inspected_kind')).data;
  assert.deepEqual([total.inspections, total.with_findings, total.hit_rate, total.published, total.published_share], [4, 3, 75, 3, 75]);
  // 10, 20 and 30 days: the ninetieth percentile lies four fifths of the way from 20 to 30
  assert.deepEqual(total.days, { n: 3, mean: 20, median: 20, p25: 15, p75: 25, p90: 28, min: 10, max: 30 });
  assert.deepEqual(groups.map((one) => [one.key.region, one.key.inspected_kind, one.inspections, one.days.n]),
    [['120104', 'patent_agency', 2, 2], ['120116', 'trademark_agency', 2, 1]]);
});

test('a counted zero is a statement of the register that covers the days, and made up as it is', async () => {
  const { data, meta } = await json(server, '/v1/inspections/statistics?period=2022-02&region=120118');
  assert.deepEqual([data.total.inspections, data.covered, meta.synthetic, meta.documents.map(({ id }) => id)], [0, true, true, ['office-records']]);
  const rows = parseTable((await request(server, '/v1/inspections/statistics.csv?period=2022-02&region=120118')).text);
  assert.deepEqual(rows.map(({ inspections, covered, synthetic }) => [inspections, covered, synthetic]), [['0', 'true', 'true']]);
});

test('inspections are found by campaign, draw and result', async () => {
  const ids = async (query) => (await json(server, `/v1/inspections?${query}`)).data.map((row) => row.id);
  assert.deepEqual(await ids('campaign=blue_sky'), ['in-1', 'in-2', 'in-3']);
  assert.deepEqual(await ids('drawn=false'), ['in-3']);
  assert.deepEqual(await ids('inspection_result=rectified,rectifying'), ['in-2', 'in-4']);
});

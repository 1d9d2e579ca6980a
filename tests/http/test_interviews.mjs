// /v1/interviews: interviews by reason.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { await server.stop(); });

test('interviews by reason, and shares of them', async () => {
  const { total, groups } = (await json(server, '/v1/interviews/statistics?period=2023&group_by=interview_reason&lang=en')).data;
  assert.deepEqual([total.interviews, total.of_the_register, total.interviews_per_agency], [3, 0, null]);
  assert.deepEqual(groups.map((one) => [one.names.interview_reason, one.interviews, one.share]), [['Abnormal applications', 2, 66.7], ['Particulars on file', 1, 33.3]]);
});

test('interviews of a campaign', async () => {
  assert.equal((await json(server, '/v1/interviews?campaign=blue_sky&period=2023-H1')).data.length, 2);
});

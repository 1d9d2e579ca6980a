// /v1/agencies/summary: graded agencies, and whether grades were published.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('Binhai 2024: 145 graded, no distribution of grades published', async () => {
  const { data, meta } = await json(server, '/v1/agencies/summary?region=120116&period=2024&lang=en');
  assert.equal(data.graded.value, 145);
  assert.equal(data.graded.document, 'binhai-2024-rule-of-law');
  assert.equal(data.distribution.published, false);
  assert.deepEqual(data.distribution.grades, []);
  assert.ok(data.distribution.reason.length > 0);
  assert.ok(meta.notes.some((note) => note.type === 'no-grade-distribution'));
});

test('Tianjin 2021: inspections and interviews are counts of different things', async () => {
  const { data } = await json(server, '/v1/agencies/summary?region=120000&period=2021');
  assert.deepEqual([data.patent_agencies_inspected.value, data.patent_agencies_inspected.unit], [27, 'entity']);
  assert.deepEqual([data.regulatory_interviews.value, data.regulatory_interviews.unit], [117, 'entity_time']);
  assert.equal(data.graded, null);
});

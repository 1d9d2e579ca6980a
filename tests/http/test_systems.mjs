// docs/systems.md: each system has a row, and each row is executed. What it says of records must be true of a server with the real
// packages alone and of one with made-up registers beside them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { faultsOf, operationOf, optionsFor } from './lib/contract.mjs';
import { json, request } from './lib/http.mjs';
import { dataPackages, root, Server } from './lib/server.mjs';

const text = await readFile(path.join(root, 'docs/systems.md'), 'utf8');
const rows = [...text.matchAll(/^\| (A\d+) \| ([^|]+) \| ([^|]+) \| `(GET|POST) (\S+)(?: (\{.*\}))?` \| `([^`]+)` \| ([^|]+) \|$/gm)]
  .map(([, id, name, question, method, target, body, place, records]) => ({ id, name, question, method, target, body, place, records }));

let real;
let demo;
before(async () => {
  const packages = await dataPackages();
  [real, demo] = await Promise.all([Server.start({ packages }), Server.start({ packages: [...packages, process.env.IPRSTAT_DEMO] })]);
});
after(async () => { await Promise.all([real.stop(), demo.stop()]); });

/** What stands in an answer at a place like `data[0].value`; undefined when there is nothing. */
export function at(answer, place) {
  return place.match(/[^.[\]]+/g).reduce((value, key) => value?.[key], answer);
}

const present = (value) => value !== undefined && value !== null && (!Array.isArray(value) || value.length > 0);

const operation = ({ target, method }) => operationOf(target, method.toLowerCase());
const ask = (server, row) => request(server, row.target, optionsFor(operation(row), row.body && JSON.parse(row.body)));

test('places in an answer', () => {
  const answer = { data: [{ a: { b: 0 } }, { a: null }] };
  assert.equal(at(answer, 'data[0].a.b'), 0);
  assert.ok(present(0) && !present(at(answer, 'data[1].a')) && !present(at(answer, 'data[2].a.b')) && !present([]));
});

test('every system has one row, and every row of the table is read', () => {
  assert.deepEqual(rows.map(({ id }) => id), Array.from({ length: 30 }, (_, n) => `A${n + 1}`));
  assert.equal(text.match(/^\| A\d/gm).length, rows.length);
  for (const { records } of rows) assert.ok(['real', 'synthetic', 'real and synthetic', 'none'].includes(records), records);
});

for (const row of rows) {
  test(`${row.id} ${row.name}: ${row.question}`, async () => {
    assert.ok(operation(row), 'the contract has no such operation');
    const answer = await ask(demo, row);
    assert.equal(answer.status, 200, answer.text.slice(0, 400));
    assert.deepEqual(faultsOf(operation(row), answer), []);
    const { meta } = answer.json();
    assert.ok(present(at(answer.json(), row.place)), `nothing at ${row.place}`);
    assert.equal(meta.synthetic, row.records.includes('synthetic'));
    const kinds = await Promise.all(meta.documents.map(async ({ id }) => (await json(demo, `/v1/documents/${id}`)).data.kind));
    assert.equal(kinds.includes('register'), row.records.includes('synthetic'), kinds.join());

    const alone = await ask(real, row);
    if (row.records === 'synthetic') {
      assert.ok([200, 400, 404].includes(alone.status));
      assert.ok(alone.status !== 200 || !present(at(alone.json(), row.place)) || at(alone.json(), row.place) === 0, `${row.place} is there without records`);
    } else {
      assert.equal(alone.status, 200, alone.text.slice(0, 400));
      assert.ok(present(at(alone.json(), row.place)), `nothing at ${row.place} without the made-up registers`);
    }
    if (alone.status === 200) assert.equal(alone.json().meta.synthetic, false);
  });
}

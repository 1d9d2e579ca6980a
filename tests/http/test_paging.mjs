// What holds for every list of figures, over generated data: pages in any order and of any size are the whole, once each; and the
// formats say the same.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parseTable } from './lib/csv.mjs';
import { chance, cube } from './lib/cube.mjs';
import { json, request } from './lib/http.mjs';
import { writePackage } from './lib/package.mjs';
import { Server, dataPackages, temporaryFolder } from './lib/server.mjs';

const seed = 20260315;
const rows = cube(seed);
let server;
before(async () => {
  const folder = await temporaryFolder();
  const generated = await writePackage(path.join(folder, 'cube'), { observation: rows });
  server = await Server.start({ packages: [...(await dataPackages()), generated], conflicts: true });
});
after(async () => { await server.stop(); });

const placeOf = (row) => [row.indicator, row.region, JSON.stringify(row.breakdown), row.measure, row.definition, row.period, row.document].join(' ');

/** Follows links.next to the end; gives all rows. */
async function pages(target) {
  const found = [];
  for (let at = target; at; ) {
    const page = await json(server, at);
    found.push(...page.data);
    assert.ok(page.data.length > 0 || at === target, `an empty page after the first: ${at}`);
    at = page.links.next;
  }
  return found;
}

const selections = [
  '', 'region=120000/*', 'region=@county,!120116&measure=level', 'period=2022..2023', 'indicator=patents_granted&breakdown[patent_type]=*',
  'freq=H', 'status=!A', 'value=ge:2500', 'topic=patent_stock&last=2', 'breakdown[*]=*&region=120104,120116',
];
const orders = ['', 'value', '-value', '-period,region', 'region,-value', '-indicator,period'];

test('the generated figures are all there', async () => {
  const found = await pages('/v1/observations?document=binhai-2024-rule-of-law&breakdown[*]=*&limit=1000');
  assert.equal(found.filter((row) => row.locator === 'test').length, rows.length);
});

test('pages of any size and in any order are the whole, each figure once', async () => {
  const next = chance(seed);
  for (const selection of selections) {
    const whole = await pages(`/v1/observations?${selection}&limit=1000`);
    const places = whole.map(placeOf).sort();
    assert.equal(new Set(places).size, places.length, `twice in ${selection}`);
    for (const order of orders) {
      const limit = [1, 7, 50, 333, 1000][next(5)];
      // One by one only where there are few.
      const size = limit < 50 && whole.length > 300 ? 50 : limit;
      const target = `/v1/observations?${selection}&limit=${size}${order ? `&sort=${order}` : ''}`;
      const found = await pages(target);
      assert.deepEqual(found.map(placeOf).sort(), places, target);
    }
  }
});

test('an order is what it says, and the same over pages', async () => {
  for (const order of ['value', '-value']) {
    const found = await pages(`/v1/observations?indicator=patents_granted&sort=${order}&limit=37`);
    const values = found.map((row) => row.value);
    const known = values.filter((value) => value !== null);
    assert.deepEqual(values.slice(0, known.length), known, 'missing values come last');
    assert.deepEqual(known, [...known].sort((a, b) => (order === 'value' ? a - b : b - a)));
  }
});

test('CSV says what JSON says', async () => {
  for (const selection of selections) {
    const fromJson = (await json(server, `/v1/observations?${selection}&limit=1000`)).data;
    const answer = await request(server, `/v1/observations.csv?${selection}&limit=1000`);
    assert.equal(answer.status, 200);
    const fromCsv = parseTable(answer.text);
    assert.equal(fromCsv.length, fromJson.length);
    const text = (value) => (value === null ? '' : typeof value === 'object'
      ? Object.entries(value).map(([key, code]) => `${key}=${code}`).join(';') : String(value));
    fromJson.forEach((row, n) => {
      for (const [name, value] of Object.entries(row)) {
        const cell = fromCsv[n][name];
        // Numbers keep their published places in both; JSON.parse does not.
        const same = typeof value === 'number' ? Number(cell) === value : cell === text(value);
        assert.ok(same, `${selection}: row ${n}, ${name}: ${cell} is not ${text(value)}`);
      }
    });
  }
});

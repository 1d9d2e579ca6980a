// /v1/availability: the counts are those of the rows in data/, whichever keys are counted by and whichever way they are read.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parseTable } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { observation, writePackage } from './lib/package.mjs';
import { Server, dataPackages, run, temporaryFolder } from './lib/server.mjs';

let server;
let places;
before(async () => {
  server = await Server.start();
  const byPlace = new Map();
  const topics = new Map();
  for (const folder of await dataPackages()) {
    const read = async (name) => { try { return parseTable(await readFile(path.join(folder, `${name}.csv`), 'utf8')); } catch { return []; } };
    for (const row of await read('indicator')) topics.set(row.indicator, row.access === 'public' ? row.topic : null);
    for (const row of await read('observation')) {
      if (topics.get(row.indicator) === null) continue;
      const { indicator, region, period, breakdown, measure, definition, document } = row;
      const key = [indicator, region, period, breakdown, measure, definition].join('|');
      const known = byPlace.get(key);
      byPlace.set(key, { indicator, region, period, breakdown, measure, definition, topic: topics.get(indicator), documents: [...known?.documents ?? [], document] });
    }
  }
  places = [...byPlace.values()].map((place) => ({ ...place, freq: freqOf(place.period) }));
});
after(async () => { await server.stop(); });

function freqOf(period) {
  if (/^\d{4}$/.test(period)) return 'A';
  if (/-[HS][12]$/.test(period)) return 'H';
  if (/-Q/.test(period)) return 'Q';
  if (/YTD/.test(period)) return 'Y';
  if (/\//.test(period)) return 'R';
  return period.length === 7 ? 'M' : 'I';
}

const textOf = (value) => (typeof value === 'object' ? Object.entries(value).map(([d, c]) => `${d}=${c}`).join(';') : value);

async function all(target) {
  const rows = [];
  for (let next = target; next;) {
    const page = await json(server, next);
    rows.push(...page.data);
    next = page.links.next;
  }
  return rows;
}

/** Counts of the places by these keys, as text: [key, ..., figures]. */
function counted(by, chosen) {
  const counts = new Map();
  for (const place of chosen) {
    const key = JSON.stringify(by.map((name) => place[name]));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, n]) => [...JSON.parse(key), n]).sort((a, b) => {
    const at = by.findIndex((_, i) => a[i] !== b[i]);
    return at < 0 ? 0 : Buffer.compare(Buffer.from(a[at]), Buffer.from(b[at]));
  });
}

const year = (place, from, to) => { const y = Number(place.period.slice(0, 4)); return y >= from && y <= to && !place.period.includes('/'); };
const cases = [
  // kept by series
  [['indicator'], '', () => true],
  [['region'], '', () => true],
  [['region'], 'indicator=patents_in_force,trademarks_in_force', (p) => ['patents_in_force', 'trademarks_in_force'].includes(p.indicator)],
  [['topic', 'freq'], '', () => true],
  [['freq', 'topic'], 'region=120116', (p) => p.region === '120116'],
  [['breakdown'], 'indicator=china_patent_awards', (p) => p.indicator === 'china_patent_awards'],
  [['measure', 'definition', 'region'], 'region=!120000', (p) => p.region !== '120000'],
  [['region', 'indicator'], 'topic=patent_stock', (p) => p.topic === 'patent_stock'],
  [['indicator'], 'breakdown[award_session]=*', (p) => /^award_session=[^;]*$/.test(p.breakdown)],
  [['indicator', 'measure'], 'measure=yoy&freq=A', (p) => p.measure === 'yoy' && p.freq === 'A'],
  // kept by section
  [['period'], '', () => true],
  [['period', 'indicator'], 'freq=H', (p) => p.freq === 'H'],
  [['indicator'], 'period=2021', (p) => year(p, 2021, 2021)],
  [['breakdown', 'period'], 'topic=patent_stock&period=2019..2024', (p) => p.topic === 'patent_stock' && year(p, 2019, 2024)],
  // from the figures
  [['region', 'period'], '', () => true],
  [['indicator'], 'region=120116&period=2024', (p) => p.region === '120116' && year(p, 2024, 2024)],
  [['region', 'freq'], 'document=hubei-2021h1-rule-of-law', (p) => p.documents.includes('hubei-2021h1-rule-of-law')],
];

test('each count is that of the rows in the packages, in the order of the keys, over pages of any size', async () => {
  for (const [by, query, takes] of cases) {
    const expected = counted(by, places.filter(takes));
    assert.ok(expected.length > 0, query);
    for (const limit of [1000, 7]) {
      const rows = await all(`/v1/availability?by=${by.join(',')}&limit=${limit}&${query}`);
      assert.deepEqual(rows.map((row) => [...by.map((name) => textOf(row[name])), row.figures]), expected, `${by} ${query} ${limit}`);
    }
  }
});

test('first and last period are those of the figures, by their last day', async () => {
  const [row] = (await json(server, '/v1/availability?indicator=trademarks_in_force&region=120000&measure=level&by=region')).data;
  assert.deepEqual(row, { region: '120000', figures: 3, first_period: '2016-12-31', last_period: '2021-12-31' });
  for (const { period, first_period, last_period } of (await json(server, '/v1/availability?by=period&limit=1000')).data) {
    assert.equal(first_period, period);
    assert.equal(last_period, period);
  }
});

test('no restricted figure is counted', async () => {
  for (const query of ['indicator=disciplinary_talks', 'indicator=disciplinary_talks&by=period', 'indicator=disciplinary_talks&by=region,period']) {
    const answer = await json(server, `/v1/availability?${query}`);
    assert.deepEqual(answer.data, [], query);
    assert.ok(answer.meta.notes.length > 0);
  }
});

test('nothing for a known code says so, and a cursor belongs to its request', async () => {
  const none = await json(server, '/v1/availability?region=429021');
  assert.deepEqual(none.data, []);
  assert.ok(none.meta.notes.some(({ type }) => type === 'no-data'));
  const first = await json(server, '/v1/availability?by=region&limit=1');
  const cursor = new URL(first.links.next, 'http://x').searchParams.get('cursor');
  assert.equal((await request(server, `/v1/availability?by=period&limit=1&cursor=${cursor}`)).status, 400);
  assert.equal((await request(server, '/v1/availability?by=value')).status, 400);
});

test('after later releases each release has its own counts', async () => {
  const folder = await temporaryFolder();
  const target = (release) => `/v1/availability?indicator=patents_granted&by=region,freq&asOf=${release}`;
  const own = await Server.start();
  try {
    const before = (await json(own, target(1))).data;
    const rows = (values) => values.map(([region, period, value]) => observation({ region, period, value, document: 'hubei-2021h1-rule-of-law' }));
    const steps = [rows([['120101', '2001', 1], ['120101', '2002', 1], ['120102', '2001-06', 5]]), rows([['120101', '2001', 2], ['120101', '1999', 4]])];
    for (const [n, step] of steps.entries()) {
      const loaded = await run(['load', '--db', own.db, '--publish', await writePackage(path.join(folder, `step-${n}`), { observation: step })]);
      assert.equal(loaded.code, 0, loaded.stderr);
    }
    for (let tries = 0; (await request(own, target(3))).status !== 200 && tries < 100; tries += 1) await new Promise((resolve) => { setTimeout(resolve, 50); });
    const more = [{ region: '120101', freq: 'A', figures: 2, first_period: '2001', last_period: '2002' },
      { region: '120102', freq: 'M', figures: 1, first_period: '2001-06', last_period: '2001-06' }];
    const sorted = (list) => [...list].sort((a, b) => (a.region + a.freq < b.region + b.freq ? -1 : 1));
    assert.deepEqual((await json(own, target(1))).data, before);
    assert.deepEqual((await json(own, target(2))).data, sorted([...before, ...more]));
    assert.deepEqual((await json(own, target(3))).data, sorted([...before, { ...more[0], figures: 3, first_period: '1999' }, more[1]]));
  } finally {
    await own.stop();
  }
});

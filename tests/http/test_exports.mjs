// /v1/exports: whole selections, sent while they are read, in three formats that say the same; and the store as a Data Package.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parseCsv, parseTable } from './lib/csv.mjs';
import { problemFaults } from './lib/contract.mjs';
import { json, raw, request } from './lib/http.mjs';
import { observation, writePackage } from './lib/package.mjs';
import { publish, publishAccess } from './lib/publish.mjs';
import { Server, dataPackages, makeStore, temporaryFolder } from './lib/server.mjs';

// 16 districts x 300 months x 4 indicators: some 60 pieces as CSV, more rows than one page or one look may pass over.
const districts = ['120101', '120102', '120103', '120104', '120105', '120106', '120110', '120111', '120112', '120113', '120114', '120115', '120116', '120117',
  '120118', '120119'];
const months = Array.from({ length: 300 }, (_, n) => `${2000 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`);
const flows = ['patent_applications', 'patents_granted', 'trademark_applications', 'trademark_registrations'];
const rare = { indicator: 'trademark_registrations', region: '120119', period: '2024-12', value: 987654321 };
const figures = flows.flatMap((indicator, i) => districts.flatMap((region, r) => months.map((period, m) => ({
  indicator, region, period, value: indicator === rare.indicator && region === rare.region && period === rare.period ? rare.value : i * 100000 + r * 1000 + m,
  note_en: m === 0 ? ['=1+1', '+1', '-1', '@x', '＝1', 'plain, "quoted"'][r % 6] : '',
}))));

let server;
let folder;
before(async () => {
  folder = await temporaryFolder();
  const generated = await writePackage(path.join(folder, 'generated'), { observation: figures.map(observation) });
  server = await Server.start({ db: await makeStore(folder, [...await dataPackages(), generated]) });
});
after(async () => { assert.deepEqual(await server.stop(), { code: 0, signal: null }); });

const at = '/v1/exports/observations';
const lines = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
const many = `indicator=${flows.join(',')}&freq=M`;

test('every figure of the package comes out, each once, in the default order', async () => {
  const answer = await request(server, `${at}.csv?${many}`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['transfer-encoding'], 'chunked');
  assert.equal(answer.headers['content-length'], undefined);
  const rows = parseTable(answer.text);
  assert.equal(rows.length, figures.length);
  const sorted = [...figures].sort((a, b) => (a.indicator < b.indicator ? -1 : a.indicator > b.indicator ? 1 : a.region - b.region || (a.period < b.period ? -1 : 1)));
  for (const [n, figure] of sorted.entries()) {
    for (const name of ['indicator', 'region', 'period']) assert.equal(rows[n][name], figure[name], `row ${n}`);
    assert.equal(rows[n].value, String(figure.value));
  }
});

test('CSV, NDJSON and JSON decode to the same rows, and to what the pages of observations say', async () => {
  for (const query of [many, 'region=120000&breakdown[*]=*', 'indicator=invention_patents_in_force', `${many}&last=2`, `${many}&first=70&last=80`, 'period=latest&indicator=patents_granted&freq=M',
    `${many}&value=ge:305000,lt:310000`, `${many}&region=!120101`, `${many}&region=120000/*&period=2003..2005`]) {
    const csv = parseTable((await request(server, `${at}.csv?${query}&labels=true`)).text);
    const nd = lines((await request(server, `${at}.ndjson?${query}&labels=true`)).text);
    const whole = (await request(server, `${at}?${query}&labels=true`)).json();
    assert.deepEqual(whole.data, nd, query);
    const asText = (value) => (value === null ? '' : String(value));
    assert.deepEqual(csv.map(({ breakdown, note, ...row }) => row), nd.map(({ breakdown, note, ...row }) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asText(value)]))), query);
    assert.deepEqual(csv.map(({ breakdown }) => breakdown), nd.map(({ breakdown }) => Object.entries(breakdown).map(([d, c]) => `${d}=${c}`).join(';')));
    const pages = [];
    for (let next = `/v1/observations?${query}&limit=1000`; next;) {
      const page = await json(server, next);
      pages.push(...page.data);
      next = page.links.next;
    }
    assert.ok(pages.length > 0, query);
    assert.deepEqual(nd.map(({ unit_name, status_name, document_title, document_publisher, ...row }) => row), pages, query);
  }
});

test('labels in both languages, and only on request', async () => {
  const query = 'indicator=invention_patents_in_force&region=120000&period=2021-12-31&measure=level';
  const [zh] = lines((await request(server, `${at}.ndjson?${query}&labels=true`)).text);
  assert.equal(zh.region_name, '天津市');
  assert.equal(zh.unit_name, '件(权利)');
  assert.equal(zh.status_name, '正常');
  assert.equal(zh.document_publisher, '天津市知识产权局');
  const [en] = lines((await request(server, `${at}.ndjson?${query}&labels=true&lang=en`)).text);
  assert.equal(en.region_name, 'Tianjin');
  assert.equal(en.unit_name, 'piece');
  const [bare] = lines((await request(server, `${at}.ndjson?${query}`)).text);
  assert.deepEqual(Object.keys(en).filter((name) => !(name in bare)).sort(),
    ['document_publisher', 'document_title', 'indicator_name', 'region_name', 'status_name', 'unit_name']);
});

test('text cells are formula-safe in CSV, numbers and the other formats are as they are', async () => {
  const query = `indicator=patents_granted&period=2000-01`;
  const csv = parseTable((await request(server, `${at}.csv?${query}`)).text);
  assert.deepEqual(csv.slice(0, 6).map((row) => row.note), ["'=1+1", "'+1", "'-1", "'@x", "'＝1", 'plain, "quoted"']);
  const nd = lines((await request(server, `${at}.ndjson?${query}`)).text);
  assert.deepEqual(nd.slice(0, 6).map((row) => row.note), ['=1+1', '+1', '-1', '@x', '＝1', 'plain, "quoted"'], 'in English, where there is no Chinese note');
  const growth = parseTable((await request(server, `${at}.csv?indicator=ip_case_avg_handling_days&measure=yoy`)).text);
  assert.ok(growth.some((row) => row.value === '-36'));
});

test('a byte order mark on request, rows end with CR LF, an empty selection is a header', async () => {
  const marked = await request(server, `${at}.csv?indicator=patents_granted&period=2000-01&bom=true`);
  assert.deepEqual([...marked.body.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.match(marked.text, /,release\r\n/);
  const none = await request(server, `${at}.csv?region=429021`);
  assert.equal(none.status, 200);
  assert.equal(parseCsv(none.text).length, 1);
  assert.equal((await request(server, `${at}.ndjson?region=429021`)).text, '');
  assert.deepEqual((await json(server, `${at}?region=429021`)).data, []);
});

test('licence, release and sources travel with the data', async () => {
  const answer = await request(server, `${at}?document=hubei-2021h1-rule-of-law`);
  assert.match(answer.headers.link, /<https:\/\/creativecommons\.org\/publicdomain\/zero\/1\.0\/>; rel="license"/);
  const body = answer.json();
  assert.equal(body.meta.license.name, 'CC0-1.0');
  assert.equal(body.meta.release.id, 1);
  assert.deepEqual(body.sources.map(({ id }) => id), ['hubei-2021h1-rule-of-law']);
  assert.equal(body.sources_complete, true);
});

test('one match behind many rows is found', async () => {
  const answer = await request(server, `${at}.csv?breakdown[*]=*&value=eq:${rare.value}`);
  const rows = parseTable(answer.text);
  assert.deepEqual(rows.map(({ indicator, region, period }) => ({ indicator, region, period })), [{ indicator: rare.indicator, region: rare.region, period: rare.period }]);
});

test('faults are told before anything is sent, as a problem', async () => {
  for (const [query, type] of [['indicator=no_such', 'unknown-code'], ['limit=5', 'unknown-parameter'], ['labels=yes', 'invalid-parameter'], ['period=2024..2019', 'invalid-range']]) {
    const answer = await request(server, `${at}.csv?${query}`);
    assert.equal(answer.status, 400, query);
    assert.deepEqual(problemFaults(answer), []);
    assert.equal(answer.json().errors[0].type, `/problems/${type}`);
  }
  const packed = await request(server, `${at}.csv`, { headers: { 'accept-encoding': 'gzip, identity;q=0' } });
  assert.equal(packed.status, 406);
  assert.equal((await request(server, `${at}.csv`, { headers: { 'accept-encoding': 'gzip' } })).headers['content-encoding'], undefined);
});

test('HEAD, If-None-Match and If-Match work without a length', async () => {
  const target = `${at}.csv?${many}`;
  const get = await request(server, target);
  const head = await request(server, target, { method: 'HEAD' });
  assert.equal(head.status, 200);
  assert.equal(head.body.length, 0);
  assert.equal(head.headers['content-length'], undefined);
  assert.equal(head.headers.etag, get.headers.etag);
  for (const tag of [get.headers.etag, `W/${get.headers.etag}`, '*']) {
    const again = await request(server, target, { headers: { 'if-none-match': tag } });
    assert.equal(again.status, 304, tag);
    assert.equal(again.headers['content-length'], undefined);
    assert.equal(again.headers.etag, get.headers.etag);
  }
  const dated = await request(server, target, { headers: { 'if-modified-since': get.headers['last-modified'] } });
  assert.equal(dated.status, 304);
  assert.equal((await request(server, target, { headers: { 'if-match': '"other"' } })).status, 412);
  assert.equal((await request(server, target, { headers: { 'if-match': get.headers.etag } })).status, 200);
  // Nothing follows the head, and the connection ends with it.
  for (const [method, more] of [['HEAD', ''], ['GET', `If-None-Match: ${get.headers.etag}\r\n`], ['HEAD', `If-None-Match: ${get.headers.etag}\r\n`]]) {
    const text = (await raw(server, `${method} ${target} HTTP/1.1\r\nHost: x\r\n${more}\r\n`)).toString();
    assert.match(text, /^HTTP\/1\.1 (200|304)[^]*\r\nConnection: close\r\n/i);
    assert.doesNotMatch(text, /transfer-encoding/i);
    assert.ok(text.endsWith('\r\n\r\n') && text.indexOf('\r\n\r\n') === text.length - 4, text.slice(-100));
  }
});

test('HTTP/1.0 gets the whole body up to the end of the connection', async () => {
  const text = (await raw(server, `GET ${at}.csv?${many} HTTP/1.0\r\n\r\n`)).toString();
  const [head, ...rest] = text.split('\r\n\r\n');
  assert.doesNotMatch(head, /transfer-encoding/i);
  assert.equal(parseTable(rest.join('\r\n\r\n')).length, figures.length);
});

/** Opens exports and reads nothing of them. */
function stalled(n) {
  return Promise.all(Array.from({ length: n }, () => new Promise((resolve, reject) => {
    const sent = http.request({ host: '127.0.0.1', port: server.port, path: `${at}.ndjson?${many}&labels=true`, agent: false }, (answer) => {
      answer.pause();
      resolve({ status: answer.statusCode, headers: answer.headers, answer, end: () => { answer.destroy(); sent.destroy(); } });
    });
    sent.on('error', reject);
    sent.end();
  })));
}

test('too many at once are refused with Retry-After, nobody else waits for them, and the places come back', async () => {
  const open = await stalled(80);
  const refused = open.filter(({ status }) => status === 503);
  assert.ok(refused.length > 0 && refused.length < 80, `${refused.length} refused`);
  for (const { headers } of refused) assert.ok(Number(headers['retry-after']) > 0);
  assert.equal((await request(server, '/v1/observations?indicator=patents_granted&limit=5')).status, 200);
  for (const each of open) each.end();
  for (let tries = 0; ; tries += 1) {
    const answer = await request(server, `${at}.csv?${many}`);
    if (answer.status === 200) { assert.equal(parseTable(answer.text).length, figures.length); break; }
    assert.ok(tries < 100, 'no place came back');
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
});

test('an export under way when the server is told to stop is sent to its end', async () => {
  const own = await Server.start({ db: server.db });
  const got = await new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port: own.port, path: `${at}.ndjson?${many}&labels=true`, agent: false }, (answer) => {
      const parts = [];
      answer.once('data', () => {
        answer.pause();
        own.child.kill('SIGTERM');
        setTimeout(() => answer.resume(), 500);
      });
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve(Buffer.concat(parts).toString()));
      answer.on('error', reject);
    }).on('error', reject);
  });
  assert.equal(lines(got).length, figures.length);
  assert.deepEqual(await own.ended, { code: 0, signal: null });
});

/** Asks, lets something happen once the answer has begun, and takes the rest: true when it came to its end. */
function endsWell(own, target, meanwhile) {
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port: own.port, path: target, agent: false }, (answer) => {
      answer.once('data', () => {
        answer.pause();
        meanwhile().then(() => answer.resume(), reject);
      });
      answer.on('data', () => {});
      answer.on('end', () => resolve(true));
      answer.on('error', () => resolve(false));
    }).on('error', reject);
  });
}

test('an export in which something is closed or opened is broken off, and goes on over any other release', async () => {
  // Larger than what lies between the two ends of a connection.
  const large = flows.flatMap((indicator) => districts.flatMap((region) => months.slice(0, 150).map((period) => ({ indicator, region, period, value: 1, note_zh: '注'.repeat(400), note_en: 'x'.repeat(400) }))));
  const own = await Server.start({ packages: [...await dataPackages(), await writePackage(path.join(folder, 'large'), { observation: large.map(observation) })] });
  try {
    const [table, selection] = ['/v1/exports/tables/observation.csv?asOf=1', `${at}.ndjson?${many}&labels=true&asOf=1&lang=en`];
    assert.equal(await endsWell(own, table, () => publish(own, 'other', [{ period: '2001', value: 1 }])), true);
    assert.equal(await endsWell(own, table, () => publishAccess(own, 'closed', flows[2], 'restricted')), false);
    assert.equal(await endsWell(own, selection, () => publishAccess(own, 'opened', flows[2], 'public')), false);
    assert.equal(await endsWell(own, selection, () => publishAccess(own, 'closed-again', flows[2], 'restricted')), false);
    assert.equal(await endsWell(own, selection, async () => {}), true);
  } finally {
    await own.stop();
  }
});

test('no restricted figure comes out', async () => {
  for (const query of ['', 'indicator=disciplinary_talks', 'indicator=disciplinary_talks&breakdown[*]=*', 'breakdown[*]=*']) {
    assert.doesNotMatch((await request(server, `${at}.ndjson?${query}`)).text, /disciplinary_talks/);
  }
});

/** What a reader of Data Packages checks: a primary key is there once, and what a foreign key names is there. */
function keysHold(name, schema, rows) {
  const keys = rows[name].map((row) => JSON.stringify(schema.primaryKey.map((column) => row[column])));
  assert.equal(new Set(keys).size, keys.length, `the primary key of ${name}`);
  for (const { fields, reference } of schema.foreignKeys) {
    const there = new Set(rows[reference.resource || name].map((row) => row[reference.fields]));
    const missing = rows[name].map((row) => row[fields]).filter((code) => code !== '' && !there.has(code));
    assert.deepEqual(missing, [], `${name}.${fields} in ${reference.resource || name}.${reference.fields}`);
  }
}

test('the Data Package over HTTP, loaded into a new store, gives the same tables and the same figures', async () => {
  const description = await request(server, '/v1/exports/datapackage.json');
  assert.match(description.headers.link, /rel="license"/);
  const { resources, ...meta } = description.json();
  assert.equal(meta['iprstat:release'].id, 1);
  assert.equal(meta['iprstat:synthetic'], false);
  assert.deepEqual(meta.licenses.map(({ name }) => name), ['CC0-1.0']);
  const copied = path.join(folder, 'copied');
  await mkdir(path.join(copied, 'tables'), { recursive: true });
  await writeFile(path.join(copied, 'datapackage.json'), description.body);
  const tables = {};
  for (const { name, path: file, schema, 'iprstat:href': href } of resources) {
    const answer = await request(server, href);
    assert.equal(answer.status, 200, href);
    assert.equal(answer.headers['cache-control'], 'public, max-age=86400, immutable');
    assert.deepEqual(parseCsv(answer.text)[0], schema.fields.map((field) => field.name));
    tables[name] = answer.text;
    await writeFile(path.join(copied, file), answer.body);
  }
  assert.equal(parseTable(tables.observation).filter(({ locator }) => locator === 'test').length, figures.length);
  assert.doesNotMatch(tables.observation, /disciplinary_talks/);
  assert.match(tables.observation, /,=1\+1\r\n/);
  const rows = Object.fromEntries(Object.entries(tables).map(([name, text]) => [name, parseTable(text)]));
  for (const { name, schema } of resources) keysHold(name, schema, rows);
  const copy = await Server.start({ packages: [copied] });
  try {
    for (const name of Object.keys(tables)) assert.equal((await request(copy, `/v1/exports/tables/${name}.csv`)).text, tables[name], name);
    const query = `${at}.ndjson?breakdown[*]=*`;
    const [theirs, ours] = await Promise.all([request(copy, query), request(server, query)]);
    assert.deepEqual(new Set(theirs.text.split('\n')), new Set(ours.text.split('\n')));
  } finally {
    await copy.stop();
  }
});

test('a table that is none is not found', async () => {
  for (const target of ['/v1/exports/tables/release', '/v1/exports/tables/draft.csv', '/v1/exports/tables/sqlite_schema']) {
    const answer = await request(server, target);
    assert.equal(answer.status, 404, target);
    assert.deepEqual(problemFaults(answer), []);
  }
});

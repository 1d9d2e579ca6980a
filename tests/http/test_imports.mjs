// Imports: what is sent becomes a draft with a report, or is refused whole with the row and the reason; the store stays byte for byte the same.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { faultsOf, operations, problemFaults } from './lib/contract.mjs';
import { request } from './lib/http.mjs';
import { bearer, makeKey } from './lib/keys.mjs';
import { Server, run } from './lib/server.mjs';

let server;
let key;
before(async () => {
  server = await Server.start();
  key = await makeKey(server.db, { scopes: ['import'] });
});
after(async () => { assert.deepEqual(await server.stop(), { code: 0, signal: null }); });

const columns = ['indicator', 'region', 'period', 'breakdown', 'measure', 'definition', 'value', 'bound', 'lower', 'upper', 'unit', 'accumulation',
  'status', 'extraction', 'raw', 'document', 'locator', 'note_zh', 'note_en'];
const header = `${columns.join(',')}\n`;
const figure = (more = {}) => ({ indicator: 'patents_granted', region: '120116', period: '2024', breakdown: '', measure: 'level', definition: 'default',
  value: '12345', bound: 'eq', lower: more.value ?? '12345', upper: more.value ?? '12345', unit: 'piece', accumulation: 'period', status: 'A',
  extraction: 'verbatim', raw: '', document: 'binhai-2024-rule-of-law', locator: 'test', note_zh: '', note_en: '', ...more });
const line = (row) => `${columns.map((name) => row[name]).join(',')}\n`;
const operationOf = (id) => operations.find((one) => one.id === id);
const slugOf = (answer) => answer.json().type.split('/').at(-1);

/** Sends a body; `query` without its question mark. */
function send(body, { query = 'table=observation', type = 'text/csv', headers = {}, as = key } = {}) {
  return request(server, `/v1/imports?${query}`, { method: 'POST', headers: { ...bearer(as), 'content-type': type, ...headers }, body });
}
const sendPackage = (value, options = {}) => send(typeof value === 'string' ? value : JSON.stringify(value), { query: '', type: 'application/json', ...options });

/** The file and its log: what a change of the store would change. */
async function bytes() {
  const hash = createHash('sha256').update(await readFile(server.db));
  return hash.update(await readFile(`${server.db}-wal`).catch(() => '')).digest('hex');
}

async function discard(answer) {
  const { location } = answer.headers;
  const { etag } = (await request(server, location, { headers: bearer(key) })).headers;
  const gone = await request(server, location, { method: 'DELETE', headers: bearer(key, { 'if-match': etag }) });
  assert.equal(gone.status, 200, gone.text);
  return gone;
}

const csv = (...rows) => header + rows.map(line).join('');
const good = csv(figure());

const wrong = {
  'a wrong header': [good.replace('region', 'place'), 'invalid-csv', 1, 'region', /is not the name of this column/],
  'a header without its last column': [good.replace(',note_en', ''), 'invalid-csv', 1, 'note_en', /this column is missing/],
  'semicolons': [good.replaceAll(',', ';'), 'invalid-csv', 1, 'indicator', /not separated by commas/],
  'tabs': [good.replaceAll(',', '\t'), 'invalid-csv', 1, 'indicator', /not separated by commas/],
  'a ragged row': [`${good}patents_granted,120116\n`, 'invalid-csv', 3, '', /as many cells as the header: some are missing/],
  'a comma that is not in quotation marks': [`${good}${line(figure({ value: '12,346' }))}`, 'invalid-csv', 3, '', /a cell with a comma/],
  'an unclosed quote': [`${good}"patents_granted,120116\n`, 'invalid-csv', 3, 'indicator', /not closed/],
  'a NUL': [good.replace('test', 'te\0st'), 'invalid-csv', 2, 'locator', /NUL/],
  'a row that is too long': [good.replace('test', `"${'x'.repeat(70_000)}"`), 'invalid-csv', 2, 'locator', /64 KiB/],
  'too many rows': [`${header}${'\n'.repeat(10_000_001)}`, 'invalid-csv', 10_000_002, '', /a row more/],
  'GB18030 that does not say so': [Buffer.concat([Buffer.from(header), Buffer.from(line(figure({ locator: '@@' })).replace('@@', '\u00b5\u00da'), 'latin1')]),
    'bad-encoding', 2, 'locator', /not UTF-8/],
  'a negative count': [csv(figure({ value: '-5' })), 'inconsistent-data', 2, 'value', /below zero/, '-5'],
  'an unknown code': [csv(figure({ region: '120199' })), 'inconsistent-data', 2, 'region', /names no region/, '120199'],
  'a unit that the indicator does not allow': [csv(figure({ unit: 'case' })), 'inconsistent-data', 2, 'unit', /no unit of the indicator/, 'case'],
  'parts that are more than their total': [csv(figure({ value: '12' }), figure({ value: '11', breakdown: 'patent_type=invention' }),
    figure({ value: '2', breakdown: 'patent_type=design' })), 'inconsistent-data', 2, 'value', /the parts by patent_type are 13, and the total is 12/, '12'],
  'a published relation that does not fit': [csv(figure({ indicator: 'patent_dispute_cases_handled', value: '13', unit: 'case' })),
    'inconsistent-data', 2, 'value', /binhai-2024-patent-disputes does not fit: 13 is not 12/, '13'],
};

for (const [name, [body, slug, row, column, reason, value]] of Object.entries(wrong)) {
  test(`${name} is refused whole, and the store is byte for byte the same`, async () => {
    const before = await bytes();
    const answer = await send(body);
    assert.equal(slugOf(answer), slug, answer.text);
    assert.deepEqual(problemFaults(answer), []);
    assert.deepEqual(faultsOf(operationOf('createImport'), answer), []);
    const [error] = answer.json().errors;
    assert.equal(error.file, 'observation');
    assert.equal(error.row, row);
    assert.equal(error.column, column);
    assert.match(error.detail, reason);
    if (value) assert.equal(error.value, value);
    assert.equal(await bytes(), before);
  });
}

test('the first hundred errors are named, and the others counted', async () => {
  const rows = Array.from({ length: 130 }, (_, n) => figure({ period: `${1990 + (n % 30)}`, region: `99${1000 + n}` }));
  const answer = await send(csv(...rows));
  assert.equal(answer.status, 422);
  assert.equal(answer.json().errors.length, 100);
  assert.equal(answer.json().more, 30);
});

test('a draft says what it brings, changes nothing that readers see, and can be thrown away once', async () => {
  const [published] = (await request(server, '/v1/observations?indicator=preexam_patents_granted&region=120116&period=2024')).json().data;
  const revised = figure({ indicator: 'preexam_patents_granted', definition: 'calendar-year', value: '1200' });
  const answer = await send(csv(figure(), revised));
  assert.equal(answer.status, 201, answer.text);
  assert.deepEqual(faultsOf(operationOf('createImport'), answer), []);
  const { data } = answer.json();
  assert.equal(data.state, 'draft');
  assert.equal(data.key, key.id);
  assert.equal(data.source, 'observation');
  assert.deepEqual(data.report.counts, { inserted: 1, revised: 1, unchanged: 0, deleted: 0 });
  assert.deepEqual(data.report.tables, [{ table: 'observation', counts: data.report.counts }]);
  assert.deepEqual(data.changes, { figures: [{ kind: 'revised', indicator: 'preexam_patents_granted', region: '120116', period: '2024', breakdown: {},
    measure: 'level', definition: 'calendar-year', document: 'binhai-2024-rule-of-law', old: { value: published.value, status: 'A' },
    new: { value: 1200, status: 'A' } }], more: 0 });
  assert.equal(answer.headers.location, `/v1/imports/${data.id}`);

  const [still] = (await request(server, '/v1/observations?indicator=preexam_patents_granted&region=120116&period=2024')).json().data;
  assert.equal(still.value, published.value);
  const got = await request(server, answer.headers.location, { headers: bearer(key) });
  assert.deepEqual(got.json().data, data);
  assert.deepEqual(faultsOf(operationOf('getImport'), got), []);

  const remove = (headers) => request(server, answer.headers.location, { method: 'DELETE', headers: bearer(key, headers) });
  assert.equal(slugOf(await remove({})), 'precondition-required');
  assert.equal(slugOf(await remove({ 'if-match': '"other"' })), 'precondition-failed');
  const gone = await discard(answer);
  assert.equal(gone.json().data.state, 'discarded');
  assert.equal(gone.json().data.changes, undefined);
  assert.deepEqual(faultsOf(operationOf('discardImport'), gone), []);
  const after = await request(server, answer.headers.location, { headers: bearer(key) });
  assert.notEqual(after.headers.etag, got.headers.etag);
  assert.equal(slugOf(await remove({ 'if-match': after.headers.etag })), 'import-closed');
});

test('tolerated forms mean what the clean one means', async () => {
  const clean = await send(csv(figure({ locator: '第一节' })));
  assert.equal(clean.status, 201, clean.text);
  const { id } = clean.json().data;
  assert.equal((await run(['publish', '--db', server.db, String(id)])).code, 0);
  const forms = {
    'byte order mark': [`\ufeff${csv(figure({ locator: '第一节' }))}`],
    separators: [csv(figure({ locator: '第一节', value: '"12,345"', lower: '12345', upper: '12345' }))],
    'full-width digits': [csv(figure({ locator: '第一节', value: '１２３４５', lower: '12345', upper: '12345', region: '１２０１１６', period: '２０２４' }))],
    blanks: [csv(figure({ locator: '　第一节 ', region: ' 120116\u00a0' }))],
    gb18030: [execFileSync('iconv', ['-f', 'utf-8', '-t', 'gb18030'], { input: csv(figure({ locator: '第一节' })) }), { type: 'text/csv; charset=gb18030' }],
    'a package of objects': [JSON.stringify({ name: 'p', resources: [{ name: 'observation', data: [{ ...figure({ locator: '第一节' }), value: 12345 }] }] }),
      { query: '', type: 'application/json' }],
    'a package of lists': [JSON.stringify({ name: 'p', resources: [{ name: 'observation', data: [columns, columns.map((name) => figure({ locator: '第一节' })[name])] }] }),
      { query: '', type: 'application/json' }],
    'a package of text': [JSON.stringify({ name: 'p', resources: [{ data: csv(figure({ locator: '第一节' })), name: 'observation' }] }),
      { query: '', type: 'application/json' }],
  };
  for (const [name, [body, options]] of Object.entries(forms)) {
    const before = await bytes();
    const answer = await send(body, options);
    assert.equal(answer.status, 200, `${name}: ${answer.text}`);
    assert.deepEqual(faultsOf(operationOf('createImport'), answer), [], name);
    assert.equal(answer.json().data.state, 'unchanged', name);
    assert.deepEqual(answer.json().data.report.counts, { inserted: 0, revised: 0, unchanged: 1, deleted: 0 }, name);
    assert.equal(await bytes(), before, name);
  }
});

test('a request is answered once, however often it is sent', async () => {
  const headers = { 'idempotency-key': 'request-1' };
  const body = csv(figure({ period: '2023' }));
  const first = await send(body, { headers });
  assert.equal(first.status, 201, first.text);
  const before = await bytes();
  const again = await send(body, { headers });
  assert.equal(again.status, 201);
  assert.deepEqual(again.json().data, first.json().data);
  assert.equal(again.headers.location, first.headers.location);
  assert.equal(slugOf(await send(csv(figure({ period: '2022' })), { headers })), 'idempotency-key-reused');
  assert.equal(slugOf(await send(body, { headers, query: 'table=observation&name=other' })), 'idempotency-key-reused');
  for (const wish of ['complete=true', 'conflicts=keep', 'synthetic=true', 'version=2'])
    assert.equal(slugOf(await send(body, { headers, query: `table=observation&${wish}` })), 'idempotency-key-reused', wish);
  assert.equal(await bytes(), before);
  // another key has its own names
  const other = await makeKey(server.db, { scopes: ['import'] });
  const theirs = await send(csv(figure({ period: '2022' })), { headers, as: other });
  assert.equal(theirs.status, 201);
  await discard(first);
  await discard(theirs);
});

test('what is under embargo is not told by what an import is compared with', async () => {
  const made = await send(csv(figure({ period: '2017', value: '4711' })));
  const { id } = made.json().data;
  const moment = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, 'Z');
  assert.equal((await run(['publish', '--db', server.db, '--embargo', moment, String(id)])).code, 0);
  const parts = figure({ period: '2017', value: '4712', breakdown: 'patent_type=invention' });
  const refused = await send(csv(parts));
  assert.equal(slugOf(refused), 'inconsistent-data', refused.text);
  assert.ok(!refused.text.includes('4711'), refused.text);
  const revised = await send(csv(figure({ period: '2017', value: '4700' })));
  assert.equal(revised.status, 201, revised.text);
  assert.ok(!revised.text.includes('4711'), revised.text);
  const { location } = revised.headers;
  assert.ok(!(await request(server, location, { headers: bearer(key) })).text.includes('4711'));
  const reader = await makeKey(server.db, { scopes: ['import', 'read:embargoed'] });
  const seen = await request(server, location, { headers: bearer(reader) });
  assert.equal(seen.json().data.changes.figures[0].old.value, 4711);
  const { release } = (await request(server, `/v1/imports/${id}`, { headers: bearer(key) })).json().data;
  assert.equal((await run(['rollback', '--db', server.db, String(release)])).code, 0);
});

test('figures that do not fit are kept where that is asked for, and the report names the rule', async () => {
  const answer = await send(wrong['a published relation that does not fit'][0], { query: 'table=observation&conflicts=keep' });
  assert.equal(answer.status, 201, answer.text);
  assert.deepEqual(answer.json().data.report.rules.map(({ rule, subject }) => [rule, subject]), [['relation', 'binhai-2024-patent-disputes']]);
  await discard(answer);
});

test('a package brings what its rows name, in whatever order', async () => {
  const body = { name: 'more', version: '7', resources: [
    { name: 'codelist_item', data: [['codelist', 'item', 'position', 'name_zh', 'name_en', 'note_zh', 'note_en'], ['shape', 'round', 1, '圆', 'Round', null, '']] },
    { name: 'codelist', data: [{ codelist: 'shape', name_zh: '形状', name_en: 'Shape' }] }] };
  const answer = await sendPackage(body);
  assert.equal(answer.status, 201, answer.text);
  assert.deepEqual(answer.json().data.report.tables.map(({ table, counts }) => [table, counts.inserted]), [['codelist', 1], ['codelist_item', 1]]);
  assert.equal(answer.json().data.source, 'more');
  await discard(answer);
});

test('a text that is no package says where', async () => {
  const cases = [
    ['{"name": "x",\n "resources": [}', 400, 'malformed-json', /Line 2, column 16: no value/],
    ['[]', 400, 'malformed-json', /not an object/],
    [`{"a":${'['.repeat(40)}`, 400, 'too-deep', /nested too deeply/],
    ['{"name": "x", "resources": []}', 422, 'validation-failed', /no resources/],
    ['{"name": "x", "name": "y", "resources": []}', 422, 'validation-failed', /a name twice/],
    ['{"name": "x", "resources": [{"name": "nope", "data": []}]}', 422, 'validation-failed', /no table of this store/],
    ['{"name": "x", "resources": [{"name": "region"}]}', 422, 'validation-failed', /no rows in "data"/],
    ['{"name": "x", "resources": [{"name": "region", "path": "/etc/passwd"}]}', 422, 'validation-failed', /no rows in "data"/],
    ['{"name": "x", "resources": [{"name": "codelist", "data": [{"colour": 1}]}]}', 422, 'inconsistent-data', /no column of the table/],
    ['{"name": "x", "resources": [{"name": "codelist", "data": [{"codelist": [1]}]}]}', 422, 'inconsistent-data', /neither text nor a number/],
    ['{"name": "x", "resources": [{"name": "codelist", "data": [{"codelist": "a", "codelist": "b"}]}]}', 422, 'inconsistent-data', /twice/],
    ['{"name": "x", "resources": [{"name": "codelist", "data": [["codelist"]]}]}', 422, 'invalid-csv', /this column is missing/],
    ['{"name": "x", "resources": [{"name": "codelist", "data": 5}]}', 422, 'invalid-csv', /neither a list nor the text/],
  ];
  for (const [body, status, slug, detail] of cases) {
    const before = await bytes();
    const answer = await sendPackage(body);
    assert.equal(answer.status, status, `${body}: ${answer.text}`);
    assert.equal(slugOf(answer), slug, body);
    assert.deepEqual(problemFaults(answer), [], body);
    assert.match(answer.json().errors?.[0].detail ?? answer.json().detail, detail, body);
    assert.equal(await bytes(), before, body);
  }
});

test('a body of CSV names its table, and a package names its own', async () => {
  const nameless = await send(good, { query: '' });
  assert.equal(slugOf(nameless), 'missing-parameter');
  const unknown = await send(good, { query: 'table=observatoin' });
  assert.equal(slugOf(unknown), 'unknown-code');
  assert.deepEqual(unknown.json().errors[0].suggestions, ['observation']);
  const both = await sendPackage({ name: 'x', resources: [] }, { query: 'table=region' });
  assert.equal(slugOf(both), 'invalid-parameter');
  assert.equal((await send(good, { type: 'text/csv; charset=utf-16' })).status, 415);
  assert.equal((await send(good, { type: 'text/plain' })).status, 415);
});

test('the list is read page by page, by who has a scope for it', async () => {
  const one = await send(csv(figure({ period: '2019' })));
  const two = await send(csv(figure({ period: '2018' })));
  const list = await request(server, '/v1/imports?state=draft&limit=1', { headers: bearer(key) });
  assert.deepEqual(faultsOf(operationOf('listImports'), list), []);
  assert.deepEqual(list.json().data.map(({ id }) => id), [two.json().data.id]);
  const next = await request(server, list.json().links.next, { headers: bearer(key) });
  assert.deepEqual(next.json().data.map(({ id }) => id), [one.json().data.id]);
  assert.equal(next.json().links.next, undefined);
  assert.equal((await request(server, '/v1/imports')).status, 401);
  const reader = await makeKey(server.db, { scopes: ['read:restricted'] });
  assert.equal((await request(server, '/v1/imports', { headers: bearer(reader) })).status, 403);
  assert.equal((await send(good, { as: reader })).status, 403);
  assert.equal((await request(server, '/v1/imports/999', { headers: bearer(key) })).status, 404);
  await discard(one);
  await discard(two);
});

test('what is restricted is counted for who sends it, and never told', async () => {
  const restricted = figure({ indicator: 'disciplinary_talks', period: '2023', unit: 'person', value: '7' });
  const answer = await send(csv(restricted));
  assert.equal(answer.status, 201, answer.text);
  assert.equal(answer.json().data.report.restricted.inserted, 1);
  await discard(answer);
});

test('an import is a row of the audit, and so is its end', async () => {
  assert.equal((await run(['audit', 'verify', '--db', server.db])).code, 0);
});

// What a key with the scope read:restricted may read, by name and nowhere else; nobody else may. Figures and records by hand from the packages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import path from 'node:path';
import { parseCsv } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { Server, dataPackages, root, run } from './lib/server.mjs';

let server, reader, others;

async function key(scopes) {
  const made = await run(['key', 'create', '--db', server.db, '--name', 'test', '--scopes', scopes]);
  assert.equal(made.code, 0, made.stderr);
  return { headers: { authorization: `Bearer ${made.stdout.trim()}` } };
}

before(async () => {
  server = await Server.start({ packages: [...await dataPackages(), ...['disputes', 'preexam'].map((name) => path.join(root, 'tests/http/samples', name))] });
  reader = await key('read:restricted');
  others = await key('read:embargoed,import,publish');
});
after(async () => { await server.stop(); });

const secret = '/v1/observations?indicator=disciplinary_talks&breakdown[form]=*&breakdown[rank_class]=*';

test('a restricted indicator: 5, 3, 2 and 1 talks for who may read them', async () => {
  const answer = await request(server, secret, reader);
  assert.equal(answer.status, 200);
  const { data, meta } = answer.json();
  assert.deepEqual(data.map((row) => row.value).sort(), [1, 2, 3, 5]);
  assert.equal(meta.matched, 4);
  assert.ok(!meta.notes.some(({ type }) => type === 'restricted'));
  assert.match(answer.headers['cache-control'], /private/);
  assert.match(answer.headers['cache-control'], /no-store/);
  assert.match(answer.headers.vary, /authorization/i);
  assert.equal(answer.headers.etag, undefined);
  const [names, ...rows] = parseCsv((await request(server, secret.replace('?', '.csv?'), reader)).text);
  assert.equal(rows.length, 4);
  assert.ok(rows.every((row) => row[names.indexOf('indicator')] === 'disciplinary_talks'));
});

test('nobody else: without a key, with other scopes, where it is not named', async () => {
  for (const options of [undefined, others]) {
    const { data, meta } = await json(server, secret, options);
    assert.deepEqual(data, []);
    assert.equal(meta.matched, 0);
    assert.ok(meta.notes.some(({ type }) => type === 'restricted'));
  }
  for (const target of ['/v1/observations?document=tianjin-2021-summary&limit=1000', '/v1/observations?topic=party_admin_other&limit=1000',
    '/v1/observations?indicator=!invention_patents_in_force&document=tianjin-2021-summary&limit=1000']) {
    const open = await json(server, target);
    const keyed = await json(server, target, reader);
    assert.equal(keyed.meta.matched, open.meta.matched, target);
    assert.ok(keyed.data.every((row) => row.indicator !== 'disciplinary_talks'), target);
  }
});

test('an entity tag of what is public gives nobody a 304 for what is not, nor the other way round', async () => {
  const open = await request(server, secret);
  assert.ok(open.headers.etag);
  const keyed = await request(server, secret, { headers: { ...reader.headers, 'if-none-match': open.headers.etag } });
  assert.equal(keyed.status, 200);
  assert.equal(keyed.json().meta.matched, 4);
});

test('pages: a cursor of who may read it gives nobody else anything', async () => {
  const first = await json(server, `${secret}&limit=2`, reader);
  assert.equal(first.data.length, 2);
  const second = await json(server, first.links.next, reader);
  assert.equal(second.data.length, 2);
  const refused = await request(server, first.links.next);
  assert.ok(refused.status !== 200 || refused.json().data.length === 0, refused.text);
});

test('its number is told to who may read it', async () => {
  assert.equal((await json(server, '/v1/indicators/disciplinary_talks')).data.observations, 0);
  assert.equal((await json(server, '/v1/indicators/disciplinary_talks', others)).data.observations, 0);
  assert.equal((await json(server, '/v1/indicators/disciplinary_talks', reader)).data.observations, 4);
});

test('everything that counts, ranks, compares or exports answers the same with the key as without', async () => {
  for (const target of ['/v1/series?indicator=disciplinary_talks&region=120000', '/v1/availability?indicator=disciplinary_talks',
    '/v1/changes?indicator=disciplinary_talks', '/v1/rankings?indicator=disciplinary_talks&period=2021&region=120000/*',
    '/v1/aggregates?indicator=disciplinary_talks&region=120000', '/v1/exports/observations.csv', '/v1/search?q=talks', '/v1/conflicts',
    '/v1/documents/tianjin-2021-summary', '/v1/releases', '/v1/indicators?limit=1000']) {
    const open = await request(server, target);
    const keyed = await request(server, target, reader);
    assert.equal(keyed.status, open.status, target);
    assert.equal(keyed.text, open.text, target);
  }
});

test('members of records by name: who asked, the number of the file, the kind of applicant', async () => {
  const { data } = await json(server, '/v1/disputes?fields=id,case_no,requester_type&limit=1', reader);
  assert.deepEqual(data, [{ id: 'sample-2023-0001', case_no: '案0001', requester_type: 'enterprise' }]);
  const one = await json(server, '/v1/disputes/sample-2023-0001?fields=requester_type', reader);
  assert.equal(one.data.requester_type, 'enterprise');
  assert.ok(!('case_no' in one.data));
  const [names, row] = parseCsv((await request(server, '/v1/disputes.csv?fields=id,case_no&limit=1', reader)).text);
  assert.deepEqual([names, row], [['id', 'case_no', 'synthetic'], ['sample-2023-0001', '案0001', 'true']]);
  const asked = await json(server, '/v1/preexam/requests?fields=id,applicant_type&limit=1000', reader);
  assert.equal(asked.data.find(({ id }) => id === 's-01').applicant_type, 'enterprise');
  const [columns] = parseCsv((await request(server, '/v1/preexam/requests.csv?fields=id,applicant_type', reader)).text);
  assert.deepEqual(columns, ['id', 'applicant_type', 'synthetic']);
  for (const target of ['/v1/disputes?fields=id,case_no', '/v1/disputes/sample-2023-0001?fields=requester_type', '/v1/preexam/requests?fields=applicant_type']) {
    for (const options of [undefined, others]) {
      const refused = await request(server, target, options);
      assert.equal(refused.status, 403, target);
      assert.equal(refused.json().type, '/problems/scope-required');
    }
  }
});

test('the log has no key, also where one stands in an address', async () => {
  const text = reader.headers.authorization.split(' ')[1];
  for (const target of [`/v1/regions?key=${text}`, `/v1/regions?limit=${text}`, `/v1/regions/${text}`, '/v1/regions']) {
    const answer = await request(server, target, reader);
    assert.ok(!answer.text.includes(text.slice(14)), target);
  }
  assert.ok(server.log.length > 3);
  assert.ok(!server.text.includes(text.slice(14)));
});

test('and without naming them the key reads what everybody does', async () => {
  for (const target of ['/v1/disputes?limit=3', '/v1/disputes/sample-2023-0001', '/v1/disputes.csv?limit=3', '/v1/preexam/requests?limit=3',
    '/v1/preexam/requests.csv?limit=3']) {
    assert.equal((await request(server, target, reader)).text, (await request(server, target)).text, target);
  }
});

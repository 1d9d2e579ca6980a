// Validators, conditional requests, content coding, negotiation, and what may be kept how long.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import zlib from 'node:zlib';
import { faultsOf, operationOf, problemFaults } from './lib/contract.mjs';
import { request } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

const path = '/v1/observations?region=120000&limit=50';

test('a matching If-None-Match is 304 with the same validators and no body', async () => {
  const first = await request(server, path);
  for (const value of [first.headers.etag, `"other", ${first.headers.etag}`, `W/${first.headers.etag}`, '*']) {
    const again = await request(server, path, { headers: { 'if-none-match': value } });
    assert.equal(again.status, 304, value);
    assert.equal(again.body.length, 0);
    assert.equal(again.headers.etag, first.headers.etag);
    assert.equal(again.headers['cache-control'], first.headers['cache-control']);
    assert.equal(again.headers.vary, first.headers.vary);
    assert.equal(again.headers['content-length'], first.headers['content-length']);
  }
  assert.equal((await request(server, path, { headers: { 'if-none-match': '"other"' } })).status, 200);
  const head = await request(server, path, { method: 'HEAD', headers: { 'if-none-match': first.headers.etag } });
  assert.equal(head.status, 304);
});

test('a tag with another length is no match', async () => {
  const first = await request(server, path);
  const [hash, length, check] = first.headers.etag.replaceAll('"', '').split('-');
  assert.equal(length, first.headers['content-length']);
  for (const forged of [`"${hash}-9999-${check}"`, `W/"${hash}-9999-${check}"`, `"${hash}-9999"`, `"${hash}-${length}"`]) {
    const answer = await request(server, path, { headers: { 'if-none-match': forged } });
    assert.equal(answer.status, 200, forged);
    assert.equal(answer.text, first.text);
    assert.equal(answer.headers.etag, first.headers.etag);
  }
});

test('If-Match: the tag of the answer, or any, is served, another one is 412', async () => {
  const { etag } = (await request(server, path)).headers;
  for (const method of ['GET', 'HEAD']) {
    const status = async (value, target = path, more = {}) => (await request(server, target, { method, headers: { 'if-match': value, ...more } })).status;
    for (const value of [etag, '*', `"other", ${etag}`]) assert.equal(await status(value), 200, value);
    for (const value of ['"other"', `W/${etag}`, etag.replace(/-\d+-/, '-9999-'), 'nonsense']) assert.equal(await status(value), 412, value);
    assert.equal(await status('"other"', path, { 'if-none-match': etag }), 412);
    assert.equal(await status(etag, path, { 'if-none-match': etag }), 304);
    assert.equal(await status('"other"', '/nothing'), 404);
    assert.equal(await status('"other"', '/v1/regions?limit=0'), 400);
    assert.equal(await status('"other"', '/healthz'), 200);
  }
  const failed = await request(server, path, { headers: { 'if-match': '"other"' } });
  assert.deepEqual(problemFaults(failed), []);
  assert.deepEqual(faultsOf(operationOf(path), failed), []);
  assert.equal(failed.json().type, '/problems/precondition-failed');
  assert.equal(failed.headers['cache-control'], 'no-store');
});

test('If-Modified-Since counts only without If-None-Match', async () => {
  const first = await request(server, path);
  const since = { 'if-modified-since': first.headers['last-modified'] };
  assert.equal((await request(server, path, { headers: since })).status, 304);
  assert.equal((await request(server, path, { headers: { ...since, 'if-none-match': '"other"' } })).status, 200);
  assert.equal((await request(server, path, { headers: { 'if-modified-since': 'yesterday' } })).status, 200);
  assert.equal((await request(server, path, { headers: { 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' } })).status, 200);
});

test('equal requests have equal validators, unequal ones do not', async () => {
  const etag = async (target, headers = {}) => (await request(server, target, { headers })).headers.etag;
  const base = await etag('/v1/observations?region=120000&limit=50');
  assert.equal(await etag('/v1/observations?limit=50&region=120000'), base);
  assert.equal(await etag('/v1/observations?limit=50&region=1200%300'), base);
  assert.equal(await etag('/v1/regions'), await etag('/v1/regions?limit=100'));
  assert.notEqual(await etag('/v1/observations?limit=51&region=120000'), base);
  assert.notEqual(await etag('/v1/observations.csv?limit=50&region=120000'), base);
  assert.notEqual(await etag('/v1/observations?limit=50&region=120000&lang=en'), base);
  assert.notEqual(await etag('/v1/observations?limit=50&region=120000', { 'accept-encoding': 'gzip' }), base);
});

test('gzip where it is accepted, and the same bytes inside', async () => {
  const plain = await request(server, path);
  for (const [accept, coded] of [['gzip', true], ['gzip;q=0.5', true], ['*', true], ['br, gzip', true], ['gzip;q=0', false], ['identity', false],
    ['deflate', false], ['gzip;q=0, *', false], ['', false]]) {
    const answer = await request(server, path, { headers: { 'accept-encoding': accept } });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-encoding'], coded ? 'gzip' : undefined, accept);
    const body = coded ? zlib.gunzipSync(answer.body) : answer.body;
    assert.equal(body.toString('utf8'), plain.text, accept);
    assert.match(answer.headers.vary, /Accept-Encoding/i);
  }
});

test('language: lang wins over Accept-Language, identifiers never change', async () => {
  const name = async (target, headers = {}) => {
    const answer = await request(server, target, { headers });
    return [answer.json().data.name, answer.headers['content-language'], answer.json().data.code];
  };
  const zh = ['滨海新区', 'zh', '120116'];
  const en = ['Binhai New Area', 'en', '120116'];
  assert.deepEqual(await name('/v1/regions/120116'), zh);
  assert.deepEqual(await name('/v1/regions/120116?lang=en'), en);
  assert.deepEqual(await name('/v1/regions/120116', { 'accept-language': 'en-GB,en;q=0.9,zh;q=0.1' }), en);
  assert.deepEqual(await name('/v1/regions/120116', { 'accept-language': 'fr, zh-CN;q=0.5' }), zh);
  assert.deepEqual(await name('/v1/regions/120116?lang=zh', { 'accept-language': 'en' }), zh);
  assert.deepEqual(await name('/v1/regions/120116', { 'accept-language': 'en;q=0, de' }), zh);
});

test('format: extension, then format=, then Accept', async () => {
  const type = async (target, accept) => {
    const answer = await request(server, target, { headers: accept ? { accept } : {} });
    return [answer.status, (answer.headers['content-type'] ?? '').split(';')[0]];
  };
  const json = [200, 'application/json'];
  const csv = [200, 'text/csv'];
  assert.deepEqual(await type('/v1/observations?limit=1'), json);
  assert.deepEqual(await type('/v1/observations.csv?limit=1'), csv);
  assert.deepEqual(await type('/v1/observations.csv?limit=1&format=json'), csv);
  assert.deepEqual(await type('/v1/observations.csv?limit=1', 'application/json'), csv);
  assert.deepEqual(await type('/v1/observations?limit=1&format=csv', 'application/json'), csv);
  assert.deepEqual(await type('/v1/observations?limit=1', 'text/csv'), csv);
  assert.deepEqual(await type('/v1/observations?limit=1', 'text/csv;q=0.5, application/json'), json);
  assert.deepEqual(await type('/v1/observations?limit=1', 'text/*'), csv);
  assert.deepEqual(await type('/v1/observations?limit=1', '*/*'), json);
  assert.deepEqual(await type('/v1/observations?limit=1', ';;;='), json);
  assert.deepEqual(await type('/v1/observations?limit=1', 'image/png'), [406, 'application/problem+json']);
  assert.deepEqual(await type('/v1/regions?format=csv'), [406, 'application/problem+json']);
  assert.deepEqual(await type('/v1/regions.csv'), [404, 'application/problem+json']);
});

test('errors are never kept', async () => {
  for (const target of ['/nothing', '/v1/regions?limit=0']) {
    const answer = await request(server, target);
    assert.equal(answer.headers['cache-control'], 'no-store', target);
    assert.equal(answer.headers.etag, undefined);
    assert.equal(answer.headers['access-control-allow-origin'], '*');
  }
});

test('a range request is answered whole', async () => {
  assert.equal((await request(server, path, { headers: { range: 'bytes=0-10' } })).status, 200);
});

test('Link names the next page, the other format and the contract', async () => {
  const answer = await request(server, '/v1/observations?limit=3');
  const { links } = answer.json();
  assert.ok(answer.headers.link.includes(`<${links.next}>; rel="next"`), answer.headers.link);
  assert.match(answer.headers.link, /rel="describedby"/);
  assert.match(answer.headers.link, /rel="alternate"/);
});

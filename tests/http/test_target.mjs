// Request targets and request lines that no good client sends: rows 12 to 37 of the promised behaviour, byte by byte.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { operations, problemFaults } from './lib/contract.mjs';
import { raw, rawTarget, request } from './lib/http.mjs';
import { Server } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

const bad = [
  ['bad percent in the query', '/v1/regions?level=%zz', 400, 'bad-percent-encoding'],
  ['cut percent', '/v1/regions?level=%', 400, 'bad-percent-encoding'],
  ['half percent', '/v1/regions?level=%2', 400, 'bad-percent-encoding'],
  ['bad percent in the path', '/v1/regions/%zz', 400, 'bad-percent-encoding'],
  ['encoded NUL in the path', '/v1/regions/120116%00', 400, 'bad-percent-encoding'],
  ['encoded NUL in the query', '/v1/regions?level=county%00', 400, 'bad-percent-encoding'],
  ['encoded control', '/v1/regions?level=%0a', 400, 'bad-percent-encoding'],
  ['overlong UTF-8', '/v1/regions?name=%c0%af', 400, 'bad-utf8'],
  ['surrogate', '/v1/regions?name=%ed%a0%80', 400, 'bad-utf8'],
  ['not UTF-8', '/v1/regions?name=%ff', 400, 'bad-utf8'],
  ['not UTF-8 in the path', '/v1/regions/%ff', 400, 'bad-utf8'],
  ['raw high bytes', Buffer.from('/v1/regions?name=滨海', 'utf8'), 400, 'bad-target'],
  ['raw quote', '/v1/regions?name="x"', 400, 'bad-target'],
  ['raw angle bracket', '/v1/regions?name=<x>', 400, 'bad-target'],
  ['raw backslash', '/v1\\regions', 400, 'bad-target'],
  ['raw brace', '/v1/regions?name={x}', 400, 'bad-target'],
  ['raw caret', '/v1/regions?name=^', 400, 'bad-target'],
  ['raw backquote', '/v1/regions?name=`', 400, 'bad-target'],
  ['fragment', '/v1/regions#x', 400, 'bad-target'],
  ['encoded slash is no separator', '/v1%2Fregions', 404, 'not-found'],
  ['encoded dots are no segments', '/v1/%2e%2e/v1/regions', 404, 'not-found'],
  ['double slash', '/v1//regions', 404, 'not-found'],
  ['dot segment', '/v1/./regions', 404, 'not-found'],
  ['dot dot segment', '/v1/../v1/regions', 404, 'not-found'],
];
for (const [what, target, status, type] of bad) {
  test(`${what}: ${status} ${type}`, async () => {
    const answer = await rawTarget(server, target);
    assert.equal(answer.status, status, answer.text);
    assert.deepEqual(problemFaults(answer), []);
    const problem = JSON.parse(answer.text);
    const types = [problem.type, ...(problem.errors ?? []).map((error) => error.type)];
    assert.ok(types.includes(`/problems/${type}`), answer.text);
  });
}

test('the absolute form is served as its path', async () => {
  const answer = await rawTarget(server, 'http://localhost/v1/regions/120116');
  assert.equal(answer.status, 200);
  assert.equal(JSON.parse(answer.text).data.code, '120116');
});

// CONNECT names no path, so that what the whole server does is told of it too.
const ofServer = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
  .filter((name) => ['HEAD', 'OPTIONS'].includes(name) || operations.some(({ method }) => method === name.toLowerCase())).join(', ');

test('OPTIONS * names the methods of the server', async () => {
  const answer = await rawTarget(server, '*', { method: 'OPTIONS' });
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.allow, ofServer);
});

for (const method of ['ABC', 'get', 'BREW']) {
  test(`an unknown method ${method} is 501`, async () => {
    const answer = await rawTarget(server, '/v1/regions', { method });
    assert.equal(answer.status, 501);
    assert.equal(JSON.parse(answer.text).type, '/problems/method-not-implemented');
  });
}

for (const method of ['TRACE', 'CONNECT', 'DELETE', 'POST', 'PATCH']) {
  test(`a known method ${method} that the path does not serve is 405 with Allow`, async () => {
    const answer = await rawTarget(server, '/v1/regions', { method });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.allow, method === 'CONNECT' ? ofServer : 'GET, HEAD, OPTIONS');
    assert.deepEqual(problemFaults(answer), []);
  });
}

test('a target over 4,096 bytes is 414 by the server itself', async () => {
  const answer = await request(server, `/v1/regions?name=${'x'.repeat(4200)}`);
  assert.equal(answer.status, 414);
  assert.deepEqual(problemFaults(answer), []);
  assert.equal((await request(server, `/v1/regions?name=${'x'.repeat(900)}`)).status, 400);
});

test('more than 64 header fields, or 16 KiB of them, are 431', async () => {
  const many = Object.fromEntries(Array.from({ length: 70 }, (_, n) => [`x-${n}`, '1']));
  assert.equal((await request(server, '/v1/regions', { headers: many })).status, 431);
  assert.equal((await request(server, '/v1/regions', { headers: { 'x-long': 'x'.repeat(17000) } })).status, 431);
});

test('a body is refused before it is read', async () => {
  const answer = await request(server, '/v1/regions', { headers: { 'content-length': '5' }, body: 'hello' });
  assert.equal(answer.status, 413);
  assert.deepEqual(problemFaults(answer), []);
  const chunked = await rawTarget(server, '/v1/regions', { head: 'Transfer-Encoding: chunked\r\n' });
  assert.equal(chunked.status, 411);
});

test('a body changes nothing about a method or path that is not served', async () => {
  for (const [method, target, status, type] of [['POST', '/v1/regions', 405, 'method-not-allowed'], ['POST', '/nope', 404, 'not-found'],
    ['ABC', '/v1/regions', 501, 'method-not-implemented'], ['GET', '/nope', 404, 'not-found'], ['GET', '/v1/regions', 413, 'body-too-large'],
    ['GET', '/v1/regions?level=%zz', 413, 'body-too-large']]) {
    for (const framing of ['Content-Length: 5\r\n\r\nhello', 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n']) {
      const bytes = `${method} ${target} HTTP/1.1\r\nHost: localhost\r\n${framing}`;
      const text = (await raw(server, bytes)).toString('utf8');
      const chunked = status === 413 && framing.startsWith('Transfer');
      assert.match(text, new RegExp(`^HTTP/1\\.1 ${chunked ? 411 : status} `), bytes);
      assert.ok(text.includes(`"/problems/${chunked ? 'length-required' : type}"`), text);
      assert.match(text, /\r\nConnection: close\r\n/i, bytes);
      assert.equal(/\r\nAllow: GET, HEAD, OPTIONS\r\n/.test(text), status === 405, bytes);
      assert.equal(text.split('HTTP/1.1 ').length, 2, 'the body was taken for a request');
    }
  }
  const head = await request(server, '/v1/regions', { method: 'HEAD', headers: { 'content-length': '5' }, body: 'hello' });
  assert.equal(head.status, 413);
});

test('a Host that is none is 400, the forms of one are served', async () => {
  const status = async (host) => Number((await raw(server, `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toString('utf8').split(' ')[1]);
  for (const host of ['a:b', '[::1', ':80', 'a:99999', 'u@a', '[::1]x']) assert.equal(await status(host), 400, host);
  for (const host of ['localhost', 'a.example:8080', '127.0.0.1:1', '[::1]:8080', '[::1]']) assert.equal(await status(host), 200, host);
});

test('two Hosts, or none, are 400', async () => {
  for (const head of ['GET /v1/regions HTTP/1.1\r\nConnection: close\r\n\r\n',
    'GET /v1/regions HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
    'GET /v1/regions HTTP/1.1\r\nHost: ###\r\nConnection: close\r\n\r\n']) {
    const text = (await raw(server, head)).toString('utf8');
    assert.match(text, /^HTTP\/1\.1 400 /, head);
    assert.match(text, /bad-host/, head);
  }
});

test('an Expect that is not 100-continue is 417', async () => {
  assert.equal((await rawTarget(server, '/v1/regions', { head: 'Expect: coffee\r\n' })).status, 417);
});

test('keep-alive serves several requests on one connection', async () => {
  const head = 'GET /v1/regions/120116 HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const text = (await raw(server, head + head + head.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))).toString('utf8');
  assert.equal(text.split('HTTP/1.1 200 OK').length - 1, 3);
});

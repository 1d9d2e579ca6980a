// What every operation that takes a body does with one: the limits, the form, the schema, and the connection.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faultsOf, operations, optionsFor, problemFaults } from './lib/contract.mjs';
import { raw, request } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';

const limit = 64 * 1024;
const withBody = operations.filter(({ operation }) => operation.requestBody && !operation['x-upload']);

let server;
before(async () => { server = await Server.start({ packages: await samplePackages() }); });
after(async () => { assert.deepEqual(await server.stop(), { code: 0, signal: null }); });

test('only operations that change or compute something take a body', () => {
  for (const { id, method } of withBody) assert.ok(['post', 'put', 'patch'].includes(method), id);
});

for (const operation of withBody) {
  const [{ path, body }] = operation.examples;
  const method = operation.method.toUpperCase();
  const type = { 'content-type': 'application/json' };
  const send = (text, headers = type) => request(server, path, { method, headers, body: text });
  const refused = async (answer, status, problem, what) => {
    assert.equal(answer.status, status, `${what}: ${answer.text}`);
    assert.deepEqual(problemFaults(answer), [], what);
    assert.deepEqual(faultsOf(operation, answer), [], what);
    assert.equal(answer.json().type, `/problems/${problem}`, what);
    assert.equal(answer.headers['cache-control'], 'no-store', what);
    return answer;
  };

  test(`${operation.id}: what is no JSON is 400, with its place`, async () => {
    for (const text of ['', ' ', '{', '{}x', '1', 'null', '"x"', '{"a":1,}', '{"a":01}', '{"a":NaN}', '{/**/}', '\uFEFF{}', '{"\\u0061":1,"a":1}',
      '{"a":"\\u0000"}', '{"a":"\\ud800"}', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])]) {
      const answer = await refused(await send(text), 400, 'malformed-json', text);
      assert.match(answer.json().detail, /line \d+, byte \d+/);
    }
    await refused(await send('['.repeat(40) + ']'.repeat(40)), 400, 'too-deep', 'deep');
    for (const number of ['9223372036854775808', '1e309', '1e-400', '0.1234567']) await refused(await send(`{"a":${number}}`), 400, 'number-out-of-range', number);
  });

  test(`${operation.id}: what the schema does not allow is 422, by JSON pointer`, async () => {
    const answer = await refused(await send(JSON.stringify({ ...body, 'no/such~member': 1 })), 422, 'validation-failed', 'unknown member');
    const [error] = answer.json().errors;
    assert.deepEqual([error.in, error.name, error.type], ['body', '/no~1such~0member', '/problems/validation-failed']);
    await refused(await send('[]'), 422, 'validation-failed', 'an array');
    for (const name of Object.keys(body)) {
      const wrong = (await refused(await send(JSON.stringify({ ...body, [name]: [[[]]] })), 422, 'validation-failed', name)).json().errors;
      assert.ok(wrong.every((each) => each.name.startsWith(`/${name}`)), JSON.stringify(wrong));
    }
  });

  test(`${operation.id}: a body of another kind is 415, and says which is wanted`, async () => {
    for (const headers of [{}, { 'content-type': 'text/plain' }, { 'content-type': 'application/json; charset=gb18030' }]) {
      const answer = await refused(await send(JSON.stringify(body), headers), 415, 'unsupported-media-type', JSON.stringify(headers));
      assert.equal(answer.headers.accept, 'application/json');
    }
    const packed = await refused(await send('x', { ...type, 'content-encoding': 'gzip' }), 415, 'unsupported-content-encoding', 'gzip');
    assert.equal(packed.headers['accept-encoding'], 'identity');
    assert.equal((await send(JSON.stringify(body), { 'content-type': 'Application/JSON; charset=UTF-8' })).status, 200);
  });

  test(`${operation.id}: 64 KiB are read, more or an unknown length are not`, async () => {
    const text = JSON.stringify(body);
    const padded = (n) => text + ' '.repeat(n - Buffer.byteLength(text));
    assert.equal((await send(padded(limit))).status, 200);
    await refused(await send(padded(limit + 1)), 413, 'body-too-large', 'too large');
    await refused(await request(server, path, { method, headers: { ...type, 'transfer-encoding': 'chunked' }, body: text }), 411, 'length-required', 'chunked');
    const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
    const first = async (rest) => (await raw(server, `${head}${rest}`)).toString('utf8');
    assert.match(await first('\r\n'), /^HTTP\/1\.1 411 /);
    assert.match(await first(`Content-Length: ${text.length}\r\nContent-Length: ${text.length}\r\n\r\n${text}`), /^HTTP\/1\.1 400 /);
    assert.match(await first(`Content-Length: ${text.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`), /^HTTP\/1\.1 400 /);
  });

  test(`${operation.id}: 100-continue is answered before the body, or the refusal is`, async () => {
    const head = (n, more = '') => `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n${more}Content-Length: ${n}\r\n\r\n`;
    assert.match((await raw(server, head(10))).toString('utf8'), /^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    assert.match((await raw(server, head(limit + 1))).toString('utf8'), /^HTTP\/1\.1 413 /);
    assert.match((await raw(server, head(10, 'Content-Encoding: br\r\n'))).toString('utf8'), /^HTTP\/1\.1 415 /);
  });

  test(`${operation.id}: a body in pieces is the same body, and nothing behind it is another request`, async () => {
    const text = JSON.stringify(body);
    const whole = (await send(text)).text;
    const bytes = Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
      + 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const answer = (await raw(server, bytes)).toString('utf8');
    assert.ok(answer.endsWith(whole), answer);
    assert.match(answer, /\r\nConnection: close\r\n/i);
    assert.equal(answer.split('HTTP/1.1 ').length, 2);
  });

  test(`${operation.id}: faults of parameters and of the body are told at once`, async () => {
    const answer = await request(server, `${path}?regon=1`, optionsFor(operation, { ...body, zzz: 1 }));
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.json().errors.map((error) => [error.in, error.name]), [['query', 'regon'], ['body', '/zzz']]);
  });
}

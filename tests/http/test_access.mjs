// Keys in requests: who is heard, what an answer to a key may be used for, and that no key is ever told.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { problemFaults } from './lib/contract.mjs';
import { request, rawTarget } from './lib/http.mjs';
import { bearer, makeKey, revokeKey } from './lib/keys.mjs';
import { Server, run } from './lib/server.mjs';

let server;
let key;
before(async () => {
  server = await Server.start();
  key = await makeKey(server.db, { scopes: ['import'] });
});
after(async () => { assert.deepEqual(await server.stop(), { code: 0, signal: null }); });

const slugOf = (answer) => answer.json().type.split('/').at(-1);
const secretOf = ({ text }) => text.slice(14);

async function logged(answer) {
  for (let i = 0; i < 100; i++) {
    const line = server.log.find(({ id }) => id === answer.headers['x-request-id']);
    if (line) return line;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('no log line');
}

test('a key that holds is heard, its answers are private, and the log names it by its id', async () => {
  const answer = await request(server, '/v1/regions?limit=1', { headers: bearer(key) });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.headers['cache-control'], 'private, no-store');
  assert.match(answer.headers.vary, /(^|, )Authorization(,|$)/);
  assert.equal(answer.headers.etag, undefined);
  assert.equal(answer.headers['last-modified'], undefined);
  assert.equal((await logged(answer)).key, key.id);
});

test('what anybody may read is as it was, and a cache knows that a key makes a difference', async () => {
  const answer = await request(server, '/v1/regions?limit=1');
  assert.match(answer.headers.etag, /^"/);
  assert.match(answer.headers['cache-control'], /^public/);
  assert.match(answer.headers.vary, /(^|, )Authorization(,|$)/);
  assert.equal((await logged(answer)).key, undefined);
  const again = await request(server, '/v1/regions?limit=1', { headers: { 'if-none-match': answer.headers.etag } });
  assert.equal(again.status, 304);
  // the tag is that of what anybody may read
  const keyed = await request(server, '/v1/regions?limit=1', { headers: bearer(key, { 'if-none-match': answer.headers.etag }) });
  assert.equal(keyed.status, 200);
});

test('whatever is wrong with a key, the answer is one and the same', async () => {
  const ended = await makeKey(server.db, { scopes: ['import'] });
  await revokeKey(server.db, ended);
  const wrongSecret = `${key.text.slice(0, -1)}${key.text.endsWith('A') ? 'E' : 'A'}`;
  const bad = {
    revoked: `Bearer ${ended.text}`, 'wrong secret': `Bearer ${wrongSecret}`, unknown: `Bearer iprs_aaaaaaaa_${'A'.repeat(43)}`,
    'no key': 'Bearer hello', empty: 'Bearer ', 'no scheme': key.text, 'another scheme': `Basic ${key.text}`, 'two keys': `Bearer ${key.text}, Bearer ${key.text}`,
    longer: `Bearer ${key.text}A`, 'upper case': `Bearer ${key.text.toUpperCase()}`,
  };
  const bodies = new Set();
  for (const [what, authorization] of Object.entries(bad)) {
    const answer = await request(server, '/v1/regions', { headers: { authorization } });
    assert.equal(answer.status, 401, what);
    assert.deepEqual(problemFaults(answer), [], what);
    assert.equal(slugOf(answer), 'unauthorized', what);
    assert.equal(answer.headers['www-authenticate'], 'Bearer realm="iprstat"');
    assert.equal(answer.headers['cache-control'], 'private, no-store');
    const { instance, ...rest } = answer.json();
    bodies.add(JSON.stringify(rest));
    assert.equal((await logged(answer)).key, undefined);
  }
  assert.equal(bodies.size, 1);
  assert.equal((await request(server, '/v1/regions?limit=1', { headers: { authorization: `bearer   ${key.text}` } })).status, 200);
});

test('a key that was revoked while the server runs is refused at once', async () => {
  const short = await makeKey(server.db);
  assert.equal((await request(server, '/healthz', { headers: bearer(short) })).status, 200);
  await revokeKey(server.db, short);
  assert.equal((await request(server, '/healthz', { headers: bearer(short) })).status, 401);
});

test('a key in an address is refused, and the log does not have it', async () => {
  const { text } = key;
  const escaped = text.replace('iprs_', '%69prs%5F');
  for (const target of [`/v1/regions?key=${text}`, '/v1/regions?api_key=x', '/v1/regions?limit=1&access_token=abc', '/v1/regions?token=', '/v1/regions?Key=1',
    `/v1/regions?q=${text}`, `/v1/regions?region=120116,${text}`, `/v1/regions?q=${escaped}`, `/v1/regions/${text}`, `/${escaped}`, `/nothing?k%65y=${text}`,
    `/v1/regions?${text}`, `/v1/regions?limit=1&${text}=1`]) {
    const answer = await request(server, target);
    assert.equal(answer.status, 400, target);
    assert.equal(slugOf(answer), 'key-in-url', target);
    assert.deepEqual(problemFaults(answer), [], target);
    assert.doesNotMatch(answer.text, new RegExp(secretOf(key)));
    const line = await logged(answer);
    assert.doesNotMatch(line.target, /\?|iprs|%69/, target);
  }
  // also where the request has another fault that is told first
  for (const target of [`/v1/regions?q=${text}"`, `/v1/regions?q=${text}&x=${'y'.repeat(5000)}`]) {
    const answer = await rawTarget(server, target);
    assert.ok([400, 414].includes(answer.status), target);
  }
  const two = await rawTarget(server, `/v1/regions?q=${text}`, { head: 'Host: second\r\n' });
  assert.equal(two.status, 400);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.doesNotMatch(server.text, new RegExp(secretOf(key)));
});

test('words that only begin like such a parameter are not refused for it', async () => {
  const answer = await request(server, '/v1/search?q=token');
  assert.notEqual(answer.status, 400, answer.text);
  for (const name of ['keys', 'tokens', 'keyword']) {
    assert.equal(slugOf(await request(server, `/v1/regions?${name}=1`)), 'unknown-parameter', name);
  }
});

test('scripts of other origins may send a key, and read what is told about it', async () => {
  const options = await request(server, '/v1/regions', { method: 'OPTIONS' });
  assert.match(options.headers['access-control-allow-headers'], /(^|, )Authorization(,|$)/);
  assert.match(options.headers['access-control-allow-headers'], /(^|, )Idempotency-Key(,|$)/);
  assert.equal(options.headers['access-control-allow-origin'], '*');
  assert.equal(options.headers['access-control-allow-credentials'], undefined);
  assert.match(options.headers['access-control-expose-headers'] ?? (await request(server, '/healthz')).headers['access-control-expose-headers'], /RateLimit/);
});

test('the last use of a key is recorded when the server ends', async () => {
  const other = await Server.start();
  const used = await makeKey(other.db, { name: 'used' });
  const unused = await makeKey(other.db, { name: 'unused' });
  await request(other, '/healthz', { headers: bearer(used) });
  other.child.kill('SIGTERM');
  assert.deepEqual(await other.ended, { code: 0, signal: null });
  const { stdout } = await run(['key', 'list', '--db', other.db]);
  const line = (id) => stdout.split('\n').find((text) => text.includes(id));
  assert.notEqual(line(used.id).replace(used.id, '').replace('used', ''), line(unused.id).replace(unused.id, '').replace('unused', ''), stdout);
  await other.stop().catch(() => {});
});

// Rate limits: of keys, of addresses, of failures; whose address counts behind a proxy.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { problemFaults } from './lib/contract.mjs';
import { request } from './lib/http.mjs';
import { bearer, makeKey } from './lib/keys.mjs';
import { Server, run } from './lib/server.mjs';

let server;
const keys = {};
before(async () => {
  server = await Server.start({ args: ['--rate-limit', '2', '--trusted-proxy', '127.0.0.1,10.0.0.0/8'] });
  for (const name of ['first', 'second', 'third']) keys[name] = await makeKey(server.db, { name });
});
after(async () => { assert.deepEqual(await server.stop(), { code: 0, signal: null }); });

const from = (address, more = {}) => ({ headers: { 'x-forwarded-for': address, ...more } });
/** Many requests at once: the answers, of which as many are heard as a bucket of 4 that gains 2 a second allows. */
async function burst(times, optionsOf) {
  const begun = Date.now();
  const found = await Promise.all(Array.from({ length: times }, (_, i) => request(server, '/healthz', optionsOf(i))));
  const heard = found.filter(({ status }) => status === 200).length;
  assert.equal(found.filter(({ status }) => status === 429).length, times - heard);
  assert.ok(heard >= 4 && heard <= 4 + Math.ceil(2 * (Date.now() - begun) / 1000) && heard < times, `${heard} of ${times}`);
  return found;
}

test('an address has what two seconds bring, then 429 with the moment to go on', async () => {
  const found = await burst(60, () => from('198.51.100.1'));
  const refused = found.find(({ status }) => status === 429);
  assert.deepEqual(problemFaults(refused), []);
  assert.equal(refused.json().type, '/problems/rate-limited');
  assert.equal(refused.headers['retry-after'], '1');
  assert.equal(refused.headers['ratelimit-policy'], '"address";q=2;w=1');
  assert.equal(refused.headers.ratelimit, '"address";r=0;t=1');
  assert.equal(refused.headers['cache-control'], 'no-store');
  // an answer that others may keep does not tell one client's count
  assert.equal(found.find(({ status }) => status === 200).headers.ratelimit, undefined);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  assert.equal((await request(server, '/healthz', from('198.51.100.1'))).status, 200);
});

test('another address is not held by it, and the log names the one that counts', async () => {
  for (let i = 0; i < 4; i++) assert.equal((await request(server, '/healthz', from('198.51.100.2'))).status, 200);
  const answer = await request(server, '/healthz', from('203.0.113.1, 198.51.100.3, 10.0.0.1'));
  assert.equal(answer.status, 200);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(server.log.find(({ id }) => id === answer.headers['x-request-id']).remote, '198.51.100.3');
});

test('whoever writes addresses of their own is still one client', async () => {
  await burst(60, (i) => from(`203.0.113.${i}, 198.51.100.4`));
});

test('a household of IPv6 is one client', async () => {
  await burst(60, (i) => from(`2001:db8:5:6::${i}`));
});

test('a key is held by itself, wherever it comes from, and its answers tell how many are left', async () => {
  const found = await burst(60, (i) => from(`198.51.100.${100 + i}`, bearer(keys.first)));
  const good = found.find(({ status }) => status === 200);
  assert.match(good.headers.ratelimit, /^"key";r=[0-3];t=[01]$/);
  assert.equal(good.headers['ratelimit-policy'], '"key";q=2;w=1');
  // the address is free, and so is another key from there
  assert.equal((await request(server, '/healthz', from('198.51.100.100', bearer(keys.second)))).status, 200);
  assert.equal((await request(server, '/healthz', from('198.51.100.100'))).status, 200);
});

test('failures have a count of their own, and a key that holds is heard all the same', async () => {
  const bad = from('198.51.100.30', bearer('iprs_aaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'));
  const found = await Promise.all(Array.from({ length: 60 }, () => request(server, '/healthz', bad)));
  const count = (status) => found.filter((answer) => answer.status === status).length;
  assert.ok(count(401) >= 10 && count(429) >= 1 && count(401) + count(429) === 60, `${count(401)} ${count(429)}`);
  assert.equal(found.find(({ status }) => status === 429).headers['ratelimit-policy'], '"failures";q=1;w=1');
  assert.equal((await request(server, '/healthz', from('198.51.100.30', bearer(keys.third)))).status, 200);
  assert.equal((await request(server, '/healthz', from('198.51.100.30'))).status, 200);
});

test('without a trusted proxy nobody speaks for another, and without a rate nobody is held', async () => {
  const other = await Server.start({ args: ['--rate-limit', '1'] });
  const found = await Promise.all(Array.from({ length: 40 }, (_, i) => request(other, '/healthz', from(`198.51.100.${i}`))));
  assert.ok(found.some(({ status }) => status === 429));
  assert.deepEqual(await other.stop(), { code: 0, signal: null });
});

test('a list of proxies that is none is refused at the start', async () => {
  for (const list of ['here', '10.0.0.0/33', '127.0.0.1,']) {
    const { code, stderr } = await run(['serve', '--db', server.db, '--listen', '127.0.0.1:0', '--trusted-proxy', list]);
    assert.equal(code, 64, list);
    assert.match(stderr, /--trusted-proxy/);
  }
});

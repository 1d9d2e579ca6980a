// The entry points, the health of the server, its log, and its end.
import assert from 'node:assert/strict';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { json, request } from './lib/http.mjs';
import { Server, run } from './lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

test('every entry point can be followed', async () => {
  const { data } = await json(server, '/?lang=en');
  assert.equal(data.name, 'iprstat');
  assert.ok(data.entries.length >= 10);
  for (const { href } of data.entries) {
    const answer = await request(server, href);
    assert.equal(answer.status, 200, `${href}: ${answer.text}`);
  }
});

test('health names the version and the release', async () => {
  const answer = await request(server, '/healthz');
  assert.equal(answer.status, 200);
  const { status, release, version } = answer.json();
  assert.equal(status, 'ok');
  assert.equal(release.id, 1);
  const printed = await run(['version']);
  assert.ok(printed.stdout.includes(version));
});

test('one JSON line in the log for each request, with the id the client saw', async () => {
  const answer = await request(server, '/v1/regions?level=%zz');
  const id = answer.headers['x-request-id'];
  assert.equal(answer.json().instance, id);
  await new Promise((resolve) => { setTimeout(resolve, 200); });
  const lines = server.log.filter((entry) => entry.event === 'request' && entry.id === id);
  assert.equal(lines.length, 1);
  assert.equal(lines[0].status, 400);
  assert.equal(lines[0].method, 'GET');
  assert.equal(lines[0].target, '/v1/regions?level=%zz');
  assert.deepEqual(server.log.filter((entry) => entry.unparsed), []);
});

test('SIGTERM finishes what is in flight, then ends with 0', async () => {
  const other = await Server.start();
  const socket = net.connect(other.port, '127.0.0.1');
  await new Promise((resolve) => { socket.on('connect', resolve); });
  const answers = Array.from({ length: 20 }, () => request(other, '/v1/observations?limit=1000'));
  await Promise.race(answers);
  const began = Date.now();
  const stopped = other.stop();
  for (const answer of await Promise.allSettled(answers)) {
    if (answer.status === 'fulfilled') assert.equal(answer.value.status, 200);
    else assert.equal(answer.reason.code, 'ECONNREFUSED', String(answer.reason));
  }
  assert.deepEqual(await stopped, { code: 0, signal: null });
  assert.ok(Date.now() - began < 10_000, 'took longer than the deadline of the drain');
  socket.destroy();
});

test('a server without a store says what to do', async () => {
  const missing = await run(['serve', '--db', path.join(server.folder, 'missing.db'), '--listen', '127.0.0.1:0']);
  assert.equal(missing.code, 66, missing.stderr);
  assert.match(missing.stderr, /missing\.db/);
  assert.match(missing.stderr, /load/);
});

test('a port in use is said so', async () => {
  const taken = await run(['serve', '--db', server.db, '--listen', `127.0.0.1:${server.port}`]);
  assert.equal(taken.code, 69, taken.stderr);
});

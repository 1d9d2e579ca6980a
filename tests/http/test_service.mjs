// The entry points, the health of the server, its log, and its end.
import assert from 'node:assert/strict';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { contract, operationOf } from './lib/contract.mjs';
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
    assert.equal(answer.status, operationOf(href).operation.security?.length > 0 ? 401 : 200, `${href}: ${answer.text}`);
  }
});

test('every part of the contract has an entry point', async () => {
  const { data } = await json(server, '/');
  const tags = new Set(data.entries.map(({ href }) => operationOf(href).tag));
  const missing = contract.tags.map(({ name }) => name).filter((name) => !tags.has(name));
  assert.deepEqual(missing, []);
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

test('after SIGTERM whoever has connected is answered, and all others are refused', { timeout: 60_000 }, async () => {
  const other = await Server.start({ args: ['--threads', '4'] });
  // Each client asks over a new connection as soon as it was answered, until it is refused.
  const client = () => new Promise((resolve) => {
    let served = 0;
    const again = () => {
      const socket = net.connect(other.port, '127.0.0.1');
      let connected = false;
      let text = '';
      socket.on('connect', () => {
        connected = true;
        socket.write('GET /v1/regions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      });
      socket.on('data', (part) => { text += part; });
      socket.on('error', (error) => resolve({ served, connected, code: error.code }));
      socket.on('end', () => {
        if (!text.startsWith('HTTP/1.1 200 OK') || !text.endsWith('}')) { resolve({ served, connected, code: `cut after ${text.length}` }); return; }
        served += 1;
        again();
      });
    };
    again();
  });
  const clients = Array.from({ length: 64 }, client);
  // These connect before the end begins, and ask after it.
  const late = await Promise.all(Array.from({ length: 16 }, () => new Promise((resolve) => {
    const socket = net.connect(other.port, '127.0.0.1', () => resolve({ socket, answer }));
    const answer = new Promise((done) => {
      let text = '';
      socket.on('data', (part) => { text += part; });
      socket.on('error', (error) => done(error.code));
      socket.on('end', () => done(text));
    });
  })));
  await new Promise((resolve) => { setTimeout(resolve, 300); });
  const stopping = other.stop();
  await new Promise((resolve) => { setTimeout(resolve, 400); });
  for (const { socket } of late) socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const lateAnswers = await Promise.all(late.map(({ answer }) => answer));
  for (const text of lateAnswers) {
    assert.match(text, /^HTTP\/1\.1 200 /);
    assert.match(text, /\r\nConnection: close\r\n/i);
  }
  for (const { served, connected, code } of await Promise.all(clients)) {
    assert.ok(served > 0);
    assert.deepEqual({ connected, code }, { connected: false, code: 'ECONNREFUSED' });
  }
  assert.deepEqual(await stopping, { code: 0, signal: null });
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

// Changes of the store over HTTP, seen from the socket: who may make them, what is read of them before they are begun, that others
// are served meanwhile, and what comes of clients that go away and of a server that is told to stop. What a change does is asked
// where its operation is tested.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { problemFaults } from './lib/contract.mjs';
import { raw, request } from './lib/http.mjs';
import { bearer, makeKey } from './lib/keys.mjs';
import { Server, program, root, run } from './lib/server.mjs';

const target = '/v1/imports?table=observation&name=correction';
const header = 'indicator,region,period,breakdown,measure,definition,value,bound,lower,upper,unit,accumulation,status,extraction,raw,document,locator,note_zh,note_en\n';
const csv = (value) => `${header}patents_granted,120116,2024,,level,default,${value},eq,${value},${value},piece,period,A,verbatim,${value},binhai-2024-rule-of-law,example,,\n`;
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

let server;
let key;
let reader;
before(async () => {
  server = await Server.start({ args: ['--max-import', '2', '--threads', '2'] });
  key = await makeKey(server.db, { scopes: ['import'] });
  reader = await makeKey(server.db, { scopes: ['read:restricted'] });
});
after(async () => { assert.deepEqual(await server.stop(), { code: 0, signal: null }); });

const slugOf = (answer) => answer.json().type.split('/').at(-1);
const send = (at, body, headers = {}, where = target) => request(at, where, { method: 'POST', body, headers: bearer(key, { 'content-type': 'text/csv', ...headers }) });

/** A table that takes a while: rows that change nothing but must each be looked at, refused in the last one. */
const longBody = (rows) => header + csv(20480).split('\n')[1].concat('\n').repeat(rows);

/** Begins to run, with the lock of the store in its hands until it is told to end. */
async function holdLock(db) {
  const child = spawn('flock', [`${db}.lock`, 'sh', '-c', 'echo held; read line'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((resolve) => { child.stdout.once('data', resolve); });
  return async () => { child.stdin.end('\n'); await new Promise((resolve) => { child.once('exit', resolve); }); };
}

/** The head of a request, to be sent with what a test wants after it. */
const head = (length, more = '') => `POST ${target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key.text}\r\nContent-Type: text/csv\r\nContent-Length: ${length}\r\n${more}\r\n`;

function connect(at) {
  const socket = net.connect(at.port, '127.0.0.1');
  socket.received = '';
  socket.on('data', (part) => { socket.received += part; });
  socket.on('error', () => {});
  return new Promise((resolve) => { socket.on('connect', () => resolve(socket)); });
}

/** Whether a change is being made: who asks before sending a file is refused then, and else told to go on. */
async function isBusy(at) {
  const socket = await connect(at);
  socket.write(head(10, 'Expect: 100-continue\r\n'));
  while (socket.received === '') await sleep(2);
  socket.destroy();
  return socket.received.startsWith('HTTP/1.1 409 ');
}

test('without a key a change is 401, with another scope 403, and nothing of the body is asked for', async () => {
  const none = await request(server, target, { method: 'POST', body: csv(1), headers: { 'content-type': 'text/csv' } });
  assert.equal(none.status, 401);
  assert.equal(none.headers['www-authenticate'], 'Bearer realm="iprstat"');
  assert.deepEqual(problemFaults(none), []);
  const other = await request(server, target, { method: 'POST', body: csv(1), headers: bearer(reader, { 'content-type': 'text/csv' }) });
  assert.equal(other.status, 403);
  assert.equal(slugOf(other), 'forbidden');
  assert.match(other.json().detail, /import/);
  // who waits to be asked for it hears the answer instead of 100
  for (const [authorization, status] of [['', 401], [`Authorization: Bearer ${reader.text}\r\n`, 403]]) {
    const answer = (await raw(server, `POST ${target} HTTP/1.1\r\nHost: a\r\n${authorization}Content-Type: text/csv\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n`)).toString();
    assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `));
  }
  // the store is not there for the key alone
  assert.equal((await request(server, '/v1/imports')).status, 401);
  assert.equal((await request(server, '/v1/imports', { headers: bearer(reader) })).status, 403);
});

test('what is announced of the body is checked before it is read', async () => {
  const answers = {
    411: ['length-required', `POST ${target} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${key.text}\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n`],
    413: ['body-too-large', head(2 * 1024 * 1024 + 1, 'Expect: 100-continue\r\n')],
  };
  for (const [status, [slug, bytes]] of Object.entries(answers)) {
    const answer = (await raw(server, bytes)).toString();
    assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `));
    assert.match(answer, new RegExp(`/problems/${slug}`));
    assert.match(answer, /Connection: close/i);
  }
  for (const type of ['text/plain', 'text/csv; charset=latin1', 'text/csv; charset=utf-8; charset=gb18030', 'text/csv; header=absent', 'application/json; charset=gb18030', '']) {
    const answer = await send(server, csv(1), { 'content-type': type });
    assert.equal(answer.status, 415, type);
    assert.equal(slugOf(answer), 'unsupported-media-type', type);
    assert.equal(answer.headers.accept, 'text/csv, application/json');
  }
  const packed = await send(server, csv(1), { 'content-encoding': 'gzip' });
  assert.equal(packed.status, 415);
  assert.equal(slugOf(packed), 'unsupported-content-encoding');
  const none = await request(server, target, { method: 'POST', headers: bearer(key, { 'content-type': 'text/csv', 'transfer-encoding': 'identity' }) }).catch(() => null);
  assert.ok(none === null || none.status >= 400);
  const bad = await send(server, csv(1), { 'idempotency-key': 'a b' });
  assert.equal(bad.status, 400);
  assert.equal(bad.json().errors[0].name, 'Idempotency-Key');
});

test('a whole request is answered once, with what was made', async () => {
  const answer = await send(server, csv(20481));
  assert.equal(answer.status, 201, answer.text);
  assert.match(answer.headers.location, /^\/v1\/imports\/\d+$/);
  assert.equal(answer.headers['cache-control'], 'private, no-store');
  const made = await request(server, answer.headers.location, { headers: bearer(key) });
  assert.equal(made.status, 200);
  assert.match(made.headers.etag, /^"[0-9a-f]{32}-/);
  assert.equal(made.headers['cache-control'], 'private, no-store');
  assert.equal((await request(server, answer.headers.location, { headers: bearer(key, { 'if-none-match': made.headers.etag }) })).status, 304);
  const line = server.log.find(({ event, operation }) => event === 'write' && operation === 'createImport');
  assert.equal(line.actor, `key:${key.id}`);
  assert.equal(line.upload_bytes, csv(20481).length);
  const gone = (headers) => request(server, answer.headers.location, { method: 'DELETE', headers: bearer(key, headers) });
  assert.equal((await gone({})).status, 428);
  assert.equal((await gone({ 'if-match': '"0123456789abcdef0123456789abcdef-00"' })).status, 412);
  assert.ok([200, 204].includes((await gone({ 'if-match': made.headers.etag })).status));
});

test('a body that comes byte by byte, and the next request behind it', async () => {
  const body = csv(20482);
  const socket = await connect(server);
  const bytes = head(Buffer.byteLength(body)) + body;
  for (let i = 0; i < bytes.length; i += 7) { socket.write(bytes.slice(i, i + 7)); await sleep(1); }
  socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
  for (let i = 0; i < 200 && !/HTTP\/1.1 20[01] .*\r\n\r\n/s.test(socket.received); i++) await sleep(20);
  assert.match(socket.received, /^HTTP\/1.1 201 /);
  assert.equal(socket.received.match(/HTTP\/1.1 201 /g).length, 1);
  socket.destroy();
});

test('while another process writes, a change is 409 at once and reads are served', async () => {
  const release = await holdLock(server.db);
  const begun = Date.now();
  const answer = await send(server, csv(20483));
  assert.ok(Date.now() - begun < 5000);
  assert.equal(answer.status, 409, answer.text);
  assert.equal(slugOf(answer), 'import-in-progress');
  assert.equal(answer.headers['retry-after'], '2');
  assert.equal((await request(server, '/v1/regions?limit=1')).status, 200);
  await release();
  assert.equal((await send(server, csv(20483))).status, 201);
});

test('a client that goes away while it sends leaves nothing behind', async () => {
  const before = (await request(server, '/v1/imports', { headers: bearer(key) })).json().meta.matched;
  for (const end of ['destroy', 'resetAndDestroy', 'end']) {
    const socket = await connect(server);
    socket.write(head(100000));
    socket.write('x'.repeat(5000));
    await sleep(100);
    socket[end]();
  }
  await sleep(300);
  const line = server.log.filter(({ event, operation, aborted }) => event === 'request' && operation === 'createImport' && aborted === 1);
  assert.ok(line.length >= 2, `${line.length}`);
  assert.equal((await request(server, '/v1/imports', { headers: bearer(key) })).json().meta.matched, before);
  // no file, and no descriptor of one
  assert.deepEqual((await readdir(path.dirname(server.db))).filter((name) => name.includes('upload')), []);
  // and none of the places that files have was lost
  for (let i = 0; i < 6; i++) assert.ok([200, 201].includes((await send(server, csv(20484))).status));
});

test('others are served while a long change is made, and a second one is told to wait', async () => {
  const other = await Server.start({ args: ['--threads', '1'] });
  key = await makeKey(other.db, { scopes: ['import'] });
  const body = longBody(60_000);
  let done = false;
  const long = send(other, body).then((answer) => { done = true; return answer; });
  while (!done && !(await isBusy(other))) await sleep(5);
  const times = [];
  const refused = [];
  while (!done) {
    const begun = process.hrtime.bigint();
    const answer = await request(other, '/v1/regions?limit=5');
    times.push(Number(process.hrtime.bigint() - begun) / 1e6);
    assert.equal(answer.status, 200);
    if (times.length === 3) refused.push(await send(other, csv(1)));
  }
  const answer = await long;
  assert.ok(answer.status >= 200 && answer.status < 500, answer.text.slice(0, 500));
  assert.ok(times.length > 20, `${times.length} answers meanwhile`);
  times.sort((a, b) => a - b);
  // both processors work at the change and at this; a worker that waited would take as long as the change
  assert.ok(times[Math.floor(times.length * 0.9)] < 250, `p90 ${times[Math.floor(times.length * 0.9)]} ms`);
  assert.equal(refused[0].status, 409);
  assert.equal(slugOf(refused[0]), 'import-in-progress');
  assert.deepEqual(await other.stop(), { code: 0, signal: null });
  key = await makeKey(server.db, { scopes: ['import'] });
});

test('a client that goes away while it waits changes nothing of its change', async () => {
  const other = await Server.start({ args: ['--threads', '1'] });
  key = await makeKey(other.db, { scopes: ['import'] });
  const body = csv(20490);
  const socket = await connect(other);
  socket.write(head(Buffer.byteLength(body)) + body, () => socket.resetAndDestroy());
  for (let i = 0; i < 250 && !other.log.some(({ event }) => event === 'write'); i++) await sleep(20);
  const line = other.log.find(({ event }) => event === 'write');
  // unless it went before all had come
  if (line) assert.equal(line.problem, 'none');
  let again = await send(other, csv(20491));
  // on a slow machine the first is still being made
  for (let i = 0; i < 100 && again.status === 409; i++) {
    await sleep(100);
    again = await send(other, csv(20491));
  }
  assert.equal(again.status, 201, again.text);
  assert.deepEqual(await other.stop(), { code: 0, signal: null });
  key = await makeKey(server.db, { scopes: ['import'] });
});

test('a server that is told to stop makes and answers the change that has begun', async () => {
  const other = await Server.start({ args: ['--threads', '2'] });
  key = await makeKey(other.db, { scopes: ['import'] });
  const body = longBody(30_000);
  const long = send(other, body);
  for (let i = 0; i < 400 && !(await isBusy(other)); i++) await sleep(5);
  other.child.kill('SIGTERM');
  const answer = await long;
  assert.ok(answer.status >= 200 && answer.status < 500, answer.text.slice(0, 300));
  assert.equal(answer.headers.connection, 'close');
  assert.deepEqual(await other.ended, { code: 0, signal: null });
  const checked = await run(['check', '--db', other.db]);
  assert.equal(checked.code, 0, checked.stdout + checked.stderr);
  await other.stop().catch(() => {});
  key = await makeKey(server.db, { scopes: ['import'] });
});

test('a full disk is 503, reads go on, and it is over when there is room again', async () => {
  // a limit on the size of files is the same failure, and any user can set it
  const child = spawn('sh', ['-c', `ulimit -f 64; exec "${program}" serve --db "${server.db}" --listen 127.0.0.1:0`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((resolve) => {
    child.stdout.on('data', (text) => { const found = /"port":(\d+)/.exec(String(text)); if (found) resolve(Number(found[1])); });
  });
  const full = { port };
  const answer = await request(full, target, { method: 'POST', body: longBody(2000), headers: bearer(key, { 'content-type': 'text/csv' }) });
  assert.equal(answer.status, 503, answer.text);
  assert.equal(slugOf(answer), 'storage-unavailable');
  assert.ok(Number(answer.headers['retry-after']) > 0);
  assert.equal((await request(full, '/v1/regions?limit=1')).status, 200);
  const ended = new Promise((resolve) => { child.once('exit', (code) => resolve(code)); });
  child.kill('SIGTERM');
  assert.equal(await ended, 0);
  assert.ok([200, 201].includes((await send(server, csv(20492))).status));
});

test('the example of the contract is the header of this file', async () => {
  const text = await readFile(path.join(root, 'data/binhai-2024-rule-of-law/observation.csv'), 'utf8');
  assert.equal(text.split('\n')[0].trim(), header.trim());
});

// The nginx configuration of the project before a server, as the compose file puts them: a real nginx, TLS, HTTP/2, and the cache
// by the headers of the answers.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { Server, root, temporaryFolder } from './lib/server.mjs';

const exec = promisify(execFile);
const conf = await readFile(path.join(root, 'packaging/nginx/iprstat.conf'), 'utf8');

/** The program: what the machine has, or what script/bootstrap unpacked. */
async function findNginx() {
  const places = [process.env.NGINX, '/usr/sbin/nginx', '/usr/local/sbin/nginx', path.join(root, 'build-test/nginx/usr/sbin/nginx')];
  for (const place of places) {
    if (place && await access(place).then(() => true, () => false)) return place;
  }
  return undefined;
}

const nginx = await findNginx();
const skip = nginx ? false : 'nginx is not there; script/bootstrap test unpacks it';

/** A port that nobody listens at. */
const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); });
});

/** Replaces each text of the pairs; all of them must be there, so that the file that is tested is the file that ships. */
function put(text, pairs) {
  return pairs.reduce((result, [from, to]) => {
    assert.ok(result.includes(from), `the configuration has no ${from}`);
    return result.replaceAll(from, to);
  }, text);
}

/** A session of HTTP/2 with the proxy, from an address of this machine. */
function connect(localAddress = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const session = http2.connect(`https://localhost:${securePort}`, {
      createConnection: () => tls.connect({ host: '127.0.0.1', port: securePort, localAddress, ca, servername: 'localhost', ALPNProtocols: ['h2'] }),
    });
    session.once('connect', () => { session.on('error', () => {}); resolve(session); });
    session.once('error', reject);
  });
}

let server, folder, child, ended, securePort, plainPort, ca, client;

before(async () => {
  if (!nginx) return;
  server = await Server.start({ args: ['--trusted-proxy', '127.0.0.1', '--rate-limit', '500'] });
  folder = await temporaryFolder();
  [securePort, plainPort] = [await freePort(), await freePort()];
  await exec('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext',
    'subjectAltName=DNS:localhost', '-keyout', path.join(folder, 'iprstat.key'), '-out', path.join(folder, 'iprstat.pem')]);
  await mkdir(path.join(folder, 'temporary'));
  const site = put(conf, [
    ['server iprstat:8080;', `server 127.0.0.1:${server.port};`],
    ['/var/cache/nginx/iprstat', path.join(folder, 'cache')],
    ['/etc/nginx/certs/', `${folder}/`],
    ['listen 80;', `listen 127.0.0.1:${plainPort};`],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${securePort} ssl http2;`],
    ['    listen [::]:80;\n', ''],
    ['    listen [::]:443 ssl http2;\n', ''],
  ]);
  await writeFile(path.join(folder, 'iprstat.conf'), site);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/temporary/${name};`).join('\n');
  // Its workers would become somebody who may not enter the folder.
  const user = process.getuid() === 0 ? 'user root;' : '';
  await writeFile(path.join(folder, 'nginx.conf'), `${user} daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_processes 1;
    events {} http { access_log off; ${temporary} include ${folder}/iprstat.conf; }`);
  await exec(nginx, ['-t', '-q', '-p', folder, '-e', path.join(folder, 'error.log'), '-c', path.join(folder, 'nginx.conf')]);
  child = spawn(nginx, ['-p', folder, '-e', path.join(folder, 'error.log'), '-c', path.join(folder, 'nginx.conf')], { stdio: 'ignore' });
  ended = new Promise((resolve) => { child.on('exit', resolve); });
  ca = await readFile(path.join(folder, 'iprstat.pem'));
  for (let tries = 0; client === undefined; tries += 1) {
    try {
      client = await connect();
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }
});

after(async () => {
  if (!nginx) return;
  client?.destroy();
  child?.kill('SIGTERM');
  await ended;
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Asks through the proxy over HTTP/2: {status, headers, body}. */
function ask(target, headers = {}, body = undefined, session = client) {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':path': target, ':method': body === undefined ? 'GET' : 'POST', ...headers }, { endStream: body === undefined });
    let answer;
    const chunks = [];
    stream.on('response', (fields) => { answer = fields; });
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('end', () => resolve({ status: answer[':status'], headers: answer, body: Buffer.concat(chunks).toString() }));
    if (body !== undefined) stream.end(body);
  });
}

const target = '/v1/preexam/funnel?region=120116&period=2024';

test('what is asked over TLS and HTTP/2 is answered as without a proxy', { skip }, async () => {
  const [through, direct] = [await ask(target), await fetch(server.url + target)];
  assert.equal(client.alpnProtocol, 'h2');
  assert.equal(through.status, 200);
  assert.equal(through.body, await direct.text());
  for (const name of ['content-type', 'cache-control', 'vary', 'access-control-allow-origin', 'content-language']) {
    assert.equal(through.headers[name] ?? null, direct.headers.get(name), name);
  }
  assert.match(through.headers['strict-transport-security'], /max-age/);
});

test('the second to ask is answered by the cache, with the same validators', { skip }, async () => {
  const first = await ask('/v1/regions/120116');
  const second = await ask('/v1/regions/120116');
  assert.deepEqual([first.headers['x-cache'], second.headers['x-cache']], ['MISS', 'HIT']);
  assert.equal(second.headers.etag, first.headers.etag);
  assert.equal(second.body, first.body);
  const again = await ask('/v1/regions/120116', { 'if-none-match': first.headers.etag });
  assert.deepEqual([again.status, again.headers['x-cache'], again.body], [304, 'HIT', '']);
});

test('languages and codings are kept apart', { skip }, async () => {
  const titles = new Set();
  for (const language of ['zh', 'en', 'zh', 'en']) {
    const answer = await ask('/v1/indicators/patent_dispute_cases_handled', { 'accept-language': language });
    assert.equal(answer.headers['content-language'], language);
    titles.add(answer.body);
  }
  assert.equal(titles.size, 2);
  const long = '/v1/indicators';
  assert.equal((await ask(long, { 'accept-encoding': 'gzip' })).headers['content-encoding'], 'gzip');
  assert.equal((await ask(long, { 'accept-encoding': 'identity' })).headers['content-encoding'], undefined);
  assert.equal((await ask(long, { 'accept-encoding': 'gzip' })).headers['x-cache'], 'HIT');
  assert.equal((await ask(long, { 'accept-encoding': 'gzip;q=0, identity' })).headers['content-encoding'], undefined);
});

test('what nobody may keep is not kept, nor is an error', { skip }, async () => {
  const wrong = '/v1/regions/999999';
  assert.equal((await ask(wrong)).status, 404);
  assert.notEqual((await ask(wrong)).headers['x-cache'], 'HIT');
});

test('a request with a key meets no copy and leaves none', { skip }, async () => {
  await ask('/v1/documents');
  assert.equal((await ask('/v1/documents')).headers['x-cache'], 'HIT');
  const authorization = 'Bearer iprs_aaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
  const answer = await ask('/v1/documents', { authorization });
  assert.equal(answer.headers['x-cache'], 'BYPASS');
  assert.equal(answer.status, 401);
  await ask('/v1/departments', { authorization });
  assert.equal((await ask('/v1/departments')).headers['x-cache'], 'MISS');
});

test('a body without a length arrives with one', { skip }, async () => {
  const { paths } = JSON.parse((await ask('/openapi.json')).body);
  const [simulate] = Object.entries(paths).filter(([, item]) => item.post?.requestBody?.content['application/json'] && !item.post.security)
    .map(([name]) => name);
  const answer = await ask(simulate.replace(/\{\w+\}/g, 'x'), { 'content-type': 'application/json' }, '{}');
  assert.ok([400, 404, 422].includes(answer.status), `${simulate}: ${answer.status} ${answer.body}`);
  assert.equal(answer.headers['content-type'], 'application/problem+json');
});

test('the server knows who asks, and not who they say they are', { skip }, async () => {
  const session = await connect('127.0.0.2');
  const answer = await ask('/v1/regions/120104', { 'x-forwarded-for': '192.0.2.1' }, undefined, session);
  session.destroy();
  assert.equal(answer.status, 200);
  const logged = () => server.log.find((entry) => entry.target === '/v1/regions/120104');
  for (let tries = 0; tries < 100 && !logged(); tries += 1) await new Promise((resolve) => { setTimeout(resolve, 50); });
  assert.equal(logged().remote, '127.0.0.2');
});

test('who comes without TLS is sent to it', { skip }, async () => {
  const answer = await new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port: plainPort, path: target, headers: { Host: 'example.org' } }, resolve).on('error', reject);
  });
  answer.resume();
  assert.deepEqual([answer.statusCode, answer.headers.location], [308, `https://example.org${target}`]);
});

test('one of many who ask at once is passed on', { skip }, async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/v1/codelists')));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(answers.filter((answer) => answer.headers['x-cache'] === 'MISS').length, 1);
});

// The last: it ends the server.
test('without a server the proxy says so as a problem, and goes on with what may be used', { skip }, async () => {
  await ask('/v1/releases?limit=1');
  server.child.kill('SIGTERM');
  await server.ended;
  assert.equal((await ask('/v1/releases?limit=1')).status, 200);
  const answer = await ask('/v1/calendars/cn');
  assert.deepEqual([answer.status, answer.headers['content-type'], answer.headers['retry-after']], [503, 'application/problem+json', '5']);
  assert.equal(JSON.parse(answer.body).status, 503);
});

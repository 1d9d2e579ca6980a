// The admin listener: life, readiness, and the counters, which Prometheus' own library reads.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { raw, request } from './lib/http.mjs';
import { Server, root, run, temporaryFolder } from './lib/server.mjs';

let server;
let admin;
before(async () => {
  server = await Server.start({ args: ['--admin', '127.0.0.1:0', '--threads', '2'] });
  admin = server.admin;
});
after(async () => { await server.stop(); });

const metricsText = async () => (await request(admin, '/metrics')).text;

/** The counters as the library understands them: {family: {type, help, samples}}. */
const metrics = async () => JSON.parse(execFileSync('/usr/bin/python3',
  [path.join(root, 'tests/http/lib/read_metrics.py')], { input: await metricsText(), encoding: 'utf8' }));

/** The value of the one sample with these labels; 0 when there is none. */
const value = (families, name, labels = {}) => {
  const found = (families[name.replace(/_total$/, '')] ?? families[name])?.samples
    .filter((sample) => sample.name === name && Object.entries(labels).every(([key, text]) => sample.labels[key] === text));
  assert.ok((found?.length ?? 0) <= 1, `${name} is there ${found?.length} times`);
  return found?.[0]?.value ?? 0;
};

// A request is counted when its last byte was sent, which a client may see a moment earlier.
const settled = () => new Promise((resolve) => { setTimeout(resolve, 100); });

test('a server that does its work is alive and ready', async () => {
  for (const target of ['/livez', '/readyz']) {
    const answer = await request(admin, target);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'application/json');
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.deepEqual(answer.json(), { status: 'ok', faults: [], release: 1 });
  }
});

test('what is counted is in the text, with names, types and help', async () => {
  const answer = await request(admin, '/metrics');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  const families = await metrics();
  for (const [name, { type, help, samples }] of Object.entries(families)) {
    assert.ok(['counter', 'gauge', 'histogram'].includes(type), `${name} is a ${type}`);
    assert.ok(help.length > 10, `${name} has no help`);
    assert.match(name, /^(iprstat|process)_[a-z_]+$/);
    for (const sample of samples) assert.ok(Number.isFinite(sample.value) && sample.value >= 0, JSON.stringify(sample));
  }
  const [{ labels }] = families.iprstat_build_info.samples;
  assert.ok((await run(['version'])).stdout.includes(labels.version));
  assert.match(labels.build, /^[0-9a-f]{40}$|^\d/);
  assert.equal(value(families, 'iprstat_workers'), 2);
  assert.equal(value(families, 'iprstat_release'), 1);
  assert.ok(value(families, 'iprstat_store_size_bytes') > 100_000);
  assert.equal(value(families, 'iprstat_ready'), 1);
  assert.ok(Math.abs(value(families, 'process_start_time_seconds') * 1000 - Date.now()) < 600_000);
  assert.ok(value(families, 'process_resident_memory_bytes') > 1_000_000);
  assert.ok(value(families, 'process_open_fds') > 5);
});

test('promtool has nothing to say about it', async (t) => {
  const checked = spawnSync('promtool', ['check', 'metrics'], { input: await metricsText(), encoding: 'utf8' });
  if (checked.error?.code === 'ENOENT') { t.skip('promtool is not installed'); return; }
  assert.equal(`${checked.stdout}${checked.stderr}`, '');
  assert.equal(checked.status, 0);
});

test('each answer is counted by operation, status and problem', async () => {
  await settled();
  const first = await metrics();
  const tag = (await request(server, '/v1/regions')).headers.etag;
  const answers = await Promise.all([
    request(server, '/v1/regions'), request(server, '/v1/regions', { method: 'HEAD' }),
    request(server, '/v1/regions?level=nowhere'), request(server, '/nowhere'), request(server, '/v1/regions', { method: 'DELETE' }),
    request(server, '/v1/regions', { headers: { 'If-None-Match': tag } }),
    request(server, '/v1/regions', { headers: { 'If-None-Match': '*' } }),
    request(server, '/v1/regions', { headers: { 'If-None-Match': '"other"' } }),
  ]);
  assert.deepEqual(answers.map(({ status }) => status), [200, 200, 400, 404, 405, 304, 304, 200]);
  await settled();
  const second = await metrics();
  const more = (name, labels) => value(second, name, labels) - value(first, name, labels);
  assert.equal(more('iprstat_requests_total', { operation: 'listRegions', status: '200' }), 4);
  assert.equal(more('iprstat_requests_total', { operation: 'listRegions', status: '304' }), 2);
  assert.equal(more('iprstat_requests_total', { operation: 'listRegions', status: '400' }), 1);
  assert.equal(more('iprstat_requests_total', { operation: 'none', status: '404' }), 1);
  assert.equal(more('iprstat_requests_total', { operation: 'none', status: '405' }), 1);
  assert.equal(more('iprstat_problems_total', { problem: 'not-found' }), 1);
  assert.equal(more('iprstat_problems_total', { problem: 'method-not-allowed' }), 1);
  assert.equal(more('iprstat_revalidations_total', { result: 'early' }), 1);
  assert.equal(more('iprstat_revalidations_total', { result: 'late' }), 1);
  assert.equal(more('iprstat_revalidations_total', { result: 'changed' }), 1);
  assert.equal(more('iprstat_connections_total'), 9);
  assert.equal(value(second, 'iprstat_connections_open'), 0);
  assert.equal(value(second, 'iprstat_requests_under_way'), 0);
  const length = Number(answers[0].headers['content-length']);
  assert.ok(more('iprstat_response_body_bytes_total', { operation: 'listRegions' }) >= 3 * length);
  const buckets = second.iprstat_request_duration_seconds.samples.filter(({ labels }) => labels.operation === 'listRegions');
  const ends = buckets.filter(({ name }) => name.endsWith('_bucket'));
  assert.deepEqual(ends.map(({ value: n }) => n), ends.map(({ value: n }) => n).sort((a, b) => a - b), 'buckets grow');
  assert.equal(ends.at(-1).labels.le, '+Inf');
  assert.equal(ends.at(-1).value, 7);
  assert.equal(buckets.find(({ name }) => name.endsWith('_count')).value, 7);
  assert.ok(value(second, 'iprstat_worker_busy_seconds_total', { worker: '0' })
    + value(second, 'iprstat_worker_busy_seconds_total', { worker: '1' }) > 0);
});

test('methods, paths and bodies', async () => {
  const head = await request(admin, '/metrics', { method: 'HEAD' });
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
  assert.ok(Number(head.headers['content-length']) > 1000);
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    const answer = await request(admin, '/readyz', { method, body: method === 'DELETE' ? undefined : 'x' });
    assert.equal(answer.status, 405, method);
    assert.equal(answer.headers.allow, 'GET, HEAD, OPTIONS');
    assert.equal(answer.headers['content-type'], 'application/problem+json');
    assert.equal(answer.json().status, 405);
  }
  const options = await request(admin, '/livez', { method: 'OPTIONS' });
  assert.deepEqual([options.status, options.headers.allow, options.text], [204, 'GET, HEAD, OPTIONS', '']);
  for (const target of ['/', '/metrics/', '/healthz', '/v1/regions', '/METRICS']) {
    const answer = await request(admin, target);
    assert.equal(answer.status, 404, target);
    assert.equal(answer.json().type, 'about:blank');
  }
  assert.equal((await request(admin, '/metrics?name=x')).status, 200);
  for (const target of ['/metrics', '/livez', '/readyz']) assert.equal((await request(server, target)).status, 404, `readers get ${target}`);
  const two = (await raw(admin, 'GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toString();
  assert.equal(two.match(/HTTP\/1\.1 200 OK/g).length, 2);
});

test('one line of the log says how long the answer took, and which worker made it', async () => {
  const answer = await request(server, '/v1/regions');
  await settled();
  const [line] = server.log.filter((entry) => entry.id === answer.headers['x-request-id']);
  assert.ok([0, 1].includes(line.worker));
  assert.ok(line.total_us >= line.duration_us);
});

test('drafts and releases are seen within a second or two', async (t) => {
  const other = await Server.start({ args: ['--admin', '127.0.0.1:0'], packages: [path.join(root, 'data/catalogue')] });
  t.after(() => other.stop());
  const look = async (field) => {
    for (let i = 0; i < 100; i += 1) {
      const text = (await request(other.admin, '/metrics')).text;
      if (text.includes(`\n${field}\n`)) return;
      await settled();
    }
    assert.fail(`never ${field}`);
  };
  await look('iprstat_drafts_waiting 0');
  assert.equal((await run(['load', '--db', other.db, path.join(root, 'data/tianjin-2021-summary')])).code, 0);
  await look('iprstat_drafts_waiting 1');
  const moment = Number((await request(other.admin, '/metrics')).text.match(/^iprstat_last_draft_timestamp_seconds (\d+)$/m)[1]);
  assert.ok(Math.abs(moment * 1000 - Date.now()) < 60_000);
  assert.equal((await run(['publish', '--db', other.db])).code, 0);
  await look('iprstat_drafts_waiting 0');
  await look('iprstat_release 2');
  await look('iprstat_releases_embargoed 0');
  assert.equal((await run(['load', '--db', other.db, path.join(root, 'data/hubei-2021h1-rule-of-law')])).code, 0);
  const later = await run(['publish', '--db', other.db, '--embargo', '2099-12-31T09:00:00+08:00']);
  assert.equal(later.code, 0, later.stderr);
  await look('iprstat_releases_embargoed 1');
  await look('iprstat_release 2');
  assert.equal((await request(other.admin, '/readyz')).json().release, 2);
});

test('what limits refuse is counted', async (t) => {
  const other = await Server.start({ args: ['--admin', '127.0.0.1:0', '--rate-limit', '1'], packages: [path.join(root, 'data/catalogue')] });
  t.after(() => other.stop());
  const answers = await Promise.all(Array.from({ length: 8 }, () => request(other, '/v1/regions?limit=1')));
  const refused = answers.filter(({ status }) => status === 429).length;
  assert.ok(refused > 0);
  await settled();
  const { text } = await request(other.admin, '/metrics');
  for (const line of [`iprstat_rate_limited_total{limit="address"} ${refused}`, `iprstat_problems_total{problem="rate-limited"} ${refused}`,
    'iprstat_rate_limited_total{limit="key"} 0', 'iprstat_write_running 0', 'iprstat_last_write_timestamp_seconds 0']) {
    assert.ok(text.includes(`\n${line}\n`), line);
  }
});

test('a server that ends is alive, and not ready', async () => {
  const other = await Server.start({ args: ['--admin', '127.0.0.1:0'] });
  const slow = request(other, '/v1/regions'); // keeps nobody waiting
  await slow;
  const stopping = other.stop();
  let answer;
  for (let i = 0; i < 20 && answer?.status !== 503; i += 1) {
    answer = await request(other.admin, '/readyz').catch(() => undefined);
    if (answer === undefined) break;
    if (answer.status === 503) {
      assert.deepEqual(answer.json().faults, ['ending']);
      assert.equal(answer.headers['retry-after'], '5');
      assert.equal((await request(other.admin, '/livez')).status, 200);
    }
  }
  assert.equal(answer?.status, 503);
  assert.deepEqual(await stopping, { code: 0, signal: null });
});

test('health asks the running server', async () => {
  const at = `127.0.0.1:${admin.port}`;
  assert.deepEqual(await run(['health', '--admin', at]), { code: 0, signal: null, stdout: 'ready\n', stderr: '' });
  const fromEnvironment = await run(['health'], { env: { ...process.env, IPRSTAT_ADMIN: at } });
  assert.equal(fromEnvironment.code, 0);
  assert.equal((await run(['health', '--listen', `127.0.0.1:${server.port}`])).code, 0);
  // What a reader gets is no answer to whether the server is ready.
  const wrong = await run(['health', '--admin', `127.0.0.1:${server.port}`]);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /^iprstat: 127\.0\.0\.1:\d+ is not ready: 404 .*\n$/);
  const folder = await temporaryFolder();
  const ended = await Server.start({ args: ['--admin', '127.0.0.1:0'], packages: [path.join(root, 'data/catalogue')] });
  await ended.stop();
  const gone = await run(['health', '--admin', `127.0.0.1:${ended.admin.port}`], { cwd: folder });
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /nobody listens there/);
  assert.equal((await run(['health', '--admin', 'nowhere'])).code, 64);
});

test('as many workers as there may be have counters of their own', async (t) => {
  const other = await Server.start({ args: ['--admin', '127.0.0.1:0', '--threads', '64'], packages: [path.join(root, 'data/catalogue')] });
  t.after(() => other.stop());
  const text = (await request(other.admin, '/metrics')).text;
  assert.equal(text.match(/^iprstat_worker_busy_seconds_total\{/gm).length, 64);
});

test('an address in use is said so, and which option names it', async () => {
  const taken = await run(['serve', '--db', server.db, '--listen', '127.0.0.1:0', '--admin', `127.0.0.1:${admin.port}`]);
  assert.equal(taken.code, 69, taken.stderr);
  assert.match(taken.stderr, /in use; name another with --admin/);
  const bad = await run(['serve', '--db', server.db, '--listen', '127.0.0.1:0', '--admin', '9090']);
  assert.equal(bad.code, 64);
  assert.match(bad.stderr, /--admin 9090: must be ADDR:PORT/);
});

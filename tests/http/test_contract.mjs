// Every operation of the contract answers its examples as documented: status, media type, schema, headers, HEAD, OPTIONS, 405.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allowOf, contract, faultsOf, operationOf, operations, problemFaults } from './lib/contract.mjs';
import { request } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';
import { Writer, isWrite } from './lib/writes.mjs';

const mediaTypes = { json: 'application/json', csv: 'text/csv', ndjson: 'application/x-ndjson' };

let server;
let writer;
before(async () => {
  server = await Server.start({ packages: await samplePackages() });
  writer = await Writer.make(server);
});
after(async () => { assert.deepEqual(await server.stop(), { code: 0, signal: null }); });

for (const operation of operations) {
  /** An example as it is asked. */
  const ask = async (example, headers) => {
    const path = await writer.path(operation, example.path);
    return request(server, path, await writer.options(operation, { ...example, path }, headers));
  };

  test(`${operation.id}: every example is answered, and matches its schema`, async () => {
    assert.ok(operation.examples.length > 0);
    for (const example of operation.examples) {
      const { path } = example;
      assert.equal(operationOf(path, operation.method).id, operation.id, path);
      const answer = await ask(example);
      assert.ok(answer.status === 200 || (isWrite(operation) && answer.status === 201), `${path}: ${answer.text.slice(0, 300)}`);
      assert.deepEqual(faultsOf(operation, answer), [], path);
    }
  });

  test(`${operation.id}: examples show data`, async () => {
    for (const example of isWrite(operation) ? [] : operation.examples) {
      const answer = await ask(example);
      const { path } = example;
      if (!answer.headers['content-type'].startsWith('application/json')) continue;
      const { data, meta } = answer.json();
      // the documents of the project do not contradict each other, and the answer says so
      if (meta?.notes.some((note) => note.type === 'no-conflicts')) continue;
      if (Array.isArray(data)) assert.ok(data.length > 0, `${path} is empty`);
    }
  });

  if (operation.method === 'get') test(`${operation.id}: HEAD says what GET says, without a body`, async () => {
    const { path } = operation.examples[0];
    const get = await request(server, path);
    const head = await request(server, path, { method: 'HEAD' });
    assert.equal(head.status, get.status);
    assert.equal(head.body.length, 0);
    for (const name of ['content-type', 'content-length', 'etag', 'cache-control', 'content-language', 'vary', 'link']) {
      if (operation.cache !== 'none' || name !== 'content-length') assert.equal(head.headers[name], get.headers[name], name);
    }
  });

  test(`${operation.id}: OPTIONS and 405 name the methods`, async () => {
    const { path } = operation.examples[0];
    const options = await request(server, path, { method: 'OPTIONS' });
    assert.equal(options.status, 204);
    const allow = allowOf(operation);
    assert.equal(options.headers.allow, allow);
    assert.equal(options.headers['access-control-allow-origin'], '*');
    for (const method of ['GET', 'DELETE', 'PUT', 'PATCH', 'POST'].filter((name) => !allow.split(', ').includes(name))) {
      const answer = await request(server, path, { method });
      assert.equal(answer.status, 405, method);
      assert.equal(answer.headers.allow, allow);
      assert.deepEqual(problemFaults(answer), []);
      assert.equal(answer.json().type, '/problems/method-not-allowed');
    }
  });

  test(`${operation.id}: common headers`, async () => {
    const answer = await ask(operation.examples[0]);
    assert.equal(answer.headers['access-control-allow-origin'], '*');
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.match(answer.headers['x-request-id'], /^[0-9a-f]{16}$/);
    if (operation.cache === 'none' || operation.method !== 'get') {
      assert.match(answer.headers['cache-control'], /(^|, )no-store$/);
      if (!operation.operation['x-volatile'] && !isWrite(operation)) assert.equal(answer.headers.etag, undefined);
      assert.equal(answer.headers['last-modified'], undefined);
    } else {
      assert.match(answer.headers.etag, /^"[^"]+"$/);
      assert.match(answer.headers['cache-control'], /max-age=\d+/);
    }
  });

  test(`${operation.id}: a format that is not offered is 406`, async () => {
    const answer = await ask(operation.examples[0], { accept: 'image/png' });
    assert.equal(answer.status, 406);
    assert.deepEqual(problemFaults(answer), []);
    assert.deepEqual(answer.json().allowed, operation.formats.map((format) => mediaTypes[format]));
  });
}

test('the served document is the contract the tests read', async () => {
  const answer = await request(server, '/openapi.json');
  assert.deepEqual(answer.json(), contract);
});

test('every problem of the registry has a page', async () => {
  for (const { slug, status } of contract.components['x-problems']) {
    const answer = await request(server, `/problems/${slug}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.json().data.status, status);
  }
});

test('a path that does not exist is 404 with a problem', async () => {
  for (const path of ['/v1', '/v1/', '/v1/region', '/v1/regions/', '/v2/regions', '/nothing', '/v1/regions/120116/x', '//', '/v1//regions']) {
    const answer = await request(server, path);
    assert.equal(answer.status, 404, path);
    assert.deepEqual(problemFaults(answer), [], path);
  }
});

test('no answer names a restricted figure', async () => {
  for (const path of ['/v1/observations?indicator=disciplinary_talks', '/v1/observations?indicator=disciplinary_talks&breakdown[form]=*',
    '/v1/series?indicator=disciplinary_talks&breakdown[form]=*']) {
    const answer = await request(server, path);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(answer.json().data, [], path);
    assert.equal(answer.json().meta.matched, 0);
  }
});

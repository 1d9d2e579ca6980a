// Each parameter of the contract, with good and bad values derived from it: what the contract allows is answered, what it does not
// is refused with 400 and an error that names the parameter; several faults are named at once; nothing depends on an earlier request.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { allCodes, badArguments, goodArgument, queryOf } from './lib/arguments.mjs';
import { faultsOf, operations, problemFaults } from './lib/contract.mjs';
import { request } from './lib/http.mjs';
import { Server, samplePackages } from './lib/server.mjs';
import { Writer, isWrite } from './lib/writes.mjs';

const seed = Number(process.env.IPRSTAT_TEST_SEED ?? 20260101);
const runs = Number(process.env.IPRSTAT_TEST_RUNS ?? 25);

let server;
let codes;
let writer;
before(async () => {
  server = await Server.start({ packages: await samplePackages() });
  codes = await allCodes(server);
  writer = await Writer.make(server);
});
after(async () => { await server.stop(); });

/** Path and required query of an operation's first example. */
function baseOf(operation) {
  const [path, query = ''] = operation.examples[0].path.split('?');
  const required = operation.parameters.filter((parameter) => parameter.in === 'query' && parameter.required).map(({ name }) => name);
  const pairs = [...new URLSearchParams(query)].filter(([name]) => required.includes(name));
  return { path, pairs };
}

const queryParameters = (operation) => operation.parameters.filter((parameter) => parameter.in === 'query');
const errorNames = (answer) => (answer.json().errors ?? []).map((error) => error.name);
const plainName = (name) => name.split('[')[0];

function expectRefusal(answer, names, what) {
  assert.equal(answer.status, 400, `${what}: ${answer.status} ${answer.text.slice(0, 400)}`);
  assert.deepEqual(problemFaults(answer), [], what);
  const named = errorNames(answer).map(plainName);
  for (const name of names) assert.ok(named.includes(plainName(name)), `${what}: ${name} is not named in ${answer.text}`);
}

/** Rules between parameters that schemas do not say: whether a query keeps them. */
const different = (query, name) => new Set((query.get(name) ?? '').split(',')).size;
const withScope = (query) => !/case_no|requester_type/.test(query.get('fields') ?? '');
const together = {
  compareFigures: (query) => different(query, 'region') + different(query, 'period') === 3,
  listDisputes: withScope,
  getDispute: withScope,
  listDisputeStatistics: (query) => !/requester_type/.test(query.get('group_by') ?? ''),
  listPreexamStatistics: (query) => !/applicant_type/.test(query.get('group_by') ?? ''),
};

for (const operation of operations) {
  const { path, pairs } = baseOf(operation);
  const ask = async (wanted) => {
    const real = await writer.path(operation, wanted);
    return request(server, real, await writer.options(operation, { ...operation.examples[0], path: real.split('?')[0] }));
  };
  const target = (more) => `${path}?${queryOf([...pairs.filter(([name]) => !more.some(([other]) => other === name)), ...more])}`;

  // what a change answers is its own test's to say
  if (!isWrite(operation)) test(`${operation.id}: what the contract allows is answered`, async () => {
    // A definition belongs to an indicator, and is tested where it is asked for.
    const free = queryParameters(operation).filter(({ name }) => !['cursor', 'format', 'definition'].includes(name));
    const some = fc.subarray(free).chain((chosen) => fc.tuple(...chosen.map((parameter) => goodArgument(parameter, codes))))
      .map((lists) => lists.flat())
      .filter((chosen) => together[operation.id]?.(new URLSearchParams(target(chosen).split('?')[1])) ?? true);
    await fc.assert(fc.asyncProperty(some, async (chosen) => {
      const answer = await ask(target(chosen));
      // What the figures do not support is refused for all of them together, and what is about persons without a scope, each with a problem of its own.
      const refused = [403, 422].includes(answer.status) && String(answer.status) in operation.operation.responses;
      assert.ok(answer.status === 200 || refused, `${target(chosen)}: ${answer.text.slice(0, 400)}`);
      assert.deepEqual(faultsOf(operation, answer), [], target(chosen));
    }), { seed, numRuns: free.length ? runs : 1 });
  });

  test(`${operation.id}: what it does not allow is refused and named`, async () => {
    for (const parameter of queryParameters(operation)) {
      for (const [name, value, what] of badArguments(parameter)) {
        const wanted = target([[name, value]]);
        const refused = await ask(wanted);
        expectRefusal(refused, [name], `${what}: ${wanted.slice(0, 300)}`);
        if (parameter.schema.type === 'object') continue;
        for (const suggestion of refused.json().errors.find((error) => error.name === name).suggestions ?? []) {
          const again = await ask(target([[name, suggestion]]));
          assert.ok(again.status === 200 || again.status === 422 || !errorNames(again).includes(name), `${wanted} suggests ${suggestion}: ${again.text.slice(0, 300)}`);
        }
      }
      const schema = parameter.schema;
      if (schema.type !== 'object') {
        const once = target([[parameter.name, 'x']]);
        expectRefusal(await ask(`${once}&${parameter.name}=y`), [parameter.name], 'twice');
        expectRefusal(await ask(`${path}?${parameter.name}`), [parameter.name], 'no equals sign');
        const sneaky = `%${parameter.name.charCodeAt(0).toString(16)}${parameter.name.slice(1)}`;
        expectRefusal(await ask(`${once}&${sneaky}=y`), [parameter.name], 'twice, once encoded');
      }
      if (parameter.required) expectRefusal(await ask(path), [parameter.name], 'missing');
    }
  });

  test(`${operation.id}: all faults are named at once, with the nearest name`, async () => {
    const bad = queryParameters(operation).map((parameter) => badArguments(parameter)).filter((list) => list.length);
    const some = fc.tuple(...bad.map((list) => fc.option(fc.constantFrom(...list.filter(([, value]) => value.length < 100)))))
      .map((list) => list.filter(Boolean));
    await fc.assert(fc.asyncProperty(some, async (chosen) => {
      const wanted = `${target(chosen.map(([name, value]) => [name, value]))}&regon=120116&zzzzzzzz=%zz`;
      expectRefusal(await ask(wanted), [...chosen.map(([name]) => name), 'regon', 'zzzzzzzz'], wanted);
    }), { seed, numRuns: bad.length ? runs : 1 });
    const answer = await ask(target([['regon', '120116']]));
    const [error] = answer.json().errors;
    if (queryParameters(operation).some(({ name }) => name === 'region')) assert.deepEqual(error.suggestions, ['region']);
    assert.equal(error.type, '/problems/unknown-parameter');
  });
}

test('the faults of the README: each named with its suggestion', async () => {
  const target = '/v1/observations?region=1201160&regon=120116&period=2024-13&limit=1e3';
  const answer = await request(server, target);
  expectRefusal(answer, ['region', 'regon', 'period', 'limit'], target);
  const byName = Object.fromEntries(answer.json().errors.map((error) => [error.name, error]));
  assert.ok(byName.region.suggestions.includes('120116'));
  assert.equal(byName.region.type, '/problems/unknown-code');
  assert.equal(byName.region.listed_at, '/v1/regions');
  assert.deepEqual(byName.regon.suggestions, ['region']);
  assert.equal(byName.period.value, '2024-13');
  for (const one of ['limit=0', 'limit=1e3', 'limit=1&limit=2', 'period=2024-13', 'region=1201160', 'regon=120116', 'region=%zz', 'region=%ff%fe']) {
    const refused = await request(server, `/v1/observations?${one}`);
    expectRefusal(refused, [one.split('=')[0]], one);
  }
});

test('plus is a space, %2B is a plus', async () => {
  const spaced = await request(server, '/v1/regions?name=no+such');
  assert.equal(new URLSearchParams(spaced.json().links.self.split('?')[1]).get('name'), 'no such');
  const plus = await request(server, '/v1/regions?name=no%2Bsuch');
  assert.equal(new URLSearchParams(plus.json().links.self.split('?')[1]).get('name'), 'no+such');
});

test('more than 32 parameters are refused', async () => {
  const answer = await request(server, `/v1/regions?${Array.from({ length: 33 }, (_, n) => `p${n}=1`).join('&')}`);
  assert.equal(answer.status, 400);
  assert.deepEqual(problemFaults(answer), []);
});

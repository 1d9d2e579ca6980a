// The contract as the tests see it: read from openapi.yaml by another reader than the server's generator, checked by ajv.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import YAML from 'yaml';
import { root } from './server.mjs';

export const contract = YAML.parse(readFileSync(path.join(root, 'openapi.yaml'), 'utf8'));

const ajv = new Ajv2020.default({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(contract, 'contract');

/** What a $ref points to, or the value itself. */
export function resolve(value) {
  if (!value?.$ref) return value;
  return value.$ref.slice(2).split('/').reduce((at, key) => at[key.replaceAll('~1', '/').replaceAll('~0', '~')], contract);
}

/** What publishes and takes back changes what all others are asked about: tests/http/test_rollback.mjs holds these against the contract. */
const apart = new Set(['publishRelease', 'rollBackRelease']);

/** Every operation, and those that tests of all operations ask: {path, method, id, tag, operation, parameters, examples}. */
export const allOperations = Object.entries(contract.paths).flatMap(([template, item]) =>
  Object.entries(item).filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method)).map(([method, operation]) => ({
    path: template, method, id: operation.operationId, tag: operation.tags[0], operation,
    parameters: (operation.parameters ?? []).map(resolve), examples: operation['x-examples'],
    formats: operation['x-formats'], cache: operation['x-cache'],
  })));
export const operations = allOperations.filter(({ id }) => !apart.has(id));

/** What request() needs beside the path, for an operation and a body: that of an example. */
export const optionsFor = (operation, body, headers = {}) => (body === undefined ? { method: operation.method.toUpperCase(), headers }
  : { method: operation.method.toUpperCase(), headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

/** Value of Allow for an operation's path. */
export const allowOf = ({ path: template }) => ['get', 'head', 'post', 'put', 'patch', 'delete'].filter((method) => contract.paths[template][method === 'head' ? 'get' : method])
  .map((method) => method.toUpperCase()).concat('OPTIONS').join(', ');

/** The operation that a request path belongs to; literal segments before templates. */
export function operationOf(requestPath, method = 'get') {
  const plain = requestPath.split('?')[0].replace(/\.(json|csv|ndjson)$/, (extension) => (/^\/(openapi|v1\/exports\/datapackage)\.json/.test(requestPath) ? extension : ''));
  const matches = allOperations.filter(({ path: template, method: own }) => {
    if (own !== method) return false;
    const pattern = template.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+');
    return new RegExp(`^${pattern}$`).test(plain);
  });
  return matches.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
}

const compiled = new Map();

function validator(pointer) {
  if (!compiled.has(pointer)) compiled.set(pointer, ajv.compile({ $ref: `contract#${pointer}` }));
  return compiled.get(pointer);
}

const escapePointer = (key) => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Faults of an answer against the contract: undocumented status or media type, or a body that is not its schema. */
export function faultsOf(operation, answer) {
  const { path: template, method, operation: described } = operation;
  const declared = described.responses[String(answer.status)];
  if (!declared) return [`status ${answer.status} is not documented for ${operation.id}`];
  const response = resolve(declared);
  const media = (answer.headers['content-type'] ?? '').split(';')[0];
  if (!response.content) return answer.body?.length ? ['a body where none is documented'] : [];
  if (!response.content[media]) return [`media type ${media} is not documented for ${operation.id} ${answer.status}`];
  if (media === 'text/csv') return [];
  const base = declared.$ref ? declared.$ref.slice(1) : `/paths/${escapePointer(template)}/${method}/responses/${answer.status}`;
  const check = validator(`${base}/content/${escapePointer(media)}/schema`);
  // One object to a line: each line has the schema.
  const bodies = media === 'application/x-ndjson' ? answer.text.split('\n').filter(Boolean) : [answer.text];
  return bodies.flatMap((body) => check(JSON.parse(body)) ? [] : check.errors.map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`));
}

const problemCheck = () => validator('/components/schemas/Problem');

/** Faults of a problem document, whatever the operation. */
export function problemFaults(answer) {
  if (answer.headers['content-type'] !== 'application/problem+json') return [`content type ${answer.headers['content-type']}`];
  const problem = JSON.parse(answer.text);
  const check = problemCheck();
  const faults = check(problem) ? [] : check.errors.map((error) => `${error.instancePath} ${error.message}`);
  if (problem.status !== answer.status) faults.push(`status ${problem.status} in the body of a ${answer.status}`);
  const slug = problem.type.split('/').at(-1);
  const known = contract.components['x-problems'].find((entry) => entry.slug === slug);
  if (!known) faults.push(`problem type ${problem.type} is not in the registry`);
  else if (known.status !== answer.status) faults.push(`${slug} is registered with status ${known.status}`);
  return faults;
}

// Values for parameters, good and bad, derived from the contract: the codes come from the running server, the rest from schemas.
import fc from 'fast-check';
import { json } from './http.mjs';
import { operations, resolve } from './contract.mjs';

const pages = {
  region: ['/v1/regions?limit=1000', 'code'], indicator: ['/v1/indicators?limit=1000', 'id'], document: ['/v1/documents?limit=1000', 'id'],
  plan: ['/v1/plans?limit=1000', 'id'], department: ['/v1/departments?limit=1000', 'id'], codelist: ['/v1/codelists?limit=1000', 'id'],
};

/** Lists of codes that parameters name, also those of the items of lists. */
const listsAsked = () => operations.flatMap(({ parameters }) => parameters)
  .flatMap(({ schema }) => [resolve(schema), resolve(resolve(schema).items ?? {})]).map((schema) => schema['x-codes'])
  .filter((list) => list && !['date', 'period', 'period-selector', 'region-selector', 'breakdown'].includes(list));

/** Registers that parameters name, and the page of each. Targets are listed by their plan. */
const registersAsked = () => new Map(operations.flatMap(({ parameters }) => parameters)
  .flatMap(({ schema }) => [resolve(schema), resolve(resolve(schema).items ?? {})])
  .filter((schema) => schema['x-codes'] && schema['x-codes'] !== 'target' && /^\/v1\/[a-z/-]+$/.test(schema['x-listed-at'] ?? '') && !schema['x-listed-at'].startsWith('/v1/codelists'))
  .map((schema) => [schema['x-codes'], schema['x-listed-at']]));

/** Codes by list, as the server lists them: lists with a page of their own, and all other ones that are code lists. */
export async function allCodes(server) {
  const codes = {};
  for (const [list, [target, key]] of Object.entries(pages)) codes[list] = (await json(server, target)).data.map((row) => row[key]);
  for (const list of ['group', 'topic', 'obs_status', 'extraction', 'measure', 'dimension']) {
    codes[list] = (await json(server, `/v1/codelists/${list}`)).data.items.map((row) => row.code);
  }
  codes.population = (await json(server, '/v1/indicators/population_resident')).data.definitions.map((row) => row.id);
  codes['group-key'] = ['indicator', 'region', 'parent', 'period', 'year', 'measure', 'definition', 'unit', 'document', 'status', 'topic', 'patent_type', 'level'];
  for (const list of listsAsked().filter((one) => codes.codelist.includes(one))) {
    codes[list] ??= (await json(server, `/v1/codelists/${list}`)).data.items.map((row) => row.code);
  }
  for (const [list, page] of registersAsked()) {
    codes[list] ??= (await json(server, `${page}?limit=1000`)).data.map((row) => row.id).filter(Boolean);
  }
  codes.breakdowns = [];
  for (const dimension of codes.dimension) {
    for (const { code } of (await json(server, `/v1/codelists/${dimension}`)).data.items) codes.breakdowns.push([dimension, code]);
  }
  return codes;
}

const periods = ['2024', '2021-H1', '2021-S2', '2024-Q3', '2024-09', '2021-12-31', '2024-YTD-09', '2020-02-29'];
const selectors = [...periods, '2019..2024', '2021-H1..', '..2019', '2024-01-01/2026-12-31', 'latest', '2019..2021-12-31', '2024-12-20..2025-01-10', '2025-03-01..'];

/** Arbitrary of one good item of a string schema. */
function goodItem(schema, codes) {
  const list = schema['x-codes'];
  const negated = (values) => fc.tuple(fc.constantFrom('', '', '!'), fc.constantFrom(...values)).map(([mark, value]) => mark + value);
  const mayNegate = (schema.pattern ?? '').startsWith('^!?');
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (list === 'region-selector') {
    return fc.oneof(negated(codes.region), fc.constantFrom(...codes.group), fc.constantFrom('@county', '!@province', '120000/*', '!420000/*', '100000/**'));
  }
  if (list === 'period') return fc.constantFrom(...periods.filter((period) => new RegExp(schema.pattern).test(period)));
  if (list === 'period-selector') return fc.constantFrom(...selectors.filter((selector) => new RegExp(schema.pattern).test(selector)));
  if (schema.pattern?.includes('T([01]')) return fc.constantFrom('1', '2199-12-31', '2100-01-01T00:00:00Z', '2100-01-01T08:00+08:00', '2100-01-01T08:00:00 08:00');
  if (schema.pattern === '^[1-9][0-9]{0,12}$') return fc.constant('1');
  if (list === 'date') return fc.constantFrom('2024-02-29', '1999-12-31', '2021-06-30');
  if (list) return mayNegate ? negated(codes[list]) : fc.constantFrom(...codes[list]);
  if (schema.pattern?.includes('(eq|ge')) return fc.tuple(fc.constantFrom('eq', 'ge', 'gt', 'le', 'lt'), fc.integer({ min: 0, max: 10 ** 9 })).map(([op, n]) => `${op}:${n}`);
  if (schema.pattern === '^[a-z][0-9a-z-]{1,79}$') return fc.constant('sample-2024-0002');
  if (schema.minLength) return fc.constantFrom('Bin', '滨海', 'x', '市科协', "O'Neil%_");
  throw new Error(`no good values for ${JSON.stringify(schema)}`);
}

/** Arbitrary of good [name, value] pairs for one parameter, decoded. Repeated codes in a list are allowed. */
export function goodArgument(parameter, codes) {
  const schema = resolve(parameter.schema);
  const { name } = parameter;
  if (schema.type === 'integer') return fc.integer({ min: schema.minimum, max: schema.maximum }).map((n) => [[name, String(n)]]);
  if (schema.type === 'boolean') return fc.constantFrom('true', 'false').map((value) => [[name, value]]);
  if (schema.type === 'array') {
    return fc.array(goodItem(resolve(schema.items), codes), { minLength: 1, maxLength: Math.min(schema.maxItems, 4) })
      .filter((items) => !(items.includes('latest') && items.length > 1)).map((items) => [[name, items.join(',')]]);
  }
  if (schema.type === 'object') {
    const star = new RegExp(resolve(schema.additionalProperties).pattern ?? '', 'u');
    return fc.constantFrom(...codes.breakdowns).chain(([dimension, code]) => fc.constantFrom(code, ...(star.test('*') ? ['*'] : [])).map((value) => [[`${name}[${dimension}]`, value]]));
  }
  return goodItem(schema, codes).map((value) => [[name, value]]);
}

/** Bad values of one parameter: [name, value, what]. Each must give an error that names the parameter. */
export function badArguments(parameter) {
  const schema = resolve(parameter.schema);
  const item = schema.type === 'array' ? resolve(schema.items) : schema;
  const { name } = parameter;
  const bad = [];
  if (schema.type === 'object') {
    const value = resolve(schema.additionalProperties);
    bad.push([`${name}[no_such_dimension]`, '*', 'unknown dimension'], [`${name}[level]`, 'no_such_code', 'unknown code'],
      [`${name}[LEVEL]`, '*', 'bad dimension'], [`${name}[level]`, '', 'empty'], [name, 'x', 'no dimension']);
    if (value.pattern) bad.push([`${name}[level]`, '!', 'pattern']);
    return bad;
  }
  bad.push([name, '', 'empty'], [name, '\u200b2024', 'invisible'], [name, 'x'.repeat(1100), 'too long']);
  if (item.pattern || item.enum || schema.type === 'integer') bad.push([name, '１２', 'full width']);
  if (schema.type === 'integer') {
    for (const value of ['1e3', '+1', ' 1', '1 ', '0x1', '9223372036854775808', '-0', '01', '1.0', 'one', String(schema.minimum - 1), String(schema.maximum + 1)]) bad.push([name, value, 'not an allowed integer']);
  } else if (schema.type === 'boolean') {
    for (const value of ['1', 'yes', 'TRUE']) bad.push([name, value, 'not a boolean']);
  } else {
    if (item.enum) bad.push([name, `${item.enum[0]}x`, 'not in the enumeration']);
    if (schema.type === 'array') {
      bad.push([name, ',', 'empty items']);
      const filler = item.enum?.[0] ?? 'x1';
      bad.push([name, Array(schema.maxItems + 1).fill(filler).join(','), 'too many items']);
    }
    if (item.pattern) bad.push([name, '~', 'pattern']);
    if (item['x-codes'] && !['date', 'period', 'period-selector'].includes(item['x-codes'])) {
      const wrong = { region: 'ZZZZ', 'region-selector': '999999', group: 'NO_SUCH', obs_status: 'Z' }[item['x-codes']] ?? 'no_such_code';
      bad.push([name, item.pattern.includes('_') ? wrong : wrong.replaceAll('_', '-'), 'unknown code']);
    }
    if (/period|date/.test(item['x-codes'] ?? '')) {
      for (const value of ['2024-13', '2024-H3', '2024-Q5', '2021-02-30', '1776', '20240101', '2024-1']) bad.push([name, value, 'not a period']);
    }
    if (item['x-codes'] === 'period-selector') bad.push([name, '2024..2019', 'backwards'], [name, '2024-12-31/2024-01-01', 'backwards']);
    if ((item['x-codes'] ?? '').startsWith('region')) bad.push([name, '120000/***', 'too many stars'], [name, '!!120000', 'two signs']);
    if (item['x-codes'] === 'region') bad.push([name, '120000/*', 'a selector where a code is wanted']);
    if (item.maxLength && item.maxLength < 1100) bad.push([name, 'x'.repeat(item.maxLength + 1), 'too long']);
  }
  return bad;
}

/** Query text of decoded pairs. */
export const queryOf = (pairs) => pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');

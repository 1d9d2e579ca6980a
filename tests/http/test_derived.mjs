// What is derived beside generated figures, against a computation of its own in fractions of integers: value, bounds and reason of
// every kind for every figure. The rules are those of the contract; nothing is shared with the program.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chance, cube, districts } from './lib/cube.mjs';
import { json } from './lib/http.mjs';
import { observation, writePackage } from './lib/package.mjs';
import { Server, dataPackages, temporaryFolder } from './lib/server.mjs';

const seed = Number(process.env.IPRSTAT_TEST_SEED ?? 20260704);

/** Residents of the districts on two days, so that some figures find none, an older or a newer one. */
function residents() {
  const next = chance(seed + 1);
  const rows = [];
  for (const region of districts) {
    for (const period of ['2021-11-01', '2024-12-31']) {
      const value = 100000 + next(900000);
      const place = { indicator: 'population_resident', definition: 'census-2020', unit: 'person', accumulation: 'stock', region, period };
      if (next(4) > 0) rows.push(observation({ ...place, value, bound: 'eq', lower: value - 500, upper: value + 500 }));
    }
  }
  return rows;
}

const rows = [...cube(seed), ...residents()];
const keyOf = (row) => `${row.indicator} ${row.region} ${row.period} ${row.breakdown}`;
const published = new Map(rows.map((row) => [keyOf(row), row]));
const at = (row, change) => published.get(keyOf({ ...row, ...change }));

let server;
before(async () => {
  const folder = await writePackage(path.join(await temporaryFolder(), 'cube'), { observation: rows });
  server = await Server.start({ packages: [(await dataPackages())[0], folder], conflicts: true });
});
after(async () => { await server.stop(); });

// ---- fractions, and numbers within bounds; an end is null where it is open

const frac = (n, d = 1) => (BigInt(d) < 0n ? { n: -BigInt(n), d: -BigInt(d) } : { n: BigInt(n), d: BigInt(d) });
const minus = (a, b) => frac(a.n * b.d - b.n * a.d, a.d * b.d);
const times = (a, b) => frac(a.n * b.n, a.d * b.d);
const over = (a, b) => frac(a.n * b.d, a.d * b.n);
const floor = (n, d) => (n >= 0n ? n / d : -((-n + d - 1n) / d));
const scaled = (a, places) => ({ n: a.n * 10n ** BigInt(places), d: a.d });
const nearest = (a, places) => {
  const { n, d } = scaled(a, places);
  const size = (2n * (n < 0n ? -n : n) + d) / (2n * d);
  return Number(n < 0n ? -size : size) / 10 ** places;
};
const down = (a, places) => { const { n, d } = scaled(a, places); return Number(floor(n, d)) / 10 ** places; };
const up = (a, places) => { const { n, d } = scaled(a, places); return Number(-floor(-n, d)) / 10 ** places; };

const known = (row) => row.value !== null;
const level = (row) => ({ value: frac(row.value), lower: frac(row.lower ?? 0), upper: row.upper === null ? null : frac(row.upper), strict: row.bound === 'lt' });
const divided = (a, b) => ({
  value: over(a.value, b.value),
  lower: b.upper === null ? frac(0) : over(a.lower, b.upper),
  upper: a.upper === null || b.lower.n === 0n ? null : over(a.upper, b.lower),
});
const each = (a, change) => ({ value: change(a.value), lower: a.lower && change(a.lower), upper: a.upper && change(a.upper) });
const result = (a, places) => [nearest(a.value, places), a.lower === null ? null : down(a.lower, places + 2), a.upper === null ? null : up(a.upper, places + 2), null];
const none = (reason) => [null, null, null, reason];

// ---- the kinds

const yearBefore = (row) => at(row, { period: row.period.replace(/^\d{4}/, (year) => String(Number(year) - 1)) });

const kinds = {
  yoy(row) {
    const base = yearBefore(row);
    if (!known(row)) return none('no-value');
    if (!base) return none('no-base');
    if (!known(base)) return none('no-value');
    return result(each(divided(level(row), level(base)), (end) => minus(times(end, frac(100)), frac(100))), 2);
  },
  change(row) {
    const base = yearBefore(row);
    if (!known(row)) return none('no-value');
    if (!base) return none('no-base');
    if (!known(base)) return none('no-value');
    const [a, b] = [level(row), level(base)];
    return result({ value: minus(a.value, b.value), lower: b.upper && minus(a.lower, b.upper), upper: a.upper && minus(a.upper, b.lower) }, 0);
  },
  share(row) {
    const parent = row.region === '120000' ? undefined : at(row, { region: '120000' });
    if (!known(row)) return none('no-value');
    if (!parent) return none('no-parent-figure');
    if (!known(parent)) return none('no-value');
    return result(each(divided(level(row), level(parent)), (end) => times(end, frac(100))), 2);
  },
  rank(row) {
    if (!known(row)) return none('no-value');
    const own = level(row);
    const less = (a, b) => a.upper !== null && (a.upper.n * b.lower.d < b.lower.n * a.upper.d || (a.upper.n * b.lower.d === b.lower.n * a.upper.d && a.strict));
    const exact = (a) => a.upper !== null && minus(a.upper, a.lower).n === 0n;
    let [better, unsure, missing] = [0, 0, 0];
    for (const region of districts) {
      if (region === row.region) continue;
      const other = at(row, { region });
      if (other && other.status === 'M') continue;
      if (!other || !known(other)) { missing += 1; continue; }
      const their = level(other);
      if (less(own, their)) better += 1;
      else if (!less(their, own) && !(exact(own) && exact(their))) unsure += 1;
    }
    return [unsure ? null : 1 + better, 1 + better, 1 + better + unsure + missing, unsure ? 'undetermined' : null];
  },
  per_10k(row) {
    const day = (period) => Date.parse(/^\d{4}$/.test(period) ? `${period}-12-31` : period.replace('-H1', '-06-30').replace('-H2', '-12-31')) / 86_400_000;
    const fits = (person) => person.indicator === 'population_resident' && person.region === row.region
      && day(person.period) <= day(row.period) && day(row.period) - day(person.period) <= 730;
    const newest = rows.filter(fits).sort((a, b) => day(b.period) - day(a.period))[0];
    if (!known(row)) return none('no-value');
    if (!newest) return none('no-population');
    return result(each(divided(level(row), level(newest)), (end) => times(end, frac(10000))), 2);
  },
};

async function all(target) {
  const found = [];
  for (let next = target; next;) {
    const page = await json(server, next);
    found.push(...page.data);
    next = page.links.next;
  }
  return found;
}
const rowOf = (figure) => published.get(keyOf({ ...figure, breakdown: Object.entries(figure.breakdown).map(([name, code]) => `${name}=${code}`).join(';') }));
const told = ({ value, lower, upper, reason }) => [value, lower, upper, reason];

for (const [kind, expected] of Object.entries(kinds)) {
  test(`${kind} of every figure is that of an independent computation`, async () => {
    const figures = await all(`/v1/observations?breakdown[*]=*&derive=${kind}&limit=700`);
    assert.equal(figures.length, rows.length);
    const values = new Set();
    for (const figure of figures) {
      const row = rowOf(figure);
      if (row.indicator === 'population_resident' || (kind === 'rank' && row.region === '120000')) continue;
      assert.deepEqual(told(figure.derived[kind]), expected(row), `${kind} of ${keyOf(row)}`);
      values.add(figure.derived[kind].reason ?? 'a value');
    }
    assert.ok(values.has('a value') && values.size > 1, [...values].join());
  });
}

test('compound growth of every figure: its power is the ratio, to the last place', async () => {
  const figures = await all('/v1/observations?breakdown[*]=*&derive=cagr&limit=700');
  const ends = (period) => period.replace(/^(\d{4})$/, '$1-12-31').replace('-H1', '-06-30').replace('-H2', '-12-31');
  const freq = (period) => period.slice(4).replace(/\d/g, '').replaceAll('-', '');
  const power = (percent, n) => { const a = over({ n: percent.n + 100n * percent.d, d: percent.d }, frac(100)); return frac(a.n ** BigInt(n), a.d ** BigInt(n)); };
  const within = (ratio, from, to, n) => {
    assert.ok(minus(ratio, power(from, n)).n >= 0n && minus(power(to, n), ratio).n >= 0n);
  };
  const parse = (number, places) => frac(BigInt(Math.round(number * 10 ** places)), 10n ** BigInt(places));
  let computed = 0;
  for (const figure of figures) {
    const row = rowOf(figure);
    if (row.indicator === 'population_resident') continue;
    const { value, lower, upper, reason } = figure.derived.cagr;
    const [first] = rows.filter((other) => keyOf({ ...other, period: '' }) === keyOf({ ...row, period: '' }) && freq(other.period) === freq(row.period)
      && known(other)).sort((a, b) => (ends(a.period) < ends(b.period) ? -1 : 1));
    const years = first && Number(row.period.slice(0, 4)) - Number(first.period.slice(0, 4));
    if (!known(row)) { assert.equal(reason, 'no-value'); continue; }
    if (first === row) { assert.equal(reason, 'no-base'); continue; }
    if (first.period.slice(4) !== row.period.slice(4)) { assert.equal(reason, 'not-whole-years'); continue; }
    const ratio = divided(level(row), level(first));
    const half = frac(5, 1000);
    within(ratio.value, minus(parse(value, 2), half), minus(parse(value, 2), frac(-5, 1000)), years);
    within(ratio.lower, parse(lower, 4), minus(parse(lower, 4), frac(-1, 10000)), years);
    assert.equal(upper === null, ratio.upper === null);
    if (upper !== null) within(ratio.upper, minus(parse(upper, 4), frac(1, 10000)), parse(upper, 4), years);
    computed += 1;
  }
  assert.ok(computed > 100);
});

test('the result of any numbers within the bounds lies within the bounds of the result', async () => {
  const next = chance(seed + 2);
  const figures = await all('/v1/observations?indicator=patents_granted&derive=yoy,change,share&limit=700');
  const pick = (row) => {
    const [low, high] = [row.lower ?? 0, row.upper ?? row.lower * 3];
    return low + (next(1001) / 1000) * (high - low);
  };
  let tried = 0;
  for (const figure of figures.filter(({ region }) => region !== '120000')) {
    const row = rowOf(figure);
    const others = { yoy: yearBefore(row), change: yearBefore(row), share: at(row, { region: '120000' }) };
    for (const [kind, other] of Object.entries(others)) {
      const { value, lower, upper } = figure.derived[kind];
      for (let i = 0; value !== null && i < 5; i += 1) {
        const [a, b] = [pick(row), pick(other)];
        const found = { yoy: (a / b - 1) * 100, change: a - b, share: (a / b) * 100 }[kind];
        assert.ok((lower === null || found >= lower - 1e-9) && (upper === null || found <= upper + 1e-9), `${kind} ${keyOf(row)}: ${a}, ${b}`);
        tried += 1;
      }
    }
  }
  assert.ok(tried > 500);
});

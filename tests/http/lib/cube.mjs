// A small cube of made-up figures over the real catalogue, the same for the same seed: districts, years and halves, parts, bounds,
// and figures that are missing in each of the ways there are.
import { observation } from './package.mjs';

/** A fixed run of numbers that look like chance: next(n) is a whole number below n. */
export function chance(seed) {
  let state = BigInt(seed);
  return (below) => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number((state >> 33n) % BigInt(below));
  };
}

export const districts = [101, 102, 103, 104, 105, 106, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119].map((n) => `120${n}`);

const flows = [['patents_granted', 'piece'], ['patent_applications', 'piece'], ['pct_applications', 'piece']];
const stocks = [['patents_in_force', 'piece'], ['trademarks_in_force', 'piece']];

/** One figure: exact, rounded, a bound, or missing. */
function figure(next, place) {
  const value = next(5000) + 1;
  switch (next(9)) {
    case 0: return observation({ ...place, value, bound: 'ge', lower: value, upper: null });
    case 1: return observation({ ...place, value, bound: 'lt', lower: Math.floor(value * 0.9), upper: value });
    case 2: return observation({ ...place, value, bound: 'eq', lower: Math.max(value - 50, 0), upper: value + 50 });
    case 3: return observation({ ...place, value, bound: 'le', lower: null, upper: value });
    case 4: return observation({ ...place, value: null, bound: 'eq', lower: null, upper: null, status: 'LMO'[next(3)] });
    default: return observation({ ...place, value });
  }
}

/** Rows of the table observation. */
export function cube(seed, { years = [2022, 2023, 2024, 2025] } = {}) {
  const next = chance(seed);
  const rows = [];
  const add = (place) => { if (next(6) > 0) rows.push(figure(next, place)); };
  for (const region of ['120000', ...districts]) {
    for (const year of years) {
      for (const [indicator, unit] of flows) {
        for (const period of [`${year}`, `${year}-H1`, `${year}-H2`]) add({ indicator, unit, region, period });
      }
      for (const [indicator, unit] of stocks) add({ indicator, unit, region, period: `${year}-12-31`, accumulation: 'stock' });
      for (const part of ['invention', 'utility_model', 'design']) {
        add({ region, period: `${year}`, breakdown: `patent_type=${part}` });
      }
    }
  }
  return rows;
}

// A package of targets and of the figures that they are judged by, small enough to be checked by hand. All of Hebei District of
// Tianjin (120105), for which no document has any figure.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const region = '120105';

const columns = {
  plan: 'plan,title_zh,title_en,region,document,starts_on,ends_on',
  target: 'plan,position,target,kind,indicator,region,breakdown,measure,comparator,value,unit,target_window,starts_on,ends_on,baseline,strength,ambiguity_zh,ambiguity_en,extraction,raw,document,locator',
  target_unit: 'target,department,position',
  observation: 'indicator,region,period,breakdown,measure,definition,value,bound,lower,upper,unit,accumulation,status,extraction,raw,document,locator,note_zh,note_en',
};
const numbers = ['position', 'value', 'lower', 'upper', 'baseline'];
const document = 'nankai-2024-pilot-plan';

const windows = {
  point_at_end: ['2026-12-31', '2026-12-31'],
};

/** A row of target.csv: `ge 14000` of an indicator, by its window; the target's code ends in `name`. */
function target(position, { name, indicator, demand, unit, window = 'point_at_end', breakdown = '', measure = 'level', days, baseline = '', raw = '' }) {
  const [comparator, value] = demand.split(' ');
  const [from, to] = days ?? windows[window] ?? ['2024-01-01', '2026-12-31'];
  return ['cases-2024-2026', position, `cases-${name}`, 'target', indicator, region, breakdown, measure, comparator, value, unit, window,
    from, to, baseline, 'plain', '', '', 'verbatim', raw, document, '一'].join(',');
}

/** A row of observation.csv: exact unless bound, lower and upper are given. */
function figure({ indicator, period, value, unit, breakdown = '', measure = 'level', definition = 'default', accumulation = 'period', bound = 'eq',
  lower = value, upper = value, status = 'A' }) {
  return [indicator, region, period, breakdown, measure, definition, value, bound, lower, upper, unit, accumulation, status, 'verbatim', '',
    document, '一', '', ''].join(',');
}

/** Writes the package to `folder`: targets, figures, and which department is responsible for which target. */
export async function writePackage(folder, { targets, figures, units = [] }) {
  const rows = {
    plan: targets.length > 0 ? [`cases-2024-2026,案例,Cases,${region},${document},2024-01-01,2026-12-31`] : [],
    target: targets.map((one, i) => target(i + 1, one)),
    target_unit: units.map(([name, department], i) => `cases-${name},${department},${i + 1}`),
    observation: figures.map(figure),
  };
  const resources = Object.entries(columns).filter(([name]) => rows[name].length > 0).map(([name, list]) => ({
    name, path: `${name}.csv`, profile: 'tabular-data-resource', encoding: 'utf-8',
    schema: { fields: list.split(',').map((field) => ({ name: field, type: numbers.includes(field) ? 'number' : 'string' })) },
  }));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'datapackage.json'), JSON.stringify({ name: 'cases', profile: 'tabular-data-package', version: '1', resources }));
  for (const { name } of resources) await writeFile(path.join(folder, `${name}.csv`), `${columns[name]}\r\n${rows[name].map((row) => `${row}\r\n`).join('')}`);
  return folder;
}

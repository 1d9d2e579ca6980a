// Writes Data Packages for tests: tables given as objects by column name.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const numbers = new Set(['value', 'lower', 'upper', 'position', 'decimals', 'baseline', 'publisher_rank']);
const cell = (value) => {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Writes a package of these tables ({observation: [row, ...]}) into the folder and gives its path. Columns are those of the first row. */
export async function writePackage(folder, tables, { name = path.basename(folder), version = '1', synthetic = undefined } = {}) {
  await mkdir(folder, { recursive: true });
  const resources = [];
  for (const [table, rows] of Object.entries(tables)) {
    const columns = Object.keys(rows[0]);
    const fields = columns.map((column) => ({ name: column, type: numbers.has(column) ? 'number' : 'string' }));
    resources.push({ name: table, path: `${table}.csv`, profile: 'tabular-data-resource', encoding: 'utf-8', schema: { fields } });
    const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(','));
    await writeFile(path.join(folder, `${table}.csv`), `${[columns.join(','), ...lines].join('\r\n')}\r\n`);
  }
  await writeFile(path.join(folder, 'datapackage.json'),
    JSON.stringify({ name, profile: 'tabular-data-package', version, 'iprstat:synthetic': synthetic, resources }));
  return folder;
}

/** A row of the table observation: an exact level of the catalogue's usual kind, with what differs. */
export function observation(row) {
  const value = row.value ?? null;
  const known = value !== null && row.bound === undefined;
  return {
    indicator: 'patents_granted', region: '120116', period: '2024', breakdown: '', measure: 'level', definition: 'default', value,
    bound: 'eq', lower: known ? value : null, upper: known ? value : null, unit: 'piece', accumulation: 'period',
    status: value === null ? 'L' : 'A', extraction: 'verbatim', raw: '', document: 'binhai-2024-rule-of-law', locator: 'test', note_zh: '', note_en: '',
    ...row,
  };
}

// Publishes figures under a running server.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseTable } from './csv.mjs';
import { json } from './http.mjs';
import { observation, writePackage } from './package.mjs';
import { root, run } from './server.mjs';

/** Publishes figures as one release, and waits until the server reads it; gives its number. */
export async function publish(server, name, figures, flags = []) {
  return publishTables(server, name, { observation: figures.map(observation) }, flags);
}

/** Publishes documents of the catalogue with other cells ({document, publisher_rank}), all else as it is there, and figures with them. */
export async function publishDocuments(server, name, documents, figures, flags = []) {
  const catalogue = parseTable(await readFile(path.join(root, 'data/catalogue/document.csv'), 'utf8'));
  const document = documents.map((cells) => ({ ...catalogue.find((row) => row.document === cells.document), ...cells }));
  return publishTables(server, name, { document, observation: figures.map(observation) }, flags);
}

/** Publishes the access of an indicator of the catalogue, all else as it is there. */
export async function publishAccess(server, name, indicator, access) {
  const catalogue = parseTable(await readFile(path.join(root, 'data/catalogue/indicator.csv'), 'utf8'));
  return publishTables(server, name, { indicator: [{ ...catalogue.find((row) => row.indicator === indicator), access }] });
}

/** Publishes rows of tables, as objects by column name. */
export async function publishTables(server, name, tables, flags = []) {
  const { id } = (await json(server, '/v1/releases?limit=1')).data[0];
  const folder = await writePackage(path.join(server.folder, name), tables);
  const loaded = await run(['load', '--db', server.db, '--publish', '--label', name, ...flags, folder]);
  assert.equal(loaded.code, 0, loaded.stdout + loaded.stderr);
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const now = (await json(server, '/v1/releases?limit=1')).data[0].id;
    if (now > id) return now;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  throw new Error(`${name} is not served`);
}

// Publishes figures under a running server.
import assert from 'node:assert/strict';
import path from 'node:path';
import { json } from './http.mjs';
import { observation, writePackage } from './package.mjs';
import { run } from './server.mjs';

/** Publishes figures as one release, and waits until the server reads it; gives its number. */
export async function publish(server, name, figures, flags = []) {
  const { id } = (await json(server, '/v1/releases?limit=1')).data[0];
  const folder = await writePackage(path.join(server.folder, name), { observation: figures.map(observation) });
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

// docs/publishing.md is executed as it stands: files are written, commands run in order, and every line that it shows is in the output.
import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { json } from './lib/http.mjs';
import { Server, makeStore, root, run, temporaryFolder } from './lib/server.mjs';

const text = await readFile(path.join(root, 'docs/publishing.md'), 'utf8');
const files = [...text.matchAll(/^```(?:json|csv) (\S+)\n([^]*?)^```$/gm)].map(([, name, content]) => ({ name, content }));
const steps = [...text.matchAll(/^```sh\n([^]*?)^```\n\n```text\n([^]*?)^```$/gm)]
  .map(([, commands, shown]) => ({ commands: commands.trim().split('\n'), shown: shown.trimEnd().split('\n') }));

let folder;
let server;
before(async () => {
  folder = await temporaryFolder();
  const db = await makeStore(folder);
  await cp(db, path.join(folder, 'figures.db'));
  for (const { name, content } of files) {
    await mkdir(path.join(folder, path.dirname(name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  // what is published under embargo, by mistake
  await cp(path.join(folder, 'report'), path.join(folder, 'second-edition'), { recursive: true });
  const table = path.join(folder, 'second-edition/observation.csv');
  await writeFile(table, (await readFile(table, 'utf8')).replaceAll('21,500', '99,999'));
  server = await Server.start({ db: path.join(folder, 'figures.db') });
});
after(async () => { await server.stop(); await rm(folder, { recursive: true, force: true }); });

/** Words of a command: plain ones, or in single quotes. */
const words = (command) => [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

test('every block of commands has what it shows, and there is something to execute', () => {
  assert.equal(steps.length, text.match(/^```sh$/gm).length);
  assert.ok(steps.length >= 6 && files.length >= 5);
});

for (const { commands, shown } of steps) {
  test(commands.at(-1), async () => {
    let output = '';
    for (const command of commands) {
      const [program, ...args] = words(command);
      assert.equal(program, 'iprstat');
      const done = await run(args, { cwd: folder });
      assert.equal(done.code, 0, `${command}\n${done.stdout}${done.stderr}`);
      output += done.stdout;
    }
    for (const line of shown) assert.ok(output.includes(line), `${line}\nis not in\n${output}`);
  });
}

test('readers see what it says they see', async () => {
  const target = '/v1/observations?indicator=patents_granted&region=120116&period=2025';
  const value = async (query) => (await json(server, `${target}${query}`)).data.map((row) => row.value);
  const deadline = Date.now() + 30_000;
  while ((await json(server, '/v1/releases')).data[0].id < 5 && Date.now() < deadline) await new Promise((resolve) => { setTimeout(resolve, 100); });
  assert.deepEqual(await value(''), [21500]);
  assert.deepEqual(await value('&asOf=4'), [21050]);
  assert.deepEqual(await value('&asOf=2'), [21500]);
  assert.deepEqual((await value('&history=true')).sort(), [21050, 21500, 21500]);
  assert.deepEqual((await json(server, '/v1/changes?release=4')).data.map(({ kind, old, new: now }) => [kind, old.value, now.value]), [['revised', 21500, 21050]]);
  assert.deepEqual((await json(server, '/v1/releases')).data.map(({ id }) => id), [5, 4, 2, 1]);
});

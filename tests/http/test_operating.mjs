// docs/operating.md: its commands are executed as they stand there, one after the other, and its lists of metrics, log events,
// exit codes and failures are those of the program.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readFile, readdir, rm, symlink } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { program, root, temporaryFolder } from './lib/server.mjs';

const page = await readFile(path.join(root, 'docs/operating.md'), 'utf8');
// Blocks of commands, each with the lines that its output has, if some are shown after it.
const blocks = [...page.matchAll(/```sh\n([^]*?)```\n(?:\n```text\n([^]*?)```\n)?/g)]
  .map(([, commands, shown]) => ({ commands, shown: shown?.trimEnd().split('\n') ?? [] }));

const MARK = '--- end of block';

/** So many ports that nobody listens at. */
async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => { server.close(resolve); })));
  return ports;
}

let folder, outputs, ended, ports, metrics;

/** All blocks as one script, with the ports that are free here; asks for the metrics while the server of the page runs. */
async function execute() {
  const written = ['8080', '8081', '8082', '8083'];
  ports = await freePorts(written.length);
  let script = 'set -euo pipefail\ntrap \'kill $(jobs -p) 2>/dev/null || true; wait\' EXIT\n';
  for (const { commands } of blocks) script += `${commands}\nprintf '\\n%s\\n' '${MARK}'\n`;
  script += `curl --silent --fail 127.0.0.1:8081/metrics\n`;
  script = written.reduce((text, port, i) => text.replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${ports[i]}`), script)
    .replaceAll('/usr/local/share/iprstat/data', path.join(root, 'data'));
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('IPRSTAT')));
  const child = spawn('timeout', ['--kill-after=5', '240', 'bash', '-c', script], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, PATH: `${folder}/bin:${process.env.PATH}`, LC_ALL: 'C.UTF-8', TZ: 'UTC' } });
  let [out, complaints] = ['', ''];
  child.stdout.on('data', (chunk) => { out += chunk; });
  child.stderr.on('data', (chunk) => { complaints += chunk; });
  const code = await new Promise((resolve) => { child.on('close', resolve); });
  return { code, complaints, parts: out.split(`\n${MARK}\n`) };
}

before(async () => {
  folder = await temporaryFolder();
  await mkdir(path.join(folder, 'bin'));
  await symlink(path.resolve(program), path.join(folder, 'bin/iprstat'));
  ended = await execute();
  outputs = ended.parts.slice(0, blocks.length);
  metrics = ended.parts[blocks.length] ?? '';
});
after(async () => { await rm(folder, { recursive: true, force: true }); });

test('the page has commands, and all of them succeed', () => {
  assert.ok(blocks.length >= 6);
  assert.equal(ended.code, 0, `after ${ended.parts.length - 1} of ${blocks.length} blocks:\n${ended.parts.at(-1).slice(-2000)}\n${ended.complaints}`);
});

for (const [i, { commands, shown }] of blocks.entries()) {
  test(commands.split('\n')[0], () => {
    for (const line of shown) assert.ok(outputs[i]?.includes(line), `no ${line} in\n${outputs[i]}`);
  });
}

/** What stands in backquotes in the first column of the table below a heading. */
function firstColumn(heading, text = page) {
  const [section] = text.split(`\n## ${heading}\n`)[1]?.split('\n## ') ?? [''];
  return section.split('\n').filter((line) => /^\| [`0-9]/.test(line)).flatMap((line) => {
    const cell = line.split(' | ')[0];
    return cell.includes('`') ? [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name) : [cell.replace(/^\| /, '')];
  }).sort();
}

test('every metric is explained, and there are no others', () => {
  const told = [...metrics.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name).sort();
  assert.ok(told.length > 10, metrics);
  assert.deepEqual(firstColumn('Metrics'), told);
});

test('every event of the log is explained, and there are no others', async () => {
  const names = new Set();
  for (const layer of ['server', 'cli']) {
    for (const name of await readdir(path.join(root, layer))) {
      if (!name.endsWith('.c')) continue;
      const source = await readFile(path.join(root, layer, name), 'utf8');
      // Whatever is quoted in a call, also the two words of a choice; log_stop() hands its own on.
      for (const [call] of source.matchAll(/\blog_(?:write|stop)\([^;{]*\);/g)) {
        for (const [, event] of call.matchAll(/"([a-z_]+)"/g)) names.add(event);
      }
    }
  }
  assert.ok(names.has('listening') && names.has('start_failed'));
  assert.deepEqual(firstColumn('Logs'), [...names].sort());
});

test('every exit code is explained, and there are no others', async () => {
  const header = await readFile(path.join(root, 'cli/options.h'), 'utf8');
  const codes = [...header.matchAll(/^ +EXIT_\w+ = (\d+),/gm)].map(([, code]) => code);
  assert.ok(codes.length > 8);
  assert.deepEqual(firstColumn('Exit codes'), codes.sort());
});

test('every problem that is not the fault of the request is among the failures', async () => {
  const contract = await readFile(path.join(root, 'openapi.yaml'), 'utf8');
  const problems = [...contract.matchAll(/^ +- slug: ([a-z-]+)\n +status: (500|503|429)$/gm)].map(([, name]) => name);
  assert.ok(problems.length > 6);
  for (const name of problems) assert.ok(page.includes(`\`${name}\``), `${name} is not explained`);
});

test('what is compared here is refused where it differs', () => {
  assert.notDeepEqual(firstColumn('Exit codes', page.replace(/^\| 75 .*\n/m, '')), firstColumn('Exit codes'));
  assert.deepEqual(firstColumn('No such heading'), []);
});

// The examples of the README are executed as they stand there: the command with this server's port, and every member that the
// README shows must be in the answer with that value. Files that it shows are there, and the key is made by its own command.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Server, program, root } from './lib/server.mjs';

const readme = await readFile(path.join(root, 'README.md'), 'utf8');
// A block of one curl command, and right after it a block with what it answers.
const examples = [...readme.matchAll(/```sh\n(curl [^\n]*)\n```\n+```(json|csv)\n([^]*?)```/g)]
  .map(([, command, language, shown]) => ({ command, language, shown }));
const commands = readme.match(/^curl .*$/gm) ?? [];
// Commands of the program, which stand indented, in the sections that write and that run it.
const written = (section) => readme.split(`\n## ${section}\n`)[1].split('\n## ')[0].match(/^ {4}\S.*$/gm).map((line) => line.trim());

let server;
let key;
before(async () => {
  server = await Server.start();
  for (const [, name, text] of readme.matchAll(/```csv (\S+)\n([^]*?)```/g)) await writeFile(path.join(server.folder, name), text);
  const [make] = written('Write to it');
  key = (await shell(`${make}; echo "$KEY"`)).trim();
});
after(async () => { await server.stop(); });

/** Words of a command: plain ones, or in quotes. */
const words = (command) => [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, plain]) => single ?? double ?? plain);

function execute(file, args) {
  return new Promise((resolve, reject) => {
    execFile(file, args, { cwd: server.folder }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}

const curl = (command) => execute('curl', ['--silent', '--show-error', ...words(command).slice(1)
  .map((word) => word.replace('127.0.0.1:8080', `127.0.0.1:${server.port}`).replace('$KEY', key))]);

const shell = (command) => execute('bash', ['-euc', command.replaceAll('build/cli/iprstat', program).replaceAll('build/iprstat.db', server.db)]);

/** True if all that `shown` has is in `answer`: members by name, entries of an array in this order. */
function contains(answer, shown) {
  if (Array.isArray(shown)) {
    let at = 0;
    return Array.isArray(answer) && shown.every((entry) => {
      while (at < answer.length && !contains(answer[at], entry)) at += 1;
      at += 1;
      return at <= answer.length;
    });
  }
  if (shown !== null && typeof shown === 'object') {
    return answer !== null && typeof answer === 'object' && Object.keys(shown).every((key) => key in answer && contains(answer[key], shown[key]));
  }
  return Object.is(answer, shown);
}

test('the comparison refuses what is not there', () => {
  const answer = { a: 1, list: [{ b: 1 }, { b: 2, c: null }] };
  for (const shown of [{ a: 1 }, { list: [{ b: 2 }] }, { list: [{ b: 1 }, { c: null }] }]) assert.ok(contains(answer, shown));
  for (const shown of [{ a: '1' }, { d: null }, { list: [{ b: 3 }] }, { list: [{ b: 2 }, { b: 1 }] }, { a: {} }]) assert.ok(!contains(answer, shown));
});

test('every command of the README is an example with its answer, and there are at least six', () => {
  assert.deepEqual(examples.map(({ command }) => command), commands);
  assert.ok(commands.length >= 6);
});

for (const { command, language, shown } of examples) {
  test(command, async () => {
    const answer = await curl(command);
    if (language === 'json') {
      assert.ok(contains(JSON.parse(answer), JSON.parse(shown)), `the README shows\n${shown}\nthe server answers\n${answer}`);
    } else {
      const lines = answer.split('\r\n');
      for (const line of shown.trimEnd().split('\n')) assert.ok(lines.includes(line), `no line ${line} in\n${answer}`);
    }
  });
}

test('after what the README writes, readers have what they had, and the release that was taken back is still there', async () => {
  const accepted = async (more) => JSON.parse(await curl(`curl 127.0.0.1:8080/v1/preexam/funnel?region=120116&period=2024${more}`)).data.accepted.value;
  assert.equal(await accepted(''), 2367);
  assert.equal(await accepted('&asOf=2'), 2376);
});

for (const command of written('Run it in earnest')) {
  test(command, async () => { await shell(command); });
}

// The examples of the README are executed as they stand there: the command with this server's port, and every member that the
// README shows must be in the answer with that value.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Server, root } from './lib/server.mjs';

const readme = await readFile(path.join(root, 'README.md'), 'utf8');
// A block of one curl command, and right after it a block with what it answers.
const examples = [...readme.matchAll(/```sh\n(curl [^\n]*)\n```\n+```(json|csv)\n([^]*?)```/g)]
  .map(([, command, language, shown]) => ({ command, language, shown }));
const commands = readme.match(/^curl .*$/gm) ?? [];

let server;
before(async () => { server = await Server.start(); });
after(async () => { await server.stop(); });

/** Words of a command: plain ones, or in single quotes. */
const words = (command) => [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

function curl(command) {
  const [program, ...args] = words(command.replace('127.0.0.1:8080', `127.0.0.1:${server.port}`));
  return new Promise((resolve, reject) => {
    execFile(program, ['--silent', '--show-error', ...args], (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}

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

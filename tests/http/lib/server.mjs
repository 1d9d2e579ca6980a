// Starts a server of its own for a test file: an empty temporary folder, the packages loaded and published, port 0, and an end
// of exactly the process that was started.
import { spawn, execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const program = process.env.IPRSTAT ?? path.join(root, 'build/cli/iprstat');

// Sanitizer builds start slower than any deadline a person would choose.
const startDeadlineMs = 60_000;

/** Runs the program; gives exit code, standard output and standard error, whatever the code. */
export function run(args, options = {}) {
  return new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 1 << 26, ...options }, (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? 1) : 0, signal: error?.signal ?? null, stdout, stderr });
    });
  });
}

/** Folders of the packages under data/, the catalogue first. */
export async function dataPackages() {
  const names = (await readdir(path.join(root, 'data'), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  return ['catalogue', ...names.filter((name) => name !== 'catalogue')].map((name) => path.join(root, 'data', name));
}

/** The same, and after them the samples of records, by which the operations on records are held to the contract. */
export async function samplePackages() {
  const samples = path.join(root, 'tests/http/samples');
  const names = (await readdir(samples, { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  return [...await dataPackages(), ...names.map((name) => path.join(samples, name))];
}

/** A temporary folder that goes when the test file ends. */
export async function temporaryFolder() {
  return mkdtemp(path.join(tmpdir(), 'iprstat-test-'));
}

/** Loads and publishes packages into a new store; gives the path of its file. `conflicts`: also figures of which the parts are more than their total, as invented ones are. */
export async function makeStore(folder, packages, { conflicts = false } = {}) {
  const db = path.join(folder, 'test.db');
  const loaded = await run(['load', '--db', db, '--publish', ...(conflicts ? ['--allow-conflicts'] : []), ...(packages ?? await dataPackages())]);
  if (loaded.code !== 0) throw new Error(`load failed (${loaded.code}): ${loaded.stdout}${loaded.stderr}`);
  return db;
}

/** A running server: base address, port, log lines so far, and ways to end it. */
export class Server {
  /** Options: db (path of a store; made from data/ when absent), args (more flags), packages, conflicts (see makeStore), uid (user to run as). */
  static async start({ db, args = [], packages, conflicts, uid } = {}) {
    const server = new Server();
    server.folder = await temporaryFolder();
    server.db = db ?? await makeStore(server.folder, packages, { conflicts });
    server.log = [];
    server.child = spawn(program, ['serve', '--db', server.db, '--listen', '127.0.0.1:0', ...args],
      { stdio: ['ignore', 'pipe', 'pipe'], uid, env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' } });
    server.ended = new Promise((resolve) => {
      server.child.on('exit', (code, signal) => resolve({ code, signal }));
    });
    await server.#listening();
    return server;
  }

  #listening() {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not listening:\n${this.text}`)), startDeadlineMs);
      this.text = '';
      let rest = ''; // of a line that has not ended
      const take = (chunk) => {
        this.text += chunk;
        const lines = (rest + chunk).split('\n');
        rest = lines.pop();
        for (const line of lines) {
          try { this.log.push(JSON.parse(line)); } catch { this.log.push({ unparsed: line }); }
        }
        const first = this.port ? undefined : this.log.find((entry) => entry.event === 'listening');
        if (first) {
          this.port = Number(String(first.address).split(':').at(-1));
          this.url = `http://127.0.0.1:${this.port}`;
          // The admin listener, as a server that requests can be sent to.
          this.admin = first.admin ? { port: Number(String(first.admin).split(':').at(-1)) } : undefined;
          clearTimeout(timer);
          resolve();
        }
      };
      this.child.stdout.on('data', take);
      this.child.stderr.on('data', take);
      this.ended.then(({ code }) => {
        clearTimeout(timer);
        reject(new Error(`the server ended with ${code} before it listened:\n${this.text}`));
      });
    });
  }

  /** Ends the server with SIGTERM and gives {code, signal}; removes the temporary folder. */
  async stop(signal = 'SIGTERM') {
    this.child.kill(signal);
    const ended = await this.ended;
    await rm(this.folder, { recursive: true, force: true });
    return ended;
  }
}

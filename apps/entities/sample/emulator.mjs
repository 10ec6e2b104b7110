// Runs Google's Firestore emulator and uses its REST API.
//
// The emulator runs in its own process group on a free loopback port.  The
// caller must stop it; it is also killed when this process ends.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const PACKAGE = 'google-cloud-cli-firestore-emulator';
const PROGRAM = 'cloud_firestore_emulator';
const READY_MS = 60_000;
const STOP_MS = 10_000;
const MOST_WRITES = 500;

/** Returns the path of the emulator; throws if there is none. */
export function findEmulator() {
  const given = process.env.FIRESTORE_EMULATOR;
  if (given) {
    if (existsSync(given)) return given;
    throw new Error(`FIRESTORE_EMULATOR: ${given}: no such file`);
  }
  const found = listPackage().find((path) => path.endsWith(`/${PROGRAM}`));
  if (found) return found;
  throw new Error('no Firestore emulator: set FIRESTORE_EMULATOR to the path '
    + `of ${PROGRAM}, or install the Debian package ${PACKAGE}`);
}

function listPackage() {
  try {
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('dpkg', ['-L', PACKAGE], options).split('\n');
  } catch {
    return [];
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Emulator {
  #child;
  #url;
  #output = '';
  #ended;
  #kill = () => this.#signal('SIGKILL');

  /** Starts the emulator at a path; waits until it responds. */
  static async start(path) {
    const emulator = new Emulator();
    const port = await freePort();
    emulator.#spawn(path, port);
    try {
      await emulator.#untilReady();
    } catch (error) {
      await emulator.stop();
      throw error;
    }
    return emulator;
  }

  #spawn(path, port) {
    this.#url = `http://127.0.0.1:${port}`;
    const args = ['start', '--host=127.0.0.1', `--port=${port}`];
    const stdio = ['ignore', 'pipe', 'pipe'];
    this.#child = spawn(path, args, { detached: true, stdio });
    const collect = (chunk) => {
      this.#output = (this.#output + chunk).slice(-2000);
    };
    this.#child.stdout.on('data', collect);
    this.#child.stderr.on('data', collect);
    this.#ended = new Promise((resolve) => {
      this.#child.on('close', resolve);
      this.#child.on('error', (error) => resolve(collect(error.message)));
    }).then(() => {
      this.#child = null;
    });
    process.on('exit', this.#kill);
  }

  async #untilReady() {
    const deadline = Date.now() + READY_MS;
    while (this.#child && Date.now() < deadline) {
      try {
        if ((await fetch(this.#url)).ok) return;
      } catch {
        // It does not listen yet.
      }
      await Promise.race([sleep(100), this.#ended]);
    }
    const output = this.#output.trim() || 'it printed nothing';
    throw new Error(`the emulator did not start: ${output}`);
  }

  /** Stops the emulator, if it is still running. */
  async stop() {
    this.#signal('SIGTERM');
    const late = setTimeout(this.#kill, STOP_MS);
    await this.#ended;
    clearTimeout(late);
    process.off('exit', this.#kill);
  }

  #signal(signal) {
    if (!this.#child?.pid) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch {
      // It ended just now.
    }
  }

  async #post(path, body) {
    const response = await fetch(this.#url + path, {
      method: 'POST',
      headers: {
        Authorization: 'Bearer owner',
        'Content-Type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`POST ${path}: ${response.status}: ${text.trim()}`);
    }
    return text === '' ? null : JSON.parse(text);
  }

  /** Writes documents: a map from a document's path to its fields. */
  async write(project, documents, progress = () => {}) {
    const root = `${database(project)}/documents`;
    const writes = [...documents].map(([path, fields]) => ({
      update: { name: `${root}/${path}`, fields },
    }));
    for (let i = 0; i < writes.length; i += MOST_WRITES) {
      progress(i, writes.length);
      const batch = { writes: writes.slice(i, i + MOST_WRITES) };
      await this.#post(`/v1/${root}:commit`, batch);
    }
    progress(writes.length, writes.length);
  }

  /** Reads all documents of collections at any depth, as such a map. */
  async read(project, collections) {
    const root = `${database(project)}/documents`;
    const documents = new Map();
    for (const collectionId of collections) {
      const from = [{ collectionId, allDescendants: true }];
      const query = { structuredQuery: { from } };
      const results = await this.#post(`/v1/${root}:runQuery`, query);
      for (const { document } of results.filter((result) => result.document)) {
        const path = document.name.slice(root.length + 1);
        documents.set(path, document.fields);
      }
    }
    return documents;
  }

  /** Writes a managed export: a new folder `name` in an existing folder. */
  export(project, folder, name) {
    return this.#post(`/emulator/v1/projects/${project}:export`, {
      database: database(project),
      export_directory: folder,
      export_name: name,
    });
  }

  /** Imports a managed export, given its .overall_export_metadata file. */
  import(project, file) {
    return this.#post(`/emulator/v1/projects/${project}:import`, {
      database: database(project),
      export_directory: file,
    });
  }
}

const database = (project) => `projects/${project}/databases/(default)`;

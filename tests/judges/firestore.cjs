'use strict';
// Reads with Google's client of Firestore, over gRPC, from the address given.
// Prints a line of JSON for each read: its name, and the result or the error.

// Do not look for a cloud around this machine.
process.env.METADATA_SERVER_DETECTION = 'none';

const { Firestore, AggregateField, Filter } = require('@google-cloud/firestore');

process.env.FIRESTORE_EMULATOR_HOST = process.argv[2];
const db = new Firestore({ projectId: 'demo-p' });

const reads = {
  get: async () => {
    const document = await db.doc('users/alice').get();
    return [document.get('token'), document.updateTime.nanoseconds];
  },
  missing: async () => (await db.doc('users/missing').get()).exists,
  getAll: async () => (await db.getAll(db.doc('users/alice'),
    db.doc('users/missing'))).map(document => document.exists),
  query: async () => (await db.collection('small').where('a', '>', 1)
    .where(Filter.or(Filter.where('b', '==', null),
      Filter.where('c', 'in', [1.5, 'é'])))
    .orderBy('a', 'desc').limit(3).get()).docs.map(document => document.ref.path),
  many: async () => (await db.collection('large').limit(3000).get()).size,
  stream: async () => {
    let count = 0;
    for await (const document of db.collection('large').limit(2000).stream())
      count += document.id.length > 0;
    return count;
  },
  count: async () => (await db.collection('small').count().get()).data().count,
  aggregate: async () => (await db.collection('small').aggregate(
    { aggregate_0: AggregateField.sum('a') }).get()).data(),
  denied: async () => (await db.getAll(db.doc('denied/denied'))).length,
  write: async () => db.doc('w/x').set({ a: 1 }),
};

async function main() {
  for (const [name, read] of Object.entries(reads)) {
    let result;
    try {
      result = { result: await read() };
    } catch (error) {
      result = { code: error.code, message: error.message };
    }
    console.log(JSON.stringify({ name, ...result }));
  }
  process.exit(0);
}

main();

/*
 * Writes the files beside this one again, with the tools that they are named
 * after.  The tests do not run it.
 *
 *	npm install firestore-export-import node-firestore-import-export \
 *	    @google-cloud/firestore firebase-admin
 *	FIRESTORE_EMULATOR_HOST=127.0.0.1:8080 node record.cjs
 *	npx firestore-backfire export firestore-backfire.ndjson \
 *	    --project demo-formats --emulator 127.0.0.1:8080 \
 *	    --paths cities users/bob users/alice/posts
 *
 * The emulator must be empty; documents.json is written into it first.
 */
'use strict';

const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const PROJECT = 'demo-formats';
const BASE = `projects/${PROJECT}/databases/(default)/documents`;

const write = (name, value) => fs.writeFileSync(path.join(__dirname, name),
    typeof value === 'object' && !Buffer.isBuffer(value)
        ? JSON.stringify(value) : value);

async function seed() {
    const documents = JSON.parse(
        fs.readFileSync(path.join(__dirname, 'documents.json')));
    const response = await fetch(
        `http://${process.env.FIRESTORE_EMULATOR_HOST}/v1/${BASE}:commit`, {
            method: 'POST',
            headers: { Authorization: 'Bearer owner' },
            body: JSON.stringify({ writes: documents.map(document => ({
                update: { name: `${BASE}/${document.path}`,
                    fields: document.fields } })) }) });
    if (!response.ok)
        throw new Error(await response.text());
}

async function main() {
    await seed();

    const admin = require('firebase-admin');
    admin.initializeApp({ projectId: PROJECT });
    const db = admin.firestore();
    const { backups } = await import('firestore-export-import');
    write('firestore-export-import.json', await backups(db, [], {}));

    const users = await db.collection('users').get();
    const cities = await db.collection('cities').get();
    const bundle = db.bundle('b');
    bundle.add('users', users);
    bundle.add('cities', cities);
    write('data.bundle', bundle.build());
    const list = snapshot =>
        snapshot.docs.map(doc => ({ id: doc.id, ...doc.data() }));
    write('lists.json', { users: list(users), cities: list(cities) });
    write('id-data-users.json',
        users.docs.map(doc => ({ id: doc.id, data: doc.data() })));

    // It recognizes only values of its own firebase-admin.
    const own = createRequire(
        require.resolve('node-firestore-import-export'))('firebase-admin');
    own.initializeApp({ projectId: PROJECT });
    const tool = require('node-firestore-import-export');
    write('node-firestore-import-export.json',
        await tool.firestoreExport(own.firestore()));
    write('node-firestore-import-export-users.json',
        await tool.firestoreExport(own.firestore().collection('users')));
    process.exit(0);
}

main();

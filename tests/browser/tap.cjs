/*
 * Runs tests and prints TAP.
 */
'use strict';

const assert = require('node:assert/strict');

/* Tests mostly wait, so run a few in parallel. */
const AT_ONCE = 3;
const tests = [];

/* RUN is called with a function that adds a line to the log. */
function test(name, run) {
	tests.push({ name, run, notes: [] });
}

async function outcome({ run, notes }) {
	try {
		await run((line) => notes.push(line));
		return 'ok';
	} catch (error) {
		notes.push(...String(error?.stack ?? error).split('\n'));
		return 'not ok';
	}
}

/* Run tests one after the other until none is left. */
async function worker(waiting) {
	for (let one = waiting.shift(); one !== undefined; one = waiting.shift())
		one.finish(await outcome(one));
}

/*
 * Run the tests with PART in their names, and print their results in the order
 * of definition.
 */
async function main(part = '') {
	const wanted = tests.filter(({ name }) => name.includes(part));
	const waiting = [...wanted];
	let failed = 0;

	for (const one of wanted)
		one.ended = new Promise((resolve) => {
			one.finish = resolve;
		});
	for (let count = 0; count < AT_ONCE; count++)
		worker(waiting);
	console.log(`1..${wanted.length}`);
	for (const [at, { name, notes, ended }] of wanted.entries()) {
		const result = await ended;

		failed += result === 'ok' ? 0 : 1;
		for (const note of notes)
			console.log(`# ${note}`);
		console.log(`${result} ${at + 1} - ${name}`);
	}
	return failed === 0 ? 0 : 1;
}

module.exports = { assert, main, test };

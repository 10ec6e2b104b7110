/*
 * Tests that speak TAP, and a few questions that they ask.
 */
'use strict';

const assert = require('node:assert/strict');

/* They mostly wait, so a few run at once. */
const AT_ONCE = 3;
const tests = [];

/* RUN gets a function that notes a line for those who read the log. */
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

/* One after the other, until none is left to begin. */
async function worker(waiting) {
	for (let one = waiting.shift(); one !== undefined; one = waiting.shift())
		one.finish(await outcome(one));
}

/*
 * Those whose names hold PART, in the order in which they are written down,
 * whichever ends first.
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

/*
 * Tests that speak TAP, and a few questions that they ask.
 */
'use strict';

const assert = require('node:assert/strict');

const tests = [];

function test(name, run) {
	tests.push({ name, run });
}

function comment(error) {
	for (const line of String(error?.stack ?? error).split('\n'))
		console.log(`# ${line}`);
}

async function main() {
	let failed = 0;

	console.log(`1..${tests.length}`);
	for (const [at, { name, run }] of tests.entries()) {
		try {
			await run();
			console.log(`ok ${at + 1} - ${name}`);
		} catch (error) {
			failed += 1;
			comment(error);
			console.log(`not ok ${at + 1} - ${name}`);
		}
	}
	return failed === 0 ? 0 : 1;
}

module.exports = { assert, main, test };

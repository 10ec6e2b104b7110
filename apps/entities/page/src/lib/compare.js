/*
 * Compares two lists of words.
 *
 * The difference of a common word is the ratio of its shares of all mentions.
 * It is smoothed, so that a word with one mention in a short list does not
 * stand out.
 */
import { exactOf } from './count.js';

const SMOOTHING = 0.5;

function total(rows) {
	return rows.reduce((sum, { count }) => sum + Math.max(count, 0), 0);
}

/* Zero for equal shares, positive if the share is larger in B. */
function logRatio(a, b, totalA, totalB) {
	return Math.log2((b + SMOOTHING) / (totalB + 1))
		- Math.log2((a + SMOOTHING) / (totalA + 1));
}

export function compare(rowsA, rowsB) {
	const inB = new Map(rowsB.map((row) => [row.word, row]));
	const inA = new Set(rowsA.map(({ word }) => word));
	const totalA = total(rowsA);
	const totalB = total(rowsB);
	const common = rowsA
		.filter(({ word }) => inB.has(word))
		.map((row) => [row, inB.get(row.word)])
		.map(([a, b]) => ({
			word: a.word,
			a: a.count,
			b: b.count,
			exactA: exactOf(a),
			exactB: exactOf(b),
			logRatio: logRatio(a.count, b.count, totalA, totalB),
		}));

	return {
		common,
		onlyA: rowsA.filter(({ word }) => !inB.has(word)),
		onlyB: rowsB.filter(({ word }) => !inA.has(word)),
	};
}

export const ORDERS = {
	sum: (one, other) => other.a + other.b - one.a - one.b,
	even: (one, other) => Math.abs(one.logRatio) - Math.abs(other.logRatio)
		|| ORDERS.sum(one, other),
	uneven: (one, other) => Math.abs(other.logRatio) - Math.abs(one.logRatio)
		|| ORDERS.sum(one, other),
};

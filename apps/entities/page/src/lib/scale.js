/*
 * The scale of a cloud: sizes are in proportion to a power of the counts.  It
 * depends only on the words and their counts, so the page and the pictures of
 * gantry-cache, whose layout/scale.c computes the same, have one scale.
 */
const POWER_MAX = 0.5;
const POWER_MIN = 0.25;
const WORDS = 100;
const FIRST_MIN = 3;
const FIRST_MAX = 22;
const ROOM = 1.5;
const STEPS = 20;

const lengthOf = (word) => [...word].length;

/* Return the power for WORDS, the most frequent first. */
export function powerOf(words) {
	const decisive = words.slice(0, WORDS).map(({ word, count }) => ({
		length: Math.min(lengthOf(word), FIRST_MAX),
		ratio: count / words[0].count,
	}));
	const measure = (power) => decisive.reduce((sum, { length, ratio }) =>
		sum + length * ratio ** (2 * power), 0);

	if (words.length === 0)
		return POWER_MAX;
	const wanted = ROOM * Math.max(decisive[0].length, FIRST_MIN) ** 2;
	let low = POWER_MIN;
	let high = POWER_MAX;

	if (measure(high) >= wanted)
		return high;
	if (measure(low) < wanted)
		return low;
	for (let step = 0; step < STEPS; step++) {
		const middle = (low + high) / 2;

		if (measure(middle) >= wanted)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/*
 * Return a function of a count, which grows from SMALLEST for a count near zero
 * to LARGEST for MOST: larger counts are larger, equal ones equally large.
 */
export function sizeBy(power, most, smallest, largest) {
	return (count) => Math.sqrt(smallest ** 2
		+ (largest ** 2 - smallest ** 2) * (count / most) ** (2 * power));
}

/* How many times the mentions a word of twice the size has. */
export const timesAtTwice = (power) => Math.round(2 ** (1 / power));

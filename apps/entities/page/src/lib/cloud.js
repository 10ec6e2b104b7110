/*
 * The layout of a word cloud.  The same words on the same area always give the
 * same cloud.
 */
import layout from 'd3-cloud';

/* The same as in style/_panels.scss. */
const FONT = '"Fraunces Variable", Georgia, serif';
const WEIGHT = 600;

const SMALLEST = 11;
const MARGIN = 4;
const SLICE = 8;

/* The Mulberry32 generator, seeded with a text. */
function generator(text) {
	let state = 0;

	for (const character of text)
		state = (Math.imul(state, 31) + character.codePointAt(0)) | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);

		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed))
			^ mixed;
		/* Words start near the middle and move to either side. */
		return 0.45 + 0.1 * ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/*
 * The size of each word is proportional to the square root of its count.
 * Together they fill a good part of the area, and the first word fits the
 * width.
 */
function sizes(words, width, height, smallest) {
	const most = words[0].count;
	const weights = words.map(({ count }) => Math.sqrt(Math.max(count, 0)
		/ Math.max(most, 1)));
	const area = words.reduce((sum, { word }, at) => sum
		+ weights[at] ** 2 * 0.62 * (word.length + 1), 0);
	const largest = Math.min(Math.sqrt(width * height * 0.52 / area),
		width * 0.9 / (0.6 * words[0].word.length),
		height * 0.32);

	return weights.map((weight) => Math.max(weight * largest, smallest));
}

/* The bounding box of the words, with a margin. */
function boxOf(placed) {
	const left = Math.min(...placed.map(({ x, x0 }) => x + x0));
	const right = Math.max(...placed.map(({ x, x1 }) => x + x1));
	const top = Math.min(...placed.map(({ y, y0 }) => y + y0));
	const bottom = Math.max(...placed.map(({ y, y1 }) => y + y1));

	return { x: left - MARGIN, y: top - MARGIN,
		width: right - left + 2 * MARGIN,
		height: bottom - top + 2 * MARGIN };
}

/*
 * Return the words that fit, most frequent first, with index, position and
 * size, and their bounding box.
 */
export async function layoutCloud(words, { width, height, smallest = SMALLEST }) {
	const sized = sizes(words, width, height, smallest);
	const seed = words.map(({ word }) => word).join('\n');

	await document.fonts?.load(`${WEIGHT} 20px ${FONT}`);
	return new Promise((resolve) => {
		layout()
			.size([width, height])
			.words(words.map(({ word, count }, index) => ({
				text: word, word, count, index, size: sized[index],
			})))
			.font(FONT)
			.fontWeight(WEIGHT)
			.fontSize(({ size }) => size)
			.padding(({ size }) => (size > 20 ? 4 : 2))
			.rotate(0)
			.spiral('archimedean')
			.random(generator(seed))
			.timeInterval(SLICE)
			.on('end', (placed) => resolve({
				box: boxOf(placed),
				words: placed.sort((one, other) =>
					one.index - other.index),
			}))
			.start();
	});
}

/*
 * The layout of a word cloud.  The same words on the same area always give the
 * same cloud.
 *
 * Sizes tell counts, on the scale of lib/scale.js: if a word does not fit, all
 * become smaller.  When they cannot, the least frequent words are left out.
 */
import layout from 'd3-cloud';

import { shownName } from './names.js';
import { powerOf, sizeBy } from './scale.js';

/* The same as in style/_panels.scss. */
export const FONT = '"Fraunces Variable", Georgia, serif';
export const WEIGHT = 600;

const SMALLEST = 11;
const MARGIN = 4;
const SLICE = 8;

/* The share of the height that a word may take. */
const ACROSS = 0.32;
/*
 * The layout rounds the width of a word up to a multiple of this, and needs some
 * room to move it.
 */
const BLOCK = 32;
/* A longer word, in sizes, is abbreviated if it does not fit. */
const LONG = 16;
/* The share of the area that words may take. */
const FILL = 0.52;
const FILL_MOST = 0.75;
/* If the largest word would be less than this times the smallest, some go. */
const CONTRAST = 1.6;

const SHRINK = 0.9;
const FEWER = 0.85;

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

const canvas = document.createElement('canvas').getContext('2d');

/* Return the width of TEXT at size 1. */
function measure(text) {
	canvas.font = `${WEIGHT} 100px ${FONT}`;
	return canvas.measureText(text).width / 100;
}

/* Characters as they are seen, so that letters keep their marks. */
const split = (text) => (Intl.Segmenter === undefined ? [...text]
	: [...new Intl.Segmenter('en').segment(text)].map((one) => one.segment));

/* Shorten TEXT until it is at most WIDTH wide at size 1. */
function abbreviate(text, width) {
	const characters = split(text.slice(0, 1000));
	let low = 0;
	let high = characters.length;
	const cut = (count) => `${characters.slice(0, count).join('').trimEnd()}…`;

	while (low < high) {
		const middle = Math.ceil((low + high) / 2);

		if (measure(cut(middle)) <= width)
			low = middle;
		else
			high = middle - 1;
	}
	return cut(low);
}

const areaOf = (width, size) => (width + 0.5) * 1.25 * size ** 2;

/* The layout draws a word at the next whole size, and a margin. */
const widthAt = (width, size) => ((Math.floor(width / BLOCK) - 1) * BLOCK - 2)
	/ (Math.ceil(size) + 1);

/* Find the largest size at which the words fill a good part of the area. */
function findLargest(words, power, { width, height, smallest }) {
	const sizeFor = (largest) => sizeBy(power, words[0].count, smallest,
		largest);
	const area = (largest) => words.reduce((sum, { count, wide }) => sum
		+ areaOf(Math.min(wide, width / sizeFor(largest)(count)),
			sizeFor(largest)(count)), 0);
	let low = smallest;
	let high = height * ACROSS;

	for (const { count, wide } of words) {
		const limit = widthAt(width, 0) / Math.min(wide, LONG) - 2;
		const ratio = (count / words[0].count) ** (2 * power);

		high = Math.min(high, Math.sqrt(smallest ** 2
			+ Math.max(limit ** 2 - smallest ** 2, 0) / ratio));
	}
	for (let step = 0; step < 16; step++) {
		const middle = (low + high) / 2;

		if (area(middle) < FILL * width * height)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Return the first words, as many as can fit with sizes that differ. */
function possible(words, power, { width, height, smallest }) {
	const size = sizeBy(power, words[0].count, smallest, CONTRAST * smallest);
	let left = FILL_MOST * width * height;

	return words.filter(({ count, wide }, at) => {
		left -= areaOf(Math.min(wide, width / size(count)), size(count));
		return at === 0 || left > 0;
	});
}

/* Place the words once.  Resolve to those that fit. */
function place(words, { width, height }) {
	return new Promise((resolve) => {
		layout()
			.size([width, height])
			.words(words.map((word) => ({ ...word, text: word.shown })))
			.font(FONT)
			.fontWeight(WEIGHT)
			/* The layout rounds sizes down. */
			.fontSize(({ drawn }) => Math.ceil(drawn))
			.padding(({ drawn }) => (drawn > 20 ? 4 : 2))
			.rotate(0)
			.spiral('archimedean')
			.random(generator(words.map(({ word }) => word).join('\n')))
			.timeInterval(SLICE)
			.on('end', resolve)
			.start();
	});
}

/* Give each word its size, and abbreviate those that are too long for it. */
function prepare(words, power, largest, { width, smallest }) {
	const size = sizeBy(power, words[0].count, smallest, largest);

	return words.map((word) => {
		const drawn = size(word.count);
		const limit = widthAt(width, drawn);

		return { ...word,
			drawn,
			shown: word.wide <= limit ? word.shown
				: abbreviate(word.shown, limit) };
	});
}

/*
 * Place all WORDS, smaller and smaller until they fit, and fewer when that does
 * not suffice.
 */
async function placeAll(words, power, area) {
	const least = CONTRAST * area.smallest;
	let wanted = possible(words, power, area);
	let largest = Math.max(findLargest(wanted, power, area), least);

	for (;;) {
		const placed = await place(prepare(wanted, power, largest, area), area);

		if (placed.length === wanted.length || wanted.length === 1)
			return placed;
		if (largest > least)
			largest = Math.max(largest * SHRINK, least);
		else
			wanted = wanted.slice(0, Math.floor(wanted.length * FEWER));
	}
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
 * Return the words that are drawn, most frequent first, with index, position
 * and size; their bounding box; the power of the scale; and how many words have
 * no room.  The scale is that of SCALED, the most frequent words.
 */
export async function layoutCloud(words, { width, height,
	smallest = SMALLEST }, scaled = words) {
	await document.fonts?.load(`${WEIGHT} 20px ${FONT}`);
	const power = powerOf(scaled);
	const placed = words.length === 0 ? [] : await placeAll(
		words.map(({ word, count, exact }, index) => {
			const shown = shownName(word);

			return { word, count, exact, index, shown, wide: measure(shown) };
		}), power, { width, height, smallest });

	return {
		power,
		box: placed.length === 0 ? { x: 0, y: 0, width, height }
			: boxOf(placed),
		noRoom: words.length - placed.length,
		words: placed.map((one) => ({ ...one, size: one.drawn }))
			.sort((one, other) => one.index - other.index),
	};
}

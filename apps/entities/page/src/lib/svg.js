/*
 * Saves a cloud of the page as a file, with the colours that a stylesheet gives
 * it on the page.
 */
import { FONT, WEIGHT } from './cloud.js';

const SVG = 'http://www.w3.org/2000/svg';

/* Pixels for each unit of the cloud. */
const PNG_SCALE = 2;

function element(name, attributes) {
	const made = document.createElementNS(SVG, name);

	for (const [key, value] of Object.entries(attributes))
		made.setAttribute(key, value);
	return made;
}

const groundOf = (svg) =>
	getComputedStyle(svg.closest('.panel')).backgroundColor;

/* Return what is drawn: each word with its colour. */
function wordsOf(svg, cloud) {
	const colours = [...svg.querySelectorAll('text')]
		.map((text) => getComputedStyle(text).fill);

	return cloud.words.map((word, at) => ({ ...word, fill: colours[at] }));
}

function draw(canvas, words) {
	canvas.textAlign = 'center';
	canvas.textBaseline = 'alphabetic';
	for (const { x, y, size, shown, fill } of words) {
		canvas.font = `${WEIGHT} ${size}px ${FONT}`;
		canvas.fillStyle = fill;
		canvas.fillText(shown, x, y);
	}
}

/* Resolve to a PNG of the cloud as it is seen. */
export function toPngFile(svg, cloud, { transparent }) {
	const { x, y, width, height } = cloud.box;
	const image = document.createElement('canvas');

	image.width = Math.ceil(width * PNG_SCALE);
	image.height = Math.ceil(height * PNG_SCALE);
	const canvas = image.getContext('2d');

	canvas.scale(PNG_SCALE, PNG_SCALE);
	canvas.translate(-x, -y);
	if (!transparent) {
		canvas.fillStyle = groundOf(svg);
		canvas.fillRect(x, y, width, height);
	}
	draw(canvas, wordsOf(svg, cloud));
	return new Promise((resolve, reject) => {
		image.toBlob((blob) => (blob === null ? reject(new Error('no image'))
			: resolve(blob)), 'image/png');
	});
}

/* Load the outlines early, so that saving also works without a connection. */
export const loadOutlines = () => import('virtual:outlines').catch(() => {});

/* Return a word as outlines, where the page has drawn its characters. */
function outlined({ x, y, size, fill, shown }, text, outlines) {
	const scale = size / outlines.units;
	const path = [...shown].map((character, at) => {
		/* Indices are those of UTF-16; outlines have one unit each. */
		const { x: left } = text.getStartPositionOfChar(at);

		return [outlines.glyphs[character], left];
	}).filter(([outline]) => outline !== '');
	const group = element('g', { fill,
		transform: `translate(${x} ${y}) scale(${scale} ${-scale})` });

	for (const [outline, left] of path)
		group.append(element('path', { d: outline,
			transform: `translate(${left / scale} 0)` }));
	return group;
}

/* Return a word of another script or an emoji as pixels. */
function pictured(word, text) {
	const { x, y, width, height } = text.getBBox();
	const image = document.createElement('canvas');
	const scale = 4;

	image.width = Math.ceil(width * scale);
	image.height = Math.ceil(height * scale);
	const canvas = image.getContext('2d');

	canvas.scale(scale, scale);
	canvas.translate(-x, -y);
	draw(canvas, [{ ...word, x: 0, y: 0 }]);
	const made = element('image', { x: word.x + x, y: word.y + y,
		width: image.width / scale, height: image.height / scale });

	made.setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href',
		image.toDataURL());
	return made;
}

/*
 * Resolve to an SVG of the cloud that needs no font: words are outlines, as other
 * fonts would overlap.
 */
export async function toSvgFile(svg, cloud, { title, count, transparent }) {
	const { default: outlines } = await import('virtual:outlines');
	const { x, y, width, height } = cloud.box;
	const texts = [...svg.querySelectorAll('text')];
	const file = element('svg', { viewBox: [x, y, width, height].join(' '),
		width, height });
	const name = element('title', {});

	name.textContent = title;
	file.append(name);
	if (!transparent)
		file.append(element('rect', { x, y, width, height,
			fill: groundOf(svg) }));
	for (const [at, word] of wordsOf(svg, cloud).entries()) {
		const isKnown = [...word.shown].every((character) =>
			outlines.glyphs[character] !== undefined);
		const group = element('g', {});
		const label = element('title', {});

		label.textContent = count(word);
		group.append(label, isKnown ? outlined(word, texts[at], outlines)
			: pictured(word, texts[at]));
		file.append(group);
	}
	return new XMLSerializer().serializeToString(file);
}

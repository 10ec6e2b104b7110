/*
 * The outlines of the letters in clouds, for lib/svg.js: read from the font that
 * the page shows, at the weight of clouds.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as fontkit from 'fontkit';

const WEIGHT = 600;
const SUBSETS = ['latin', 'latin-ext'];
const PHANTOMS = 4;

/*
 * Open a font at WEIGHT.  fontkit reads the outlines of WOFF2 as they are in the
 * file, so they are varied here: points, and the places of marks on letters.
 */
function openFont(file) {
	const font = fontkit.create(readFileSync(file));

	Object.defineProperty(font, '_variationProcessor', { value: null,
		configurable: true });
	const decoded = Array.from({ length: font.numGlyphs }, (none, id) =>
		font.getGlyph(id)._decode());
	const Point = decoded.find((glyph) => glyph?.points?.length > 0)
		.points[0].constructor;

	delete font._variationProcessor;
	font.variationCoords = [WEIGHT];
	for (const [id, glyph] of decoded.entries()) {
		const parts = glyph?.components ?? [];
		const points = [...glyph?.points ?? [],
			...parts.map(({ dx, dy }) => new Point(true, true, dx, dy))];

		for (let phantom = 0; phantom < PHANTOMS; phantom++)
			points.push(new Point(true, true, 0, 0));
		font._variationProcessor.transformPoints(id, points);
		for (const [at, part] of parts.entries()) {
			part.dx = points[at].x;
			part.dy = points[at].y;
		}
		points.length -= PHANTOMS;
		if (glyph?.points !== undefined && parts.length === 0)
			glyph.points = points;
	}
	return font;
}

const round = (path) => path.toSVG().replace(/-?\d+\.\d+/g, (number) =>
	Math.round(number));

/* Return the units of a font size, and the outline of each character. */
export function readOutlines(root) {
	const glyphs = {};
	let units;

	for (const subset of SUBSETS) {
		const font = openFont(join(root, 'node_modules/@fontsource-variable',
			`fraunces/files/fraunces-${subset}-wght-normal.woff2`));

		units = font.unitsPerEm;
		for (const code of font.characterSet)
			glyphs[String.fromCodePoint(code)] ??= round(
				font.glyphForCodePoint(code).path);
	}
	return { units, glyphs };
}

/*
 * Takes screenshots of the page:
 *
 *	screenshots.cjs ADDRESS FOLDER		all views, widths and themes
 *	screenshots.cjs ADDRESS FOLDER readme	the two images in README.md
 */
'use strict';

const { join } = require('node:path');

const { THEMES, VIEWS, WIDTHS, launch, settled,
	watchRequests } = require('./browser.cjs');

const [address, folder, which] = process.argv.slice(2);
const HEIGHTS = { 360: 740, 768: 1024, 1440: 900 };

const README = [
	{ name: 'publications', place: '#/?sort=count', theme: 'dark',
		width: 1120, height: 840, selector: '.publication .chip' },
	{ name: 'publication', place: '#/publication/Barack%20Obama',
		theme: 'light', width: 1120, height: 700,
		selector: '.cloud text' },
];

function all() {
	return WIDTHS.flatMap((width) => THEMES.flatMap((theme) =>
		Object.entries(VIEWS).map(([view, [place, selector]]) => ({
			name: `${view}-${width}-${theme}`,
			place, selector, theme, width, height: HEIGHTS[width],
		}))));
}

async function shoot(browser, { name, place, selector, theme, width, height }) {
	const page = await browser.newPage({
		viewport: { width, height },
		colorScheme: theme,
		reducedMotion: 'reduce',
	});

	watchRequests(page);
	await page.goto(address + place);
	await settled(page, selector);
	await page.screenshot({ path: join(folder, `${name}.png`) });
	await page.close();
}

async function main() {
	const browser = await launch();

	for (const one of which === 'readme' ? README : all())
		await shoot(browser, one);
	await browser.close();
}

main();

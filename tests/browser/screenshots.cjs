/*
 * A picture of each view at each width in each theme:
 *
 *	screenshots.cjs ADDRESS FOLDER
 */
'use strict';

const { join } = require('node:path');

const { THEMES, VIEWS, WIDTHS, launch, settled } = require('./browser.cjs');

const [address, folder] = process.argv.slice(2);
const HEIGHTS = { 360: 740, 768: 1024, 1440: 900 };

async function shoot(browser, width, theme) {
	const context = await browser.newContext({
		viewport: { width, height: HEIGHTS[width] },
		colorScheme: theme,
		reducedMotion: 'reduce',
	});
	const page = await context.newPage();

	for (const [view, [place, selector]] of Object.entries(VIEWS)) {
		await page.goto('about:blank');
		await page.goto(address + place);
		await settled(page, selector);
		await page.screenshot({
			path: join(folder, `${view}-${width}-${theme}.png`),
		});
	}
	await context.close();
}

async function main() {
	const browser = await launch();

	for (const width of WIDTHS)
		for (const theme of THEMES)
			await shoot(browser, width, theme);
	await browser.close();
}

main();

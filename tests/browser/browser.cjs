/*
 * Debian's Chromium, and what the tests and screenshots share.
 */
'use strict';

const { chromium } = require('playwright-core');

const WIDTHS = [360, 768, 1440];
const THEMES = ['light', 'dark'];

/* The views of the sample, and a selector that appears when each is ready. */
const VIEWS = {
	publications: ['#/', '.publication .chip'],
	publication: ['#/publication/Abraham%20Lincoln', '.cloud text'],
	word: ['#/word/america', '.bars tbody tr'],
	compare: ['#/compare?a=Abraham%20Lincoln&b=Barack%20Obama',
		'.butterfly tbody tr'],
	search: ['#/search?q=united', '.ranked tbody tr'],
	notFound: ['#/no/such/view', '.heading .lead'],
};

function launch() {
	return chromium.launch({
		executablePath: process.env.CHROME_PATH,
		args: ['--no-sandbox', '--disable-dev-shm-usage'],
	});
}

/* Wait until the network is idle and no animation runs. */
async function settled(page, selector) {
	await page.waitForSelector(selector);
	await page.waitForLoadState('networkidle');
	await page.evaluate(() => document.fonts.ready);
	await page.waitForFunction(() => document.getAnimations()
		.every((one) => one.playState !== 'running'
			|| one.effect.getComputedTiming().iterations === Infinity));
}

module.exports = { THEMES, VIEWS, WIDTHS, launch, settled };

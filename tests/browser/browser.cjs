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

const QUIET = 500;
const PATIENCE = 30000;
const states = new WeakMap();

/*
 * Know which requests of the page are pending.  Playwright's networkidle would
 * wait for the end of an event stream.
 */
function watchRequests(page) {
	const state = { pending: new Set(), started: 0, wasQuiet: false };
	const end = (request) => state.pending.delete(request);

	states.set(page, state);
	page.on('request', (request) => {
		if (request.resourceType() === 'eventsource')
			return;
		/* Those of the previous document may never end. */
		if (request.isNavigationRequest())
			state.pending.clear();
		state.pending.add(request);
		state.started += 1;
	});
	page.on('requestfinished', end);
	page.on('requestfailed', end);
	page.on('domcontentloaded', () => {
		state.wasQuiet = false;
	});
}

/* Wait until no request was pending for a while, once for each document. */
async function quiet(page) {
	const state = states.get(page);
	const deadline = Date.now() + PATIENCE;
	let before;

	while (!state.wasQuiet) {
		if (Date.now() > deadline)
			throw new Error(`pending: ${[...state.pending].map((one) =>
				one.url())}`);
		before = state.started;
		await new Promise((resolve) => {
			setTimeout(resolve, state.pending.size > 0 ? 20 : QUIET);
		});
		state.wasQuiet = state.pending.size === 0
			&& state.started === before;
	}
}

/* Wait until the network is idle and no animation runs. */
async function settled(page, selector) {
	await page.waitForSelector(selector);
	await quiet(page);
	await page.evaluate(() => document.fonts.ready);
	await page.waitForFunction(() => document.getAnimations()
		.every((one) => one.playState !== 'running'
			|| one.effect.getComputedTiming().iterations === Infinity));
}

module.exports = { THEMES, VIEWS, WIDTHS, launch, settled, watchRequests };

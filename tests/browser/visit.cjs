/*
 * Visits a site with a browser page, and collects errors.
 */
'use strict';

const { watchRequests } = require('./browser.cjs');
const { assert } = require('./tap.cjs');

/* Let the processor be RATE times slower for PAGE. */
async function slow(page, rate) {
	const session = await page.context().newCDPSession(page);

	await session.send('Emulation.setCPUThrottlingRate', { rate });
}

/*
 * Run a test on a new page.  It fails if the browser logs an error or warning,
 * throws, or sends a request to another host.  OPTIONS are those of a browser
 * context; "expected" tells which log messages the test expects.
 */
async function visit(browser, address, run,
	{ expected = () => false, ...options } = {}) {
	const context = await browser.newContext({
		reducedMotion: 'reduce', acceptDownloads: true, ...options });
	const page = await context.newPage();

	watchRequests(page);
	const wrong = [];

	if (process.env.GANTRY_PAGE_SLOWDOWN !== undefined)
		await slow(page, Number(process.env.GANTRY_PAGE_SLOWDOWN));
	const { host } = new URL(address);

	page.on('console', (message) => {
		const text = `${message.text()} (${message.location().url})`;

		if (['error', 'warning'].includes(message.type())
			&& !expected(text))
			wrong.push(`${message.type()}: ${text}`);
	});
	page.on('pageerror', (error) => wrong.push(`thrown: ${error.stack}`));
	page.on('request', (request) => {
		const url = new URL(request.url());

		if (url.protocol !== 'blob:' && url.host !== host)
			wrong.push(`requests another host: ${request.url()}`);
	});
	await page.addInitScript(() => {
		window.violations = [];
		document.addEventListener('securitypolicyviolation', (event) =>
			window.violations.push(`${event.violatedDirective} `
				+ `${event.blockedURI} ${event.sample}`));
	});
	try {
		await run(page);
		wrong.push(...await page.evaluate(() => window.violations));
		assert.deepEqual(wrong, []);
	} finally {
		await context.close();
	}
}

/* Check that nothing is wider than the window. */
async function fits(page) {
	const [width, available] = await page.evaluate(() => [
		document.documentElement.scrollWidth, window.innerWidth]);

	assert.ok(width <= available, `${width} pixels in ${available}`);
}

/* Return the accessibility violations that axe-core finds. */
async function axeViolations(page) {
	await page.evaluate(require('axe-core').source);
	const { violations } = await page.evaluate(() => window.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
			'best-practice'],
	}));

	return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) =>
		`${node.target} ${node.failureSummary}`).join('; ')}`);
}

async function download(page, run) {
	const [file] = await Promise.all([
		page.waitForEvent('download'), run()]);
	const parts = [];

	for await (const part of await file.createReadStream())
		parts.push(part);
	return [file.suggestedFilename(), Buffer.concat(parts).toString()];
}

/* Return the name and width of the first card's image, once it is loaded. */
async function firstImage(page, kind) {
	const picture = page.locator(`.publication-image.${kind} img`).first();

	await picture.evaluate((image) => image.decode());
	return picture.evaluate((image) => [decodeURIComponent(image.src)
		.split('/').pop(), image.naturalWidth]);
}

module.exports = { axeViolations, download, firstImage, fits, visit };

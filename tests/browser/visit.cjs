/*
 * A visit to a site: a page of a browser that notes all that must not happen.
 */
'use strict';

const { assert } = require('./tap.cjs');

/*
 * OPTIONS are those of a context of the browser; "expected" says which of the
 * browser's complaints belong to the test.
 */
async function visit(browser, address, run,
	{ expected = () => false, ...options } = {}) {
	const context = await browser.newContext({
		reducedMotion: 'reduce', acceptDownloads: true, ...options });
	const page = await context.newPage();
	const wrong = [];
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
			wrong.push(`asks elsewhere: ${request.url()}`);
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

/* Nothing is broader than the screen. */
async function fits(page) {
	const [wide, room] = await page.evaluate(() => [
		document.documentElement.scrollWidth, window.innerWidth]);

	assert.ok(wide <= room, `${wide} pixels on ${room}`);
}

/* What axe-core finds, in words. */
async function complaints(page) {
	await page.evaluate(require('axe-core').source);
	const { violations } = await page.evaluate(() => window.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
			'best-practice'],
	}));

	return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) =>
		`${node.target} ${node.failureSummary}`).join('; ')}`);
}

async function saved(page, run) {
	const [download] = await Promise.all([
		page.waitForEvent('download'), run()]);
	const parts = [];

	for await (const part of await download.createReadStream())
		parts.push(part);
	return [download.suggestedFilename(), Buffer.concat(parts).toString()];
}

/* The first card's picture, when all of it has come. */
async function firstPicture(page, kind) {
	const picture = page.locator(`.publication-image.${kind} img`).first();

	await picture.evaluate((image) => image.decode());
	return picture.evaluate((image) => [decodeURIComponent(image.src)
		.split('/').pop(), image.naturalWidth]);
}

module.exports = { complaints, firstPicture, fits, saved, visit };

/*
 * The page takes new data without being loaded again.
 */
'use strict';

const { renameSync } = require('node:fs');

const { settled } = require('./browser.cjs');
const { LINCOLN, on, sites } = require('./setup.cjs');
const { assert, test } = require('./tap.cjs');
const { axeViolations, fits } = require('./visit.cjs');

/* These sites have no images. */
const noImages = (text) => /404.*\/images\//.test(text);
const card = (page) => page.locator('.publication').filter(
	{ hasText: 'Abraham Lincoln' });
const counts = async (page, pattern) =>
	card(page).getByText(pattern).waitFor();

async function hide(page, state) {
	await page.evaluate((value) => {
		Object.defineProperty(document, 'visibilityState',
			{ value, configurable: true });
		document.dispatchEvent(new Event('visibilitychange'));
	}, state);
}

async function openAndListen(page, place, selector) {
	const listens = page.waitForResponse(/\/events$/);

	await page.goto(sites.live.address + place);
	await settled(page, selector);
	assert.equal((await listens).status(), 200);
	await page.evaluate(() => {
		window.wasNotReloaded = true;
	});
}

test('new data is shown without a reload, on a phone and elsewhere', () =>
	on(sites.live.address, async (page) => {
		const { cache, next } = sites.live;
		const wide = await page.context().newPage();

		await wide.setViewportSize({ width: 1440, height: 900 });
		await wide.goto(sites.live.address + LINCOLN);
		await wide.locator('.ranked tbody tr').nth(20).waitFor(
			{ state: 'attached' });
		await openAndListen(page, '#/', '.publication .chip');
		await counts(page, /^4 articles$/);
		await page.evaluate(() => window.scrollTo(0, 300));
		const ended = page.waitForEvent('requestfailed',
			(request) => request.url().endsWith('/events'));

		renameSync(next[0], cache);
		await counts(page, /^1,004 articles$/);
		await card(page).getByText(/^new1 /).first().waitFor();
		await page.getByRole('status').getByText('New data has arrived')
			.waitFor();
		assert.deepEqual(await axeViolations(page), []);
		await fits(page);
		assert.deepEqual(await page.evaluate(() =>
			[window.wasNotReloaded, window.scrollY]), [true, 300]);
		await wide.locator('.ranked tbody').getByText(/^new1 /).nth(20)
			.waitFor();
		await wide.locator('.cloud').getByText(/^new1 /).first().waitFor();
		await wide.getByText(/^1,004 articles$/).waitFor();

		/* A page that is hidden does not listen. */
		await hide(page, 'hidden');
		await ended;
		renameSync(next[1], cache);
		await wide.getByText(/^2,004 articles$/).waitFor();
		await counts(page, /^1,004 articles$/);
		await hide(page, 'visible');
		await counts(page, /^2,004 articles$/);
	}, { viewport: { width: 360, height: 740 }, hasTouch: true,
		expected: noImages }));

test('without events the page asks now and then', () =>
	on(sites.deaf.address, async (page) => {
		const { address, cache, next } = sites.deaf;
		let attempts = 0;

		page.on('response', (response) => {
			attempts += response.url().endsWith('/events') ? 1 : 0;
		});
		await page.clock.install();
		await page.goto(address);
		await settled(page, '.publication .chip');
		await counts(page, /^4 articles$/);
		renameSync(next[0], cache);
		for (let minute = 0; minute < 2; minute++) {
			const again = page.waitForResponse(/\/(events|publications)$/);

			await page.clock.runFor(60000);
			await again;
		}
		await counts(page, /^1,004 articles$/);
		for (let minute = 0; minute < 8; minute++) {
			const same = page.waitForResponse(/\/publications$/);

			await page.clock.runFor(90000);
			await same;
		}
		assert.ok(attempts > 1 && attempts <= 5, `${attempts} attempts`);
	}, { expected: (text) => noImages(text) || /503.*\/events/.test(text) }));

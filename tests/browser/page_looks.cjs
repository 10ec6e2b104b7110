/*
 * What the page looks like: themes, images, paper, and names of any kind.
 */
'use strict';

const { settled } = require('./browser.cjs');
const { assert, test } = require('./tap.cjs');
const { LINCOLN, on, open, sites } = require('./tour.cjs');
const { complaints, firstPicture, fits, saved } = require('./visit.cjs');

test('the theme is switched, kept, and follows the system again', () =>
	on(sites.site, async (page) => {
		const ground = () => page.evaluate(() =>
			getComputedStyle(document.body).backgroundColor);

		await open(page, '#/nowhere');
		const light = await ground();
		const button = page.getByRole('button', { name: 'Dark theme' });

		assert.equal(await button.getAttribute('aria-pressed'), 'false');
		await button.click();
		assert.equal(await button.getAttribute('aria-pressed'), 'true');
		assert.notEqual(await ground(), light);
		await page.reload();
		await settled(page, 'main h1');
		assert.notEqual(await ground(), light);
		await button.click();
		await page.emulateMedia({ colorScheme: 'dark' });
		assert.notEqual(await ground(), light);
	}, { colorScheme: 'light' }));

test('images are for the ground that they stand on', () =>
	on(sites.site, async (page) => {
		await open(page, '#/', '.publication .chip');
		assert.deepEqual(await firstPicture(page, 'paper'),
			['Abraham%20Lincoln.png', 500]);
		await page.getByRole('button', { name: 'Dark theme' }).click();
		assert.deepEqual(await firstPicture(page, 'slate'),
			['Abraham%20Lincoln@dark.png', 500]);
	}, { colorScheme: 'light' }));

test('where no image is dark, the light one stands on paper', () =>
	on(sites.site, async (page) => {
		let tries = 0;

		await page.route('**/*@dark.png', (route) => {
			tries += 1;
			return route.fulfill({ status: 404 });
		});
		await open(page, '#/', '.publication .chip');
		assert.deepEqual(await firstPicture(page, 'paper'),
			['Abraham%20Lincoln.png', 500]);
		assert.equal(tries, 1);
	}, { colorScheme: 'dark', expected: (text) => /404.*@dark/.test(text) }));

test('without images small clouds are drawn, and one image is asked for', () =>
	on(sites.bare, async (page) => {
		const asked = [];

		page.on('request', (request) => {
			if (request.resourceType() === 'image'
				&& !request.url().endsWith('.svg'))
				asked.push(request.url());
		});
		await open(page, '#/', '.publication .small-cloud', sites.bare);
		await page.locator('.small-cloud').nth(3).waitFor();
		assert.equal(asked.length, 1);
		assert.equal(await page.locator('.publication img').count(), 0);
		assert.deepEqual(await complaints(page), []);
	}, { expected: (text) => /404.*\/images\//.test(text) }));

test('an image that fails after the page came is no fault', () =>
	on(sites.bare, async (page) => {
		await page.route('**/images/**', async (route) => {
			await page.locator('#app .publication img').first().waitFor(
				{ state: 'attached' });
			await route.fulfill({ status: 404 });
		});
		await open(page, '#/', '.publication .small-cloud', sites.bare);
	}, { expected: (text) => /404.*\/images\//.test(text) }));

test('paper gets words and no controls', () =>
	on(sites.site, async (page) => {
		await open(page, LINCOLN, '.ranked tbody tr');
		await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
		assert.equal(await page.locator('.bar').isVisible(), false);
		assert.equal(await page.locator('.search').first().isVisible(), false);
		assert.equal(await page.locator('.ranked').isVisible(), true);
		assert.equal(await page.evaluate(() =>
			getComputedStyle(document.body).backgroundColor),
		'rgb(255, 255, 255)');
		assert.equal(await page.evaluate(() =>
			getComputedStyle(document.querySelector('h1')).color),
		'rgb(0, 0, 0)');
	}));

test('hostile names are text', () =>
	on(sites.hostile, async (page) => {
		const open_ = (place, selector) =>
			open(page, place, selector, sites.hostile);

		await open_('#/', '.publication .chip');
		const names = await page.locator('.publication-name a')
			.evaluateAll((links) => links.map((link) => link.textContent));
		const links = await page.locator('.publication-name a')
			.evaluateAll((all) => all.map((link) => link.hash));

		assert.equal(names.length, sites.names.length);
		for (const [at, link] of links.entries()) {
			await open_(link, '.cloud text');
			assert.equal(await page.locator('h1').textContent(), names[at]);
			await fits(page);
			const words = await page.locator('.ranked tbody bdi')
				.evaluateAll((all) => all.map((word) => word.textContent));

			assert.deepEqual(words.toSorted?.() ?? words.sort(),
				[...sites.words].sort());
			await page.locator('.ranked tbody a').nth(at).click();
			await settled(page, '.bars tbody tr');
			assert.equal(await page.locator('.bars tbody tr').count(),
				names.length);
		}
		await open_('#/compare?' + new URLSearchParams(
			{ a: names[0], b: names[1] }), '.butterfly tbody tr');
		await open_(links[0], '.ranked tbody tr');
		const [, csv] = await saved(page, () => page.getByRole('button',
			{ name: 'Export CSV' }).click());

		assert.match(csv, /\r\n"'=HYPERLINK\(""mailto/);
		assert.equal(await page.evaluate(() => window.hacked), undefined);
		assert.equal(await page.locator('main img, main script').count(), 0);
	}, { viewport: { width: 360, height: 740 } }));

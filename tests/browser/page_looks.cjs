/*
 * The look of the page: themes, images, print, and hostile names.
 */
'use strict';

const { settled } = require('./browser.cjs');
const { LINCOLN, on, open, sites } = require('./setup.cjs');
const { assert, test } = require('./tap.cjs');
const { axeViolations, firstImage, fits, download } = require('./visit.cjs');

test('a chosen theme is stored until it equals that of the system', () =>
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

test('images match the theme', () =>
	on(sites.site, async (page) => {
		await open(page, '#/', '.publication .chip');
		assert.deepEqual(await firstImage(page, 'paper'),
			['Abraham%20Lincoln.png', 500]);
		await page.getByRole('button', { name: 'Dark theme' }).click();
		assert.deepEqual(await firstImage(page, 'slate'),
			['Abraham%20Lincoln@dark.png', 500]);
	}, { colorScheme: 'light' }));

test('without dark images, light ones are shown on a light background', () =>
	on(sites.site, async (page) => {
		let tries = 0;

		await page.route('**/*@dark.png', (route) => {
			tries += 1;
			return route.fulfill({ status: 404 });
		});
		await open(page, '#/', '.publication .chip');
		assert.deepEqual(await firstImage(page, 'paper'),
			['Abraham%20Lincoln.png', 500]);
		assert.equal(tries, 1);
	}, { colorScheme: 'dark', expected: (text) => /404.*@dark/.test(text) }));

test('without images, small clouds are drawn and one image is requested', () =>
	on(sites.bare, async (page) => {
		const requested = [];

		page.on('request', (request) => {
			if (request.resourceType() === 'image'
				&& !request.url().endsWith('.svg'))
				requested.push(request.url());
		});
		await open(page, '#/', '.publication .small-cloud', sites.bare);
		await page.locator('.small-cloud').nth(3).waitFor();
		assert.equal(requested.length, 1);
		assert.equal(await page.locator('.publication img').count(), 0);
		assert.deepEqual(await axeViolations(page), []);
	}, { expected: (text) => /404.*\/images\//.test(text) }));

test('an image that fails late is replaced by a small cloud', () =>
	on(sites.bare, async (page) => {
		await page.route('**/images/**', async (route) => {
			await page.locator('#app .publication img').first().waitFor(
				{ state: 'attached' });
			await route.fulfill({ status: 404 });
		});
		await open(page, '#/', '.publication .small-cloud', sites.bare);
	}, { expected: (text) => /404.*\/images\//.test(text) }));

test('print shows the words without controls, in black on white', () =>
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

/* Without the controls of bidirectional text. */
const shown = (name) => name.replace(/[\u202a-\u202e]/g, '');

test('hostile names are shown as text', () =>
	on(sites.hostile, async (page) => {
		const open_ = (place, selector) =>
			open(page, place, selector, sites.hostile);

		await open_('#/', '.publication .chip');
		const names = await page.locator('.publication-name a')
			.evaluateAll((links) => links.map((link) => link.textContent));
		const links = await page.locator('.publication-name a')
			.evaluateAll((all) => all.map((link) => link.hash));

		assert.equal(names.length, sites.names.length);
		assert.deepEqual([...names].sort(), sites.names.map(shown).sort());
		for (const [at, link] of links.entries()) {
			await open_(link, '.cloud text');
			assert.equal(await page.locator('h1').textContent(), names[at]);
			await fits(page);
			const words = await page.locator('.ranked tbody bdi')
				.evaluateAll((all) => all.map((word) => word.textContent));

			assert.deepEqual(words.toSorted?.() ?? words.sort(),
				sites.words.map(shown).sort());
			await page.locator('.ranked tbody a').nth(at).click();
			await settled(page, '.bars tbody tr');
			assert.equal(await page.locator('.bars tbody tr').count(),
				names.length);
		}
		await open_('#/compare?' + new URLSearchParams(
			{ a: names[0], b: names[1] }), '.butterfly tbody tr');
		await open_(links[0], '.ranked tbody tr');
		const [, csv] = await download(page, () => page.getByRole('button',
			{ name: 'Export all as CSV' }).click());

		assert.match(csv, /\r\n"'=HYPERLINK\(""mailto/);
		assert.equal(await page.evaluate(() => window.hacked), undefined);
		assert.equal(await page.locator('main img, main script').count(), 0);
	}, { viewport: { width: 360, height: 740 } }));

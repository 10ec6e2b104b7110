/*
 * The views: what they show, and their addresses and files.
 */
'use strict';

const { THEMES, VIEWS, WIDTHS, settled } = require('./browser.cjs');
const { LINCOLN, heading, on, open, sites } = require('./setup.cjs');
const { assert, test } = require('./tap.cjs');
const { axeViolations, fits, download } = require('./visit.cjs');

const query = (page) => new URLSearchParams(
	new URL(page.url()).hash.split('?')[1]);

for (const width of WIDTHS)
	for (const theme of THEMES)
		test(`views are accessible and fit at ${width} pixels, ${theme}`, () =>
			on(sites.site, async (page) => {
				for (const [place, selector] of Object.values(VIEWS)) {
					await open(page, place, selector);
					assert.deepEqual([place, await axeViolations(page)],
						[place, []]);
					await fits(page);
				}
				assert.equal(await page.evaluate(() =>
					window.violations.length), 0);
			}, { viewport: { width, height: 900 }, colorScheme: theme }));

test('sorting and filtering publications is kept in the address', () =>
	on(sites.site, async (page) => {
		const names = () => page.locator('.publication-name').allInnerTexts();

		await open(page, '#/', '.publication');
		await page.locator('.publication').nth(42).waitFor();
		assert.equal((await names())[0], 'Abraham Lincoln');
		await page.getByLabel('Sort by').selectOption('Articles');
		await page.getByLabel('Filter by name').fill('roosevelt');
		await page.waitForURL(/filter=roosevelt/);
		assert.deepEqual(await names(),
			['Franklin D Roosevelt', 'Theodore Roosevelt']);
		await page.reload();
		await settled(page, '.publication');
		assert.deepEqual(await names(),
			['Franklin D Roosevelt', 'Theodore Roosevelt']);
		assert.equal(await page.getByRole('status')
			.filter({ hasText: '2 of 43' }).count(), 1);
		const [file, text] = await download(page, () =>
			page.getByRole('button', { name: 'Export CSV' }).click());

		assert.equal(file, 'publications.csv');
		assert.match(text, /^\ufeffName,Articles\r\nFranklin D Roosevelt,\d+\r\nTheodore Roosevelt,\d+\r\n$/);
		await page.getByLabel('Filter by name').fill('nobody');
		await page.getByRole('button', { name: 'Clear the filter' }).click();
		await page.waitForFunction(() =>
			document.querySelectorAll('.publication').length === 43);
	}));

test('a cloud shows counts, links to words and can be saved', () =>
	on(sites.site, async (page) => {
		await open(page, LINCOLN, '.cloud text');
		const word = page.getByRole('link',
			{ name: 'united states, 78 mentions', exact: true });

		await word.hover();
		await page.locator('.hint',
			{ hasText: 'united states, 78 mentions' }).waitFor();
		const [file, text] = await download(page, () =>
			page.getByRole('button', { name: 'Save as SVG' }).click());

		assert.equal(file, 'Abraham Lincoln.svg');
		assert.match(text, /^<svg [^>]*viewBox=/);
		assert.match(text, /<title>united states: 78<\/title><g fill="rgb/);
		/* It needs no font. */
		assert.doesNotMatch(text, /<text|font-family/);
		await word.click();
		await settled(page, '.bars tbody tr');
		assert.equal(await heading(page), 'united states');
		await page.goBack();
		await settled(page, '.cloud text');
		assert.equal(await heading(page), 'Abraham Lincoln');
	}));

test('a table loads more rows when scrolled, and a reload restores them', () =>
	on(sites.site, async (page) => {
		const requested = [];
		const rows = page.locator('.ranked tbody tr');

		page.on('request', (request) => requested.push(request.url()));
		await open(page, LINCOLN, '.ranked tbody tr');
		assert.equal(await rows.count(), 50);
		for (const shown of ['100 words shown', 'All 149 words']) {
			await page.locator('.table-end').scrollIntoViewIfNeeded();
			await page.locator('.table-end', { hasText: shown }).waitFor();
		}
		const texts = await page.locator('.ranked tbody th').allInnerTexts();

		assert.equal(texts.length, 149);
		assert.equal(new Set(texts).size, 149);
		assert.ok(requested.some((url) => /\?limit=50&word=[^&]+&count=\d+$/
			.test(url)), requested.join('\n'));
		assert.equal(query(page).get('rows'), '149');
		const [, csv] = await download(page, () => page.getByRole('button',
			{ name: 'Export all as CSV' }).click());

		assert.equal(csv.trimEnd().split('\r\n').length, 150);
		await page.reload();
		await settled(page, '.ranked tbody tr');
		assert.equal(await rows.count(), 149);
	}));

test('the slider reads values of the plot', () =>
	on(sites.site, async (page) => {
		await open(page, LINCOLN, '.plot-point');
		const slider = page.getByRole('slider');

		assert.match(await slider.getAttribute('aria-valuetext'),
			/^No. 1: united states, 78 mentions$/);
		await slider.press('ArrowRight');
		assert.match(await slider.getAttribute('aria-valuetext'),
			/^No. 2: europe, 10 mentions$/);
		assert.match(await page.getByRole('img',
			{ name: /logarithmic/ }).getAttribute('aria-label'), /149 words/);
	}));

test('publications of a word can be sorted by rate', () =>
	on(sites.site, async (page) => {
		const first = () => page.locator('.bars tbody tr').first().innerText();

		await open(page, '#/word/america', '.bars tbody tr');
		assert.match(await first(), /^George W Bush\s+227\s+28\.4$/);
		await page.getByLabel('Sort by').selectOption('Mentions per article');
		await page.waitForURL(/sort=rate/);
		assert.match(await first(), /^Joseph R Biden\s+54\s+54\.0$/);
		await page.goBack();
		await page.waitForURL(/america$/);
		await open(page, '#/word/nobody%20says%20this', '.notice');
		assert.match(await page.locator('.notice').innerText(),
			/Not mentioned/);
	}, { expected: (text) => /404.*entities\/nobody/.test(text) }));

test('two publications are compared', () =>
	on(sites.site, async (page) => {
		await open(page, '#/compare', '.notice');
		const first = page.getByLabel('First publication');

		await first.fill('lincoln');
		await first.press('ArrowDown');
		await first.press('Enter');
		await page.waitForURL(/a=Abraham(%20|\+)Lincoln/);
		await page.getByLabel('Second publication').fill('obama');
		await page.getByRole('option', { name: 'Barack Obama' }).click();
		await settled(page, '.butterfly tbody tr');
		assert.match(await page.locator('.summary').innerText(),
			/^39 words are in both: 10\.3% of all 379\./);
		const [, csv] = await download(page, () => page.getByRole('button',
			{ name: 'Export CSV' }).click());

		assert.equal(csv.trimEnd().split('\r\n').length, 380);
		assert.match(csv, /\r\namerica,3,212\r\n/);
		assert.match(csv, /\r\nmaryland,9,0\r\n/);
		await page.getByRole('button', { name: 'Swap' }).click();
		await page.waitForURL(/a=Barack.*b=Abraham/);
		await page.getByRole('heading',
			{ name: 'Only in Abraham Lincoln' }).waitFor();
		await page.goBack();
		await page.waitForURL(/a=Abraham.*b=Barack/);
		await open(page, '#/compare?a=Barack%20Obama&b=Barack%20Obama',
			'.notice');
		assert.match(await page.locator('.notice').innerText(),
			/The same publication twice/);
	}));

test('an unknown publication is reported', () =>
	on(sites.site, async (page) => {
		await open(page, '#/publication/Nobody', '.notice');
		assert.match(await page.locator('.notice').innerText(),
			/There is no publication called “Nobody”/);
		await open(page, '#/compare?a=Nobody&b=Barack%20Obama', '.notice');
		assert.match(await page.locator('.notice').innerText(),
			/There is no publication called “Nobody”/);
	}, { expected: (text) => /404.*frequencies\/Nobody/.test(text) }));

test('each view has its title, landmarks and one first heading', () =>
	on(sites.site, async (page) => {
		const titles = new Set();

		for (const [place, selector] of Object.values(VIEWS)) {
			await open(page, place, selector);
			titles.add(await page.title());
			assert.equal(await page.locator('h1').count(), 1);
			for (const role of ['banner', 'navigation', 'main', 'contentinfo'])
				assert.equal(await page.getByRole(role).count(), 1);
		}
		assert.equal(titles.size, Object.keys(VIEWS).length);
	}));

test('names are sorted without case and accents, and by numeric value', () =>
	on(sites.bare, async (page) => {
		const names = ['Zeit', 'Paper 10', 'art', 'Époque', 'paper 2', 'Paper',
			'Eos', '日本'];

		await page.route('**/publications', (route) => route.fulfill({
			body: JSON.stringify(names.map((name) => ({ name, count: 1 }))),
			contentType: 'application/json' }));
		await page.goto(sites.bare);
		await page.locator('.publication').nth(names.length - 1).waitFor();
		assert.deepEqual(
			await page.locator('.publication-name').allInnerTexts(),
			['art', 'Eos', 'Époque', 'Paper', 'paper 2', 'Paper 10', 'Zeit',
				'日本']);
	}, { expected: (text) => /404.*\/frequencies\//.test(text) }));

/*
 * The page tells the truth: sizes follow counts, counts are exact, and every
 * word can be reached, hidden and shown again.
 */
'use strict';

const { settled } = require('./browser.cjs');
const { LINCOLN, heading, on, open, sites } = require('./setup.cjs');
const { assert, test } = require('./tap.cjs');
const { fits } = require('./visit.cjs');

/* Return [count, size] of each word of the cloud. */
const drawn = (page) => page.locator('.cloud a').evaluateAll((links) =>
	links.map((link) => [Number(link.getAttribute('aria-label')
		.match(/, ([\d,]+) mentions?$/)[1].replaceAll(',', '')),
	Number(link.querySelector('text').getAttribute('font-size'))]));

function assertRanks(pairs) {
	const sorted = [...pairs].sort(([one], [other]) => one - other);

	for (const [at, [count, size]] of sorted.entries()) {
		const [more, larger] = sorted[at + 1] ?? [Infinity, Infinity];

		assert.equal(Math.sign(larger - size), Math.sign(more - count),
			`${count} at ${size}, ${more} at ${larger}`);
	}
}

for (const width of [360, 1440])
	test(`sizes follow counts in a cloud of ${width} pixels`, () =>
		on(sites.site, async (page) => {
			for (const name of ['Abraham Lincoln', 'James Polk',
				'John F Kennedy']) {
				await open(page, `#/publication/${encodeURIComponent(name)}`,
					'.cloud text');
				const pairs = await drawn(page);
				const said = await page.locator('.cloud-scale').innerText();

				assertRanks(pairs);
				assert.match(said, /twice the size has about \d+ times/);
				assert.equal(Number(said.match(/(\d+) of \d+ words? (is|are) drawn/)[1]),
					pairs.length);
				const rest = Number(said.match(/(\d+) words? (have|has) no room/)?.[1]
					?? 0);

				assert.equal(Number(said.match(/of (\d+) word/)[1]),
					pairs.length + rest);
				/* The most frequent words are never those without room. */
				const least = Math.min(...pairs.map(([count]) => count));
				const table = await page.locator('.ranked tbody tr')
					.evaluateAll((all) => all.map((row) => Number(
						row.querySelectorAll('.figure')[1].textContent)));

				assert.ok(table.filter((count) => count > least).length
					<= pairs.length);
			}
		}, { viewport: { width, height: 900 } }));

test('pictures of the sample follow counts, on the scale of the page', () =>
	on(sites.site, async (page) => {
		const all = await (await fetch(`${sites.site}publications`)).json();
		let checked = 0;

		for (const { name, img_uri: image } of all) {
			const svg = await (await fetch(new URL(
				image.replace(/png$/, 'svg'), sites.site))).text();
			const pairs = [...svg.matchAll(/<g [^>]*(?:scale\(|matrix\(0 -)([\d.]+)[^>]*><title>[^<]*: (\d+)</g)]
				.map(([, size, count]) => [Number(count), Number(size)]);

			assert.ok(pairs.length > 20, name);
			assertRanks(pairs);
			checked += 1;
		}
		assert.equal(checked, 43);
		await open(page, LINCOLN, '.cloud text');
		const svg = await (await fetch(new URL(all.find(({ name }) =>
			name === 'Abraham Lincoln').img_uri.replace(/png$/, 'svg'),
		sites.site))).text();
		const times = /twice the size has about (\d+) times/;

		assert.equal((await page.locator('.cloud-scale').innerText())
			.match(times)[1], svg.match(times)[1]);
	}));

test('counts beyond 2^53 are exact everywhere', () =>
	on(sites.odd, async (page) => {
		await open(page, '#/publication/numbers', '.cloud text', sites.odd);
		const rows = await page.locator('.ranked tbody tr').allInnerTexts();

		assert.match(rows[0], /9,223,372,036,854,775,807/);
		assert.match(rows[1], /9,007,199,254,740,993/);
		assert.match(rows[2], /9,007,199,254,740,992/);
		/* Words without mentions are not drawn. */
		assert.equal(await page.locator('.cloud text').count(), 4);
		assert.match(await page.locator('.cloud-scale').innerText(),
			/2 words have no mentions/);
		assert.match(await page.locator('.cloud a').first()
			.getAttribute('aria-label'), /9,223,372,036,854,775,807/);
		await open(page, '#/word/odd', '.bars tbody tr', sites.odd);
		assert.match(await page.locator('.lead').innerText(),
			/^9,007,199,254,740,993 mentions in 1 publication/);
	}, { expected: (text) => /404.*\/images\//.test(text) }));

test('every word leads to its page', () =>
	on(sites.odd, async (page) => {
		await open(page, '#/publication/words', '.ranked tbody tr', sites.odd);
		const links = await page.locator('.ranked tbody a').evaluateAll((all) =>
			all.map((link) => [link.hash, link.textContent]));

		assert.equal(links.length, 16);
		for (const [hash, text] of links) {
			await open(page, hash, '.bars tbody tr', sites.odd);
			assert.equal(await heading(page), text.trim() === '' ? text
				: await page.locator('h1 .name').innerText());
			await fits(page);
		}
		const texts = links.map(([, text]) => text);

		assert.equal(texts.filter((text) => text === '(empty)').length, 1);
		assert.equal(texts.filter((text) => text === '(blank)').length, 2);
		assert.ok(texts.includes('evil'));
	}, { viewport: { width: 360, height: 740 },
		expected: (text) => /404.*\/images\//.test(text) }));

test('long names wrap, and marks stay in their line', () =>
	on(sites.odd, async (page) => {
		for (const place of ['#/', `#/publication/${'N'.repeat(300)}`,
			'#/publication/words', '#/word/plain',
			`#/compare?a=words&b=${'N'.repeat(300)}`, '#/search?q=x']) {
			await open(page, place, '.name', sites.odd);
			await fits(page);
		}
		await open(page, '#/publication/words', '.ranked tbody tr', sites.odd);
		assert.equal(await page.locator('.ranked .name').first().evaluate(
			(name) => getComputedStyle(name).overflowY), 'clip');
		await open(page, '#/publication/%E2%80%AEevil', 'h1', sites.odd);
		assert.equal(await heading(page), 'evil');
		assert.match(await page.title(), /^evil – /);
	}, { viewport: { width: 360, height: 740 },
		expected: (text) => /404.*\/images\//.test(text) }));

test('hidden words are kept in the address', () =>
	on(sites.site, async (page) => {
		await open(page, LINCOLN, '.cloud text');
		await page.getByLabel('Hide words by clicking them').check();
		await page.locator('.cloud a').first().click();
		await page.waitForURL(/hide=united(%20|\+)states/);
		await page.getByRole('button', { name: 'Hide kentucky' }).click();
		await page.waitForURL(/hide=kentucky/);
		const isShown = (word) => page.locator('.cloud text')
			.evaluateAll((all, wanted) => all.some((text) =>
				text.textContent === wanted), word);

		await page.reload();
		await settled(page, '.cloud text');
		for (const word of ['united states', 'kentucky']) {
			assert.equal(await isShown(word), false);
			assert.equal(await page.locator('.ranked tbody .name')
				.getByText(word, { exact: true }).count(), 0);
		}
		assert.match(await page.locator('.cloud-scale').innerText(),
			/2 words are hidden/);
		await page.getByRole('button', { name: 'Show united states again' })
			.click();
		await page.waitForFunction(() => [...document.querySelectorAll(
			'.cloud text')].some((text) => text.textContent
			=== 'united states'));
	}));

test('a list of common words hides them', () =>
	on(sites.bare, async (page) => {
		await page.route(/frequencies\/Abraham/, (route) => route.fulfill({
			body: JSON.stringify([{ word: 'The', count: 9 },
				{ word: 'senate', count: 5 }]),
			contentType: 'application/json' }));
		await open(page, `${LINCOLN}?stop=en`, '.cloud text', sites.bare);
		await page.waitForFunction(() => document.querySelectorAll(
			'.cloud text').length === 1);
		assert.equal(await page.locator('.cloud text').innerHTML(), 'senate');
	}));

test('distinctive words, numbers of words and rates can be chosen', () =>
	on(sites.site, async (page) => {
		await open(page, LINCOLN, '.cloud text');
		const table = page.locator('.panel', { hasText: 'All words' });

		await table.getByLabel('Sort by').selectOption('Distinctiveness');
		await page.waitForURL(/sort=distinctive/);
		await table.getByText('47.7').waitFor();
		assert.match(await table.locator('tbody tr').first().innerText(),
			/kentucky/);
		const kind = page.getByRole('combobox', { name: 'Words', exact: true });

		await kind.selectOption('Most distinctive');
		await page.waitForFunction(() => document.querySelector('.cloud text')
			?.textContent === 'kentucky');
		await kind.selectOption('Most frequent');
		await page.getByLabel('Number of words').selectOption('25');
		await page.waitForFunction(() => document.querySelectorAll(
			'.cloud text').length === 25);
		await table.getByLabel('Sort by').selectOption('Mentions');
		await table.getByRole('combobox', { name: 'Show', exact: true }).selectOption('Per 1,000 mentions');
		/* 78 of 410 */
		await table.locator('tbody tr', { hasText: '190.2' }).first().waitFor();
		await table.getByRole('combobox', { name: 'Show', exact: true }).selectOption('Mentions per article');
		await page.waitForURL(/rate=article/);
	}));

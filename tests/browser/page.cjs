/*
 * The page in a browser: page.cjs SITES [PART-OF-NAME].  SITES is JSON with the
 * addresses of
 *
 *	site		the sample
 *	bare		the sample, without images
 *	hostile		names that want to be more than text
 *	outage		no cache yet; "restore" is the command that makes one
 *	apaches		the sample, behind Apache: by CGI, and in other ways
 */
'use strict';

const { execFileSync } = require('node:child_process');

const { THEMES, VIEWS, WIDTHS, launch, settled } = require('./browser.cjs');
const { judge } = require('./judge.cjs');
const { assert, main, test } = require('./tap.cjs');
const { complaints, fits, saved, visit } = require('./visit.cjs');

const sites = JSON.parse(process.argv[2]);
const LINCOLN = '#/publication/Abraham%20Lincoln';
let browser;

async function open(page, place, selector = 'main h1', site = sites.site) {
	await page.goto('about:blank');
	await page.goto(site + place);
	await settled(page, selector);
}

const on = (site, run, options) => visit(browser, site, run, options);
const heading = (page) => page.locator('main h1').innerText();
const query = (page) => new URLSearchParams(
	new URL(page.url()).hash.split('?')[1]);

for (const width of WIDTHS)
	for (const theme of THEMES)
		test(`views have no fault at ${width} pixels, ${theme}`, () =>
			on(sites.site, async (page) => {
				for (const [place, selector] of Object.values(VIEWS)) {
					await open(page, place, selector);
					assert.deepEqual([place, await complaints(page)],
						[place, []]);
					await fits(page);
				}
				assert.equal(await page.evaluate(() =>
					window.violations.length), 0);
			}, { viewport: { width, height: 900 }, colorScheme: theme }));

test('publications are sorted and filtered by their address', () =>
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
		const [file, text] = await saved(page, () =>
			page.getByRole('button', { name: 'Export CSV' }).click());

		assert.equal(file, 'publications.csv');
		assert.match(text, /^\ufeffName,Articles\r\nFranklin D Roosevelt,\d+\r\nTheodore Roosevelt,\d+\r\n$/);
		await page.getByLabel('Filter by name').fill('nobody');
		await page.getByRole('button', { name: 'Clear the filter' }).click();
		await page.waitForFunction(() =>
			document.querySelectorAll('.publication').length === 43);
	}));

test('a cloud tells counts, leads to words, and is saved', () =>
	on(sites.site, async (page) => {
		await open(page, LINCOLN, '.cloud text');
		const word = page.getByRole('link',
			{ name: 'united states, 78 mentions', exact: true });

		await word.hover();
		await page.locator('.hint',
			{ hasText: 'united states, 78 mentions' }).waitFor();
		const [file, text] = await saved(page, () =>
			page.getByRole('button', { name: 'Save as SVG' }).click());

		assert.equal(file, 'Abraham Lincoln.svg');
		assert.match(text, /^<svg [^>]*viewBox=/);
		assert.match(text, /<text [^>]*fill="rgb[^>]*>united states<\/text>/);
		await word.click();
		await settled(page, '.bars tbody tr');
		assert.equal(await heading(page), 'united states');
		await page.goBack();
		await settled(page, '.cloud text');
		assert.equal(await heading(page), 'Abraham Lincoln');
	}));

test('a table grows by checkpoints, and a reload finds its rows', () =>
	on(sites.site, async (page) => {
		const asked = [];
		const rows = page.locator('.ranked tbody tr');

		page.on('request', (request) => asked.push(request.url()));
		await open(page, LINCOLN, '.ranked tbody tr');
		assert.equal(await rows.count(), 50);
		for (const shown of ['100 words shown', 'All 149 words']) {
			await page.locator('.table-end').scrollIntoViewIfNeeded();
			await page.locator('.table-end', { hasText: shown }).waitFor();
		}
		const texts = await page.locator('.ranked tbody th').allInnerTexts();

		assert.equal(texts.length, 149);
		assert.equal(new Set(texts).size, 149);
		assert.ok(asked.some((url) => /\?limit=50&word=[^&]+&count=\d+$/
			.test(url)), asked.join('\n'));
		assert.equal(query(page).get('rows'), '149');
		const [, csv] = await saved(page, () => page.getByRole('button',
			{ name: 'Export CSV' }).click());

		assert.equal(csv.trimEnd().split('\r\n').length, 150);
		await page.reload();
		await settled(page, '.ranked tbody tr');
		assert.equal(await rows.count(), 149);
	}));

test('a plot is read by a slider', () =>
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

test('a word is sorted by its rate', () =>
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
		await page.getByLabel('First publication')
			.selectOption('Abraham Lincoln');
		await page.getByLabel('Second publication')
			.selectOption('Barack Obama');
		await settled(page, '.butterfly tbody tr');
		assert.match(await page.locator('.summary').innerText(),
			/^39 words are in both: 10\.3% of all 379\./);
		const [, csv] = await saved(page, () => page.getByRole('button',
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
			/Twice the same/);
	}));

test('what is not there is said', () =>
	on(sites.site, async (page) => {
		await open(page, '#/publication/Nobody', '.notice');
		assert.match(await page.locator('.notice').innerText(),
			/There is no publication called “Nobody”/);
		await open(page, '#/compare?a=Nobody&b=Barack%20Obama', '.notice');
		assert.match(await page.locator('.notice').innerText(),
			/There is no publication called “Nobody”/);
	}, { expected: (text) => /404.*frequencies\/Nobody/.test(text) }));

test('a search suggests, by keys alone', () =>
	on(sites.site, async (page) => {
		await open(page, '#/', '.publication');
		const field = page.getByRole('combobox',
			{ name: 'Search all publications' });

		const answer = page.waitForResponse(/search\?q=unit&/);

		await field.focus();
		await page.keyboard.type('unit');
		await answer;
		await page.getByRole('option', { name: 'united nations 143' })
			.waitFor();
		assert.equal(await field.getAttribute('aria-expanded'), 'true');
		await page.keyboard.press('ArrowDown');
		assert.equal(await page.locator(`[id="${await field.getAttribute(
			'aria-activedescendant')}"]`).getAttribute('aria-selected'),
		'true');
		await page.keyboard.press('Escape');
		assert.equal(await field.getAttribute('aria-expanded'), 'false');
		await page.keyboard.press('Enter');
		await page.waitForURL(/#\/search\?q=unit$/);
		await settled(page, '.ranked tbody tr');
		await field.focus();
		await page.keyboard.type('ameri');
		await page.getByRole('option').first().waitFor();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await page.waitForURL(/#\/word\/america$/);
		assert.equal(await page.evaluate(() =>
			document.activeElement.tagName), 'H1');
	}));

test('a search in a publication finds its own words', () =>
	on(sites.site, async (page) => {
		await open(page, LINCOLN, '.ranked tbody tr');
		await page.getByRole('combobox',
			{ name: 'Find a word in Abraham Lincoln' }).fill('united');
		await page.getByRole('option', { name: /united states\s*78/ })
			.waitFor();
	}));

/* Tabs until what has the focus matches. */
async function tabTo(page, selector) {
	for (let tries = 0; tries < 60; tries += 1) {
		await page.keyboard.press('Tab');
		if (await page.evaluate((wanted) =>
			document.activeElement.matches(wanted), selector))
			return;
	}
	throw new Error(`the Tab key never comes to ${selector}`);
}

test('everything is reached without a mouse', () =>
	on(sites.site, async (page) => {
		await open(page, '#/', '.publication');
		await page.keyboard.press('Tab');
		assert.equal(await page.evaluate(() =>
			document.activeElement.textContent), 'Skip to the content');
		await page.keyboard.press('Enter');
		assert.equal(await page.evaluate(() => document.activeElement.id),
			'content');
		await tabTo(page, '.publication-name a');
		const outline = await page.evaluate(() => getComputedStyle(
			document.activeElement, '::after').outlineStyle);

		assert.equal(outline, 'solid');
		await page.keyboard.press('Enter');
		await settled(page, '.cloud text');
		assert.equal(await page.evaluate(() =>
			document.activeElement.textContent), 'Abraham Lincoln');
		await tabTo(page, '.cloud a');
		await page.keyboard.press('ArrowRight');
		assert.match(await page.evaluate(() =>
			document.activeElement.getAttribute('aria-label')), /^europe, 10/);
		await page.keyboard.press('End');
		await page.keyboard.press('Home');
		await page.keyboard.press('Enter');
		await settled(page, '.bars tbody tr');
		assert.equal(await heading(page), 'united states');
		await tabTo(page, '.bars a');
		await page.keyboard.press('Enter');
		await settled(page, '.cloud text');
		await tabTo(page, '.panel .skip');
		await page.keyboard.press('Enter');
		assert.match(await page.evaluate(() =>
			document.activeElement.textContent), /words shown/);
	}));

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

/* The first card's picture, when all of it has come. */
async function firstPicture(page, kind) {
	const picture = page.locator(`.publication-image.${kind} img`).first();

	await picture.evaluate((image) => image.decode());
	return picture.evaluate((image) => [decodeURIComponent(image.src)
		.split('/').pop(), image.naturalWidth]);
}

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

test('an outage counts down, tries again and is over', () =>
	on(sites.outage, async (page) => {
		await page.clock.install();
		await page.goto(sites.outage);
		const notice = page.getByRole('alert');

		await notice.getByText('Service Outage').waitFor();
		await notice.getByText(/^Next try in 30 seconds\.$/).waitFor();
		assert.deepEqual(await complaints(page), []);
		await page.clock.runFor(4000);
		await notice.getByText(/^Next try in 26 seconds\.$/).waitFor();
		const again = page.waitForResponse(/\/publications$/);

		await page.clock.runFor(26000);
		assert.equal((await again).status(), 503);
		await notice.getByText(/^Next try in 30 seconds\.$/).waitFor();
		execFileSync(sites.restore[0], sites.restore.slice(1));
		await page.clock.runFor(30000);
		await page.locator('.publication').first().waitFor();
		assert.equal(await page.getByRole('alert').count(), 0);
	}, { expected: (text) => /503.*\/publications|404.*\/images\//.test(text) }));

test('without a connection the page waits for it', () =>
	on(sites.site, async (page) => {
		await open(page, '#/', '.publication .chip');
		await page.context().setOffline(true);
		await page.getByRole('link', { name: 'america', exact: false })
			.first().click();
		await page.getByRole('alert').getByText('No connection').waitFor();
		assert.deepEqual(await complaints(page), []);
		await page.context().setOffline(false);
		await page.locator('.bars tbody tr').first().waitFor();
	}, { expected: (text) => /ERR_INTERNET_DISCONNECTED/.test(text) }));

test('a view that cannot be loaded is tried anew, said, and tried again', () =>
	on(sites.site, async (page) => {
		let loads = 0;

		page.on('load', () => {
			loads += 1;
		});
		await page.route('**/assets/Compare-*', (route) => route.abort());
		await page.goto(sites.site);
		await settled(page, '.publication .chip');
		await page.getByRole('link', { name: 'Compare' }).click();
		await page.getByRole('alert').getByText('could not be loaded')
			.waitFor();
		assert.equal(loads, 2);
		assert.deepEqual(await complaints(page), []);
		await page.unroute('**/assets/Compare-*');
		await page.getByRole('button', { name: 'Try again' }).waitFor();
	}, { expected: (text) => /assets\/Compare-/.test(text) }));

test('an answer that makes no sense is said, and asked for again', () =>
	on(sites.site, async (page) => {
		await page.route('**/publications', (route) => route.fulfill(
			{ body: '{"a":', contentType: 'application/json' }),
		{ times: 2 });
		await open(page, '#/', '[role=alert]');
		await page.getByText('Something went wrong').waitFor();
		await page.unroute('**/publications');
		await page.getByRole('button', { name: 'Try again' }).click();
		await page.locator('.publication').first().waitFor();
	}));

test('names are in order whatever their case, accents and numbers', () =>
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

test('no publications are said', () =>
	on(sites.site, async (page) => {
		await page.route('**/publications', (route) => route.fulfill(
			{ body: '[]', contentType: 'application/json' }));
		await open(page, '#/', '.notice');
		assert.match(await page.locator('.notice').innerText(),
			/No publications yet/);
	}));

test('without images small clouds are drawn, and one image is asked for', () =>
	on(sites.bare, async (page) => {
		const asked = [];

		page.on('request', (request) => {
			if (request.resourceType() === 'image'
				&& !request.url().endsWith('.svg'))
				asked.push(request.url());
		});
		await open(page, '#/', '.publication .small-cloud', sites.bare);
		assert.equal(asked.length, 1);
		assert.ok(await page.locator('.small-cloud').count() >= 4);
		assert.equal(await page.locator('.publication img').count(), 0);
		assert.deepEqual(await complaints(page), []);
	}, { expected: (text) => /404.*\/images\//.test(text) }));

test('the first load is under 200 KB, and its headers are strict', (note) =>
	on(sites.site, async (page) => {
		const client = await page.context().newCDPSession(page);
		let bytes = 0;

		await client.send('Network.enable');
		/* Pictures are content; how large they are is their maker's. */
		const pictures = new Set();

		client.on('Network.responseReceived', ({ requestId, type }) =>
			type === 'Image' && pictures.add(requestId));
		client.on('Network.loadingFinished',
			({ requestId, encodedDataLength }) => {
				bytes += pictures.has(requestId) ? 0 : encodedDataLength;
			});
		const answer = await page.goto(sites.site);

		await settled(page, '.publication .chip');
		assert.ok(bytes > 50000 && bytes < 200000, `${bytes} bytes`);
		note(`the first load is ${bytes} bytes`);
		const policy = answer.headers()['content-security-policy'];

		assert.match(policy, /default-src 'none'/);
		assert.doesNotMatch(policy, /unsafe|data:|\*|http/);
	}));

/*
 * Milliseconds of processor that the page takes until its largest thing is
 * painted.  Time by the clock would count whatever else the machine does.
 */
async function largestPaint(traced) {
	let events;

	await visit(traced, sites.site, async (page) => {
		await traced.startTracing(page, { categories: ['toplevel', 'loading',
			'devtools.timeline', 'disabled-by-default-devtools.timeline'] });
		await page.goto(sites.site);
		await settled(page, '.publication .chip');
		events = JSON.parse(await traced.stopTracing()).traceEvents;
	});
	const painted = events.filter(({ name }) =>
		name === 'largestContentfulPaint::Candidate')
		.reduce((one, other) => (other.ts > one.ts ? other : one));
	const tasks = events.filter(({ name, pid, tid, ts }) =>
		name === 'RunTask' && pid === painted.pid
		&& tid === painted.tid && ts < painted.ts);

	assert.ok(tasks.length > 0);
	return tasks.reduce((sum, { tdur }) => sum + tdur, 0) / 1000;
}

test('on a quarter of a processor the largest thing is painted in a second',
	async (note) => {
		const times = [];
		/* What else is open would be in the trace as well. */
		const traced = await launch();

		/* Other work takes caches, too, so the best of a few counts. */
		while (times.length < 6 && !(4 * Math.min(...times) < 1000))
			times.push(await largestPaint(traced));
		await traced.close();
		note(`it takes ${times.map(Math.round).join(', ')} ms`);
		assert.ok(4 * Math.min(...times) < 1000, times.join(', '));
	});

test('Lighthouse finds it accessible, well made and easy to find', async (note) => {
	const scores = await judge(sites.site,
		['accessibility', 'best-practices', 'seo']);

	note(JSON.stringify(scores));
	assert.deepEqual(Object.entries(scores).filter(([, score]) => score < 95),
		[]);
});

const STRICT = ['content-security-policy', 'cache-control',
	'x-content-type-options', 'referrer-policy', 'x-frame-options',
	'permissions-policy', 'cross-origin-opener-policy',
	'cross-origin-resource-policy', 'content-type'];

/* How long each script and stylesheet may be kept. */
function keptAssets(page) {
	return page.evaluate(() => Promise.all([...document.querySelectorAll(
		'script[src], link[rel=stylesheet]')].map(async (one) =>
		(await fetch(one.src ?? one.href)).headers.get('Cache-Control'))));
}

for (const [server, address] of Object.entries(sites.apaches))
	test(`the page works behind ${server}`, () =>
		on(address, async (page) => {
			const headers = (await page.goto(address)).headers();
			const nginx = (await fetch(sites.site)).headers;

			for (const name of STRICT)
				assert.equal(headers[name], nginx.get(name), name);
			assert.equal(headers['content-encoding'], 'gzip');
			await settled(page, '.publication .chip');
			assert.deepEqual([...new Set(await keptAssets(page))],
				['public, max-age=31536000, immutable']);
			assert.deepEqual(await firstPicture(page, 'paper'),
				['Abraham%20Lincoln.png', 500]);
			await open(page, LINCOLN, '.ranked tbody tr', address);
			await open(page, VIEWS.compare[0], VIEWS.compare[1], address);
		}, { colorScheme: 'light' }));

launch().then(async (started) => {
	browser = started;
	const status = await main(process.argv[3]);

	await browser.close();
	process.exit(status);
});

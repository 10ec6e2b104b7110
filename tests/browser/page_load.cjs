/*
 * Loading the page: its size, its headers, and different web servers.
 */
'use strict';

const { VIEWS, settled } = require('./browser.cjs');
const { runLighthouse } = require('./lighthouse.cjs');
const { LINCOLN, on, open, sites } = require('./setup.cjs');
const { assert, test } = require('./tap.cjs');
const { firstImage } = require('./visit.cjs');

test('the first load is under 200 KB and has a strict CSP', (note) =>
	on(sites.site, async (page) => {
		const client = await page.context().newCDPSession(page);
		let bytes = 0;

		await client.send('Network.enable');
		/* Images do not count, because they are content. */
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

/* Record what the shell shows, and what replaces it, when it is removed. */
function watchShell() {
	const wait = window.setTimeout.bind(window);

	/* Wait for the image even on a slow machine. */
	window.setTimeout = (run, time) => wait(run, time === 400 ? 20000 : time);
	new MutationObserver((changes) => {
		for (const { removedNodes: [gone] } of changes)
			if (gone?.id === 'shell')
				window.taken = [gone.querySelector('img')?.naturalWidth,
					document.querySelectorAll('#app .publication').length];
	}).observe(document, { childList: true, subtree: true });
}

test('the shell shows the first image until the page shows its cards',
	() => on(sites.site, async (page) => {
		const requested = [];

		page.on('request', (request) => requested.push(request.url()));
		await page.addInitScript(watchShell);
		await page.goto(sites.site);
		await settled(page, '.publication .chip');
		assert.deepEqual(await page.evaluate(() => window.taken), [500, 3]);
		assert.equal(requested.filter((url) => url.endsWith('/publications'))
			.length, 1);
	}));

test('the page does not wait for slow data', () =>
	on(sites.site, async (page) => {
		let answer;
		const wanted = new Promise((resolve) => {
			answer = resolve;
		});

		await page.route('**/publications', async (route) => {
			await wanted;
			await route.continue();
		});
		await page.goto(sites.site, { waitUntil: 'commit' });
		await page.locator('#app .menu').waitFor();
		assert.equal(await page.locator('#shell').count(), 0);
		answer();
		await page.locator('.publication .chip').first().waitFor();
	}));

test('Lighthouse scores the page at least 95', async (note) => {
	const scores = await runLighthouse(sites.site,
		['accessibility', 'best-practices', 'seo']);

	note(JSON.stringify(scores));
	assert.deepEqual(Object.entries(scores).filter(([, score]) => score < 95),
		[]);
});

const STRICT = ['content-security-policy', 'cache-control',
	'x-content-type-options', 'referrer-policy', 'x-frame-options',
	'permissions-policy', 'cross-origin-opener-policy',
	'cross-origin-resource-policy', 'content-type'];

/* Return the Cache-Control headers of all scripts and stylesheets. */
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
			assert.deepEqual(await firstImage(page, 'paper'),
				['Abraham%20Lincoln.png', 500]);
			await open(page, LINCOLN, '.ranked tbody tr', address);
			await open(page, VIEWS.compare[0], VIEWS.compare[1], address);
		}, { colorScheme: 'light',
			/* Programs that serve one request each cannot send events. */
			expected: (text) => server.startsWith('CGI')
				&& /503.*\/events/.test(text) }));

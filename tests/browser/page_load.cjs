/*
 * How the page comes: its size, its headers, and from which server.
 */
'use strict';

const { VIEWS, settled } = require('./browser.cjs');
const { judge } = require('./judge.cjs');
const { assert, test } = require('./tap.cjs');
const { LINCOLN, on, open, sites } = require('./tour.cjs');
const { firstPicture } = require('./visit.cjs');

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

/* Notes what the shell shows, and what takes its place, when it goes. */
function watchShell() {
	const wait = window.setTimeout.bind(window);

	/* However slow the machine is, the image is waited for. */
	window.setTimeout = (run, time) => wait(run, time === 400 ? 20000 : time);
	new MutationObserver((changes) => {
		for (const { removedNodes: [gone] } of changes)
			if (gone?.id === 'shell')
				window.taken = [gone.querySelector('img')?.naturalWidth,
					document.querySelectorAll('#app .publication').length];
	}).observe(document, { childList: true, subtree: true });
}

test('the first image comes before the page, and that at once with its cards',
	() => on(sites.site, async (page) => {
		const asked = [];

		page.on('request', (request) => asked.push(request.url()));
		await page.addInitScript(watchShell);
		await page.goto(sites.site);
		await settled(page, '.publication .chip');
		assert.deepEqual(await page.evaluate(() => window.taken), [500, 3]);
		assert.equal(asked.filter((url) => url.endsWith('/publications'))
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

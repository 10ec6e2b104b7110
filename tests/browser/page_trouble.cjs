/*
 * What goes wrong is said, and is over when it is.
 */
'use strict';

const { execFileSync } = require('node:child_process');

const { settled } = require('./browser.cjs');
const { assert, test } = require('./tap.cjs');
const { on, open, sites } = require('./tour.cjs');
const { complaints } = require('./visit.cjs');

/* From then on time passes only in runFor(). */
const pause = async (page) => page.clock.pauseAt(
	await page.evaluate(() => Date.now()) + 10000);

test('an outage counts down, tries again and is over', () =>
	on(sites.outage, async (page) => {
		await page.clock.install();
		await page.goto(sites.outage);
		const notice = page.getByRole('alert');
		const untilNext = async () => Number((await notice.innerText())
			.match(/^Next try in (\d+) seconds\.$/m)[1]);

		await notice.getByText('Service Outage').waitFor();
		await notice.getByText(/^Next try in 30 seconds\.$/).waitFor();
		await pause(page);
		const left = await untilNext();

		assert.ok(left > 4 && left < 30, `${left} seconds`);
		await page.clock.runFor(4000);
		assert.equal(await untilNext(), left - 4);
		const again = page.waitForResponse(/\/publications$/);

		await page.clock.runFor(1000 * (left - 4));
		assert.equal((await again).status(), 503);
		await notice.getByText(/^Next try in 30 seconds\.$/).waitFor();
		await page.clock.resume();
		assert.deepEqual(await complaints(page), []);
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

test('no publications are said', () =>
	on(sites.site, async (page) => {
		await page.route('**/publications', (route) => route.fulfill(
			{ body: '[]', contentType: 'application/json' }));
		await open(page, '#/', '.notice');
		assert.match(await page.locator('.notice').innerText(),
			/No publications yet/);
	}));

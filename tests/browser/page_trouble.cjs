/*
 * The page reports failures, and recovers when they are over.
 */
'use strict';

const { execFileSync } = require('node:child_process');

const { settled } = require('./browser.cjs');
const { on, open, sites } = require('./setup.cjs');
const { assert, test } = require('./tap.cjs');
const { axeViolations } = require('./visit.cjs');

/* After this, time passes only in runFor(). */
const pause = async (page) => page.clock.pauseAt(
	await page.evaluate(() => Date.now()) + 10000);

test('an outage counts down, retries and ends', () =>
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
		assert.deepEqual(await axeViolations(page), []);
		execFileSync(sites.restore[0], sites.restore.slice(1));
		await page.clock.runFor(30000);
		await page.locator('.publication').first().waitFor();
		assert.equal(await page.getByRole('alert').count(), 0);
	}, { expected: (text) => /503.*\/(publications|events)|404.*\/images\//.test(text) }));

test('the page recovers when the connection is back', () =>
	on(sites.site, async (page) => {
		await open(page, '#/', '.publication .chip');
		await page.context().setOffline(true);
		await page.getByRole('link', { name: 'america', exact: false })
			.first().click();
		await page.getByRole('alert').getByText('No connection').waitFor();
		assert.deepEqual(await axeViolations(page), []);
		await page.context().setOffline(false);
		await page.locator('.bars tbody tr').first().waitFor();
	}, { expected: (text) => /ERR_INTERNET_DISCONNECTED/.test(text) }));

test('a view that cannot be loaded reloads the page once and is reported', () =>
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
		assert.deepEqual(await axeViolations(page), []);
		await page.unroute('**/assets/Compare-*');
		await page.getByRole('button', { name: 'Try again' }).waitFor();
	}, { expected: (text) => /assets\/Compare-/.test(text) }));

test('an invalid response is reported and can be retried', () =>
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

test('an empty list of publications is reported', () =>
	on(sites.site, async (page) => {
		await page.route('**/publications', (route) => route.fulfill(
			{ body: '[]', contentType: 'application/json' }));
		await open(page, '#/', '.notice');
		assert.match(await page.locator('.notice').innerText(),
			/No publications yet/);
	}));

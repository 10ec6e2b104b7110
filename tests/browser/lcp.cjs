/*
 * Prints the median Largest Contentful Paint of several visits, in
 * milliseconds, with the processor throttled to a quarter of its speed:
 *
 *	lcp.cjs ADDRESS
 */
'use strict';

const { launch } = require('./browser.cjs');

const VISITS = 5;
const SLOWDOWN = 4;
/* Wait this long without polling, which would slow the page down. */
const PATIENCE = 4000;

const lastCandidate = () => new Promise((resolve) => {
	new PerformanceObserver((list) =>
		resolve(list.getEntries().pop().startTime))
		.observe({ type: 'largest-contentful-paint', buffered: true });
});

async function largestPaint(browser, address) {
	const page = await browser.newPage();
	const client = await page.context().newCDPSession(page);

	await client.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
	await page.goto(address, { waitUntil: 'commit' });
	await page.waitForTimeout(PATIENCE);
	const time = await page.evaluate(lastCandidate);

	await page.close();
	return Math.round(time);
}

launch().then(async (browser) => {
	const times = [];

	for (let visit = 0; visit < VISITS; visit++)
		times.push(await largestPaint(browser, process.argv[2]));
	await browser.close();
	console.log(`# ${times.join(', ')} ms`);
	console.log(times.sort((one, other) => one - other)[VISITS >> 1]);
});

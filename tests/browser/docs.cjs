/*
 * Tests of the API documentation page: docs.cjs ADDRESS, where ADDRESS is a
 * site with the sample.
 */
'use strict';

const { THEMES, WIDTHS, launch } = require('./browser.cjs');
const { assert, main, test } = require('./tap.cjs');
const { axeViolations, fits, visit } = require('./visit.cjs');

const address = `${process.argv[2]}docs`;
let browser;

const on = (run, options) => visit(browser, address, async (page) => {
	await page.goto(address);
	await run(page);
}, options);

for (const width of WIDTHS)
	for (const theme of THEMES)
		test(`the page is accessible and fits at ${width} pixels, ${theme}`, () =>
			on(async (page) => {
				assert.deepEqual(await axeViolations(page), []);
				await fits(page);
			}, { viewport: { width, height: 900 }, colorScheme: theme }));

test('a form sends its request and shows the response', () =>
	on(async (page) => {
		const article = page.getByRole('article',
			{ name: 'GET /frequencies/{pub}' });

		await article.getByLabel('pub').fill('Barack Obama');
		await article.getByLabel('limit').fill('1');
		await article.getByRole('button', { name: 'Try it' }).click();
		const answer = article.locator('pre');

		await answer.getByText('"america"').waitFor();
		assert.match(await answer.innerText(),
			/^GET .*\/frequencies\/Barack%20Obama\?limit=1\n\n200 OK\n/);
		await article.getByLabel('limit').fill('0');
		await article.getByRole('button', { name: 'Try it' }).click();
		await answer.getByText('400 Bad Request').waitFor();
	}, { expected: (text) => /400.*limit=0/.test(text) }));

launch().then(async (started) => {
	browser = started;
	const status = await main(process.argv[3]);

	await browser.close();
	process.exit(status);
});

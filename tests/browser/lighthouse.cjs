/*
 * Runs Lighthouse on an address, and returns its scores, up to 100.
 *
 *	lighthouse.cjs ADDRESS	print all scores as JSON
 */
'use strict';

const { pathToFileURL } = require('node:url');

const ALL = ['performance', 'accessibility', 'best-practices', 'seo'];

/* Lighthouse starts a separate browser, that in CHROME_PATH. */
async function runLighthouse(address, onlyCategories = ALL) {
	const load = (name) => import(pathToFileURL(require.resolve(name)).href);
	const { default: lighthouse } = await load('lighthouse');
	const { launch } = await load('chrome-launcher');
	const chrome = await launch({
		chromeFlags: ['--headless=new', '--no-sandbox',
			'--disable-dev-shm-usage'],
	});

	try {
		const { lhr } = await lighthouse(address, {
			port: chrome.port, logLevel: 'error', onlyCategories });

		for (const { id, score, scoreDisplayMode } of
			Object.values(lhr.audits))
			if (score !== null && score < 0.9
				&& scoreDisplayMode !== 'informative')
				console.log(`# ${id}: ${score} ${
					lhr.audits[id].displayValue ?? ''}`);
		return Object.fromEntries(Object.values(lhr.categories)
			.map(({ id, score }) => [id, Math.round(100 * score)]));
	} finally {
		await chrome.kill();
	}
}

module.exports = { ALL, runLighthouse };

if (require.main === module)
	runLighthouse(process.argv[2]).then((scores) =>
		console.log(JSON.stringify(scores)));

/*
 * The sites and the browser for the tests of the page.
 */
'use strict';

const { launch, settled } = require('./browser.cjs');
const { visit } = require('./visit.cjs');

const LINCOLN = '#/publication/Abraham%20Lincoln';

/* See page.cjs. */
const sites = JSON.parse(process.argv[2]);
let browser;

async function start() {
	browser = await launch();
}

const stop = () => browser.close();

async function open(page, place, selector = 'main h1', site = sites.site) {
	await page.goto('about:blank');
	await page.goto(site + place);
	await settled(page, selector);
}

const on = (site, run, options) => visit(browser, site, run, options);
const heading = (page) => page.locator('main h1').innerText();

module.exports = { LINCOLN, heading, on, open, sites, start, stop };

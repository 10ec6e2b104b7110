/*
 * The page can be used with the keyboard alone.
 */
'use strict';

const { settled } = require('./browser.cjs');
const { LINCOLN, heading, on, open, sites } = require('./setup.cjs');
const { assert, test } = require('./tap.cjs');

test('the keyboard selects a suggestion of the search', () =>
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
		const words = page.waitForResponse(/search\?q=ameri&/);

		await field.focus();
		await page.keyboard.type('ameri');
		await words;
		/* Suggestions for fewer letters may be shown until then. */
		await page.getByRole('option', { name: /^america \d/ }).waitFor();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await page.waitForURL(/#\/word\/america$/);
		assert.equal(await page.evaluate(() =>
			document.activeElement.tagName), 'H1');
	}));

test('a suggestion stays selected when newer ones arrive', () =>
	on(sites.site, async (page) => {
		let answer;
		const held = new Promise((resolve) => {
			answer = resolve;
		});

		await page.route(/search\?q=ameri&/, async (route) => {
			await held;
			await route.continue();
		});
		await open(page, '#/', '.publication');
		const field = page.getByRole('combobox',
			{ name: 'Search all publications' });
		const announced = page.getByRole('status')
			.filter({ hasText: 'choose with the arrow keys' });

		await field.focus();
		await page.keyboard.type('amer');
		await page.getByRole('option', { name: /^america \d/ }).waitFor();
		const asked = page.waitForRequest(/search\?q=ameri&/);

		await page.keyboard.type('i');
		await asked;
		await page.keyboard.press('ArrowDown');
		const selected = page.locator(
			'[role=option][aria-selected=true]');
		const word = await selected.innerText();

		await announced.waitFor({ state: 'detached' });
		answer();
		await announced.waitFor({ state: 'attached' });
		assert.equal(await selected.innerText(), word);
		await page.keyboard.press('Enter');
		await page.waitForURL(/#\/word\/america$/);
	}));

test('the search in a publication finds only its words', () =>
	on(sites.site, async (page) => {
		await open(page, LINCOLN, '.ranked tbody tr');
		await page.getByRole('combobox',
			{ name: 'Find a word in Abraham Lincoln' }).fill('united');
		await page.getByRole('option', { name: /united states\s*78/ })
			.waitFor();
	}));

/* Press Tab until the focused element matches. */
async function tabTo(page, selector) {
	for (let tries = 0; tries < 60; tries += 1) {
		await page.keyboard.press('Tab');
		if (await page.evaluate((wanted) =>
			document.activeElement.matches(wanted), selector))
			return;
	}
	throw new Error(`the Tab key does not reach ${selector}`);
}

test('all views can be reached with the keyboard', () =>
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

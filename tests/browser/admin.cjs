/*
 * Tests of Django's admin: admin.cjs ADDRESS PASSWORD FILE, where ADDRESS is a
 * site at / and at /sub/site, and FILE is to be uploaded.
 */
'use strict';

const fs = require('node:fs');

const { launch } = require('./browser.cjs');
const { assert, main, test } = require('./tap.cjs');
const { visit } = require('./visit.cjs');

const [address, password, file] = process.argv.slice(2);
let browser;

async function login(page, base) {
	await page.goto(`${base}/admin/`);
	await page.waitForURL(/\/admin\/login\/\?next=/);
	await page.getByLabel('Username').fill('ann');
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Log in' }).click();
	await page.waitForURL(`${base}/admin/`);
	await page.getByText('Site administration').first().waitFor();
}

/* The static files: a color of base.css, and a script that the page runs. */
async function looksRight(page) {
	const header = page.locator('#header');

	assert.equal(await header.evaluate((element) =>
		getComputedStyle(element).backgroundColor), 'rgb(65, 118, 144)');
}

async function addNote(page, base, title) {
	await page.goto(`${base}/admin/notes/note/`);
	await page.getByRole('link', { name: 'Add note' }).first().click();
	await page.getByLabel('Title').fill(title);
	await page.getByLabel('File').setInputFiles(file);
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.waitForURL(`${base}/admin/notes/note/`);
	await page.getByText('was added successfully').waitFor();
	await page.locator('#result_list').getByText(title).click();
	const link = page.locator('a[href*="/uploads/"]');
	const answer = await page.request.get(new URL(
		await link.getAttribute('href'), page.url()).href);

	assert.equal(answer.status(), 200);
	assert.ok((await answer.body()).equals(fs.readFileSync(file)));
}

async function removeNote(page, title) {
	await page.getByRole('link', { name: 'Delete' }).click();
	await page.getByRole('button', { name: /Yes, I.m sure/ }).click();
	await page.getByText('was deleted successfully').waitFor();
	assert.equal(await page.locator('#result_list').getByText(title)
		.count(), 0);
}

for (const [name, prefix] of [['the root', ''], ['a prefix', '/sub/site']])
	test(`the admin at ${name}: login, list, add, upload, static files, ` +
	    'delete, logout', () => {
		const base = address + prefix;
		const title = `a note at ${name}`;

		return visit(browser, address, async (page) => {
			await login(page, base);
			await looksRight(page);
			await addNote(page, base, title);
			await removeNote(page, title);
			await page.getByRole('link', { name: 'Log out' }).click();
			await page.getByText('Logged out').first().waitFor();
			await page.goto(`${base}/admin/notes/note/`);
			await page.waitForURL(/\/admin\/login\/\?next=/);
		/* Django has no icon, which Chromium asks for by itself. */
		}, { expected: (text) => text.includes('/favicon.ico') });
	});

launch().then(async (started) => {
	browser = started;
	const status = await main(process.argv[5]);

	await browser.close();
	process.exit(status);
});

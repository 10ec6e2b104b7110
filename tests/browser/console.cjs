/*
 * Tests of the console: console.cjs SITES [PART-OF-NAME].  SITES is JSON with
 * the addresses "site", and "below" under a prefix, the token, and what is in
 * the cache, see console.tap.
 */
'use strict';

const { THEMES, WIDTHS, launch } = require('./browser.cjs');
const { assert, main, test } = require('./tap.cjs');
const { axeViolations, download, fits, visit } = require('./visit.cjs');

const sites = JSON.parse(process.argv[2]);
let browser;

const on = (run, options) => visit(browser, sites.site, run, options);
/* Those that take long. */
const slowTest = sites.slow ? test : () => {};
const shown = (page, text) => page.getByText(text, { exact: true }).first()
	.waitFor();
const button = (page, name) => page.getByRole('button', { name, exact: true });
const link = (page, name) => page.locator('main')
	.getByRole('link', { name, exact: true });
const address = (...path) => `#/data/${path.map(encodeURIComponent)
	.join('/')}`;

async function signIn(page, place = '', site = sites.site) {
	await page.goto('about:blank');
	await page.goto(site + place);
	if (await page.evaluate(() => sessionStorage.length) > 0)
		return;
	await page.getByLabel('Token').fill(sites.token);
	await page.keyboard.press('Enter');
	await button(page, 'Sign out').waitFor();
}

test('a wrong token is refused, a right one is kept in the tab alone', () =>
	on(async (page) => {
		const addresses = [];

		page.on('request', (request) => addresses.push(request.url()));
		await page.goto(sites.site);
		for (const wrong of ['wrong', 'owner', 'tökén']) {
			await page.getByLabel('Token').fill(wrong);
			await button(page, 'Sign in').click();
			await page.getByRole('alert').getByText(
				'The server does not accept this token.').waitFor();
			assert.deepEqual(await page.evaluate(() =>
				Object.keys(sessionStorage)), []);
		}
		assert.deepEqual(await axeViolations(page), []);
		await page.getByLabel('Token').fill(` ${sites.token}\n`);
		await page.keyboard.press('Enter');
		await link(page, 'users').waitFor();
		assert.equal(await page.evaluate(() => sessionStorage.getItem(
			'gantry-console-token')), sites.token);
		assert.equal(await page.evaluate(() => JSON.stringify(localStorage)
			+ document.cookie), '{}');
		await page.reload();
		await link(page, 'users').waitFor();
		await button(page, 'Sign out').click();
		await page.getByLabel('Token').waitFor();
		assert.equal(await page.getByLabel('Token').inputValue(), '');
		await page.reload();
		await page.getByLabel('Token').waitFor();
		assert.ok(addresses.every((one) => !one.includes(sites.token)));
	}, { expected: (text) => /403.*console\/database/.test(text) }));

test('collections, documents and values are shown', () =>
	on(async (page) => {
		await signIn(page);
		await link(page, 'users').click();
		await link(page, 'ghost missing').waitFor();
		await link(page, 'alice').click();
		await shown(page, '“Alice”');
		await link(page, 'posts').click();
		await link(page, 'p1').click();
		await page.locator('.field').getByText('integer').waitFor();
		assert.match(page.url(), /#\/data\/users\/alice\/posts\/p1$/);
		await page.goBack();
		await page.goBack();
		await shown(page, '“Alice”');
		await page.goto(`${sites.site}${address('types', 'all')}`);
		await page.locator('.field').first().waitFor();
		const values = await page.locator('main').innerText();

		for (const text of ['9223372036854775807', 'NaN', '1.0', 'true',
			'2024-02-29T12:34:56.789Z', '“two\nlines”', 'AP8=', '0 items',
			'52.5, -13.25', 'projects/other/databases/', 'a b.c'])
			assert.ok(values.includes(text), text);
		assert.ok(!values.includes('within'));
		await page.getByRole('button', { name: /^map/ }).click();
		await shown(page, '“within”');
		assert.deepEqual(await axeViolations(page), []);
		await link(page, 'users/alice').click();
		await shown(page, '“Alice”');
	}));

test('a query is built, run, counted, shared and exported', () =>
	on(async (page) => {
		await signIn(page, address('users'));
		await link(page, 'Query this collection').click();
		await button(page, 'Add a filter').click();
		await page.getByLabel('Field').fill('age');
		await page.getByLabel('Operator').selectOption('>=');
		await page.getByRole('combobox', { name: 'Type' })
			.selectOption('number');
		await page.getByLabel('Value').fill('31');
		await button(page, 'Add an order').click();
		const order = page.getByRole('group', { name: 'Order 1' });

		await order.getByLabel('Field').fill('age');
		await order.getByLabel('Direction').selectOption('descending');
		await button(page, 'Count').click();
		await page.getByText('2 documents match.').waitFor();
		await button(page, 'Run').click();
		const results = page.getByRole('region', { name: 'Results' });

		await results.waitFor();
		const found = () => results.getByRole('link').allInnerTexts();

		assert.deepEqual(await found(), ['users/carol', 'users/alice']);
		await page.getByText('Code for the web SDK').click();
		assert.equal(await page.locator('pre').last().innerText(), `import {\
 collection, getDocs, limit, orderBy, query, where } from\
 'firebase/firestore/lite';

const found = await getDocs(query(
	collection(db, "users"),
	where("age", ">=", 31),
	orderBy("age", "desc"),
	limit(50),
));
`);
		const [name, text] = await download(page, () => button(page,
			'Export JSON').click());

		assert.equal(name, 'users-query.json');
		assert.equal(JSON.parse(text)[0].fields.age.integerValue, '47');
		await page.reload();
		await results.waitFor();
		assert.deepEqual(await found(), ['users/carol', 'users/alice']);
		assert.deepEqual(await axeViolations(page), []);
	}));

test('hostile names and values are text', () =>
	on(async (page) => {
		await signIn(page, address('hostile'));
		for (const name of sites.names) {
			await page.goto(sites.site + address('hostile', name));
			await page.locator('.field').first().waitFor();
			assert.equal(await page.locator('.ids a[aria-current]')
				.count(), 1, name);
		}
		await page.goto(sites.site + address('types', 'hostile'));
		await page.locator('.field').first().waitFor();
		const text = await page.locator('main').innerText();

		for (const word of sites.words)
			assert.ok(text.includes(word.replace(/[\u202d\u202e]/g, (one) =>
				`\\u${one.codePointAt(0).toString(16)}`)), word);
		await page.goto(sites.site + address('hostile', 'a\0b'));
		await page.locator('.field').getByText('“\\u0000”').waitFor();
		await page.locator('h1').getByText('a\\u0000b').waitFor();
		assert.equal(await page.evaluate(() => window.hacked), undefined);
		assert.equal(await page.locator('main img, main script').count(), 0);
		await fits(page);
	}, { expected: (text) => /400.*%00:listCollectionIds/.test(text) }));

slowTest('large collections and documents come by pages', () =>
	on(async (page) => {
		await signIn(page, address('bulk'));
		const ids = page.locator('.ids a');

		await link(page, 'd049').waitFor();
		assert.equal(await ids.count(), 50);
		await button(page, 'More').click();
		await link(page, 'd099').waitFor();
		await button(page, 'More').click();
		await link(page, 'd119').waitFor();
		assert.equal(await ids.count(), 120);
		assert.equal(await button(page, 'More').count(), 0);
		await page.goto(sites.site + address('types', 'many'));
		await page.locator('.field').first().waitFor();
		assert.equal(await page.locator('.field').count(), 50);
		await button(page, 'Show 200 more of 39,950').click();
		assert.equal(await page.locator('.field').count(), 250);
		await page.getByLabel('Show fields whose names contain')
			.fill('D39999');
		await page.locator('.value', { hasText: /^39999$/ }).waitFor();
		assert.equal(await page.locator('.field').count(), 1);
		await page.goto(sites.site + address('types', 'long'));
		await button(page, 'Show all 1,000,000 characters').click();
		assert.equal((await page.locator('.value.string').innerText())
			.length, sites.long + 2);
		await fits(page);
	}));

slowTest('queries have pages, groups, lists and all types', () =>
	on(async (page) => {
		const run = async (form, more = '') => {
			await page.goto('about:blank');
			await page.goto(`${sites.site}#/query?q=${encodeURIComponent(
				JSON.stringify(form))}${more}`);
			await page.getByRole('region', { name: 'Results' }).waitFor();
			return page.locator('.found a').allInnerTexts();
		};
		const filter = (field, op, type, value) => ({ collection: 'types',
			where: [{ field, op, type, value }] });

		await signIn(page);
		assert.deepEqual(await run({ collection: 'posts', group: true }),
			['users/alice/posts/p1', 'users/ghost/posts/p2']);
		assert.deepEqual(await run({ collection: 'posts',
			parent: 'users/ghost' }), ['users/ghost/posts/p2']);
		for (const one of [
			filter('yes', '==', 'boolean', 'true'),
			filter('nothing', '==', 'null', ''),
			filter('nan', '==', 'NaN', ''),
			filter('yes', '!=', 'null', ''),
			filter('large', '==', 'number', '9223372036854775807'),
			filter('one', '==', 'number', '1'),
			filter('time', '<=', 'timestamp', '2024-02-29T12:34:56.789Z'),
			filter('reference', '==', 'reference', 'users/alice'),
			filter('map', '==', 'JSON', '{"inner": "within"}'),
			filter('list', 'array-contains', 'string', 'b'),
			filter('list', 'array-contains-any', 'JSON', '["x", 1]'),
			filter('one', 'in', 'JSON', '[1, 2]'),
			filter('map.inner', '==', 'string', 'within'),
			filter('`a b.c`', '==', 'string', 'an odd name'),
			filter('__name__', '==', 'string', 'types/all'),
		])
			assert.deepEqual(await run(one), ['types/all'],
				JSON.stringify(one));
		assert.deepEqual(await run({ collection: 'users', any: true,
			where: [filter('name', '==', 'string', 'Bob').where[0],
				filter('age', '>', 'number', '40').where[0]] }),
		['users/bob', 'users/carol']);
		assert.equal((await run({ collection: 'bulk', limit: 100 })).length,
			100);
		await button(page, 'Next page').click();
		await page.getByText('Documents 101 to 120').waitFor();
		assert.equal(await button(page, 'Next page').count(), 0);
		await page.goBack();
		await page.getByText('Documents 1 to 100').waitFor();
		assert.deepEqual(await run(filter('yes', '==', 'boolean', '')), []);
	}));

slowTest('mistakes and failures are told in words', () =>
	on(async (page) => {
		const alert = (text) => page.getByRole('alert').getByText(text)
			.waitFor();

		await signIn(page, '#/query');
		await button(page, 'Run').click();
		await alert('Enter the id of a collection');
		await page.getByLabel('Collection', { exact: true }).fill('users');
		await button(page, 'Add a filter').click();
		await button(page, 'Run').click();
		await alert('Filter 1: enter a field.');
		await page.getByLabel('Field').fill('age');
		await page.getByRole('combobox', { name: 'Type' })
			.selectOption('number');
		await button(page, 'Count').click();
		await alert('Filter 1: the value is not a number.');
		await page.getByLabel('Value').fill('1');
		await page.context().setOffline(true);
		await button(page, 'Run').click();
		await alert('The server does not answer.');
		await page.context().setOffline(false);
		await button(page, 'Try again').click();
		await page.getByRole('region', { name: 'Results' }).waitFor();
		await page.goto(`${sites.site}${address('no', 'such')}`);
		await page.getByText('There is no document at this path.').waitFor();
		await page.goto(`${sites.site}${address('users', 'ghost')}`);
		await page.getByText('This document does not exist').waitFor();
		await page.goto(`${sites.site}#/query?q=%7B"where":"x"`);
		await page.goto(`${sites.site}#/no/such/view`);
		await page.getByText('There is no such view.').waitFor();
		/* The token may be withdrawn. */
		await page.route('**/v1/**', (route) => route.fulfill({ status: 403,
			json: { error: { code: 403, status: 'PERMISSION_DENIED',
				message: 'Missing or insufficient permissions.' } } }));
		await page.goto(`${sites.site}${address('users')}`);
		await alert('The server no longer accepts the token.');
		assert.deepEqual(await page.evaluate(() =>
			Object.keys(sessionStorage)), []);
	}, { expected: (text) => /ERR_INTERNET_DISCONNECTED|403/.test(text) }));

slowTest('the keyboard reaches everything', () =>
	on(async (page) => {
		const press = (...keys) => keys.reduce((done, key) => done.then(() =>
			page.keyboard.press(key)), Promise.resolve());
		const focused = () => page.evaluate(() =>
			document.activeElement.innerText
			|| document.activeElement.getAttribute('aria-label'));

		await page.goto(sites.site);
		/* The form has the focus. */
		await page.keyboard.type(sites.token);
		await press('Enter');
		await link(page, 'users').waitFor();
		await page.locator('.brand').focus();
		await press('Tab');
		assert.equal(await focused(), 'Data');
		await link(page, 'types').focus();
		await press('Enter');
		await link(page, 'all').waitFor();
		assert.equal(await focused(), 'types');
		await link(page, 'all').focus();
		await press('Enter');
		const map = page.getByRole('button', { name: /^map/ });

		await map.focus();
		assert.equal(await map.getAttribute('aria-expanded'), 'false');
		await press('Space');
		await shown(page, '“within”');
		await page.getByLabel('Path', { exact: true }).fill('users/bob');
		await press('Enter');
		await shown(page, '“Bob”');
		await button(page, 'Dark theme').focus();
		await press('Space');
		assert.equal(await page.evaluate(() =>
			document.documentElement.dataset.theme), 'dark');
	}));

slowTest('the console works below a prefix', () =>
	on(async (page) => {
		await signIn(page, '', sites.below);
		await link(page, 'users').click();
		await link(page, 'alice').waitFor();
		assert.match(page.url(), /\/below\/console\/#\/data\/users$/);
	}));

const VIEWS = {
	'sign in': [null],
	collections: [''],
	documents: [address('users'), '.ids a'],
	document: [address('types', 'all'), '.field'],
	deep: [address('types', 'deep'), '.field'],
	query: [`#/query?q=${encodeURIComponent(JSON.stringify({ collection:
		'users', where: [{ field: 'age', op: '>', type: 'number',
		value: '1' }, { field: 'age', op: 'in', value: '[31, 25]' }],
	order: [{ field: 'age' }] }))}`, '.found'],
};

async function unfold(page) {
	for (let level = 0; level < sites.levels - 1; level++)
		await page.getByRole('button', { name: `level${level} ` }).first()
			.click();
	await page.getByText('the bottom').waitFor();
}

for (const [name, [place, selector = 'main h1']] of Object.entries(VIEWS))
	slowTest(`${name}: accessible and fits at all widths, light and dark`,
		() => on(async (page) => {
			if (place === null)
				await page.goto(sites.site);
			else
				await signIn(page, place);
			await page.waitForSelector(selector);
			if (name === 'deep')
				await unfold(page);
			for (const width of WIDTHS)
				for (const colorScheme of THEMES) {
					await page.setViewportSize({ width, height: 900 });
					await page.emulateMedia({ colorScheme });
					assert.deepEqual(await axeViolations(page), [],
						`${width} ${colorScheme}`);
					await fits(page);
					if (process.env.GANTRY_CONSOLE_SHOTS !== undefined)
						await page.screenshot({ fullPage: true, path:
							`${process.env.GANTRY_CONSOLE_SHOTS}/${name}-${
								width}-${colorScheme}.png` });
				}
		}));

launch().then(async (started) => {
	browser = started;
	const status = await main(process.argv[3]);

	await browser.close();
	process.exit(status);
});

/*
 * The files that the page saves: whole, and as they are seen.
 */
'use strict';

const { execFileSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync,
	writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const { LINCOLN, on, open, sites } = require('./setup.cjs');
const { assert, test } = require('./tap.cjs');
const { download } = require('./visit.cjs');

test('all words are exported, and not only those shown', () =>
	on(sites.many, async (page) => {
		await open(page, '#/publication/large', '.ranked tbody tr', sites.many);
		const [, all] = await download(page, () => page.getByRole('button',
			{ name: 'Export all as CSV' }).click());
		const lines = all.trimEnd().split('\r\n');

		assert.equal(lines.length, 20001);
		assert.equal(lines[20000], 'word19999,10001');
		assert.equal(new Set(lines).size, 20001);
		const [, some] = await download(page, () => page.getByRole('button',
			{ name: 'Export the rows shown' }).click());

		assert.ok(some.trimEnd().split('\r\n').length < 1000);
	}, { expected: (text) => /404.*\/images\//.test(text) }));

test('all words are compared', () =>
	on(sites.many, async (page) => {
		await open(page, '#/compare?a=small&b=large', '.summary', sites.many);
		assert.match(await page.locator('.summary').innerText(),
			/^5,001 words are in both: 25% of all 20,000\.$/);
		assert.match(await page.locator('.only.side-a').innerText(), /None/);
	}, { expected: (text) => /404.*\/images\//.test(text) }));

test('formulas are guarded, and large counts exact, in a file', () =>
	on(sites.odd, async (page) => {
		await open(page, '#/publication/words', '.ranked tbody tr', sites.odd);
		const save = async () => (await download(page, () => page.getByRole(
			'button', { name: 'Export all as CSV' }).click()))[1];
		const words = await save();

		for (const guarded of ["'\uff1d1+1,10", '"\'\n=1+1",9', "'+1,8"])
			assert.ok(words.includes(`\r\n${guarded}\r\n`), guarded);
		await open(page, '#/publication/numbers', '.ranked tbody tr',
			sites.odd);
		const numbers = await save();

		assert.ok(numbers.includes('\r\nodd,9007199254740993\r\n'));
		assert.ok(numbers.includes('\r\nlargest,9223372036854775807\r\n'));
		assert.ok(numbers.includes('\r\nless,-5\r\n'));
	}, { expected: (text) => /404.*\/images\//.test(text) }));

/*
 * Compare two PNG files in the browser: how many pixels the first has, how many
 * of them are dark, how many differ in the second, and how opaque it is.
 */
const comparePixels = (page, ...files) => page.evaluate(async (all) => {
	const [one, other] = await Promise.all(all.map(async (base64) => {
		const bytes = Uint8Array.from(atob(base64), (byte) =>
			byte.charCodeAt(0));
		const image = await createImageBitmap(new Blob([bytes],
			{ type: 'image/png' }));
		const canvas = new OffscreenCanvas(image.width, image.height)
			.getContext('2d');

		canvas.drawImage(image, 0, 0);
		return canvas.getImageData(0, 0, image.width, image.height);
	}));
	const shade = ({ data }, at) => data[at] + data[at + 1] + data[at + 2];
	const found = { width: one.width, height: one.height, dark: 0,
		different: 0, clear: 0 };

	for (let at = 0; at < one.data.length; at += 4) {
		found.dark += shade(one, at) < 380 ? 1 : 0;
		found.clear += one.data[at + 3] < 255 ? 1 : 0;
		found.different += Math.abs(shade(one, at) - shade(other, at)) > 380
			? 1 : 0;
	}
	return found;
}, files.map((data) => data.toString('base64')));

async function saveFile(page, name) {
	const [file] = await Promise.all([page.waitForEvent('download'),
		page.getByRole('button', { name }).click()]);

	return readFileSync(await file.path());
}

test('saved pictures show what is seen, also without fonts', () =>
	on(sites.site, async (page) => {
		await open(page, LINCOLN, '.cloud text');
		const png = await saveFile(page, 'Save as PNG');
		const seen = await comparePixels(page, png, png);
		const where = mkdtempSync(join(tmpdir(), 'gantry-'));

		try {
			writeFileSync(join(where, 'a.svg'),
				await saveFile(page, 'Save as SVG'));
			/* Another reader has no font of the page. */
			execFileSync('rsvg-convert', ['--width', String(seen.width),
				'--height', String(seen.height), join(where, 'a.svg'),
				'--output', join(where, 'a.png')]);
			const found = await comparePixels(page, png,
				readFileSync(join(where, 'a.png')));

			assert.ok(found.dark > 0.05 * found.width * found.height,
				`${found.dark} dark pixels`);
			assert.ok(found.different < 0.1 * found.dark,
				`${found.different} of ${found.dark} pixels`);
		} finally {
			rmSync(where, { recursive: true });
		}
		assert.equal(seen.clear, 0);
		await page.getByLabel('Transparent background in files').check();
		const file = await saveFile(page, 'Save as PNG');
		const { clear } = await comparePixels(page, file, file);

		assert.ok(clear > 0.5 * seen.width * seen.height, `${clear} clear`);
		assert.doesNotMatch((await saveFile(page, 'Save as SVG')).toString(),
			/<rect/);
	}, { colorScheme: 'light' }));

test('screens with many pixels get larger images', () =>
	on(sites.site, async (page) => {
		await open(page, '#/', '.publication .chip');
		assert.match(await page.locator('.publication img').first()
			.evaluate((image) => image.currentSrc), /@2x\.png$/);
	}, { deviceScaleFactor: 2, colorScheme: 'light' }));

/*
 * Writes the files of a folder as C (console_files.h):
 *
 *	embed.js FOLDER >console_files.c
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

const TYPES = {
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.txt': 'text/plain; charset=utf-8',
};
const COLUMNS = 18;
const [folder] = process.argv.slice(2);

function bytes(name, data) {
	const lines = [`static const unsigned char ${name}[] = {`];

	for (let at = 0; at < data.length; at += COLUMNS)
		lines.push(`${[...data.subarray(at, at + COLUMNS)].join(',')},`);
	return `${lines.join('\n')}\n};\n`;
}

function content(name, path) {
	const data = readFileSync(path);
	const hash = createHash('sha256').update(data).digest('hex')
		.slice(0, 20);

	console.log(bytes(name, data));
	return `{ ${name}, ${data.length}, "\\"${hash}\\"" }`;
}

console.log('#include "firestore/console/console_files.h"\n');

const rows = readdirSync(folder, { recursive: true }).sort()
	.filter((path) => extname(path) in TYPES)
	.map((path, at) => {
		const file = join(folder, path);
		const address = path === 'index.html' ? '/' : `/${path}`;
		const identity = content(`identity_${at}`, file);
		const gzip = existsSync(`${file}.gz`)
			? content(`gzip_${at}`, `${file}.gz`)
			: '{ NULL, 0, NULL }';

		return `\t{ ${JSON.stringify(address)}, ${JSON.stringify(
			TYPES[extname(path)])},\n\t    ${identity},\n\t    ${gzip} },`;
	});

console.log(`#include "firestore/console/console_files.h"

const struct console_file console_files[] = {
${rows.join('\n')}
	{ NULL, NULL, { NULL, 0, NULL }, { NULL, 0, NULL } },
};`);

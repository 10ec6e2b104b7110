/*
 * What the page and the console of the firestore application are built with.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const MODULES = fileURLToPath(new URL('node_modules', import.meta.url));
const COMPRESSIBLE = /\.(css|html|js|svg)$/;

/*
 * The licences of all packages that a module or a stylesheet of the page comes
 * from, and of OTHERS.
 */
export function licences(others) {
	const packages = new Set(others);

	function textOf(name) {
		const folder = join(MODULES, name);
		const file = readdirSync(folder).find((one) =>
			/^licen[cs]e/i.test(one));

		return `${name}\n\n${readFileSync(join(folder, file), 'utf8')}`;
	}

	return {
		name: 'licences',
		apply: 'build',
		generateBundle(options, bundle) {
			const modules = Object.values(bundle).flatMap((chunk) =>
				Object.entries(chunk.modules ?? {}))
				.filter(([, { renderedLength }]) => renderedLength > 0)
				.map(([module]) => module);

			for (const module of modules) {
				const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//
					.exec(module);

				if (found !== null)
					packages.add(found[1]);
			}
			this.emitFile({
				type: 'asset',
				fileName: 'assets/licences.txt',
				source: [...packages].sort().map(textOf)
					.join(`\n${'-'.repeat(72)}\n\n`),
			});
		},
	};
}

export function compressed() {
	let folder;

	return {
		name: 'compressed',
		configResolved(config) {
			folder = join(config.root, config.build.outDir);
		},
		writeBundle() {
			for (const name of readdirSync(folder, { recursive: true }))
				if (COMPRESSIBLE.test(name))
					writeFileSync(join(folder, `${name}.gz`),
						gzipSync(readFileSync(join(folder, name)),
							{ level: 9 }));
		},
	};
}

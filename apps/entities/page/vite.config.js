/*
 * How the page is built: into dist/, with each text beside its gzip so that a
 * web server need not compress.  All addresses are relative, so that the page
 * may lie anywhere; nothing is inlined, so that the strictest
 * Content-Security-Policy will do.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

import { texts } from './src/texts.js';

const COMPRESSIBLE = /\.(css|html|js|svg)$/;
/* What the first view is set in; other scripts' fonts load when needed. */
const FIRST_FONTS = /(fraunces|inter)-latin-wght-normal.*\.woff2$/;

/*
 * The licences of what ends up in the page: of each package that a module or a
 * stylesheet comes from.
 */
function licences() {
	const packages = new Set(['@materializecss/materialize', 'normalize.css',
		'@fontsource-variable/fraunces', '@fontsource-variable/inter']);
	let root;

	function textOf(name) {
		const folder = join(root, 'node_modules', name);
		const file = readdirSync(folder).find((one) =>
			/^licen[cs]e/i.test(one));

		return `${name}\n\n${readFileSync(join(folder, file), 'utf8')}`;
	}

	return {
		name: 'licences',
		apply: 'build',
		configResolved(config) {
			root = config.root;
		},
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

function compressed() {
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

/* The theme is chosen before anything is drawn, so this script is no module. */
function earlyTheme() {
	const file = new URL('src/early.js', import.meta.url);

	return {
		name: 'early-theme',
		apply: 'build',
		buildStart() {
			const source = readFileSync(file, 'utf8');

			this.emitFile({ type: 'asset', name: 'early.js', source });
		},
	};
}

/* Its texts are where all are. */
function textsOfIndex() {
	const known = {
		TITLE: texts.titles.publications(),
		DESCRIPTION: texts.frame.description,
		EYEBROW: texts.publicationsView.eyebrow,
		HEADING: texts.publicationsView.heading,
		LEAD: texts.publicationsView.lead,
		NOSCRIPT: texts.frame.noScript,
	};

	return {
		name: 'texts-of-index',
		transformIndexHtml: {
			order: 'pre',
			handler: (html) => html.replace(/%([A-Z]+)%/g,
				(all, name) => known[name]),
		},
	};
}

/*
 * What a stylesheet or module would only ask for after it has come itself, and
 * the script of the theme.
 */
function headTags() {
	function tag(name) {
		if (FIRST_FONTS.test(name))
			return ['link', { rel: 'preload', as: 'font', type:
				'font/woff2', href: `./${name}`, crossorigin: '' }];
		if (/early-.*\.js$/.test(name))
			return ['script', { src: `./${name}` }];
		return null;
	}

	return {
		name: 'head-tags',
		transformIndexHtml: {
			order: 'post',
			handler: (html, { bundle = {} }) => Object.keys(bundle)
				.map(tag)
				.filter((found) => found !== null)
				.map(([name, attrs]) => ({
					tag: name,
					attrs,
					injectTo: 'head',
				})),
		},
	};
}

export default defineConfig({
	base: './',
	plugins: [vue(), textsOfIndex(), earlyTheme(), headTags(), licences(),
		compressed()],
	define: {
		__VUE_OPTIONS_API__: 'false',
		__VUE_PROD_DEVTOOLS__: 'false',
		__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
	},
	css: {
		preprocessorOptions: { scss: { quietDeps: true } },
	},
	build: {
		target: 'es2020',
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		reportCompressedSize: false,
		rollupOptions: {
			/* Changes less often than the page. */
			output: {
				manualChunks: (module) =>
					(/node_modules\/(@?vue|vue-router)\//.test(module)
						? 'vue' : undefined),
			},
		},
	},
});

/*
 * Builds the page into dist/.  Each text file gets a gzip file beside it, so
 * that a web server need not compress.  All addresses are relative, so that the
 * page works below any path.  Nothing is inlined, so that the strictest
 * Content-Security-Policy works.
 */
import { readFileSync } from 'node:fs';

import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

import { readOutlines } from './outlines.js';
import { compressed, licences } from './plugins.js';
import { texts } from './src/texts.js';

/* Packages of which only stylesheets and fonts are used. */
const PACKAGES = ['@materializecss/materialize', 'normalize.css',
	'@fontsource-variable/fraunces', '@fontsource-variable/inter'];
/* Fonts of the first view.  Fonts for other scripts load when needed. */
const FIRST_FONTS = /(fraunces|inter)-latin-wght-normal.*\.woff2$/;

/* The module virtual:outlines is loaded when a cloud is saved. */
function outlines() {
	const name = 'virtual:outlines';
	let root;

	return {
		name: 'outlines',
		configResolved(config) {
			root = config.root;
		},
		resolveId: (wanted) => (wanted === name ? `\0${name}` : undefined),
		load: (id) => (id === `\0${name}` ? `export default JSON.parse(${
			JSON.stringify(JSON.stringify(readOutlines(root)))})`
			: undefined),
	};
}

/* Not a module, because it must choose the theme before anything is drawn. */
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

/* Insert the texts of texts.js into index.html. */
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
 * Preload fonts that the browser would otherwise find only in a stylesheet, and
 * load early.js.
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
	plugins: [vue(), textsOfIndex(), earlyTheme(), headTags(), licences(PACKAGES),
		outlines(), compressed()],
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
			/* This chunk changes less often than the page. */
			output: {
				manualChunks: (module) =>
					(/node_modules\/(@?vue|vue-router)\//.test(module)
						? 'vue' : undefined),
			},
		},
	},
});

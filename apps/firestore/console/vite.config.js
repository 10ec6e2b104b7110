/*
 * Builds the console into dist/, as vite.config.js of the page does: relative
 * addresses, nothing inlined, a gzip file beside each file.  It has no fonts of
 * its own, since it is mostly ids and values.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

import { compressed, licences } from '../plugins.js';

/* Not a module, because it must choose the theme before anything is drawn. */
function earlyTheme() {
	const file = new URL('src/early.js', import.meta.url);

	return {
		name: 'early-theme',
		apply: 'build',
		buildStart() {
			this.emitFile({ type: 'asset', name: 'early.js',
				source: readFileSync(file, 'utf8') });
		},
		transformIndexHtml: {
			order: 'post',
			handler: (html, { bundle = {} }) => Object.keys(bundle)
				.filter((name) => /early-.*\.js$/.test(name))
				.map((name) => ({ tag: 'script',
					attrs: { src: `./${name}` }, injectTo: 'head' })),
		},
	};
}

export default defineConfig({
	base: './',
	plugins: [vue(), earlyTheme(), licences([]), compressed()],
	resolve: {
		alias: {
			'@page': fileURLToPath(new URL('../src', import.meta.url)),
		},
	},
	define: {
		__VUE_OPTIONS_API__: 'false',
		__VUE_PROD_DEVTOOLS__: 'false',
		__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
	},
	build: {
		target: 'es2020',
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		reportCompressedSize: false,
	},
});

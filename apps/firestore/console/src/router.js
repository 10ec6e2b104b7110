/*
 * The addresses.  They follow the #, so that no server gets them, and hold
 * what is shown, so that they can be shared.  The token is not in them.
 */
import { nextTick } from 'vue';
import { createRouter, createWebHashHistory } from 'vue-router';

import { escape } from './lib/shown.js';
import { texts } from './texts.js';
import Data from './views/Data.vue';
import NotFound from './views/NotFound.vue';
import Query from './views/Query.vue';

const routes = [
	{ path: '/', redirect: '/data' },
	{ path: '/data/:path*', name: 'data', component: Data,
		props: ({ params }) => ({ path: [params.path || []].flat() }) },
	{ path: '/query', name: 'query', component: Query },
	{ path: '/:rest(.*)*', name: 'notFound', component: NotFound },
];

export const router = createRouter({
	history: createWebHashHistory(),
	routes,
});

export const to = {
	data: (path) => ({ name: 'data', params: { path } }),
	query: (form, page = 0) => ({ name: 'query', query: {
		q: JSON.stringify(form), ...(page > 0 && { page }) } }),
};

function title({ name, params }) {
	if (name === 'data' && params.path?.length)
		return texts.titleOf(escape([params.path].flat().join('/'))
			.slice(0, 200));
	return name === 'query' ? texts.titleOf(texts.query.heading)
		: texts.title;
}

router.afterEach(async (target, from) => {
	document.title = title(target);
	if (from.matched.length === 0 || target.path === from.path)
		return;
	await nextTick();
	/* The focus tells screen readers what is shown. */
	document.querySelector('main h1')?.focus({ preventScroll: true });
	window.scrollTo(0, 0);
});

/*
 * The addresses.  They follow the #, so that every web server can serve the
 * page, and hold all choices, so that they can be shared.
 */
import { nextTick } from 'vue';
import { createRouter, createWebHashHistory } from 'vue-router';

import { shownName } from './lib/names.js';
import { texts } from './texts.js';
import Publications from './views/Publications.vue';

const views = {
	Publication: () => import('./views/Publication.vue'),
	Word: () => import('./views/Word.vue'),
	Compare: () => import('./views/Compare.vue'),
	Search: () => import('./views/Search.vue'),
	NotFound: () => import('./views/NotFound.vue'),
};

const routes = [
	{
		path: '/',
		name: 'publications',
		component: Publications,
	},
	{
		path: '/publication/:name',
		name: 'publication',
		component: views.Publication,
		props: true,
	},
	{
		/* A word may be empty. */
		path: '/word/:word?',
		name: 'word',
		component: views.Word,
		props: ({ params }) => ({ word: params.word ?? '' }),
	},
	{
		path: '/compare',
		name: 'compare',
		component: views.Compare,
	},
	{
		path: '/search',
		name: 'search',
		component: views.Search,
	},
	{
		path: '/:rest(.*)*',
		name: 'notFound',
		component: views.NotFound,
	},
];

export function loadViews() {
	for (const load of Object.values(views))
		load().catch(() => {});
}

async function scrollBehavior(to, from, saved) {
	/* Keep the scroll position when filtering and sorting. */
	if (saved === null && to.path === from.path)
		return false;
	await nextTick();
	return saved ?? { top: 0 };
}

export const router = createRouter({
	history: createWebHashHistory(),
	routes,
	scrollBehavior,
});

function title(route) {
	const { name, word } = route.params;

	if (route.name === 'word')
		return texts.titles.word(shownName(word ?? ''));
	return texts.titles[route.name](name === undefined ? route.query.q
		: shownName(name));
}

router.afterEach(async (to, from) => {
	document.title = title(to);
	/* Not at the start, and not for another filter. */
	if (from.matched.length === 0 || to.path === from.path)
		return;
	await nextTick();
	/* The focus tells screen readers which view is shown. */
	document.querySelector('main h1')?.focus({ preventScroll: true });
});

export const to = {
	publication: (name) => ({ name: 'publication', params: { name } }),
	word: (word) => ({ name: 'word', params: { word } }),
	compare: (a, b) => ({ name: 'compare', query: { a, b } }),
	search: (q) => ({ name: 'search', query: { q } }),
};

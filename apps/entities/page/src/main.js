/*
 * The page's start.
 */
import { createApp } from 'vue';

import App from './App.vue';
import { later } from './lib/later.js';
import { loadViews, router } from './router.js';
import './style/page.scss';

/* The other views are there before they are wanted, also without a connection. */
window.addEventListener('load', () => {
	later(loadViews);
});

/* A turn later, so that no turn is long. */
setTimeout(() => createApp(App).use(router).mount('#app'));

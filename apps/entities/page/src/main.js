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

/* Each a turn later, so that no turn is long. */
setTimeout(() => {
	const app = createApp(App).use(router);

	setTimeout(() => app.mount('#app'));
});

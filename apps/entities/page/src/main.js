/*
 * The page's start.
 */
import { createApp } from 'vue';

import App from './App.vue';
import { later, turn } from './lib/later.js';
import { fillShell, isFirstView, leaveShell } from './lib/shell.js';
import { loadViews, router } from './router.js';
import './style/page.scss';

/* The other views are there before they are wanted, also without a connection. */
window.addEventListener('load', () => {
	later(loadViews);
});

async function start() {
	await fillShell();
	await turn();
	const app = createApp(App).use(router);

	await turn();
	if (!isFirstView)
		leaveShell();
	app.mount('#app');
	await turn();
	/* What was asked for ahead has come. */
	await turn();
	leaveShell();
}

start();

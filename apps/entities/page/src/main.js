/*
 * Starts the page.
 */
import { createApp } from 'vue';

import App from './App.vue';
import { later, turn } from './lib/later.js';
import { fillShell, isFirstView, leaveShell } from './lib/shell.js';
import { loadViews, router } from './router.js';
import './style/page.scss';

/* Load the other views early, so that they also work without a connection. */
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
	/* The response that was requested ahead has arrived. */
	await turn();
	leaveShell();
}

start();

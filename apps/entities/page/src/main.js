/*
 * Starts the page.
 */
import { createApp } from 'vue';

import App from './App.vue';
import { startLive } from './lib/live.js';
import { whenIdle, yieldToEventLoop } from './lib/schedule.js';
import { fillShell, isFirstView, leaveShell } from './lib/shell.js';
import { loadViews, router } from './router.js';
import './style/page.scss';

/* Load the other views early, so that they also work without a connection. */
window.addEventListener('load', () => {
	whenIdle(loadViews);
	whenIdle(startLive);
});

async function start() {
	await fillShell();
	await yieldToEventLoop();
	const app = createApp(App).use(router);

	await yieldToEventLoop();
	if (!isFirstView)
		leaveShell();
	app.mount('#app');
	await yieldToEventLoop();
	/* The response that was requested ahead has arrived. */
	await yieldToEventLoop();
	leaveShell();
}

start();

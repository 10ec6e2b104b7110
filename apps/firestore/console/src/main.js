/*
 * Starts the console.
 */
import { createApp } from 'vue';

import App from './App.vue';
import { restore } from './lib/session.js';
import { router } from './router.js';
import './style/console.scss';

restore();
createApp(App).use(router).mount('#app');

/*
 * Learns when the server has newer data.  While the page is visible, the server
 * tells it with server-sent events.  If those do not arrive, because the server
 * or a proxy in between cannot send them, the page asks now and then.
 */
import { ask, learn, locate } from './api.js';

/* An event follows at once, unless a proxy holds it back.  Milliseconds. */
const PATIENCE = 15000;
const FIRST_PAUSE = 2000;
const GROWTH = 4;
/* How often the page asks. */
const LONGEST_PAUSE = 60000;
/* After so many failures, it tries events only now and then. */
const FAILURES = 3;
const RARELY = 15;

let source = null;
let timer;
let failures = 0;
let current = new AbortController();

const mayListen = () => document.visibilityState === 'visible'
	&& navigator.onLine;

function stop() {
	clearTimeout(timer);
	current.abort();
	current = new AbortController();
	source?.close();
	source = null;
}

/* Not all clients at the same moment. */
function pause() {
	const length = Math.min(FIRST_PAUSE * GROWTH ** failures, LONGEST_PAUSE);

	return length * (0.75 + Math.random() / 2);
}

/* A response that ends after an event is not a failure. */
function retry() {
	stop();
	if (mayListen())
		timer = setTimeout(proceed, pause());
	failures += 1;
}

function listen() {
	source = new EventSource(locate(['events']));
	source.addEventListener('error', retry);
	source.addEventListener('generation', ({ lastEventId }) => {
		clearTimeout(timer);
		failures = 0;
		learn(lastEventId);
	});
	timer = setTimeout(retry, PATIENCE);
}

async function proceed() {
	const { signal } = current;

	if (failures > 1)
		await ask(signal);
	if (signal.aborted)
		return;
	if (window.EventSource !== undefined
		&& (failures <= FAILURES || failures % RARELY === 0))
		listen();
	else
		retry();
}

function update() {
	stop();
	if (mayListen())
		proceed();
}

/* Call this once the page is loaded. */
export function startLive() {
	document.addEventListener('visibilitychange', update);
	window.addEventListener('online', update);
	window.addEventListener('offline', update);
	/* After going back to the page, which the browser has kept. */
	window.addEventListener('pageshow', ({ persisted }) =>
		persisted && update());
	window.addEventListener('pagehide', stop);
	update();
}

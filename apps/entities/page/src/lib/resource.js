/*
 * The state of a request for a view: loading, ready or failed.  The request is
 * sent again if its parameters change, after an outage when the server says so,
 * when the connection is back, and when the server has newer data.
 */
import { onScopeDispose, reactive, watch } from 'vue';

import { forget, version } from './api.js';

/*
 * Show the cached response while a new one is requested.  If IS_UPDATE, older
 * data is shown until the newer is here.
 */
async function load(resource, request, signal, isUpdate) {
	if (request.cached !== undefined) {
		resource.data = request.cached;
		resource.status = 'ready';
	} else if (resource.status !== 'failed' && !isUpdate) {
		resource.status = 'loading';
	}
	try {
		const data = await request.send(signal);

		if (signal.aborted)
			return;
		resource.data = data;
		resource.failure = null;
		resource.status = 'ready';
	} catch (error) {
		if (signal.aborted)
			return;
		if (isUpdate && error.kind !== 'missing') {
			forget();
			return;
		}
		resource.failure = error;
		resource.status = 'failed';
	}
}

/*
 * REQUEST is a function that returns a request of api.js, or null if there is
 * nothing to request.
 */
export function useResource(request) {
	const resource = reactive({
		status: 'loading',
		data: null,
		failure: null,
		seconds: 0,
		busy: false,
		retry,
	});
	let current = new AbortController();
	let timer;

	function countDown() {
		resource.seconds = resource.failure.seconds;
		timer = setInterval(() => {
			resource.seconds -= 1;
			if (resource.seconds <= 0)
				retry();
		}, 1000);
	}

	async function send(isUpdate) {
		clearInterval(timer);
		current.abort();
		current = new AbortController();
		const { signal } = current;
		const next = request();

		if (next === null) {
			resource.status = 'idle';
			resource.data = null;
			return;
		}
		resource.busy = true;
		await load(resource, next, signal, isUpdate);
		if (signal.aborted)
			return;
		resource.busy = false;
		if (resource.failure?.kind === 'outage'
			&& resource.status === 'failed')
			countDown();
	}

	function retry() {
		return send(false);
	}

	function onOnline() {
		if (resource.failure?.kind === 'offline')
			retry();
	}

	watch(request, (value, before) => {
		if (before !== undefined) {
			resource.status = 'loading';
			resource.data = null;
			resource.failure = null;
		}
		retry();
	}, { immediate: true });
	watch(version, () => send(resource.status === 'ready'));
	window.addEventListener('online', onOnline);
	onScopeDispose(() => {
		clearInterval(timer);
		current.abort();
		window.removeEventListener('online', onOnline);
	});
	return resource;
}

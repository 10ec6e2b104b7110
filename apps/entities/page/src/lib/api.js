/*
 * Requests to the server.  Every failure is an ApiError of one of these kinds:
 *
 *	offline		no response
 *	outage		503; seconds says when to try again
 *	missing		404
 *	failed		any other status, or a response that is not JSON
 *
 * Responses are cached, so that going back shows them at once.  The
 * browser's cache and the server's ETags make repeated requests cheap.
 */
import { yieldToEventLoop } from './schedule.js';

const CACHE_SIZE = 300;
const RETRY_AFTER = 30;
const RETRY_AFTER_MAX = 3600;

export const LIMIT_MAX = 5000;

export class ApiError extends Error {
	constructor(kind, { status, title, detail, seconds } = {}) {
		super(detail ?? title ?? kind);
		this.kind = kind;
		this.status = status;
		this.title = title;
		this.detail = detail;
		this.seconds = seconds;
	}
}

const base = new URL('.', document.baseURI);
const cached = new Map();

/* A name may contain half a surrogate pair, which a URL cannot contain. */
function encode(text) {
	return encodeURIComponent(text.toWellFormed?.() ?? text);
}

function address(path, parameters = {}) {
	const url = new URL(path.map(encode).join('/'), base);

	for (const [name, value] of Object.entries(parameters))
		if (value !== undefined)
			url.searchParams.set(name, value);
	return url.href;
}

/* The header holds seconds or a date (RFC 9110 section 10.2.3). */
function retryAfter(response) {
	const header = response.headers.get('Retry-After');
	let seconds = Number.parseInt(header, 10);

	if (Number.isNaN(seconds))
		seconds = Math.ceil((Date.parse(header) - Date.now()) / 1000);
	return Number.isNaN(seconds)
		? RETRY_AFTER
		: Math.min(Math.max(seconds, 1), RETRY_AFTER_MAX);
}

async function failure(response) {
	const { status } = response;
	const problem = await response.json().catch(() => ({}));
	const more = { status, title: problem?.title, detail: problem?.detail };

	if (status === 503)
		return new ApiError('outage',
			{ ...more, seconds: retryAfter(response) });
	return new ApiError(status === 404 ? 'missing' : 'failed', more);
}

function addToCache(url, data) {
	cached.delete(url);
	cached.set(url, data);
	if (cached.size > CACHE_SIZE)
		cached.delete(cached.keys().next().value);
}

async function fetchRows(url, signal) {
	let response;

	try {
		/*
		 * Other options would prevent the use of the response preloaded
		 * by early.js.
		 */
		response = await fetch(url, { signal });
	} catch (error) {
		throw error.name === 'AbortError' ? error : new ApiError('offline');
	}
	if (!response.ok)
		throw await failure(response);
	try {
		const data = await response.json();

		if (!Array.isArray(data))
			throw new TypeError('no array');
		return data;
	} catch (error) {
		throw error.name === 'AbortError' ? error : new ApiError('failed');
	}
}

/* Requests sent ahead, by URL. */
const prefetched = new Map();

/*
 * Deliver a response that was requested ahead in a later task, like a new one.
 */
async function deferred(data) {
	await yieldToEventLoop();
	return data;
}

async function send(url, signal) {
	const answer = prefetched.get(url)?.then(deferred)
		?? fetchRows(url, signal);

	prefetched.delete(url);
	const data = await answer;

	addToCache(url, data);
	return data;
}

function prefetch(url) {
	const answer = fetchRows(url);

	prefetched.set(url, answer);
	return answer;
}

/*
 * A request: its cached response, if any; a function that sends it; and a
 * function that sends it before the response is needed.
 */
function request(path, parameters) {
	const url = address(path, parameters);

	return {
		cached: cached.get(url),
		send: (signal) => send(url, signal),
		prefetch: () => prefetch(url),
	};
}

export const publications = () => request(['publications']);

/* AFTER is the last row that the view already has. */
export const frequencies = (name, limit, after) => request(
	['frequencies', name],
	{ limit, word: after?.word, count: after?.count });

export const entity = (word) => request(['entities', word]);

export const search = (q, { publication, limit } = {}) => request(
	['search'], { q, publication, limit });

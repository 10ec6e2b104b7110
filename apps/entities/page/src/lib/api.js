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
import { readonly, ref } from 'vue';

import { exactOf, parseRows } from './count.js';
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

/*
 * The generation of the data that the page has: "" if unknown, and null if some
 * of it is older.  TAG is the ETag that the server gave with it, or null.
 * VERSION changes whenever all data is to be requested again.
 */
let known = '';
let tag = null;
const count = ref(0);

export const version = readonly(count);

/* A name may contain half a surrogate pair, which a URL cannot contain. */
function encode(text) {
	return encodeURIComponent(text.toWellFormed?.() ?? text);
}

export function locate(path, parameters = {}) {
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

/* An ETag begins with the generation. */
function generationOf(response) {
	return /^(?:W\/)?"([^"-]+)-/.exec(response.headers.get('ETag'))?.[1] ?? '';
}

/* The server has the data of GENERATION. */
export function learn(generation) {
	const isNew = known !== '' && generation !== known;

	if (generation === '')
		return;
	known = generation;
	if (!isNew)
		return;
	cached.clear();
	prefetched.clear();
	tag = null;
	count.value += 1;
}

/* Newer data could not be requested: do that again when it is told again. */
export function forget() {
	known = null;
}

/* Ask the server which data it has.  Failures do not matter. */
export async function ask(signal) {
	try {
		const response = await fetch(locate(['publications']), {
			signal,
			cache: 'no-store',
			headers: tag === null ? {} : { 'If-None-Match': tag },
		});

		response.body?.cancel();
		if (response.ok) {
			learn(generationOf(response));
			tag = response.headers.get('ETag');
		}
	} catch {
		/* Later. */
	}
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
	if (known === '') {
		known = generationOf(response);
		tag = response.headers.get('ETag');
	}
	try {
		const data = parseRows(await response.text());

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
	const url = locate(path, parameters);

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
	{ limit, word: after?.word, count: after && exactOf(after) });

/*
 * All words of a publication, page by page.  ON_PAGE is called with all words
 * so far.  At most MOST are requested.
 */
export async function allFrequencies(name, signal, onPage = () => {},
	most = Infinity) {
	const words = [];
	let page;

	do {
		page = await frequencies(name, LIMIT_MAX, words.at(-1)).send(signal);
		for (const word of page)
			words.push(word);
		onPage(words);
	} while (page.length === LIMIT_MAX && words.length < most);
	return words;
}

/* The same as a request for useResource, of MOST words or a few more. */
export function allWords(name, most) {
	const key = `all ${most} ${locate(['frequencies', name])}`;

	return {
		cached: cached.get(key),
		async send(signal) {
			const words = await allFrequencies(name, signal, undefined, most);

			addToCache(key, words);
			return words;
		},
	};
}

export const distinctive = (name, limit) => request(
	['distinctive', name], { limit });

/*
 * Web servers change some paths, such as "entities/a//..", before they look at
 * them, and reject others.
 */
const isPlain = (word) => /^[^/\\%\p{Cc}]+$/u.test(word)
	&& !/^\.{1,2}$/.test(word);

export const entity = (word) => (isPlain(word)
	? request(['entities', word]) : request(['entities'], { word }));

export const search = (q, { publication, limit } = {}) => request(
	['search'], { q, publication, limit });

/*
 * Requests to the server.  Every failure is a Failure of one of these kinds:
 *
 *	offline		no response
 *	outage		503; seconds says when to try again
 *	missing		404
 *	failed		any other status, or a response that is not JSON
 *
 * Responses are remembered, so that going back shows them at once.  The
 * browser's cache and the server's ETags make repeated requests cheap.
 */
import { turn } from './later.js';

const REMEMBERED = 300;
const RETRY_AFTER = 30;
const RETRY_MOST = 3600;

export const LIMIT_MOST = 5000;

export class Failure extends Error {
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
const remembered = new Map();

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
		: Math.min(Math.max(seconds, 1), RETRY_MOST);
}

async function failure(response) {
	const { status } = response;
	const problem = await response.json().catch(() => ({}));
	const more = { status, title: problem?.title, detail: problem?.detail };

	if (status === 503)
		return new Failure('outage',
			{ ...more, seconds: retryAfter(response) });
	return new Failure(status === 404 ? 'missing' : 'failed', more);
}

function remember(url, data) {
	remembered.delete(url);
	remembered.set(url, data);
	if (remembered.size > REMEMBERED)
		remembered.delete(remembered.keys().next().value);
}

async function fetched(url, signal) {
	let response;

	try {
		/*
		 * Other options would prevent the use of the response preloaded
		 * by early.js.
		 */
		response = await fetch(url, { signal });
	} catch (error) {
		throw error.name === 'AbortError' ? error : new Failure('offline');
	}
	if (!response.ok)
		throw await failure(response);
	try {
		const data = await response.json();

		if (!Array.isArray(data))
			throw new TypeError('no array');
		return data;
	} catch (error) {
		throw error.name === 'AbortError' ? error : new Failure('failed');
	}
}

/* Requests sent ahead, by URL. */
const ahead = new Map();

/*
 * Deliver a response that was requested ahead in a later task, like a new one.
 */
async function inTurn(data) {
	await turn();
	return data;
}

async function ask(url, signal) {
	const answer = ahead.get(url)?.then(inTurn) ?? fetched(url, signal);

	ahead.delete(url);
	const data = await answer;

	remember(url, data);
	return data;
}

function askAhead(url) {
	const answer = fetched(url);

	ahead.set(url, answer);
	return answer;
}

/*
 * A request: its remembered response, if any; a function that sends it; and a
 * function that sends it before the response is needed.
 */
function question(path, parameters) {
	const url = address(path, parameters);

	return {
		remembered: remembered.get(url),
		ask: (signal) => ask(url, signal),
		askAhead: () => askAhead(url),
	};
}

export const publications = () => question(['publications']);

/* AFTER is the last row that the view already has. */
export const frequencies = (name, limit, after) => question(
	['frequencies', name],
	{ limit, word: after?.word, count: after?.count });

export const entity = (word) => question(['entities', word]);

export const search = (q, { publication, limit } = {}) => question(
	['search'], { q, publication, limit });

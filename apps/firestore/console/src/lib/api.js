/*
 * The REST API of the application, and the address that tells which database
 * there is.  Addresses are relative to the console's folder.
 */
import { texts } from '../texts.js';
import { enter, leave, session } from './session.js';

export class Failure extends Error {
	constructor(message, status = 0) {
		super(message);
		this.status = status;
	}
}

/* What fetch sends in a header. */
const isSendable = (token) => /^[\x21-\x7e]+$/.test(token);

function explain(status, answer) {
	const error = (Array.isArray(answer) ? answer[0] : answer)?.error;

	return error?.message ? `${error.message} (${error.status})`
		: texts.failures.status(status);
}

async function send(address, token, { body, signal } = {}) {
	let response, text, answer;

	try {
		response = await fetch(`../${address}`, {
			method: body === undefined ? 'GET' : 'POST',
			headers: { Authorization: `Bearer ${token}`,
				...(body && { 'Content-Type': 'application/json' }) },
			body: body && JSON.stringify(body),
			cache: 'no-store',
			credentials: 'omit',
			referrerPolicy: 'no-referrer',
			signal,
		});
		text = await response.text();
	} catch (error) {
		if (signal?.aborted)
			throw error;
		throw new Failure(texts.failures.unreachable);
	}
	try {
		answer = JSON.parse(text);
	} catch {
		throw new Failure(response.ok ? texts.failures.cut
			: texts.failures.status(response.status), response.status);
	}
	if (!response.ok)
		throw new Failure(explain(response.status, answer),
			response.status);
	return answer;
}

/* Throws a Failure, which says whether the token is wrong. */
export async function signIn(token) {
	if (!isSendable(token))
		throw new Failure(texts.failures.wrongToken, 403);
	try {
		enter(token, await send('console/database', token));
	} catch (error) {
		if (error.status === 401 || error.status === 403)
			throw new Failure(texts.failures.wrongToken, 403);
		throw error;
	}
}

/* With a token that may have been withdrawn. */
async function call(address, options) {
	try {
		return await send(address, session.token, options);
	} catch (error) {
		if (error.status === 401 || error.status === 403)
			leave(texts.failures.withdrawn);
		throw error;
	}
}

export const database = () => `projects/${session.database.project}/databases/${
	session.database.database}`;
export const root = () => `${database()}/documents`;
/* The whole name of the document or collection at PATH, a list of ids. */
export const nameOf = (path) => [root(), ...path].join('/');
/* The ids in a whole name of this database; null: it is of another one. */
export function pathOf(name) {
	return name.startsWith(`${root()}/`)
		? name.slice(root().length + 1).split('/') : null;
}

const encoded = (name) => name.split('/').map(encodeURIComponent).join('/');
const post = (parent, verb, body, signal) =>
	call(`v1/${encoded(nameOf(parent))}:${verb}`, { body, signal });

export async function listCollections(parent, pageToken, signal) {
	const { collectionIds = [], nextPageToken } = await post(parent,
		'listCollectionIds', { pageSize: 100, pageToken }, signal);

	return { items: collectionIds, next: nextPageToken };
}

/* The names of a page of documents, with those that only have collections. */
export async function listDocuments(path, pageToken, signal) {
	const parameters = new URLSearchParams({ pageSize: 50,
		showMissing: true, 'mask.fieldPaths': '__name__' });

	if (pageToken)
		parameters.set('pageToken', pageToken);
	const { documents = [], nextPageToken } = await call(
		`v1/${encoded(nameOf(path))}?${parameters}`, { signal });

	return { next: nextPageToken, items: documents.map((one) => ({
		id: one.name.slice(one.name.lastIndexOf('/') + 1),
		isMissing: one.createTime === undefined })) };
}

/* The document, or null. */
export async function getDocument(path, signal) {
	/* In a body, any id can be asked for. */
	const [answer] = await post([], 'batchGet',
		{ documents: [nameOf(path)] }, signal);

	return answer?.found ?? null;
}

export async function runQuery(parent, structuredQuery, signal) {
	const answers = await post(parent, 'runQuery', { structuredQuery },
		signal);

	return answers.map((one) => one.document).filter((one) => one);
}

export async function runCount(parent, structuredQuery, signal) {
	const [{ result }] = await post(parent, 'runAggregationQuery', {
		structuredAggregationQuery: { structuredQuery,
			aggregations: [{ alias: 'count', count: {} }] } }, signal);

	return result.aggregateFields.count.integerValue;
}

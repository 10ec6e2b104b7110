/*
 * Who is signed in.  The token is in sessionStorage, so that a reload keeps it
 * and the end of the tab forgets it.  It is in no address and in no log.
 */
import { reactive } from 'vue';

const KEY = 'gantry-console-token';

/* "database" is { project, database, generation } of the server, or null. */
export const session = reactive({ token: null, database: null, reason: null });

function store(token) {
	try {
		if (token === null)
			sessionStorage.removeItem(KEY);
		else
			sessionStorage.setItem(KEY, token);
	} catch {
		/* Without storage, it lasts until the page is left. */
	}
}

export function restore() {
	try {
		session.token = sessionStorage.getItem(KEY);
	} catch {
		session.token = null;
	}
}

export function enter(token, database) {
	Object.assign(session, { token, database, reason: null });
	store(token);
}

/* REASON is a text for the form, or null. */
export function leave(reason = null) {
	Object.assign(session, { token: null, database: null, reason });
	store(null);
}

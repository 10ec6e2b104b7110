/*
 * Decides whether the page may reload itself.
 */
const KEY = 'gantry-reload';
const PAUSE = 60000;

/* At most once a minute, and never if that cannot be stored. */
export function mayReload() {
	try {
		const last = Number(sessionStorage.getItem(KEY));

		if (Date.now() - last < PAUSE)
			return false;
		sessionStorage.setItem(KEY, String(Date.now()));
		return true;
	} catch {
		return false;
	}
}

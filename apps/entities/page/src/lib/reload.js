/*
 * When the page may load itself anew.
 */
const KEY = 'gantry-reload';
const PAUSE = 60000;

/* Once a minute, and never where that cannot be remembered. */
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

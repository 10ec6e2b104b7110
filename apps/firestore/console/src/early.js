/*
 * Runs before the console's own script, and applies the theme that was chosen
 * (see lib/theme.js of the page).  The file is served unchanged.
 */
(() => {
	try {
		const theme = localStorage.getItem('gantry-theme');

		if (theme === 'dark' || theme === 'light')
			document.documentElement.dataset.theme = theme;
	} catch {
		/* Storage may be forbidden.  The system's preference applies. */
	}
})();

/*
 * Runs before the page's own script.  It applies the theme that was chosen (see
 * lib/theme.js).  If the first view is to be shown, it preloads its data;
 * otherwise it hides the placeholder in index.html.  The file is served
 * unchanged.
 */
(() => {
	try {
		const theme = localStorage.getItem('gantry-theme');

		if (theme === 'dark' || theme === 'light')
			document.documentElement.dataset.theme = theme;
	} catch {
		/*
		 * Storage may be forbidden.  The system's preference then
		 * applies.
		 */
	}
	if (!/^(#\/?(\?.*)?)?$/.test(location.hash)) {
		document.documentElement.dataset.other = '';
		return;
	}
	const link = document.createElement('link');

	link.rel = 'preload';
	link.as = 'fetch';
	link.crossOrigin = 'anonymous';
	link.href = 'publications';
	document.head.append(link);
})();

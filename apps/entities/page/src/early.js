/*
 * What cannot wait for the page itself: the theme that was chosen by the switch
 * (see lib/theme.js), and whether the first view is to come.  If so, what
 * index.html shows is its start, and its data is asked for; else that is hidden.
 * Served as it is.
 */
(() => {
	try {
		const theme = localStorage.getItem('gantry-theme');

		if (theme === 'dark' || theme === 'light')
			document.documentElement.dataset.theme = theme;
	} catch {
		/* Storage may be forbidden; the system's preference holds. */
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

/*
 * Work in turns, none of which is long: others come between.
 */
export const turn = () => new Promise((resolve) => {
	setTimeout(resolve);
});

/* When there is nothing more urgent to do. */
export const later = window.requestIdleCallback?.bind(window)
	?? ((run) => setTimeout(run));

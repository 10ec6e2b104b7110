/*
 * When there is nothing more urgent to do.
 */
export const later = window.requestIdleCallback?.bind(window)
	?? ((run) => setTimeout(run));

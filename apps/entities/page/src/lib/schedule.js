/*
 * Splits work into short tasks, so that others can run in between.
 */
export const yieldToEventLoop = () => new Promise((resolve) => {
	setTimeout(resolve);
});

/* Runs when nothing more urgent is pending. */
export const whenIdle = window.requestIdleCallback?.bind(window)
	?? ((run) => setTimeout(run));

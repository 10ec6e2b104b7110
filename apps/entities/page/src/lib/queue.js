/*
 * Runs a few deferred tasks at a time, so that a page of cards does not request
 * all its words at once.
 */
const AT_ONCE = 4;
const waiting = [];
let running = 0;

function next() {
	if (running >= AT_ONCE || waiting.length === 0)
		return;
	running += 1;
	waiting.shift()().finally(() => {
		running -= 1;
		next();
	});
}

/* Resolve like the function WORK; never, if SIGNAL is aborted first. */
export function enqueue(work, signal) {
	return new Promise((resolve, reject) => {
		waiting.push(async () => {
			if (signal.aborted)
				return;
			await Promise.resolve(work()).then(resolve, reject);
		});
		next();
	});
}

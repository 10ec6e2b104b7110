/*
 * Work that can wait, a few pieces at a time, so that a page of cards does not
 * ask for all of its words at once.
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

/* What WORK, a function, promises; or nothing if SIGNAL came before its turn. */
export function queued(work, signal) {
	return new Promise((resolve, reject) => {
		waiting.push(async () => {
			if (signal.aborted)
				return;
			await Promise.resolve(work()).then(resolve, reject);
		});
		next();
	});
}

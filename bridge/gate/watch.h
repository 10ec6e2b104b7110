#ifndef GATE_WATCH_H
#define GATE_WATCH_H

/*
 * Whoever wants to know what a gate does: the scoreboard, the access log.  The
 * functions are called in the gate's thread, each may be NULL.
 */

struct request;

struct watch {
	void *owner;
	/* REQUEST is about to be served; its environ is as it was sent. */
	void (*begin)(void *owner, const struct request *request);
	/* It does WHAT now (gantry_environ_step); NULL: that is done. */
	void (*step)(void *owner, const char *what);
	/* It was served; RESULT is gate_serve's.  Its environ still stands. */
	void (*end)(void *owner, struct request *request, int result);
};

#endif

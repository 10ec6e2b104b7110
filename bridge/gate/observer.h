#ifndef GATE_OBSERVER_H
#define GATE_OBSERVER_H

#include <stdbool.h>

/*
 * Told what a gate does, for the scoreboard and the logs of requests.  The
 * functions are called in the gate's thread; each may be NULL.
 */

struct request;

struct observer {
	void *owner;
	/* REQUEST is about to be served; its environ is as it was sent. */
	void (*begin)(void *owner, struct request *request);
	/* It does WHAT now (gantry_environ_step); NULL: that is done. */
	void (*step)(void *owner, const char *what);
	/* Is that so slow that the reason matters? */
	bool (*is_slow)(void *owner);
	/* It is slow because of WHY (gantry_environ_explain). */
	void (*explain)(void *owner, const char *why);
	/* Before and after the transport gets a part of the answer. */
	void (*send)(void *owner, bool begins);
	/* It was served; RESULT is gate_serve's.  Its environ still stands. */
	void (*end)(void *owner, struct request *request, int result);
	/* One was answered STATUS ("400 Bad Request"), unread. */
	void (*rejected)(void *owner, const char *status);
	/* APPLICATION answers from FACT now; NULL: it does not say. */
	void (*fact)(void *owner, const char *application, const char *fact);
};

#endif

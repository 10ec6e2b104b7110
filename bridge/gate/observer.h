#ifndef GATE_OBSERVER_H
#define GATE_OBSERVER_H

#include <stdbool.h>

/*
 * Functions that a gate calls, for the scoreboard and the logs of requests.
 * They run in the gate's thread; each may be NULL.
 */

struct gantry_environ;
struct request;

struct observer {
	void *owner;
	/* REQUEST is about to be served; its environ is as it was sent. */
	void (*begin)(void *owner, struct request *request);
	/*
	 * The request is for TEMPLATE (gantry_environ_set_route), NULL for none
	 * yet, of the application mounted at the prefix MOUNT.
	 */
	void (*route)(void *owner, const char *mount, const char *template);
	/* The application began WHAT (gantry_environ_step); NULL: ended it. */
	void (*step)(void *owner, const char *what);
	/* It does WHAT (gantry_environ_note), as another thread may say. */
	void (*note)(void *owner, const char *what);
	/* Is it so slow that the reason is to be logged? */
	bool (*is_slow)(void *owner);
	/* It is slow because of WHY (gantry_environ_explain). */
	void (*explain)(void *owner, const char *why);
	/* Before and after the transport gets a part of the answer. */
	void (*send)(void *owner, bool begins);
	/* REQUEST is deferred and leaves the thread; it comes to another. */
	void (*suspend)(void *owner, struct request *request);
	void (*resume)(void *owner, struct request *request);
	/* The request could not be deferred: there were too many. */
	void (*not_deferred)(void *owner);
	/*
	 * REQUEST was served; RESULT is gate_serve's.  Its environ is intact.
	 */
	void (*end)(void *owner, struct request *request, int result);
	/*
	 * A request was answered STATUS ("400 Bad Request") without reading it.
	 */
	void (*rejected)(void *owner, const char *status);
	/* The answer of a foreign application was repaired. */
	void (*repaired)(void *owner);
	/* APPLICATION serves the data FACT; NULL: it does not say. */
	void (*fact)(void *owner, const char *application, const char *fact);
};

/*
 * Functions that a gate calls for a developer (gantry dev).  They run in the
 * gate's thread; a server that is not for development has none of them.
 */

struct development {
	void *owner;
	/* REQUEST is about to be served, or comes back to a thread. */
	void (*begin)(void *owner, struct request *request);
	/*
	 * The environ of REQUEST is repaired, and its normalized path is PATH.
	 * Returns whether it was answered here, through reply_start_response,
	 * instead of by an application.
	 */
	bool (*answer)(void *owner, struct request *request, const char *path);
	/*
	 * Return what CALL, which calls the application, returns; or -1 if it
	 * did not come back.
	 */
	int (*guard)(void *owner, struct request *request,
	    int (*call)(struct request *request));
	/* The application told an error of the request. */
	void (*error)(void *owner, const char *text);
	/* The answer is complete, and is sent next unless a part of it was. */
	void (*finish)(void *owner, struct gantry_environ *environ);
	/* REQUEST was served; its environ and its trace are intact. */
	void (*end)(void *owner, struct request *request, int result);
};

#endif

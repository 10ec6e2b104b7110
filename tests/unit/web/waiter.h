#ifndef UNIT_WEB_WAITER_H
#define UNIT_WEB_WAITER_H

#include "gantry/web.h"
#include "gate/deferred/deferrals.h"
#include "gate/gate.h"

/*
 * A request that may wait.  The test is its transport: it runs the request when
 * something has come, and says how much the peer takes.
 */

struct waiter {
	/* Zero stands for GET of / from an application that can wait. */
	const char *method, *path, *last_event_id;
	/* NULL: one of the responder or the site. */
	const struct gantry_application *given;
	const struct gantry_settings *settings; /* of that */
	bool cannot_defer;
	bool is_full; /* of deferred requests */

	struct gantry_application application;
	struct mount mount;
	struct gate gate;
	struct request request;
	struct deferrals deferrals;
	bool is_stalled; /* the peer takes nothing */
	bool has_left; /* the peer has left, which shows in a flush */
	size_t pending; /* bytes that it did not take */
	bool is_scheduled;
	int result; /* of the application, or the function that ran last */
	unsigned runs; /* how often the request had a thread */
	struct gantry_buffer out; /* what the peer took */
};

/* Serve the request with the responder or, if SITE is not NULL, with it. */
void waiter_begin(struct waiter *waiter,
    int (*respond)(
	struct gantry_request *request, struct gantry_response *response),
    const struct gantry_site *site);

/* Run the request as long as something is due. */
void waiter_run(struct waiter *waiter);

/* The peer takes what is pending, and what comes. */
void waiter_take(struct waiter *waiter);

/* Assert that the peer has taken TEXT since the last time. */
void waiter_took(struct waiter *waiter, const char *text);

/* The worker drains, or the request ends for REASON. */
void waiter_drain(struct waiter *waiter);
void waiter_cancel(struct waiter *waiter, enum gantry_end reason);

/* The request must have ended. */
void waiter_end(struct waiter *waiter);

#endif

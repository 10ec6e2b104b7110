#ifndef GANTRY_MIDDLEWARE_H
#define GANTRY_MIDDLEWARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/contract.h>
#include <gantry/route.h>

/*
 * What goes around responders, for a whole site, a group or one route.
 *
 * Of a request, in this order: PROCESS_REQUEST of the site's middleware; the
 * route is found; PROCESS_REQUEST of the group's and the route's; all
 * PROCESS_RESOURCE, if there is a responder; hooks, the responder, hooks; all
 * PROCESS_RESPONSE in reverse; the answer is sent; all TEARDOWN in reverse.
 *
 * The first two return as a responder does.  Who fails, or completes the
 * response (gantry_response_complete), keeps what comes later before the
 * responder, and the responder, from being called.  PROCESS_RESPONSE is called
 * for each whose PROCESS_REQUEST was, or would have been, called before;
 * SUCCEEDED says that nothing failed, or that what failed was answered by an
 * error handler.  TEARDOWN is called for the same, always, and can change
 * nothing any more.
 */
struct gantry_middleware {
	const char *name;
	const void *options; /* what OPEN understands */
	/*
	 * Called when the site is opened, once per thread and use.  Returns 0,
	 * or -1 with ERROR filled.  NULL: *STATE is the options.
	 */
	int (*open)(const void *options, const struct gantry_settings *settings,
	    void **state, struct gantry_error *error);
	int (*process_request)(struct gantry_request *request,
	    struct gantry_response *response, void *state);
	int (*process_resource)(struct gantry_request *request,
	    struct gantry_response *response, void *state);
	int (*process_response)(struct gantry_request *request,
	    struct gantry_response *response, void *state, bool succeeded);
	void (*teardown)(struct gantry_request *request, void *state);
	void (*close)(void *state);
};

/*
 * Ready-made.  Each is a middleware made of options that outlive the site:
 *
 *	static const struct gantry_cors_options cors_options = {
 *		.allow_origins = "https://example.org",
 *	};
 *	static const struct gantry_middleware cors =
 *	    GANTRY_MIDDLEWARE_CORS(&cors_options);
 */

#endif

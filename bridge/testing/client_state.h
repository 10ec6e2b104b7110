#ifndef TESTING_CLIENT_STATE_H
#define TESTING_CLIENT_STATE_H

#include <gantry/testing.h>

#include "gate/deferred/deferrals.h"
#include "gate/gate.h"
#include "gate/settings.h"

/* The cookies that a client keeps, as a browser does (RFC 6265 section 5). */

struct kept_cookie;

struct cookie_jar {
	bool is_open; /* cookies are kept */
	struct kept_cookie *cookies; /* the newest first */
	uint64_t count; /* of all that were ever kept */
};

/* The test client: one application, mounted at / in a gate of its own. */

struct gantry_client {
	struct gantry_settings settings;
	struct mount mount;
	struct gate gate;
	struct deferrals deferrals;
	struct gantry_result *waiting; /* those of deferred requests */
	struct cookie_jar jar;
	struct started_job *jobs; /* that were started */
};

/* Note the jobs that the application starts: started_job.c. */
void started_jobs_open(struct gantry_client *client);
void started_jobs_close(struct gantry_client *client);

/* --- client_cookies.c --- */

/* Keep what RESULT sets, if it is not kept yet. */
void cookie_jar_store(struct cookie_jar *jar, struct gantry_result *result);

/*
 * "a=b; c=d", what the request of RESULT sends, without those that OVERRIDES
 * has, which may be NULL.  In the memory of RESULT; "" if there are none, NULL
 * if memory ran out.
 */
const char *cookie_jar_send(const struct cookie_jar *jar,
    struct gantry_result *result, const struct gantry_url_field *overrides);

/* Forget all; idempotent. */
void cookie_jar_clear(struct cookie_jar *jar);

#endif

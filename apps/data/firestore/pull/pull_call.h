#ifndef FIRESTORE_PULL_CALL_H
#define FIRESTORE_PULL_CALL_H

#include <jansson.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/pull/auth.h"
#include "data/firestore/pull/http.h"

/*
 * Calls of Firestore's REST API, version 1: asked again while that may help,
 * and explained when it does not.
 */

/* What all calls of a pull have in common. */
struct pull_target {
	const char *project, *database;
	const char *host; /* "http://127.0.0.1:8080", without a path */
	bool is_emulator;
	unsigned tries;
	const atomic_bool *stopped;
	struct auth *auth; /* NULL: the token is "owner" */
	char *name; /* "projects/P/databases/D/documents" */
	char *url; /* of that name */
};

/* One thread's. */
struct pull_caller {
	const struct pull_target *target;
	struct http *http;
	struct gantry_buffer url, token;
	const char *read_time; /* of the pull; NULL until it is known */
	long status; /* of the last call; 0: there was no answer */
	bool is_stale; /* the last call says that the read time is too old */
	size_t length; /* of the last answer, in bytes */
};

/* Fill TARGET's name and url from what else is in it. */
int pull_target_init(struct pull_target *target, struct gantry_error *error);
void pull_target_clear(struct pull_target *target);

int pull_caller_init(struct pull_caller *caller,
    const struct pull_target *target, struct gantry_error *error);
void pull_caller_clear(struct pull_caller *caller);

/*
 * Append to CALLER's url, which a call to pull_url began, the ids of PATH as
 * they have to be in a URL.
 */
void pull_url_begin(struct pull_caller *caller);
void pull_url_add_path(struct pull_caller *caller, const char *path);

/*
 * Post BODY, or get without one, at CALLER's url.  Returns the answer, to be
 * given up with json_decref, or NULL with ERROR filled: GANTRY_ERROR_LIMIT when
 * it was too long, GANTRY_ERROR_UNAVAILABLE when there was an answer that says
 * no.  Then the call's status is in CALLER.
 */
json_t *pull_call(struct pull_caller *caller, const struct gantry_buffer *body,
    struct gantry_error *error);

/* The same, named by VERB such as "runQuery", below the root or a PATH. */
json_t *pull_post(struct pull_caller *caller, const char *path,
    const char *verb, const struct gantry_buffer *body,
    struct gantry_error *error);

#endif

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
 * Calls of version 1 of Firestore's REST API: repeated while that may help,
 * with errors that say what to do.
 */

/* What all calls of a pull share. */
struct pull_target {
	const char *project, *database;
	const char *host; /* "http://127.0.0.1:8080", without a path */
	bool is_emulator;
	bool keeps_rejected; /* documents that cannot be read */
	unsigned tries;
	const atomic_bool *stopped;
	struct auth *auth; /* NULL: the token is "owner" */
	char *name; /* "projects/P/databases/D/documents" */
	char *url; /* of that name */
};

/* What one thread has for its calls. */
struct pull_caller {
	const struct pull_target *target;
	struct http *http;
	struct gantry_buffer url, token;
	const char *read_time; /* of the pull; NULL until it is known */
	long status; /* of the last call; 0: there was no answer */
	bool is_stale; /* the read time is too old, says the last answer */
	size_t length; /* of the last answer, in bytes */
};

/* Fill in the name and url of TARGET from its other members. */
int pull_target_init(struct pull_target *target, struct gantry_error *error);
void pull_target_clear(struct pull_target *target);

int pull_caller_init(struct pull_caller *caller,
    const struct pull_target *target, struct gantry_error *error);
void pull_caller_clear(struct pull_caller *caller);

/*
 * Begin the url of CALLER, and append PATH (nul_text.h) to it with its ids
 * percent-encoded.
 */
void pull_url_begin(struct pull_caller *caller);
void pull_url_add_path(struct pull_caller *caller, const char *path);

/*
 * Post BODY to the url of CALLER, or get it when BODY is NULL.  Returns the
 * answer, to be released with json_decref, or NULL with ERROR filled:
 * GANTRY_ERROR_LIMIT when it was too long, GANTRY_ERROR_UNAVAILABLE when it was
 * an error, whose status is then in CALLER.
 */
json_t *pull_call(struct pull_caller *caller, const struct gantry_buffer *body,
    struct gantry_error *error);

/* The same for the method VERB, such as "runQuery", of PATH; "" is the root. */
json_t *pull_post(struct pull_caller *caller, const char *path,
    const char *verb, const struct gantry_buffer *body,
    struct gantry_error *error);

#endif

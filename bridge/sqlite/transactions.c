/*
 * The middleware that makes a transaction of a request.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/web.h>

#include "sqlite/connection.h"

static struct gantry_sqlite *
connection_of(const struct gantry_request *request, const void *state)
{
	const struct gantry_sqlite_middleware_options *options = state;
	struct gantry_sqlite *const *first;

	if (options != NULL && options->connection != NULL)
		return options->connection(request);
	first = gantry_request_state(request);
	return first != NULL ? *first : NULL;
}

/* Does the method change nothing (RFC 9110 section 9.2.1)? */
static bool
is_safe(const char *method)
{
	return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0 ||
	    strcmp(method, "OPTIONS") == 0;
}

int
gantry_sqlite_process_resource(struct gantry_request *request,
    struct gantry_response *response, void *state)
{
	struct gantry_sqlite *sqlite = connection_of(request, state);
	struct gantry_error error;

	gantry_sqlite_use(sqlite, gantry_request_environ(request));
	if (is_safe(gantry_request_method(request)) ||
	    gantry_sqlite_begin(sqlite, &error) == 0)
		return 0;
	return gantry_sqlite_fail(response, &error);
}

int
gantry_sqlite_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	struct gantry_sqlite *sqlite = connection_of(request, state);
	const char *status = gantry_response_get_status(response);
	struct gantry_error error;

	if (sqlite == NULL)
		return 0;
	if (!succeeded || !sqlite->has_turn || atoi(status) >= 400) {
		gantry_sqlite_rollback(sqlite);
		return 0;
	}
	return gantry_sqlite_commit(sqlite, &error) == 0
	    ? 0
	    : gantry_sqlite_fail(response, &error);
}

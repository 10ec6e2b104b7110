/*
 * The middleware that makes a transaction of a request.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/web.h>

#include "sqlite/connection.h"

#define CONNECTION "gantry.sqlite"

/* The state of middleware that has a database of its own. */
struct opened {
	struct gantry_sqlite_middleware_options options; /* first */
	struct gantry_sqlite *sqlite;
};

int
gantry_sqlite_middleware_open(const void *options,
    const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	const struct gantry_sqlite_middleware_options *given = options;
	struct opened *opened;

	*state = (void *)(uintptr_t)options;
	if (given == NULL || given->database == NULL)
		return 0;
	opened = malloc(sizeof(*opened));
	if (opened == NULL)
		return gantry_error_memory(error);
	opened->options = *given;
	opened->sqlite = gantry_sqlite_open(given->database, settings, error);
	if (opened->sqlite == NULL) {
		free(opened);
		return -1;
	}
	*state = opened;
	return 0;
}

void
gantry_sqlite_middleware_close(void *state)
{
	struct opened *opened = state;

	if (opened == NULL || opened->options.database == NULL)
		return;
	gantry_sqlite_close(opened->sqlite);
	free(opened);
}

static struct gantry_sqlite *
connection_of(const struct gantry_request *request, const void *state)
{
	const struct gantry_sqlite_middleware_options *options = state;
	struct gantry_sqlite *const *first;

	if (options != NULL && options->database != NULL)
		return ((const struct opened *)state)->sqlite;
	if (options != NULL && options->connection != NULL)
		return options->connection(request);
	first = gantry_request_state(request);
	return first != NULL ? *first : NULL;
}

struct gantry_sqlite *
gantry_sqlite_get(const struct gantry_request *request)
{
	return gantry_request_get(request, CONNECTION);
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

	if (gantry_request_set(request, CONNECTION, sqlite) == -1)
		return -1;
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

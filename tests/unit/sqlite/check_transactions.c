/*
 * The middleware that makes a transaction of a request.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/sqlite.h>
#include <gantry/testing.h>
#include <gantry/web.h>

#include "unit.h"

static const char *const migrations[] = { "CREATE TABLE t (n)", NULL };
static struct gantry_sqlite_options options = { .migrations = migrations };

struct state {
	struct gantry_sqlite *db;
};

static int64_t
run(const struct gantry_request *request, const char *sql)
{
	struct state *state = gantry_request_state(request);

	return gantry_sqlite_run(gantry_sqlite_prepare(state->db, sql), NULL);
}

/* Insert a row, and answer with the status of the path. */
static int
insert(struct gantry_request *request, struct gantry_response *response)
{
	const char *status = gantry_request_field(request, "status");

	ck_assert_int_eq(run(request, "INSERT INTO t VALUES (1)"), 1);
	if (strcmp(status, "fail") == 0)
		return gantry_response_fail(response, GANTRY_409, "no");
	gantry_response_status(
	    response, strcmp(status, "404") == 0 ? GANTRY_404 : GANTRY_201);
	return 0;
}

static int
count(struct gantry_request *request, struct gantry_response *response)
{
	struct state *state = gantry_request_state(request);
	struct gantry_error error;

	/* A request that reads waits for no writer, and can become one. */
	ck_assert_int_eq(gantry_sqlite_commit(state->db, &error), -1);
	return gantry_sqlite_put_rows(gantry_sqlite_prepare(state->db,
					  "SELECT count(*) AS n FROM t"),
		   gantry_response_json(response), NULL, NULL) == 1
	    ? 0
	    : -1;
}

static struct gantry_sqlite *
connection_of(const struct gantry_request *request)
{
	return ((struct state *)gantry_request_state(request))->db;
}

static const struct gantry_sqlite_middleware_options by_function = {
	.connection = connection_of,
};
static const struct gantry_middleware first = GANTRY_SQLITE(NULL);
static const struct gantry_middleware second = GANTRY_SQLITE(&by_function);
static const struct gantry_middleware *const by_first[] = { &first, NULL };
static const struct gantry_middleware *const by_call[] = { &second, NULL };

static const struct gantry_route routes[] = {
	{ .uri_template = "/a/{status}",
	    .on_post = GANTRY_RESPONDER(insert),
	    .middleware = by_first },
	{ .uri_template = "/b/{status}",
	    .on_post = GANTRY_RESPONDER(insert),
	    .middleware = by_call },
	{ .uri_template = "/count",
	    .on_get = GANTRY_RESPONDER(count),
	    .middleware = by_first },
	{ 0 },
};
static const struct gantry_site site = { .routes = routes };

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	static struct state own;

	options.path = unit_path("db");
	if (gantry_sqlite_migrate(&options, NULL, error) == -1)
		return -1;
	own.db = gantry_sqlite_open(&options, NULL, error);
	*state = gantry_web_open(&site, settings, &own, error);
	return own.db != NULL && *state != NULL ? 0 : -1;
}

static void
close_site(void *web)
{
	struct state *state = gantry_web_state(web);

	gantry_web_close(web);
	gantry_sqlite_close(state->db);
}

static const struct gantry_application application = {
	.name = "inserts",
	.open = open_site,
	.call = gantry_web_call,
	.close = close_site,
};

static void
assert_rows(struct gantry_client *client, int expected)
{
	struct gantry_result *result =
	    gantry_simulate_get(client, "/count", NULL);

	gantry_assert_json_integer(result, "/0/n", expected);
	gantry_result_free(result);
}

static void
post(struct gantry_client *client, const char *target, int status)
{
	struct gantry_result *result =
	    gantry_simulate_post(client, target, NULL);

	gantry_assert_status(result, status);
	gantry_result_free(result);
}

START_TEST(a_success_is_committed_and_a_failure_rolled_back)
{
	struct gantry_error error;
	struct gantry_client *client =
	    gantry_client_open(&application, NULL, &error);

	ck_assert_msg(client != NULL, "%s", error.text);
	post(client, "/a/201", 201);
	assert_rows(client, 1);
	post(client, "/a/fail", 409);
	post(client, "/a/404", 404);
	assert_rows(client, 1);
	post(client, "/b/201", 201);
	post(client, "/b/fail", 409);
	assert_rows(client, 2);
	gantry_client_close(client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_success_is_committed_and_a_failure_rolled_back,
		NULL,
	};

	return unit_run("sqlite/transactions", tests);
}

/*
 * What a request has, as values of a statement: parameters, JSON, the row.
 */
#include <string.h>

#include <gantry/sqlite.h>
#include <gantry/testing.h>
#include <gantry/web.h>

#include "unit.h"

static const char *const migrations[] = { "CREATE TABLE t (n)", NULL };
static struct gantry_sqlite_options database = { .migrations = migrations };
static const struct gantry_sqlite_middleware_options options = {
	.database = &database,
};
static const struct gantry_middleware sqlite = GANTRY_SQLITE(&options);
static const struct gantry_middleware *const middleware[] = { &sqlite, NULL };

static const struct gantry_param params[] = {
	{ .name = "text" },
	{ .name = "integer", .type = GANTRY_INTEGER },
	{ .name = "number", .type = GANTRY_NUMBER },
	{ .name = "boolean", .type = GANTRY_BOOLEAN },
	{ .name = "uuid", .type = GANTRY_UUID },
	{ .name = "time", .type = GANTRY_TIME },
	{ .name = "kept", .type = GANTRY_INTEGER, .fallback = "0" },
};

static int
put_rows(
    struct gantry_response *response, struct gantry_sqlite_statement *statement)
{
	struct gantry_error error;

	return gantry_sqlite_put_rows(statement, gantry_response_json(response),
		   NULL, &error) == -1
	    ? gantry_sqlite_fail(response, &error)
	    : 0;
}

static int
bind_params(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_sqlite_statement *select =
	    gantry_sqlite_prepare(gantry_sqlite_get(request),
		"SELECT ?1 AS a, ?2 AS b, ?3 AS c, ?4 AS d, ?5 AS e, ?6 AS f,"
		" ?7 AS g");
	int i;

	for (i = 0; i < 7; i++)
		if (gantry_sqlite_bind_param(
			select, i + 1, request, &params[i]) == -1)
			return -1;
	return put_rows(response, select);
}

static int
bind_list(struct gantry_request *request, struct gantry_response *response)
{
	static const struct gantry_param list = {
		.name = "list",
		.type = GANTRY_LIST,
	};
	struct gantry_sqlite_statement *select =
	    gantry_sqlite_prepare(gantry_sqlite_get(request), "SELECT ?1 AS a");

	return gantry_sqlite_bind_param(select, 1, request, &list) == -1
	    ? -1
	    : put_rows(response, select);
}

static int
bind_json(struct gantry_request *request, struct gantry_response *response)
{
	const struct gantry_json_value *body = gantry_request_json(request, 0);
	struct gantry_sqlite_statement *select = gantry_sqlite_prepare(
	    gantry_sqlite_get(request), "SELECT ?1 AS a, typeof(?1) AS type");

	if (body == NULL)
		return -1;
	gantry_sqlite_bind_json(select, 1, gantry_json_member(body, "a"));
	return put_rows(response, select);
}

static int
find(struct gantry_request *request, struct gantry_response *response)
{
	const char *word = gantry_request_field(request, "word");
	struct gantry_sqlite_statement *select =
	    gantry_sqlite_prepare(gantry_sqlite_get(request),
		strcmp(word, "wrong") == 0 ? "SELECT"
					   : "SELECT ?1 WHERE ?1 = 'here'");

	gantry_sqlite_bind_text(select, 1, word);
	if (gantry_sqlite_find(select, response, "no %s") == -1)
		return -1;
	return gantry_response_text(
	    response, gantry_sqlite_text(select, 0, NULL));
}

static const struct gantry_route routes[] = {
	{ .uri_template = "/params", .on_get = GANTRY_RESPONDER(bind_params) },
	{ .uri_template = "/list", .on_get = GANTRY_RESPONDER(bind_list) },
	{ .uri_template = "/json", .on_post = GANTRY_RESPONDER(bind_json) },
	{ .uri_template = "/find/{word}", .on_get = GANTRY_RESPONDER(find) },
	{ 0 },
};
static const struct gantry_site site = {
	.routes = routes,
	.middleware = middleware,
};

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(&site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application application = {
	.name = "binding",
	.open = open_site,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

static struct gantry_client *client;

static void
set_up(void)
{
	struct gantry_error error;

	database.path = unit_path("db");
	ck_assert_int_eq(gantry_sqlite_migrate(&database, NULL, &error), 0);
	client = gantry_client_open(&application, NULL, NULL);
	ck_assert_ptr_nonnull(client);
}

static void
assert_got(
    const char *target, int status, const char *pointer, const char *json)
{
	struct gantry_result *result =
	    gantry_simulate_get(client, target, NULL);

	gantry_assert_status(result, status);
	gantry_assert_json(result, pointer, json);
	gantry_result_free(result);
}

static void
assert_bound(const char *body, int status, const char *json)
{
	struct gantry_result *result = gantry_simulate(client, "POST", "/json",
	    &(struct gantry_simulation){ .json = body });

	gantry_assert_status(result, status);
	if (json != NULL)
		gantry_assert_json(result, "", json);
	gantry_result_free(result);
}

START_TEST(parameters_are_bound_by_their_types)
{
	set_up();
	assert_got("/params?text=a&integer=-7&number=0.5&boolean=yes&kept=3"
		   "&uuid=7C9E6679-7425-40DE-944B-E07FC1F90AE7"
		   "&time=1970-01-02T00:00:00Z",
	    200, "",
	    "[{\"a\":\"a\",\"b\":-7,\"c\":0.5,\"d\":1,"
	    "\"e\":\"7c9e6679-7425-40de-944b-e07fc1f90ae7\",\"f\":86400,"
	    "\"g\":3}]");
	assert_got("/params?integer=x", 400, "/status", "400");
	assert_got("/list?list=a", 500, "/status", "500");
	gantry_client_close(client);
}
END_TEST

START_TEST(a_zero_is_not_an_absent_parameter)
{
	static const char nothing[] =
	    "[{\"a\":null,\"b\":null,\"c\":null,\"d\":null,\"e\":null,"
	    "\"f\":null,\"g\":0}]";

	set_up();
	assert_got("/params", 200, "", nothing);
	assert_got("/params?text=&integer=&number=&boolean=&uuid=&time=", 200,
	    "", nothing);
	assert_got("/params?integer=0&number=0&boolean=no"
		   "&time=1970-01-01T00:00:00Z",
	    200, "",
	    "[{\"a\":null,\"b\":0,\"c\":0,\"d\":0,\"e\":null,\"f\":0,"
	    "\"g\":0}]");
	gantry_client_close(client);
}
END_TEST

START_TEST(json_is_bound_as_what_it_is)
{
	set_up();
	assert_bound("{}", 200, "[{\"a\":null,\"type\":\"null\"}]");
	assert_bound("{\"a\":null}", 200, "[{\"a\":null,\"type\":\"null\"}]");
	assert_bound("{\"a\":true}", 200, "[{\"a\":1,\"type\":\"integer\"}]");
	assert_bound("{\"a\":9007199254740993}", 200,
	    "[{\"a\":9007199254740993,\"type\":\"integer\"}]");
	assert_bound("{\"a\":0.5}", 200, "[{\"a\":0.5,\"type\":\"real\"}]");
	assert_bound("{\"a\":\"\"}", 200, "[{\"a\":\"\",\"type\":\"text\"}]");
	assert_bound("{\"a\":[1]}", 500, NULL);
	assert_bound("{\"a\":{}}", 500, NULL);
	gantry_client_close(client);
}
END_TEST

START_TEST(a_row_that_is_missing_is_a_404)
{
	struct gantry_result *result;

	set_up();
	result = gantry_simulate_get(client, "/find/here", NULL);
	gantry_assert_status(result, 200);
	ck_assert_str_eq(gantry_result_text(result), "here");
	gantry_result_free(result);
	assert_got("/find/gone", 404, "/detail", "\"no %s\"");
	assert_got("/find/wrong", 500, "/status", "500");
	gantry_client_close(client);
}
END_TEST

START_TEST(null_is_an_error)
{
	ck_assert_ptr_null(gantry_sqlite_get(NULL));
	gantry_sqlite_bind_json(NULL, 1, NULL);
	ck_assert_int_eq(gantry_sqlite_bind_param(NULL, 1, NULL, NULL), -1);
	ck_assert_int_eq(gantry_sqlite_find(NULL, NULL, NULL), -1);
	gantry_sqlite_middleware_close(NULL);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		parameters_are_bound_by_their_types,
		a_zero_is_not_an_absent_parameter,
		json_is_bound_as_what_it_is,
		a_row_that_is_missing_is_a_404,
		null_is_an_error,
		NULL,
	};

	return unit_run("sqlite/binding", tests);
}

/*
 * Jobs that an application starts in a test.
 */
#include <string.h>

#include <check.h>
#include <gantry/testing.h>
#include <gantry/web.h>

#include "unit.h"

static struct gantry_client *client;

/* Start the job, and answer with what came of it. */
static int
start(struct gantry_request *request, struct gantry_response *response)
{
	const char *name = gantry_request_field(request, "name");
	struct gantry_error error;
	int result =
	    gantry_job_start(gantry_request_environ(request), name, &error);

	if (result == -1)
		return gantry_response_fail_with(response, &error);
	return gantry_response_text(
	    response, result == 1 ? "started" : "runs already");
}

static int
look(struct gantry_request *request, struct gantry_response *response)
{
	const char *name = gantry_request_field(request, "name");
	struct gantry_job_status status;
	struct gantry_json_writer *json;
	struct gantry_error error;

	if (gantry_job_look(
		gantry_request_environ(request), name, &status, &error) == -1)
		return gantry_response_fail_with(response, &error);
	json = gantry_response_json(response);
	gantry_json_begin_object(json, NULL);
	gantry_json_put_boolean(json, "runs", status.runs);
	gantry_json_put_boolean(json, "failed", status.failed);
	gantry_json_put_boolean(json, "is_old", status.age >= 5000);
	gantry_json_put_boolean(json, "is_new", status.age < 0);
	gantry_json_end(json);
	return 0;
}

static const struct gantry_route routes[] = {
	{ .uri_template = "/{name}",
	    .on_post = GANTRY_RESPONDER(start),
	    .on_get = GANTRY_RESPONDER(look) },
	{ 0 },
};
static const struct gantry_site site = { .routes = routes };

static int
make_arguments(const struct gantry_settings *settings,
    struct gantry_buffer *arguments, struct gantry_error *error)
{
	(void)settings;
	(void)error;
	gantry_buffer_add(arguments, "/bin/sh\0-c\0exit 1", 18);
	return 0;
}

static int
make_missing(const struct gantry_settings *settings,
    struct gantry_buffer *arguments, struct gantry_error *error)
{
	(void)settings;
	(void)error;
	gantry_buffer_add(arguments, "/nowhere", 9);
	return 0;
}

static const struct gantry_job jobs[] = {
	{ .name = "work", .arguments = make_arguments },
	{ .name = "missing", .arguments = make_missing },
	{ 0 },
};

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(&site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application application = {
	.name = "site",
	.open = open_site,
	.call = gantry_web_call,
	.close = gantry_web_close,
	.jobs = jobs,
};

static void
assert_post(const char *target, int status, const char *text)
{
	struct gantry_result *result =
	    gantry_simulate_post(client, target, NULL);

	gantry_assert_status(result, status);
	if (text != NULL)
		gantry_assert_text(result, text);
	gantry_result_free(result);
}

static void
assert_state(const char *json)
{
	struct gantry_result *result =
	    gantry_simulate_get(client, "/work", NULL);

	gantry_assert_json(result, "", json);
	gantry_result_free(result);
}

#define STATE(runs, failed, is_old, is_new)                              \
	"{\"runs\":" #runs ",\"failed\":" #failed ",\"is_old\":" #is_old \
	",\"is_new\":" #is_new "}"

START_TEST(a_job_runs_until_the_test_ends_it)
{
	const char *const *arguments;

	assert_state(STATE(false, false, false, true));
	ck_assert_ptr_null(gantry_client_job(client, "work"));
	ck_assert(!gantry_client_end_job(client, "work", true));
	assert_post("/work", 200, "started");
	assert_post("/work", 200, "runs already");
	arguments = gantry_client_job(client, "work");
	ck_assert_ptr_nonnull(arguments);
	ck_assert_str_eq(arguments[0], "/bin/sh");
	ck_assert_str_eq(arguments[2], "exit 1");
	ck_assert_ptr_null(arguments[3]);
	gantry_client_advance(client, 5000);
	assert_state(STATE(true, false, true, false));
	ck_assert(gantry_client_end_job(client, "work", false));
	ck_assert_ptr_null(gantry_client_job(client, "work"));
	assert_state(STATE(false, true, true, false));
	assert_post("/work", 200, "started");
	assert_state(STATE(true, false, false, false));
	ck_assert(gantry_client_end_job(client, "work", true));
	assert_state(STATE(false, false, false, false));
	assert_post("/work", 200, "started");
}
END_TEST

START_TEST(a_job_that_does_not_exist_is_not_started)
{
	assert_post("/other", 503, NULL);
	assert_post("/missing", 503, NULL);
	ck_assert_ptr_null(gantry_client_job(client, "missing"));
	ck_assert_ptr_null(gantry_client_job(client, "other"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_job_runs_until_the_test_ends_it,
		a_job_that_does_not_exist_is_not_started,
		NULL,
	};
	struct gantry_error error;
	int status;

	client = gantry_client_open(&application, NULL, &error);
	if (client == NULL)
		return 1;
	status = unit_run("testing/started_job", tests);
	gantry_client_close(client);
	return status;
}

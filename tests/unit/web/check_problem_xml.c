/*
 * Extension members of a failure (RFC 9457 section 3.2): XML and the other
 * forms of its document, and what is left out.
 */
#include <stdio.h>
#include <string.h>

#include <check.h>
#include <gantry/testing.h>
#include <gantry/web.h>

#include "unit.h"

static struct gantry_client *client;

/* As the example of RFC 9457 section 3. */
static int
refuse(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_json_writer *json;

	(void)request;
	gantry_response_fail(response, GANTRY_403, "The balance is too low.");
	json = gantry_response_extension(response);
	gantry_json_put_integer(json, "balance", 30);
	gantry_json_begin_array(json, "accounts");
	gantry_json_put_text(json, NULL, "/<1>&\n\"");
	gantry_json_put_text(json, NULL, "/2\xff");
	gantry_json_end(json);
	gantry_json_begin_object(json, "owner");
	gantry_json_put_boolean(json, "is known", true);
	gantry_json_put_null(json, "name");
	gantry_json_end(json);
	gantry_json_put_text(json, "status", "not this one");
	gantry_json_put_text(json, "instance", "/this/one");
	return -1;
}

static int
raise_members(struct gantry_response *response, const char *members)
{
	return gantry_response_raise(response,
	    &(struct gantry_http_error){
		.status = GANTRY_409,
		.members = members,
	    });
}

static int
conflict(struct gantry_request *request, struct gantry_response *response)
{
	const char *members = gantry_request_header(request, "X-Members");

	return raise_members(response, members);
}

static int
leave_open(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_fail(response, GANTRY_409, "open");
	gantry_json_begin_object(gantry_response_extension(response), "a");
	return -1;
}

static int
fail_twice(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_fail(response, GANTRY_409, "first");
	gantry_json_put_integer(gantry_response_extension(response), "one", 1);
	return gantry_response_fail(response, GANTRY_410, "second");
}

static int
extend_nothing(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_json_put_integer(gantry_response_extension(response), "one", 1);
	return 0;
}

/* A handler that sends what the error has. */
static int
show(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_text(
	    response, gantry_response_error(response)->members);
}

static const struct gantry_route routes[] = {
	{ .uri_template = "/refused", .on_get = GANTRY_RESPONDER(refuse) },
	{ .uri_template = "/conflict", .on_get = GANTRY_RESPONDER(conflict) },
	{ .uri_template = "/open", .on_get = GANTRY_RESPONDER(leave_open) },
	{ .uri_template = "/twice", .on_get = GANTRY_RESPONDER(fail_twice) },
	{ .uri_template = "/early",
	    .on_get = GANTRY_RESPONDER(extend_nothing) },
	{ 0 },
};
static const struct gantry_route shown[] = {
	{ .uri_template = "/shown", .on_get = GANTRY_RESPONDER(refuse) },
	{ 0 },
};
static const struct gantry_error_handler handlers[] = {
	{ 403, GANTRY_RESPONDER(show) },
	{ 0 },
};
static const struct gantry_group groups[] = {
	{ .routes = shown, .error_handlers = handlers },
	{ 0 },
};
static const struct gantry_site site = { .routes = routes, .groups = groups };

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
};

static struct gantry_result *
get(const char *target, const char *header)
{
	const char *const headers[] = { header, NULL };
	const struct gantry_simulation simulation = { .headers = headers };
	struct gantry_result *result =
	    gantry_simulate_get(client, target, &simulation);

	ck_assert_ptr_null(gantry_result_error(result));
	return result;
}

static void
assert_has(const struct gantry_result *result, const char *text)
{
	ck_assert_msg(strstr(gantry_result_text(result), text) != NULL,
	    "no '%s' in: %s", text, gantry_result_text(result));
}

START_TEST(members_follow_those_of_the_document)
{
	struct gantry_result *result = get("/refused", NULL);

	gantry_assert_status(result, 403);
	gantry_assert_json(result, "/status", "403");
	gantry_assert_json_text(result, "/detail", "The balance is too low.");
	gantry_assert_json(result, "/balance", "30");
	gantry_assert_json(
	    result, "/accounts", "[\"/<1>&\\n\\\"\",\"/2\\ufffd\"]");
	gantry_assert_json(
	    result, "/owner", "{\"is known\":true,\"name\":null}");
	gantry_assert_json_text(result, "/instance", "/this/one");
	ck_assert_ptr_nonnull(strstr(gantry_result_log(result),
	    "the extension member 'status' of a failure is left out"));
	gantry_result_free(result);
}
END_TEST

START_TEST(members_are_elements_of_xml)
{
	struct gantry_result *result =
	    get("/refused", "Accept: application/problem+xml");

	gantry_assert_header(result, "Content-Type", "application/problem+xml");
	assert_has(result, "<status>403</status>");
	assert_has(result,
	    "<balance>30</balance><accounts><i>/&lt;1&gt;&amp;\n\"</i>"
	    "<i>/2\xef\xbf\xbd</i></accounts><owner><name></name></owner>"
	    "<instance>/this/one</instance></problem>");
	gantry_result_free(result);
}
END_TEST

START_TEST(members_are_lines_of_text)
{
	struct gantry_result *result = get("/refused", "Accept: text/plain");

	assert_has(result,
	    "403 Forbidden\nThe balance is too low.\n\"balance\": 30\n"
	    "\"accounts\": \"/<1>&\\n\\\"\"\n"
	    "\"accounts\": \"/2\xef\xbf\xbd\"\n"
	    "\"owner\": {\"is known\":true,\"name\":null}\n");
	gantry_result_free(result);
}
END_TEST

START_TEST(members_of_a_raised_error_must_be_an_object)
{
	static const struct {
		const char *members, *log;
	} cases[] = {
		{ "[1]", "they are not an object" },
		{ "7", "they are not an object" },
		{ "{\"a\":1", "line 1, column 7" },
		{ "{\"a\":1,\"a\":2}", "the member is given twice" },
	};
	struct gantry_result *result;
	char header[64];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(
		    header, sizeof(header), "X-Members: %s", cases[i].members);
		result = get("/conflict", header);
		gantry_assert_status(result, 409);
		ck_assert_msg(
		    strstr(gantry_result_log(result), cases[i].log) != NULL,
		    "%s", gantry_result_log(result));
		ck_assert_ptr_null(gantry_result_at(result, "/a"));
		gantry_result_free(result);
	}
	result =
	    get("/conflict", "X-Members:  { \"a\" : 12345678901234567890 } ");
	gantry_assert_json(result, "/a", "12345678901234567890");
	gantry_result_free(result);
	result = get("/conflict", "X-Members: { }");
	gantry_assert_json_text(result, "/title", "Conflict");
	gantry_result_free(result);
}
END_TEST

START_TEST(an_incomplete_extension_is_left_out_and_logged)
{
	struct gantry_result *result = get("/open", NULL);

	gantry_assert_status(result, 409);
	gantry_assert_json_text(result, "/detail", "open");
	ck_assert_ptr_null(gantry_result_at(result, "/a"));
	ck_assert_ptr_nonnull(
	    strstr(gantry_result_log(result), "they are not complete"));
	gantry_result_free(result);
}
END_TEST

START_TEST(a_later_failure_has_its_own_members)
{
	struct gantry_result *result = get("/twice", NULL);

	gantry_assert_status(result, 410);
	ck_assert_ptr_null(gantry_result_at(result, "/one"));
	gantry_result_free(result);
}
END_TEST

START_TEST(a_response_that_has_not_failed_fails)
{
	struct gantry_result *result = get("/early", NULL);

	gantry_assert_status(result, 500);
	ck_assert_ptr_nonnull(
	    strstr(gantry_result_log(result), "the response has not failed"));
	gantry_result_free(result);
}
END_TEST

START_TEST(handlers_see_the_members)
{
	struct gantry_result *result = get("/shown", NULL);

	assert_has(result, "{\"balance\":30,\"accounts\":[");
	gantry_result_free(result);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		members_follow_those_of_the_document,
		members_are_elements_of_xml,
		members_are_lines_of_text,
		members_of_a_raised_error_must_be_an_object,
		an_incomplete_extension_is_left_out_and_logged,
		a_later_failure_has_its_own_members,
		a_response_that_has_not_failed_fails,
		handlers_see_the_members,
		NULL,
	};
	struct gantry_error error;
	int status;

	client = gantry_client_open(&application, NULL, &error);
	if (client == NULL)
		return 1;
	status = unit_run("web/problem_xml", tests);
	gantry_client_close(client);
	return status;
}

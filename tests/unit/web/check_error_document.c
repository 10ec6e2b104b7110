/*
 * Failures: which handler answers them, with which document, and that nothing
 * of one is left for the next request.
 */
#include <string.h>

#include <check.h>
#include <gantry/testing.h>
#include <gantry/web.h>

#include "unit.h"

static struct gantry_client *client;
static int closed; /* streams */

static const char *
told(const struct gantry_request *request, const char *name)
{
	const char *value = gantry_request_header(request, name);

	return value != NULL ? value : "";
}

/* Has the request the header NAME with VALUE? */
static bool
tells(const struct gantry_request *request, const char *name, const char *value)
{
	return strcmp(told(request, name), value) == 0;
}

static ssize_t
read_stream(void *argument, void *data, size_t size)
{
	(void)argument;
	(void)size;
	memcpy(data, "stream", 6);
	return 6;
}

static void
close_stream(void *argument)
{
	(void)argument;
	closed++;
}

/* A middleware that fails on the way out without a reason. */
static int
fail_late(struct gantry_request *request, struct gantry_response *response,
    void *state, bool succeeded)
{
	(void)response;
	(void)state;
	(void)succeeded;
	return tells(request, "X-Late", "yes") ? -1 : 0;
}

static const struct gantry_middleware late = {
	.name = "late",
	.process_response = fail_late,
};
static const struct gantry_middleware *const middleware[] = { &late, NULL };

static int
fail_before(struct gantry_request *request, struct gantry_response *response,
    const void *argument)
{
	(void)response;
	(void)argument;
	return tells(request, "X-Before", "silent") ? -1 : 0;
}

static const struct gantry_hook before[] = {
	GANTRY_HOOK(fail_before, NULL),
	{ 0 },
};

static int
fail_conflict(struct gantry_request *request, struct gantry_response *response)
{
	const char *status = gantry_request_header(request, "X-Status");
	const char *detail = gantry_request_header(request, "X-Detail");

	gantry_response_stream(response, read_stream, close_stream, NULL, 6);
	if (tells(request, "X-Fail", "late"))
		return gantry_response_type(response, "text/plain");
	return gantry_response_fail(response,
	    status != NULL ? status : GANTRY_409, "%s",
	    detail != NULL ? detail : "taken");
}

static int
answer_tagged(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_etag(response, "current");
	gantry_response_cache_control(response, "max-age=60");
	gantry_response_header(response, "Content-Encoding", "x");
	return gantry_response_text(response, "content");
}

/* Answers, or begins to and fails as X-Handle says. */
static int
handle(struct gantry_request *request, struct gantry_response *response)
{
	if (tells(request, "X-Handle", "text")) {
		gantry_response_status(response, GANTRY_200);
		return gantry_response_text(response, "handled");
	}
	gantry_response_stream(response, read_stream, close_stream, NULL, 6);
	gantry_response_etag(response, "stale");
	gantry_response_header(response, "Content-Encoding", "gzip");
	if (tells(request, "X-Handle", "worse"))
		return gantry_response_fail(response, GANTRY_502, "worse");
	return -1;
}

/* Writes the document; X-Write says how it fails. */
static int
write_error(struct gantry_request *request, struct gantry_response *response)
{
	const struct gantry_http_error *error = gantry_response_error(response);

	if (tells(request, "X-Write", "stream")) {
		gantry_response_stream(
		    response, read_stream, close_stream, NULL, 6);
		return -1;
	}
	if (tells(request, "X-Write", "half")) {
		gantry_json_begin_object(gantry_response_json(response), NULL);
		return -1;
	}
	if (tells(request, "X-Write", "raise"))
		return gantry_response_fail(response, GANTRY_503, "no more");
	if (tells(request, "X-Write", "own"))
		return gantry_response_text(response, error->detail);
	return -1;
}

static const struct gantry_route routes[] = {
	{
	    .uri_template = "/plain",
	    .on_get = GANTRY_RESPONDER(fail_conflict),
	    .before = before,
	},
	{ .uri_template = "/tagged",
	    .on_get = GANTRY_RESPONDER(answer_tagged) },
	{ 0 },
};
static const struct gantry_error_handler handlers[] = {
	{ 409, GANTRY_RESPONDER(handle) },
	{ 412, GANTRY_RESPONDER(handle) },
	{ 0 },
};
static const struct gantry_route handled[] = {
	{ .uri_template = "/handled",
	    .on_get = GANTRY_RESPONDER(fail_conflict) },
	{ .uri_template = "/handled/tagged",
	    .on_get = GANTRY_RESPONDER(answer_tagged) },
	{ 0 },
};
static const struct gantry_group groups[] = {
	{ .prefix = "", .routes = handled, .error_handlers = handlers },
	{ 0 },
};
static const struct gantry_site site = {
	.routes = routes,
	.groups = groups,
	.middleware = middleware,
	.write_error = write_error,
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
};

/* GET TARGET with up to two headers. */
static struct gantry_result *
get(const char *target, const char *header, const char *second)
{
	const char *const headers[] = { header, second, NULL };
	const struct gantry_simulation simulation = { .headers = headers };
	struct gantry_result *result =
	    gantry_simulate_get(client, target, &simulation);

	ck_assert_ptr_null(gantry_result_error(result));
	return result;
}

/* The same, and assert STATUS, and DETAIL in the document. */
static void
assert_document(const char *target, const char *header, const char *second,
    int status, const char *detail)
{
	struct gantry_result *result = get(target, header, second);

	gantry_assert_status(result, status);
	gantry_assert_header(
	    result, "Content-Type", "application/problem+json");
	gantry_assert_header(result, "ETag", NULL);
	gantry_assert_header(result, "Content-Encoding", NULL);
	gantry_assert_json_text(result, "/detail", detail);
	gantry_result_free(result);
}

#define SILENT "The application failed; the server's log says why."

START_TEST(a_document_that_fails_is_replaced)
{
	struct gantry_result *result;

	assert_document("/plain", "X-Write: stream", NULL, 409, "taken");
	ck_assert_int_eq(closed, 2);
	assert_document("/plain", "X-Write: half", NULL, 409, "taken");
	assert_document("/plain", "X-Write: raise", NULL, 503, "no more");
	result = get("/plain", "X-Write: own", NULL);
	gantry_assert_status(result, 409);
	gantry_assert_text(result, "taken");
	gantry_result_free(result);
}
END_TEST

/* The site finds out after all middleware that it cannot be sent. */
START_TEST(a_failed_condition_has_a_document)
{
#define DETAIL "the resource is not the version that If-Match asks for"
	struct gantry_result *result;

	assert_document("/tagged", "If-Match: \"old\"", NULL, 412, DETAIL);
	result = get("/tagged", "If-Match: \"old\"", "X-Write: own");
	gantry_assert_status(result, 412);
	gantry_assert_text(result, DETAIL);
	gantry_assert_header(result, "Cache-Control", NULL);
	gantry_result_free(result);
	result = get("/handled/tagged", "If-Match: \"old\"", "X-Handle: text");
	gantry_assert_status(result, 200);
	gantry_assert_text(result, "handled");
	gantry_result_free(result);
	result = get("/tagged", "If-Match: \"current\"", NULL);
	gantry_assert_text(result, "content");
	gantry_result_free(result);
}
END_TEST

/* XML 1.0 section 2.2: a parser must refuse anything else. */
START_TEST(an_xml_document_has_only_characters_of_xml)
{
	struct gantry_result *result = get("/plain", "Accept: application/xml",
	    "X-Detail: a\xff<\xc3\xa9\xef\xbf\xbe\xf0\x9f\x98\x80\xed\xa0\x80");

	gantry_assert_status(result, 409);
	ck_assert_ptr_nonnull(strstr(gantry_result_text(result),
	    "<detail>a\xef\xbf\xbd&lt;\xc3\xa9\xf0\x9f\x98\x80"
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd</detail>"));
	gantry_result_free(result);
}
END_TEST

START_TEST(a_status_without_a_reason_is_logged)
{
	struct gantry_result *result = get("/plain", "X-Status: 409", NULL);

	gantry_assert_status(result, 500);
	gantry_result_free(result);
	result = get("/plain", "X-Status: 4", NULL);
	gantry_assert_status(result, 500);
	gantry_result_free(result);
}
END_TEST

START_TEST(a_failing_handler_discards_its_content)
{
	const char *log;

	assert_document("/handled", "X-Handle: worse", NULL, 502, "worse");
	ck_assert_int_eq(closed, 2);
	unit_capture();
	assert_document("/handled", "X-Handle: silent", NULL, 500, SILENT);
	log = unit_captured();
	ck_assert_msg(strstr(log, "handle failed") != NULL, "%s", log);
	ck_assert_int_eq(closed, 4);
}
END_TEST

START_TEST(a_failure_on_the_way_out_replaces_an_earlier_one)
{
	struct gantry_result *result = get("/handled", "X-Handle: text", NULL);
	const char *log;

	gantry_assert_status(result, 200);
	gantry_assert_text(result, "handled");
	gantry_result_free(result);
	unit_capture();
	assert_document(
	    "/handled", "X-Handle: text", "X-Late: yes", 500, SILENT);
	log = unit_captured();
	ck_assert_msg(
	    strstr(log, "late.process_response failed") != NULL, "%s", log);
	assert_document("/plain", "X-Fail: late", "X-Late: yes", 500, SILENT);
	/* And it is not the next request's. */
	assert_document("/plain", NULL, NULL, 409, "taken");
}
END_TEST

START_TEST(a_step_that_fails_without_a_reason_is_logged)
{
	const char *log;

	unit_capture();
	assert_document("/plain", "X-Before: silent", NULL, 500, SILENT);
	log = unit_captured();
	ck_assert_msg(strstr(log, "fail_before failed") != NULL, "%s", log);
}
END_TEST

START_TEST(a_stream_is_always_closed_once)
{
	const struct gantry_simulation late_stream = {
		.headers = (const char *const[]){ "X-Fail: late", NULL },
	};
	struct gantry_result *result;

	gantry_result_free(get("/plain", "X-Fail: late", NULL));
	ck_assert_int_eq(closed, 1);
	result = gantry_simulate_head(client, "/plain", &late_stream);
	gantry_assert_status(result, 200);
	gantry_result_free(result);
	ck_assert_int_eq(closed, 2);
	gantry_result_free(get("/plain", "X-Fail: late", "X-Late: yes"));
	ck_assert_int_eq(closed, 3);
	gantry_result_free(get("/plain", NULL, NULL));
	ck_assert_int_eq(closed, 4);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_document_that_fails_is_replaced,
		a_failed_condition_has_a_document,
		an_xml_document_has_only_characters_of_xml,
		a_status_without_a_reason_is_logged,
		a_failing_handler_discards_its_content,
		a_failure_on_the_way_out_replaces_an_earlier_one,
		a_step_that_fails_without_a_reason_is_logged,
		a_stream_is_always_closed_once,
		NULL,
	};
	struct gantry_error error;
	int status;

	/* One for all tests: each runs in a process of its own. */
	client = gantry_client_open(&application, NULL, &error);
	if (client == NULL)
		return 1;
	status = unit_run("web/error_document", tests);
	gantry_client_close(client);
	return status;
}

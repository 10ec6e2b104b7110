/*
 * Sites, called through the test client.
 */
#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <gantry/testing.h>
#include <gantry/web.h>

#include "unit.h"

static char calls[1024]; /* what was called, in order */
static struct gantry_client *client;

/* Note that WHAT was called. */
static void
note(const char *what)
{
	if (*calls != '\0')
		strcat(calls, " ");
	strcat(calls, what);
}

static int
note_request(struct gantry_request *request, struct gantry_response *response,
    void *state)
{
	const char *how = gantry_request_header(request, "X-Break");

	note(state);
	note("in");
	if (how != NULL && strcmp(how, state) == 0)
		return gantry_response_fail(response, GANTRY_403, "no");
	how = gantry_request_header(request, "X-Complete");
	if (how != NULL && strcmp(how, state) == 0) {
		gantry_response_text(response, state);
		gantry_response_complete(response);
	}
	return 0;
}

static int
note_resource(struct gantry_request *request, struct gantry_response *response,
    void *state)
{
	const char *how = gantry_request_header(request, "X-Resource");

	ck_assert_ptr_nonnull(gantry_request_template(request));
	note(state);
	note("resource");
	if (how != NULL && strcmp(how, state) == 0)
		return gantry_response_fail(response, GANTRY_401, "no");
	return 0;
}

static int
note_response(struct gantry_request *request, struct gantry_response *response,
    void *state, bool succeeded)
{
	const char *how = gantry_request_header(request, "X-Late");

	note(state);
	note(succeeded ? "out" : "failed");
	if (how != NULL && strcmp(how, state) == 0)
		return gantry_response_fail(response, GANTRY_409, "late");
	return 0;
}

static void
note_teardown(struct gantry_request *request, void *state)
{
	(void)request;
	note(state);
	note("down");
}

#define NOTING(text)                                                          \
	{                                                                     \
		.name = text, .options = text,                                \
		.process_request = note_request,                              \
		.process_resource = note_resource,                            \
		.process_response = note_response, .teardown = note_teardown, \
	}
static const struct gantry_middleware site_middleware = NOTING("S");
static const struct gantry_middleware second_middleware = NOTING("T");
static const struct gantry_middleware group_middleware = NOTING("G");
static const struct gantry_middleware route_middleware = NOTING("R");
static const struct gantry_middleware *const of_site[] = {
	&site_middleware,
	&second_middleware,
	NULL,
};
static const struct gantry_middleware *const of_group[] = {
	&group_middleware,
	NULL,
};
static const struct gantry_middleware *const of_route[] = {
	&route_middleware,
	NULL,
};

static int
note_hook(struct gantry_request *request, struct gantry_response *response,
    const void *argument)
{
	const char *how = gantry_request_header(request, "X-Hook");

	note(argument);
	if (how == NULL || strcmp(how, argument) != 0)
		return 0;
	gantry_response_fail(response, GANTRY_403, "a hook");
	return strcmp(gantry_environ_get(
			  gantry_request_environ(request), "QUERY_STRING"),
		   "forget") == 0
	    ? 0
	    : -1;
}

static const struct gantry_hook site_before[] = {
	GANTRY_HOOK(note_hook, "b1"),
	GANTRY_HOOK(note_hook, "b2"),
	{ 0 },
};
static const struct gantry_hook route_before[] = {
	GANTRY_HOOK(note_hook, "b3"),
	{ 0 },
};
static const struct gantry_hook site_after[] = {
	GANTRY_HOOK(note_hook, "a2"),
	{ 0 },
};
static const struct gantry_hook route_after[] = {
	GANTRY_HOOK(note_hook, "a1"),
	{ 0 },
};

static int
answer(struct gantry_request *request, struct gantry_response *response)
{
	note("answer");
	return gantry_response_text(response, gantry_request_path(request));
}

static int
fail_silently(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_text(response, "half");
	return -1;
}

static int
fail_coded(struct gantry_request *request, struct gantry_response *response)
{
	const struct gantry_header headers[] = {
		{ "Retry-After", "7" },
		{ NULL, NULL },
	};

	(void)request;
	return gantry_response_raise(response,
	    &(struct gantry_http_error){
		.status = GANTRY_409,
		.title = "Taken <once>",
		.detail = "Someone & was \"first\".",
		.code = "E7",
		.link = "https://example.org/e7",
		.headers = headers,
	    });
}

static int
answer_field(struct gantry_request *request, struct gantry_response *response)
{
	const struct gantry_url_field fields[] = {
		{ "name", gantry_request_field(request, "name") },
		{ NULL, NULL },
	};

	return gantry_response_text(
	    response, gantry_url_for(request, "field", fields));
}

static int
handle_conflict(
    struct gantry_request *request, struct gantry_response *response)
{
	ck_assert_str_eq(gantry_response_error(response)->status, GANTRY_409);
	(void)request;
	note("handler");
	gantry_response_status(response, GANTRY_200);
	return gantry_response_text(response, "settled");
}

static int
handle_badly(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_fail(response, GANTRY_502, "worse");
}

static const struct gantry_route routes[] = {
	{
	    .uri_template = "/noted",
	    .on_get = GANTRY_RESPONDER(answer),
	    .before = route_before,
	    .after = route_after,
	    .middleware = of_route,
	},
	{ .uri_template = "/silent",
	    .on_get = GANTRY_RESPONDER(fail_silently) },
	{ .uri_template = "/coded", .on_get = GANTRY_RESPONDER(fail_coded) },
	{
	    .uri_template = "/field/{name}",
	    .name = "field",
	    .on_get = GANTRY_RESPONDER(answer_field),
	},
	{ .uri_template = "/both", .on_get = GANTRY_RESPONDER(answer) },
	{ .uri_template = "/both", .on_put = GANTRY_RESPONDER(fail_coded) },
	{ .uri_template = "/any", .on_request = GANTRY_RESPONDER(answer) },
	{ 0 },
};

static const struct gantry_error_handler group_handlers[] = {
	{ 0, GANTRY_RESPONDER(handle_badly) },
	{ 409, GANTRY_RESPONDER(handle_conflict) },
	{ 0 },
};
static const struct gantry_route group_routes[] = {
	{ .uri_template = "/coded", .on_get = GANTRY_RESPONDER(fail_coded) },
	{ .uri_template = "/silent",
	    .on_get = GANTRY_RESPONDER(fail_silently) },
	{ .uri_template = "/fine", .on_get = GANTRY_RESPONDER(answer) },
	{
	    .uri_template = "/inner",
	    .on_get = GANTRY_RESPONDER(answer),
	    .middleware = of_route,
	},
	{ 0 },
};
static const struct gantry_group groups[] = {
	{
	    .prefix = "/group",
	    .routes = group_routes,
	    .middleware = of_group,
	    .error_handlers = group_handlers,
	},
	{ 0 },
};
static const struct gantry_sink sinks[] = {
	{ .prefix = "/sink", .responder = GANTRY_RESPONDER(answer) },
	{ 0 },
};

static const struct gantry_site noting_site = {
	.routes = routes,
	.groups = groups,
	.sinks = sinks,
	.before = site_before,
	.after = site_after,
	.middleware = of_site,
	.strips_trailing_slash = true,
};
static bool is_independent;

static int
open_noting(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	static struct gantry_site site; /* until the next test opens it */

	site = noting_site;
	site.independent_middleware = is_independent;
	*state = gantry_web_open(&site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application noting = {
	.name = "noting",
	.open = open_noting,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

/* METHOD of TARGET with HEADER, if any. */
static struct gantry_result *
ask(const char *method, const char *target, const char *header)
{
	const char *const headers[] = { header, NULL };
	const struct gantry_simulation simulation = { .headers = headers };
	struct gantry_error error;
	struct gantry_result *result;

	*calls = '\0';
	client = gantry_client_open(&noting, NULL, &error);
	ck_assert_msg(client != NULL, "%s", error.text);
	result = gantry_simulate(client, method, target, &simulation);
	ck_assert_ptr_null(gantry_result_error(result));
	return result;
}

static void
done(struct gantry_result *result)
{
	gantry_result_free(result);
	gantry_client_close(client);
}

START_TEST(everything_is_called_in_order)
{
	struct gantry_result *result = ask("GET", "/noted", NULL);

	gantry_assert_status(result, 200);
	gantry_assert_text(result, "/noted");
	ck_assert_str_eq(calls,
	    "S in T in R in S resource T resource R resource b1 b2 b3 answer "
	    "a1 a2 R out T out S out R down T down S down");
	done(result);
}
END_TEST

START_TEST(a_groups_middleware_runs_inside_the_sites)
{
	struct gantry_result *result = ask("GET", "/group/fine", NULL);

	gantry_assert_text(result, "/group/fine");
	ck_assert_str_eq(calls,
	    "S in T in G in S resource T resource G resource b1 b2 answer a2 "
	    "G out T out S out G down T down S down");
	done(result);
}
END_TEST

START_TEST(after_an_early_failure_nothing_else_is_called)
{
	struct gantry_result *result = ask("GET", "/noted", "X-Break: T");

	gantry_assert_status(result, 403);
	ck_assert_str_eq(calls, "S in T in T failed S failed T down S down");
	done(result);
	result = ask("GET", "/noted", "X-Break: R");
	gantry_assert_status(result, 403);
	ck_assert_str_eq(calls,
	    "S in T in R in R failed T failed S failed R down T down S down");
	done(result);
}
END_TEST

START_TEST(a_hook_can_complete_the_response)
{
	struct gantry_result *result = ask("GET", "/noted", "X-Complete: S");

	gantry_assert_status(result, 200);
	gantry_assert_text(result, "S");
	ck_assert_str_eq(calls, "S in S out S down");
	done(result);
}
END_TEST

/* Falcon's independent_middleware, and what follows from it for groups. */
static const struct {
	const char *target, *header;
	int status;
	const char *dependent; /* what is called */
	const char *independent; /* NULL: the same */
} orders[] = {
	{ "/noted", "X-Break: S", 403, "S in S failed S down",
	    "S in T failed S failed T down S down" },
	{ "/noted", "X-Complete: S", 200, "S in S out S down",
	    "S in T out S out T down S down" },
	{ "/noted", "X-Break: T", 403,
	    "S in T in T failed S failed T down S down", NULL },
	{ "/noted", "X-Complete: T", 200, "S in T in T out S out T down S down",
	    NULL },
	{ "/group/inner", "X-Break: G", 502,
	    "S in T in G in G failed T failed S failed G down T down S down",
	    "S in T in G in R failed G failed T failed S failed "
	    "R down G down T down S down" },
	{ "/group/inner", "X-Complete: G", 200,
	    "S in T in G in G out T out S out G down T down S down",
	    "S in T in G in R out G out T out S out "
	    "R down G down T down S down" },
	{ "/group/inner", "X-Break: R", 502,
	    "S in T in G in R in R failed G failed T failed S failed "
	    "R down G down T down S down",
	    NULL },
	{ "/group/inner", "X-Break: S", 403, "S in S failed S down",
	    "S in T failed S failed T down S down" },
	{ "/noted", "X-Resource: S", 401,
	    "S in T in R in S resource R failed T failed S failed "
	    "R down T down S down",
	    NULL },
	{ "/noted", "X-Hook: b1", 403,
	    "S in T in R in S resource T resource R resource b1 "
	    "R failed T failed S failed R down T down S down",
	    NULL },
	{ "/noted", "X-Late: R", 409,
	    "S in T in R in S resource T resource R resource b1 b2 b3 answer "
	    "a1 a2 R out T failed S failed R down T down S down",
	    NULL },
	{ "/nowhere", "X-Break: none", 404,
	    "S in T in T failed S failed T down S down", NULL },
};

START_TEST(middleware_sees_the_response_if_it_saw_the_request)
{
	struct gantry_result *result;
	const char *expected;
	size_t i;

	for (i = 0; i < 2 * (sizeof(orders) / sizeof(orders[0])); i++) {
		is_independent = i % 2 == 1;
		expected = is_independent && orders[i / 2].independent != NULL
		    ? orders[i / 2].independent
		    : orders[i / 2].dependent;
		result = ask("GET", orders[i / 2].target, orders[i / 2].header);
		gantry_assert_status(result, orders[i / 2].status);
		ck_assert_msg(strcmp(calls, expected) == 0,
		    "%s %s, independent: %d: %s", orders[i / 2].target,
		    orders[i / 2].header, is_independent, calls);
		done(result);
	}
}
END_TEST

START_TEST(a_hook_that_fails_keeps_the_responder_from_being_called)
{
	struct gantry_result *result = ask("GET", "/noted", "X-Hook: b2");

	gantry_assert_status(result, 403);
	gantry_assert_json_text(result, "/detail", "a hook");
	ck_assert_ptr_null(strstr(calls, "answer"));
	ck_assert_ptr_nonnull(strstr(calls, "R failed T failed S failed"));
	done(result);
	result = ask("GET", "/noted", "X-Hook: a1");
	gantry_assert_status(result, 403);
	ck_assert_ptr_null(strstr(calls, "a2"));
	done(result);
}
END_TEST

START_TEST(a_late_failure_replaces_the_response)
{
	struct gantry_result *result = ask("GET", "/noted", "X-Late: T");

	gantry_assert_status(result, 409);
	gantry_assert_json_text(result, "/detail", "late");
	ck_assert_ptr_nonnull(strstr(calls, "R out T out S failed"));
	done(result);
}
END_TEST

START_TEST(no_route_is_404_with_the_sites_middleware)
{
	struct gantry_result *result = ask("GET", "/nowhere", NULL);

	gantry_assert_status(result, 404);
	gantry_assert_json_integer(result, "/status", 404);
	gantry_assert_json_text(result, "/title", "Not Found");
	ck_assert_ptr_nonnull(gantry_result_at(result, "/request_id"));
	ck_assert_str_eq(calls, "S in T in T failed S failed T down S down");
	done(result);
}
END_TEST

START_TEST(a_method_without_a_responder_is_405_with_allow)
{
	struct gantry_result *result = ask("DELETE", "/both", NULL);

	gantry_assert_status(result, 405);
	gantry_assert_header(result, "Allow", "GET, HEAD, PUT, OPTIONS");
	ck_assert_str_eq(calls, "S in T in T failed S failed T down S down");
	done(result);
}
END_TEST

/* RFC 9110 section 9.1, also where nothing is. */
START_TEST(a_method_that_nothing_knows_is_501)
{
	struct gantry_result *result = ask("WHEN", "/both", NULL);

	gantry_assert_status(result, 501);
	gantry_assert_json_integer(result, "/status", 501);
	done(result);
	result = ask("when", "/nowhere", NULL);
	gantry_assert_status(result, 501);
	done(result);
	result = ask("PROPFIND", "/nowhere", NULL);
	gantry_assert_status(result, 404);
	done(result);
	result = ask("PROPFIND", "/both", NULL);
	gantry_assert_status(result, 405);
	done(result);
}
END_TEST

START_TEST(options_says_what_is_allowed)
{
	struct gantry_result *result = ask("OPTIONS", "/both", NULL);

	gantry_assert_status(result, 204);
	gantry_assert_header(result, "Allow", "GET, HEAD, PUT, OPTIONS");
	ck_assert_uint_eq(gantry_result_length(result), 0);
	ck_assert_str_eq(calls, "S in T in T out S out T down S down");
	done(result);
}
END_TEST

START_TEST(head_is_get_without_a_body)
{
	struct gantry_result *result = ask("HEAD", "/both", NULL);

	gantry_assert_status(result, 200);
	gantry_assert_header(result, "Content-Length", "5");
	ck_assert_uint_eq(gantry_result_length(result), 0);
	ck_assert_ptr_nonnull(strstr(calls, "answer"));
	done(result);
}
END_TEST

START_TEST(on_request_answers_methods_without_a_responder)
{
	struct gantry_result *result = ask("BREW", "/any", NULL);

	gantry_assert_status(result, 200);
	done(result);
}
END_TEST

START_TEST(a_sink_answers_its_prefix_and_everything_below)
{
	struct gantry_result *result = ask("PUT", "/sink/a/b", NULL);

	gantry_assert_text(result, "/sink/a/b");
	ck_assert_str_eq(calls,
	    "S in T in S resource T resource answer T out S out T down "
	    "S down");
	done(result);
	result = ask("GET", "/sink", NULL);
	gantry_assert_status(result, 200);
	done(result);
	result = ask("GET", "/sink/", NULL);
	gantry_assert_text(result, "/sink/");
	done(result);
	result = ask("GET", "/sinking", NULL);
	gantry_assert_status(result, 404);
	done(result);
}
END_TEST

START_TEST(a_site_can_ignore_trailing_slashes)
{
	struct gantry_result *result = ask("GET", "/both/", NULL);

	gantry_assert_status(result, 200);
	gantry_assert_text(result, "/both/");
	done(result);
}
END_TEST

START_TEST(a_failure_without_a_reason_is_a_500_without_details)
{
	struct gantry_result *result = ask("GET", "/silent", NULL);

	gantry_assert_status(result, 500);
	gantry_assert_json_text(result, "/detail",
	    "The application failed; the server's log says why.");
	ck_assert_ptr_null(strstr(gantry_result_text(result), "half"));
	done(result);
}
END_TEST

/* Otherwise the responder would answer what the hook refused. */
START_TEST(a_hook_that_fails_a_request_and_returns_0_has_failed)
{
	struct gantry_result *result =
	    ask("GET", "/noted?forget", "X-Hook: b1");

	gantry_assert_status(result, 403);
	ck_assert_ptr_null(strstr(calls, "answer"));
	ck_assert_msg(strstr(gantry_result_log(result),
			  "made the request fail, but returned 0") != NULL,
	    "%s", gantry_result_log(result));
	done(result);
}
END_TEST

START_TEST(an_error_handler_answers_for_its_group)
{
	struct gantry_result *result = ask("GET", "/group/coded", NULL);

	gantry_assert_status(result, 200);
	gantry_assert_text(result, "settled");
	ck_assert_ptr_nonnull(strstr(calls, "handler G out T out S out"));
	done(result);
}
END_TEST

START_TEST(a_failing_handler_sends_its_own_failure)
{
	struct gantry_result *result = ask("GET", "/group/silent", NULL);

	gantry_assert_status(result, 502);
	gantry_assert_json_text(result, "/detail", "worse");
	ck_assert_ptr_nonnull(strstr(calls, "G failed"));
	done(result);
}
END_TEST

START_TEST(an_error_document_has_all_members)
{
	struct gantry_result *result = ask("GET", "/coded", NULL);

	gantry_assert_status(result, 409);
	gantry_assert_header(
	    result, "Content-Type", "application/problem+json");
	gantry_assert_header(result, "Retry-After", "7");
	gantry_assert_header(result, "Vary", "Accept");
	gantry_assert_json_text(result, "/title", "Taken <once>");
	gantry_assert_json_text(result, "/detail", "Someone & was \"first\".");
	gantry_assert_json_text(result, "/code", "E7");
	gantry_assert_json_text(result, "/type", "https://example.org/e7");
	done(result);
}
END_TEST

START_TEST(an_error_is_xml_if_the_client_prefers_it)
{
	struct gantry_result *result =
	    ask("GET", "/coded", "Accept: application/xml, */*;q=0.1");
	const char *text = gantry_result_text(result);

	gantry_assert_header(result, "Content-Type", "application/problem+xml");
	ck_assert_ptr_nonnull(
	    strstr(text, "<title>Taken &lt;once&gt;</title>"));
	ck_assert_ptr_nonnull(
	    strstr(text, "<detail>Someone &amp; was \"first\".</detail>"));
	ck_assert_ptr_nonnull(strstr(text, "<status>409</status>"));
	done(result);
}
END_TEST

START_TEST(an_error_is_text_for_a_browser)
{
	struct gantry_result *result = ask("GET", "/coded",
	    "Accept: text/html,application/xml;q=0.9,*/*;q=0.8");

	gantry_assert_header(
	    result, "Content-Type", "text/plain; charset=utf-8");
	ck_assert_ptr_nonnull(strstr(gantry_result_text(result),
	    "409 Taken <once>\nSomeone & was \"first\".\nCode: E7\n"));
	done(result);
}
END_TEST

START_TEST(nothing_is_left_of_the_previous_request)
{
	struct gantry_result *result = ask("GET", "/noted", NULL);

	gantry_result_free(result);
	*calls = '\0';
	result = gantry_simulate_get(client, "/nowhere", NULL);
	gantry_assert_status(result, 404);
	ck_assert_str_eq(calls, "S in T in T failed S failed T down S down");
	gantry_result_free(result);
	result = gantry_simulate_get(client, "/both", NULL);
	gantry_assert_status(result, 200);
	gantry_assert_text(result, "/both");
	done(result);
}
END_TEST

START_TEST(a_route_is_linked_by_its_name)
{
	struct gantry_result *result = ask("GET", "/field/a%20b%2Fc", NULL);

	gantry_assert_text(result, "/field/a%20b%2Fc");
	done(result);
	result = ask("GET", "/field/a%20b%25c", NULL);
	gantry_assert_text(result, "/field/a%20b%25c");
	gantry_result_free(result);
	result = gantry_simulate_get(client, "/field/x",
	    &(struct gantry_simulation){ .script_name = "/a \xc3\xa9" });
	gantry_assert_text(result, "/a%20%C3%A9/field/x");
	done(result);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		everything_is_called_in_order,
		a_groups_middleware_runs_inside_the_sites,
		after_an_early_failure_nothing_else_is_called,
		a_hook_can_complete_the_response,
		middleware_sees_the_response_if_it_saw_the_request,
		a_hook_that_fails_keeps_the_responder_from_being_called,
		a_late_failure_replaces_the_response,
		no_route_is_404_with_the_sites_middleware,
		a_method_without_a_responder_is_405_with_allow,
		a_method_that_nothing_knows_is_501,
		options_says_what_is_allowed,
		head_is_get_without_a_body,
		on_request_answers_methods_without_a_responder,
		a_sink_answers_its_prefix_and_everything_below,
		a_site_can_ignore_trailing_slashes,
		a_failure_without_a_reason_is_a_500_without_details,
		a_hook_that_fails_a_request_and_returns_0_has_failed,
		an_error_handler_answers_for_its_group,
		a_failing_handler_sends_its_own_failure,
		an_error_document_has_all_members,
		an_error_is_xml_if_the_client_prefers_it,
		an_error_is_text_for_a_browser,
		nothing_is_left_of_the_previous_request,
		a_route_is_linked_by_its_name,
		NULL,
	};

	return unit_run("web/dispatch", tests);
}

/*
 * The headers of CORS, by the options.
 */
#include <stdio.h>
#include <string.h>

#include <gantry/web.h>

#include "middleware/test_site.h"
#include "unit.h"

START_TEST(one_origin_is_named_unless_another_asks)
{
	const struct gantry_cors_options options = {
		.allow_origins_setting = "origins",
		.expose_headers = "ETag",
	};
	const struct gantry_middleware cors = GANTRY_CORS(&options);

	test_site_use(&cors, "origins=https://a.example");
	test_site_assert_header(
	    NULL, "Access-Control-Allow-Origin", "https://a.example");
	test_site_assert_header("Origin: https://a.example",
	    "Access-Control-Allow-Origin", "https://a.example");
	test_site_assert_header(
	    "Origin: https://b.example", "Access-Control-Allow-Origin", NULL);
	test_site_assert_header("Origin: https://b.example", "Vary", "Origin");
	test_site_assert_header(NULL, "Vary", "Origin");
	test_site_assert_header(NULL, "Access-Control-Expose-Headers", "ETag");
	gantry_client_close(test_site_client);
	/* Blanks of a setting are not part of it. */
	test_site_use(&cors, "origins= https://a.example ");
	test_site_assert_header(
	    NULL, "Access-Control-Allow-Origin", "https://a.example");
	gantry_client_close(test_site_client);
	test_site_use(&cors, NULL);
	test_site_assert_header(NULL, "Access-Control-Allow-Origin", "*");
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(of_several_origins_the_requesting_one_is_named)
{
	const struct gantry_cors_options options = {
		.allow_origins = "https://a.example https://b.example",
		.allow_credentials = "https://b.example",
	};
	const struct gantry_middleware cors = GANTRY_CORS(&options);
	struct gantry_result *result;

	test_site_use(&cors, NULL);
	test_site_assert_header("Origin: https://b.example",
	    "Access-Control-Allow-Origin", "https://b.example");
	test_site_assert_header("Origin: https://b.example",
	    "Access-Control-Allow-Credentials", "true");
	test_site_assert_header("Origin: https://a.example",
	    "Access-Control-Allow-Credentials", NULL);
	test_site_assert_header(
	    "Origin: https://c.example", "Access-Control-Allow-Origin", NULL);
	result = test_site_ask("GET", NULL, NULL);
	gantry_assert_header(result, "Vary", "Origin");
	gantry_assert_header(result, "Access-Control-Allow-Origin", NULL);
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(credentials_are_allowed_only_for_allowed_origins)
{
	const struct gantry_cors_options one = {
		.allow_origins = "https://a.example",
		.allow_credentials = "https://a.example https://b.example",
	};
	const struct gantry_middleware of_one = GANTRY_CORS(&one);

	test_site_use(&of_one, NULL);
	test_site_assert_header(
	    "Origin: https://b.example", "Access-Control-Allow-Origin", NULL);
	test_site_assert_header("Origin: https://b.example",
	    "Access-Control-Allow-Credentials", NULL);
	test_site_assert_header("Origin: https://a.example",
	    "Access-Control-Allow-Credentials", "true");
	/* A cache must not reuse it for an origin with credentials. */
	test_site_assert_header(NULL, "Vary", "Origin");
	gantry_client_close(test_site_client);
}
END_TEST

/* Origins that resemble a trusted one, and those that anyone can send. */
START_TEST(no_other_origin_is_named_with_credentials)
{
	static const char *const others[] = { "null", "*", "https://evil.test",
		"http://a.example", "https://a.example:8443",
		"https://a.example.evil.test", "https://evil-a.example",
		"https://a.example/", "HTTPS://A.EXAMPLE",
		"https://a.example, https://evil.test",
		"https://b.example https://evil.test", "" };
	const struct gantry_cors_options options = {
		.allow_origins = "https://a.example https://b.example",
		.allow_credentials = "https://a.example https://b.example",
	};
	const struct gantry_middleware cors = GANTRY_CORS(&options);
	char header[128];
	size_t i;

	test_site_use(&cors, NULL);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		snprintf(header, sizeof(header), "Origin: %s", others[i]);
		test_site_assert_header(
		    header, "Access-Control-Allow-Origin", NULL);
		test_site_assert_header(
		    header, "Access-Control-Allow-Credentials", NULL);
		test_site_assert_header(header, "Vary", "Origin");
	}
	gantry_client_close(test_site_client);
}
END_TEST

/* With these, any site could read what its visitors may read. */
START_TEST(origins_that_anyone_has_are_an_error_at_open)
{
	static const struct {
		const char *origins, *trusted, *reason;
	} cases[] = {
		{ "*", "*", "together with the origin '*'" },
		{ NULL, "*", "together with the origin '*'" },
		{ NULL, "https://a.example", "together with the origin '*'" },
		{ "https://a.example", "*", "together with the origin '*'" },
		{ "https://a.example *", "https://a.example",
		    "together with the origin '*'" },
		{ "null", NULL, "'null' is the origin of every sandboxed" },
		{ "https://a.example", "null", "'null' is the origin" },
		{ "https://a.example/", NULL, "is not an origin" },
		{ "https://b.example https://a.example/", NULL,
		    "write 'https://a.example'" },
		{ "a.example", NULL, "'a.example' is not an origin" },
		{ "https://*.example", NULL, "is not an origin" },
		{ "https://A.example", NULL, "in lower case" },
		{ "https://a.example:443", NULL, "default port" },
		{ "http://a.example:80", NULL, "default port" },
		{ "https://", NULL, "is not an origin" },
		{ "https://a.example:", NULL, "is not an origin" },
		{ "://a", NULL, "is not an origin" },
		{ " , ", NULL, "is blank" },
		{ "", NULL, "is blank" },
	};
	struct gantry_cors_options options;
	struct gantry_error error;
	void *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		options = (struct gantry_cors_options){
			.allow_origins = cases[i].origins,
			.allow_credentials = cases[i].trusted,
		};
		ck_assert_int_eq(
		    gantry_cors_open(&options, NULL, &state, &error), -1);
		ck_assert_msg(strstr(error.text, cases[i].reason) != NULL, "%s",
		    error.text);
	}
}
END_TEST

/* "*" is never replaced by the origin that asks. */
START_TEST(any_origin_is_named_as_such)
{
	const struct gantry_cors_options options = {
		.allow_origins = "https://a.example *",
		.allow_credentials = "",
	};
	const struct gantry_middleware cors = GANTRY_CORS(&options);

	test_site_use(&cors, NULL);
	test_site_assert_header(
	    "Origin: https://evil.test", "Access-Control-Allow-Origin", "*");
	test_site_assert_header(
	    "Origin: null", "Access-Control-Allow-Origin", "*");
	test_site_assert_header("Origin: https://a.example",
	    "Access-Control-Allow-Credentials", NULL);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(an_origin_with_control_characters_is_ignored)
{
	const struct gantry_cors_options options = {
		.allow_origins = "https://b.example https://a.example",
		.allow_credentials = "https://a.example",
	};
	const struct gantry_middleware cors = GANTRY_CORS(&options);
	struct gantry_result *result;

	test_site_use(&cors, NULL);
	ck_assert_int_eq(test_site_status("Origin: https://b\texample"), 200);
	result = test_site_ask("OPTIONS", "Access-Control-Request-Method: GET",
	    "Access-Control-Request-Headers: X-One,\tX-Two");
	gantry_assert_status(result, 204);
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_preflight_gets_what_is_allowed)
{
	const struct gantry_cors_options options = { .max_age = 60 };
	const struct gantry_middleware cors = GANTRY_CORS(&options);
	struct gantry_result *result;

	test_site_use(&cors, NULL);
	result = test_site_ask("OPTIONS", "Access-Control-Request-Method: GET",
	    "Access-Control-Request-Headers: X-One");
	gantry_assert_status(result, 204);
	gantry_assert_header(
	    result, "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
	gantry_assert_header(result, "Access-Control-Allow-Headers", "X-One");
	gantry_assert_header(result, "Access-Control-Max-Age", "60");
	gantry_result_free(result);
	result = test_site_ask("OPTIONS", NULL, NULL);
	gantry_assert_header(result, "Access-Control-Allow-Methods", NULL);
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

/* What can never work, besides origins. */
START_TEST(lists_of_headers_are_checked_at_open)
{
	static const struct {
		const char *allowed, *exposed, *trusted, *reason;
	} cases[] = {
		{ "X-A X-B", NULL, NULL, "separated by commas" },
		{ "X-A,", NULL, NULL, "names of headers" },
		{ NULL, "X-A: 1", NULL, "names of headers" },
		{ "*", NULL, "https://a.example", "allow_headers '*'" },
		{ NULL, "X-A, *", "https://a.example", "expose_headers '*'" },
		{ "*", "*", NULL, NULL },
		{ "X-A,X-B , X-C", "", "https://a.example", NULL },
	};
	struct gantry_cors_options options;
	struct gantry_error error;
	void *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		options = (struct gantry_cors_options){
			.allow_origins = "https://a.example",
			.allow_credentials = cases[i].trusted,
			.allow_headers = cases[i].allowed,
			.expose_headers = cases[i].exposed,
		};
		if (cases[i].reason != NULL) {
			ck_assert_int_eq(
			    gantry_cors_open(&options, NULL, &state, &error),
			    -1);
			ck_assert_msg(
			    strstr(error.text, cases[i].reason) != NULL, "%s",
			    error.text);
			continue;
		}
		ck_assert_msg(
		    gantry_cors_open(&options, NULL, &state, &error) == 0, "%s",
		    error.text);
		gantry_cors_close(state);
	}
}
END_TEST

/* --- A site with CORS in a group, on a route and around sinks --- */

static int
answer(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_text(response, "called");
}

static int
answer_alone(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_header(
	    response, "Access-Control-Allow-Origin", "https://own.example");
	return gantry_response_text(response, "called");
}

static int
break_down(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_fail(response, GANTRY_500, "no");
}

static int
tag(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_etag(response, "x");
	return gantry_response_text(response, "called");
}

static int
refuse(struct gantry_request *request, struct gantry_response *response,
    void *state)
{
	(void)request, (void)state;
	return gantry_response_fail(response, GANTRY_401, "who are you?");
}

static int
handle(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_text(response, "handled");
}

#define A "https://a.example"
#define B "https://b.example"

static const struct gantry_cors_options a_options = {
	.allow_origins = A,
	.allow_credentials = A,
	.allow_private_network = true,
};
static const struct gantry_middleware cors_a = GANTRY_CORS(&a_options);
static const struct gantry_cors_options b_options = {
	.allow_origins = B " https://c.example",
	.allow_headers = "X-B, Authorization",
	.max_age = -1,
};
static const struct gantry_middleware cors_b = GANTRY_CORS(&b_options);
static const struct gantry_middleware guard = {
	.name = "guard",
	.process_resource = refuse,
};
static const struct gantry_middleware *const of_a[] = { &cors_a, NULL };
static const struct gantry_middleware *const of_b[] = { &cors_b, NULL };
static const struct gantry_middleware *const guarded[] = { &guard, &cors_a,
	NULL };

static const struct gantry_route a_routes[] = {
	{
	    .uri_template = "/one",
	    .on_get = GANTRY_RESPONDER(answer),
	    .on_put = GANTRY_RESPONDER(break_down),
	},
	{ .uri_template = "/inner",
	    .on_get = GANTRY_RESPONDER(answer),
	    .middleware = of_b },
	{ .uri_template = "/tag", .on_get = GANTRY_RESPONDER(tag) },
	{ .uri_template = "/own", .on_get = GANTRY_RESPONDER(answer_alone) },
	{ .uri_template = "/any", .on_request = GANTRY_RESPONDER(answer) },
	{ .uri_template = "/options", .on_options = GANTRY_RESPONDER(answer) },
	{ 0 },
};
static const struct gantry_sink a_sinks[] = {
	{ .prefix = "/sink", .responder = GANTRY_RESPONDER(answer) },
	{ 0 },
};
static const struct gantry_route guarded_routes[] = {
	{ .uri_template = "/any", .on_request = GANTRY_RESPONDER(answer) },
	{ 0 },
};
static const struct gantry_error_handler handlers[] = {
	{ 404, GANTRY_RESPONDER(handle) },
	{ 0 },
};
static const struct gantry_group nested_groups[] = {
	{ .prefix = "/{tenant}/in",
	    .routes = guarded_routes,
	    .error_handlers = handlers },
	{ 0 },
};
static const struct gantry_group groups[] = {
	{
	    .prefix = "/a",
	    .routes = a_routes,
	    .sinks = a_sinks,
	    .groups = nested_groups,
	    .middleware = of_a,
	},
	{ .prefix = "/guarded",
	    .routes = guarded_routes,
	    .middleware = guarded },
	{ 0 },
};
static const struct gantry_route own_routes[] = {
	{
	    .uri_template = "/route",
	    .on_get = GANTRY_RESPONDER(answer),
	    .middleware = of_b,
	},
	{
	    .uri_template = "/route",
	    .on_post = GANTRY_RESPONDER(answer),
	    .middleware = of_a,
	},
	{ .uri_template = "/plain", .on_request = GANTRY_RESPONDER(answer) },
	{ 0 },
};
static const struct gantry_site own_site = {
	.routes = own_routes,
	.groups = groups,
};

static int
open_own(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(&own_site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application own_application = {
	.name = "own",
	.open = open_own,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

/* The CORS protocol of the Fetch standard. */
static const struct {
	const char *method, *target, *origin, *wanted; /* wanted: a preflight */
	int status;
	const char *allowed; /* the origin; NULL: none */
	const char *methods; /* NULL: none */
	const char *body; /* NULL: whatever it is */
} exchanges[] = {
	/* Simple requests: the CORS check. */
	{ "GET", "/a/one", A, NULL, 200, A, NULL, "called" },
	{ "GET", "/a/one", B, NULL, 200, NULL, NULL, "called" },
	{ "GET", "/a/one", "null", NULL, 200, NULL, NULL, "called" },
	{ "GET", "/a/one", "https://A.example", NULL, 200, NULL, NULL, NULL },
	{ "GET", "/a/one", A "/", NULL, 200, NULL, NULL, NULL },
	{ "GET", "/a/one", A ":443", NULL, 200, NULL, NULL, NULL },
	{ "GET", "/a/one", NULL, NULL, 200, A, NULL, "called" },
	{ "GET", "/route", B, NULL, 200, B, NULL, "called" },
	{ "GET", "/route", A, NULL, 200, NULL, NULL, "called" },
	{ "POST", "/route", A, NULL, 200, A, NULL, "called" },
	{ "GET", "/plain", A, NULL, 200, NULL, NULL, "called" },
	/* Failures, and what is fresh, are readable, too. */
	{ "PUT", "/a/one", A, NULL, 500, A, NULL, NULL },
	{ "GET", "/a/none", A, NULL, 404, A, NULL, NULL },
	{ "GET", "/a", A, NULL, 404, A, NULL, NULL },
	{ "GET", "/a/", A, NULL, 404, A, NULL, NULL },
	{ "GET", "/ab", A, NULL, 404, NULL, NULL, NULL },
	{ "GET", "/a/t1/in/x/y", A, NULL, 404, A, NULL, "handled" },
	{ "DELETE", "/a/one", A, NULL, 405, A, NULL, NULL },
	{ "BREW", "/a/one", A, NULL, 501, A, NULL, NULL },
	{ "GET", "/a/tag", A, NULL, 304, A, NULL, NULL },
	/* The innermost decides, and a responder before it. */
	{ "GET", "/a/inner", A, NULL, 200, NULL, NULL, "called" },
	{ "GET", "/a/inner", B, NULL, 200, B, NULL, "called" },
	{ "GET", "/a/own", A, NULL, 200, "https://own.example", NULL, NULL },
	/* Preflights. */
	{ "OPTIONS", "/a/one", A, "PUT", 204, A, "GET, HEAD, PUT, OPTIONS",
	    "" },
	{ "OPTIONS", "/a/one", A, "DELETE", 204, A, "GET, HEAD, PUT, OPTIONS",
	    "" },
	{ "OPTIONS", "/a/one", B, "PUT", 204, NULL, NULL, "" },
	{ "OPTIONS", "/a/one", "null", "PUT", 204, NULL, NULL, "" },
	{ "OPTIONS", "/a/one", A, NULL, 204, A, NULL, "" },
	{ "OPTIONS", "/a/inner", B, "GET", 204, B, "GET, HEAD, OPTIONS", "" },
	{ "OPTIONS", "/route", B, "GET", 204, B, "GET, HEAD, POST, OPTIONS",
	    "" },
	{ "OPTIONS", "/route", A, "GET", 204, NULL, NULL, "" },
	{ "OPTIONS", "/route", A, "POST", 204, A, "GET, HEAD, POST, OPTIONS",
	    "" },
	{ "OPTIONS", "/a/any", A, "BREW", 204, A, "OPTIONS, BREW", "" },
	{ "OPTIONS", "/a/any", A, "x y", 204, A, "OPTIONS", "" },
	{ "OPTIONS", "/a/any", A, NULL, 200, A, NULL, "called" },
	{ "OPTIONS", "/a/sink/x", A, "PUT", 204, A, "OPTIONS, PUT", "" },
	{ "OPTIONS", "/a/sink/x", B, "PUT", 204, NULL, NULL, "" },
	{ "OPTIONS", "/a/options", A, "GET", 200, A, "GET, HEAD", "called" },
	{ "OPTIONS", "/guarded/any", A, "GET", 204, A, "OPTIONS, GET", "" },
	{ "GET", "/guarded/any", A, NULL, 401, A, NULL, NULL },
	{ "OPTIONS", "/a/none", A, "GET", 404, A, NULL, NULL },
	/* Without CORS, all methods are the application's. */
	{ "OPTIONS", "/plain", A, "GET", 200, NULL, NULL, "called" },
};

/* Ask for exchange I of CLIENT. */
static struct gantry_result *
ask(struct gantry_client *client, size_t i)
{
	char origin[64] = "X-None: x", wanted[64] = "X-None: x";
	const char *const headers[] = { origin, wanted, "If-None-Match: \"x\"",
		NULL };
	const struct gantry_simulation simulation = { .headers = headers };

	if (exchanges[i].origin != NULL)
		snprintf(
		    origin, sizeof(origin), "Origin: %s", exchanges[i].origin);
	if (exchanges[i].wanted != NULL)
		snprintf(wanted, sizeof(wanted),
		    "Access-Control-Request-Method: %s", exchanges[i].wanted);
	return gantry_simulate(
	    client, exchanges[i].method, exchanges[i].target, &simulation);
}

/* Does RESULT, of exchange I, have NAME with exactly VALUE? */
static void
assert_has(
    struct gantry_result *result, size_t i, const char *name, const char *value)
{
	const char *got = gantry_result_header(result, name);

	ck_assert_msg(got == value ||
		(got != NULL && value != NULL && strcmp(got, value) == 0),
	    "%s %s from %s for %s: %s: %s", exchanges[i].method,
	    exchanges[i].target, exchanges[i].origin, exchanges[i].wanted, name,
	    got);
}

START_TEST(the_protocol_is_that_of_fetch)
{
	struct gantry_error error;
	struct gantry_client *client =
	    gantry_client_open(&own_application, NULL, &error);
	struct gantry_result *result;
	size_t i;

	ck_assert_msg(client != NULL, "%s", error.text);
	for (i = 0; i < sizeof(exchanges) / sizeof(exchanges[0]); i++) {
		result = ask(client, i);
		ck_assert_msg(
		    gantry_result_status(result) == exchanges[i].status,
		    "%s %s: %d", exchanges[i].method, exchanges[i].target,
		    gantry_result_status(result));
		assert_has(result, i, "Access-Control-Allow-Origin",
		    exchanges[i].allowed);
		assert_has(result, i, "Access-Control-Allow-Methods",
		    exchanges[i].methods);
		assert_has(result, i, "Access-Control-Allow-Credentials",
		    exchanges[i].origin != NULL &&
			    strcmp(exchanges[i].origin, A) == 0 &&
			    exchanges[i].allowed != NULL &&
			    strcmp(exchanges[i].allowed, A) == 0
			? "true"
			: NULL);
		if (exchanges[i].body != NULL)
			gantry_assert_text(result, exchanges[i].body);
		gantry_result_free(result);
	}
	gantry_client_close(client);
}
END_TEST

START_TEST(a_preflight_gets_headers_age_and_network)
{
	const char *const headers[] = { "Origin: " A,
		"Access-Control-Request-Method: GET",
		"Access-Control-Request-Headers: x-one,x-two",
		"Access-Control-Request-Private-Network: true", NULL };
	const char *const bad[] = { "Origin: " A,
		"Access-Control-Request-Method: GET",
		"Access-Control-Request-Headers: x-one, \"", NULL };
	const char *const others[] = { "Origin: " B,
		"Access-Control-Request-Method: GET",
		"Access-Control-Request-Headers: x-one",
		"Access-Control-Request-Private-Network: true", NULL };
	struct gantry_client *client =
	    gantry_client_open(&own_application, NULL, &test_site_error);
	struct gantry_result *result = gantry_simulate(client, "OPTIONS",
	    "/a/one", &(struct gantry_simulation){ .headers = headers });

	gantry_assert_header(
	    result, "Access-Control-Allow-Headers", "x-one,x-two");
	gantry_assert_header(result, "Access-Control-Max-Age", "86400");
	gantry_assert_header(
	    result, "Access-Control-Allow-Private-Network", "true");
	gantry_assert_header(result, "Vary",
	    "Origin, Access-Control-Request-Headers, "
	    "Access-Control-Request-Private-Network");
	gantry_result_free(result);
	result = gantry_simulate(client, "OPTIONS", "/a/one",
	    &(struct gantry_simulation){ .headers = bad });
	gantry_assert_header(result, "Access-Control-Allow-Headers", NULL);
	gantry_assert_header(
	    result, "Access-Control-Allow-Private-Network", NULL);
	gantry_result_free(result);
	result = gantry_simulate(client, "OPTIONS", "/route",
	    &(struct gantry_simulation){ .headers = others });
	gantry_assert_header(
	    result, "Access-Control-Allow-Headers", "X-B, Authorization");
	gantry_assert_header(result, "Access-Control-Max-Age", "0");
	gantry_assert_header(
	    result, "Access-Control-Allow-Private-Network", NULL);
	gantry_result_free(result);
	gantry_client_close(client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		one_origin_is_named_unless_another_asks,
		of_several_origins_the_requesting_one_is_named,
		credentials_are_allowed_only_for_allowed_origins,
		no_other_origin_is_named_with_credentials,
		origins_that_anyone_has_are_an_error_at_open,
		any_origin_is_named_as_such,
		an_origin_with_control_characters_is_ignored,
		a_preflight_gets_what_is_allowed,
		lists_of_headers_are_checked_at_open,
		the_protocol_is_that_of_fetch,
		a_preflight_gets_headers_age_and_network,
		NULL,
	};

	return unit_run("middleware/cors", tests);
}

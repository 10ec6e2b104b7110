/*
 * Errors of sites, which are found when they are opened, and the list of
 * routes.
 */
#include <string.h>

#include <check.h>
#include <gantry/web.h>

#include "gate/environ/environ.h"
#include "unit.h"
#include "web/route_list.h"

static struct gantry_error error;

static int
one(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_text(response, "one");
}

static int
other(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_text(response, "other");
}

static int
hook(struct gantry_request *request, struct gantry_response *response,
    const void *argument)
{
	(void)request;
	(void)response;
	(void)argument;
	return 0;
}

/* Does a site of ROUTES fail to open with an error that holds TEXT? */
static void
assert_refused(const struct gantry_route *routes, const char *text)
{
	const struct gantry_site site = { .routes = routes };
	struct gantry_web *web = gantry_web_open(&site, NULL, NULL, &error);

	ck_assert_ptr_null(web);
	ck_assert_msg(
	    strstr(error.text, text) != NULL, "no '%s': %s", text, error.text);
}

START_TEST(two_responders_for_one_method_are_an_error)
{
	const struct gantry_route routes[] = {
		{ .uri_template = "/a", .on_get = GANTRY_RESPONDER(one) },
		{ .uri_template = "/a", .on_get = GANTRY_RESPONDER(other) },
		{ 0 },
	};

	assert_refused(routes,
	    "'/a' has two responders for GET: 'one' and "
	    "'other'");
}
END_TEST

START_TEST(templates_that_conflict_are_named)
{
	const struct gantry_route routes[] = {
		{ .uri_template = "/a/{b}", .on_get = GANTRY_RESPONDER(one) },
		{ .uri_template = "/a/{c}", .on_get = GANTRY_RESPONDER(other) },
		{ 0 },
	};

	assert_refused(routes, "/a/{b}");
	ck_assert_ptr_nonnull(strstr(error.text, "/a/{c}"));
}
END_TEST

START_TEST(a_route_without_a_responder_is_an_error)
{
	const struct gantry_route routes[] = {
		{ .uri_template = "/a" },
		{ 0 },
	};

	assert_refused(routes, "'/a' has no responder");
}
END_TEST

START_TEST(a_method_in_lower_case_is_an_error)
{
	const struct gantry_method methods[] = {
		{ "report", GANTRY_RESPONDER(one) },
		{ 0 },
	};
	const struct gantry_route routes[] = {
		{ .uri_template = "/a", .methods = methods },
		{ 0 },
	};

	assert_refused(routes, "'report' is not a method");
}
END_TEST

START_TEST(two_templates_do_not_share_a_name)
{
	const struct gantry_route routes[] = {
		{ .uri_template = "/a",
		    .name = "x",
		    .on_get = GANTRY_RESPONDER(one) },
		{ .uri_template = "/a",
		    .name = "x",
		    .on_put = GANTRY_RESPONDER(one) },
		{ .uri_template = "/b",
		    .name = "x",
		    .on_get = GANTRY_RESPONDER(one) },
		{ 0 },
	};

	assert_refused(routes, "two routes are named 'x': '/a' and '/b'");
}
END_TEST

START_TEST(a_template_that_never_matches_is_an_error)
{
	const struct gantry_route hidden[] = {
		{ .uri_template = "/{a}.{b}", .on_get = GANTRY_RESPONDER(one) },
		{ .uri_template = "/{a}.tar.gz",
		    .on_put = GANTRY_RESPONDER(one) },
		{ 0 },
	};
	const struct gantry_route dots[] = {
		{ .uri_template = "/a/../b", .on_get = GANTRY_RESPONDER(one) },
		{ 0 },
	};
	const struct gantry_route digits[] = {
		{ .uri_template = "/{a:int(2, min=100)}",
		    .on_get = GANTRY_RESPONDER(one) },
		{ 0 },
	};

	assert_refused(hidden,
	    "the template '/{a}.tar.gz' never matches: '/{a}.{b}', which is "
	    "before it, matches the same paths");
	assert_refused(
	    dots, "the template '/a/../b': no path has the segment '..'");
	assert_refused(digits, "no number of num_digits digits is from min");
}
END_TEST

START_TEST(a_slash_that_is_stripped_is_an_error)
{
	const struct gantry_route routes[] = {
		{ .uri_template = "/", .on_get = GANTRY_RESPONDER(one) },
		{ .uri_template = "/a/", .on_get = GANTRY_RESPONDER(one) },
		{ 0 },
	};
	struct gantry_site site = {
		.routes = routes,
		.strips_trailing_slash = true,
	};
	struct gantry_web *web;

	ck_assert_ptr_null(gantry_web_open(&site, NULL, NULL, &error));
	ck_assert_str_eq(error.text,
	    "the template '/a/' never matches: the site strips the slash at "
	    "the end of a path; leave it out");
	site.strips_trailing_slash = false;
	web = gantry_web_open(&site, NULL, NULL, &error);
	ck_assert_ptr_nonnull(web);
	gantry_web_close(web);
}
END_TEST

START_TEST(a_sink_that_never_answers_is_an_error)
{
	const struct gantry_route routes[] = {
		{ .uri_template = "/a/{b:path}",
		    .on_get = GANTRY_RESPONDER(one) },
		{ 0 },
	};
	const struct gantry_sink never[] = {
		{ .prefix = "/a", .responder = GANTRY_RESPONDER(other) },
		{ .prefix = "/a/b", .responder = GANTRY_RESPONDER(other) },
		{ 0 },
	};
	const struct gantry_sink same[] = {
		{ .prefix = "/c/", .responder = GANTRY_RESPONDER(other) },
		{ .prefix = "/c", .responder = GANTRY_RESPONDER(other) },
		{ 0 },
	};
	const struct gantry_sink sink[] = {
		{ .prefix = "/a", .responder = GANTRY_RESPONDER(other) },
		{ 0 },
	};
	struct gantry_site site = { .routes = routes, .sinks = never };
	struct gantry_web *web;

	ck_assert_ptr_null(gantry_web_open(&site, NULL, NULL, &error));
	ck_assert_str_eq(error.text,
	    "the sink '/a/b' never answers: the route '/a/{b:path}' matches "
	    "all of its paths");
	site.sinks = same;
	ck_assert_ptr_null(gantry_web_open(&site, NULL, NULL, &error));
	ck_assert_str_eq(
	    error.text, "the sinks '/c/' and '/c' answer the same paths");
	site.sinks = sink;
	web = gantry_web_open(&site, NULL, NULL, &error);
	ck_assert_ptr_nonnull(web);
	gantry_web_close(web);
}
END_TEST

static int
refuse_to_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *why)
{
	(void)options;
	(void)settings;
	(void)state;
	return gantry_error_set(why, GANTRY_ERROR_INPUT, "not today");
}

static int opened;

static int
count_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *why)
{
	(void)options;
	(void)settings;
	(void)state;
	(void)why;
	opened++;
	return 0;
}

static void
count_close(void *state)
{
	(void)state;
	opened--;
}

START_TEST(a_middleware_that_fails_to_open_closes_the_others)
{
	const struct gantry_middleware counted = {
		.name = "counted",
		.open = count_open,
		.close = count_close,
	};
	const struct gantry_middleware refusing = {
		.name = "refusing",
		.open = refuse_to_open,
		.close = count_close,
	};
	const struct gantry_middleware *const middleware[] = {
		&counted,
		&refusing,
		NULL,
	};
	const struct gantry_site site = { .middleware = middleware };

	ck_assert_ptr_null(gantry_web_open(&site, NULL, NULL, &error));
	ck_assert_str_eq(error.text, "middleware 'refusing': not today");
	ck_assert_int_eq(opened, 0);
}
END_TEST

START_TEST(an_empty_site_opens)
{
	const struct gantry_site site = { 0 };
	struct gantry_web *web = gantry_web_open(&site, NULL, &error, &error);

	ck_assert_ptr_nonnull(web);
	ck_assert_ptr_eq(gantry_web_state(web), &error);
	gantry_web_close(web);
	gantry_web_close(NULL);
}
END_TEST

static const struct gantry_hook hooks[] = {
	GANTRY_HOOK(hook, NULL),
	{ 0 },
};
static const struct gantry_middleware plain = {
	.name = "plain",
	.close = count_close,
};
static const struct gantry_middleware *const middleware[] = { &plain, NULL };
static const struct gantry_route listed_routes[] = {
	{
	    .uri_template = "/words/{id:int}",
	    .on_get = GANTRY_RESPONDER(one),
	    .before = hooks,
	    .after = hooks,
	},
	{ .uri_template = "/words/first", .on_post = GANTRY_RESPONDER(other) },
	{ 0 },
};
static const struct gantry_sink sinks[] = {
	{ .prefix = "/rest", .responder = GANTRY_RESPONDER(other) },
	{ 0 },
};
static const struct gantry_site listed = {
	.routes = listed_routes,
	.sinks = sinks,
	.middleware = middleware,
};

START_TEST(the_table_lists_all_operations)
{
	struct gantry_web *web = gantry_web_open(&listed, NULL, NULL, &error);
	struct gantry_buffer text = { 0 };

	route_list_print(web, &text);
	gantry_buffer_putc(&text, '\0');
	ck_assert_str_eq(text.data,
	    "METHOD  TEMPLATE         RESPONDER  HOOKS        MIDDLEWARE\n"
	    "GET     /words/{id:int}  one        hook | hook  plain\n"
	    "POST    /words/first     other      -            plain\n"
	    "(sink)  /rest            other      -            plain\n");
	gantry_buffer_clear(&text);
	gantry_web_close(web);
}
END_TEST

/* Explain RAW, whose decoded path is PATH; TEXT gets a NUL. */
static int
match(const struct gantry_web *web, const char *raw, const char *path,
    struct gantry_buffer *text)
{
	struct gantry_environ environ;
	int result;

	environ_init(&environ);
	ck_assert_int_eq(environ_set(&environ, "PATH_INFO", path, &error), 0);
	ck_assert_int_eq(
	    environ_set(&environ, "gantry.raw_path", raw, &error), 0);
	gantry_buffer_reset(text);
	result = route_list_match(web, &environ, text);
	gantry_buffer_putc(text, '\0');
	environ_clear(&environ);
	return result;
}

START_TEST(a_path_is_explained)
{
	struct gantry_web *web = gantry_web_open(&listed, NULL, NULL, &error);
	struct gantry_buffer text = { 0 };

	ck_assert_int_eq(match(web, "/words/12", "/words/12", &text), 1);
	ck_assert_ptr_nonnull(strstr(text.data,
	    "/words/12 is answered by /words/{id:int}\n"
	    "  methods GET, HEAD, OPTIONS\n"
	    "  id = '12', integer 12\n"
	    "not by /words/first: "));
	ck_assert_int_eq(match(web, "/words/x", "/words/x", &text), 0);
	ck_assert_ptr_nonnull(strstr(text.data, "/words/x has no route: 404"));
	ck_assert_ptr_nonnull(strstr(text.data, "not by /words/{id:int}: "));
	/* As a request: decoded once, and an encoded slash is text. */
	ck_assert_int_eq(match(web, "/words/%31", "/words/1", &text), 1);
	ck_assert_int_eq(match(web, "/words%2F12", "/words/12", &text), 0);
	ck_assert_ptr_nonnull(
	    strstr(text.data, "/words%2F12 has no route: 404"));
	ck_assert_ptr_nonnull(strstr(text.data,
	    "not by /words/{id:int}: segment 1: 'words/12' is not 'words'"));
	gantry_buffer_clear(&text);
	gantry_web_close(web);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		two_responders_for_one_method_are_an_error,
		templates_that_conflict_are_named,
		a_route_without_a_responder_is_an_error,
		a_method_in_lower_case_is_an_error,
		two_templates_do_not_share_a_name,
		a_template_that_never_matches_is_an_error,
		a_slash_that_is_stripped_is_an_error,
		a_sink_that_never_answers_is_an_error,
		a_middleware_that_fails_to_open_closes_the_others,
		an_empty_site_opens,
		the_table_lists_all_operations,
		a_path_is_explained,
		NULL,
	};

	return unit_run("web/site", tests);
}

/*
 * Rows of tables that lack what they need are refused at open; a row that is
 * all zero ends a table.
 */
#include <string.h>

#include <gantry/web.h>

#include "unit.h"
#include "web/web.h"

static struct gantry_error error;

static int
answer(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_text(response, "");
}

static bool
takes(const char *text, size_t length, const char *arguments)
{
	(void)text;
	(void)length;
	(void)arguments;
	return true;
}

/* Return why SITE is refused, or "". */
static const char *
refusal(const struct gantry_site *site)
{
	struct gantry_web *web;

	strcpy(error.text, "");
	web = gantry_web_open(site, NULL, NULL, &error);
	ck_assert((web == NULL) == (*error.text != '\0'));
	gantry_web_close(web);
	return error.text;
}

/* The same for a site of one ROUTE. */
static const char *
refusal_of(struct gantry_route route)
{
	const struct gantry_route routes[] = { route, { 0 } };

	return refusal(&(struct gantry_site){ .routes = routes });
}

#define GET GANTRY_RESPONDER(answer)

START_TEST(a_row_that_is_not_zero_does_not_end_its_table)
{
	ck_assert_str_eq(refusal_of((struct gantry_route){ .on_get = GET }),
	    "a route has no .uri_template");
	ck_assert_str_eq(refusal_of((struct gantry_route){ .name = "x" }),
	    "a route named 'x' has no .uri_template");
	ck_assert_str_eq(
	    refusal(&(struct gantry_site){
		.sinks = (const struct gantry_sink[]){ { .responder = GET },
		    { 0 } } }),
	    "the sink of the responder 'answer' has no .prefix");
	ck_assert_str_eq(
	    refusal(&(struct gantry_site){
		.sinks = (const struct gantry_sink[]){ { .prefix = "/x" },
		    { 0 } } }),
	    "the sink '/x' has no responder");
	ck_assert_str_eq(
	    refusal(&(struct gantry_site){
		.sinks =
		    (const struct gantry_sink[]){
			{ .prefix = "", .responder = GET }, { 0 } } }),
	    "the template '' does not begin with '/'");
}
END_TEST

START_TEST(responders_and_methods_need_a_function)
{
	static const struct gantry_method nameless[] = {
		{ NULL, GET },
		{ 0 },
	};
	static const struct gantry_method empty[] = {
		{ .name = "REPORT" },
		{ 0 },
	};

	ck_assert_str_eq(refusal_of((struct gantry_route){
			     .uri_template = "/a",
			     .on_get = GET,
			     .on_put = { .name = "put" },
			 }),
	    "the template '/a': the responder 'put' of PUT has no function");
	ck_assert_str_eq(refusal_of((struct gantry_route){
			     .uri_template = "/a", .methods = nameless }),
	    "the template '/a': a row of .methods has no name");
	ck_assert_str_eq(refusal_of((struct gantry_route){
			     .uri_template = "/a", .methods = empty }),
	    "the template '/a': the method 'REPORT' has no responder");
}
END_TEST

START_TEST(hooks_need_a_function)
{
	static const struct gantry_hook hooks[] = {
		{ .name = "check" },
		{ 0 },
	};
	const struct gantry_group groups[] = {
		{ .prefix = "/g", .after = hooks },
		{ 0 },
	};

	ck_assert_str_eq(refusal(&(struct gantry_site){ .before = hooks }),
	    "the hook 1 of .before, 'check', has no function");
	ck_assert_str_eq(refusal(&(struct gantry_site){ .groups = groups }),
	    "the group '/g': the hook 1 of .after, 'check', has no function");
	ck_assert_str_eq(refusal_of((struct gantry_route){
			     .uri_template = "/a",
			     .on_get = GET,
			     .before = hooks,
			 }),
	    "the template '/a': the hook 1 of .before, 'check', has no "
	    "function");
}
END_TEST

START_TEST(middleware_needs_a_function)
{
	static const struct gantry_middleware idle = { .name = "idle" };
	static const struct gantry_middleware *const middleware[] = { &idle,
		NULL };

	ck_assert_str_eq(
	    refusal(&(struct gantry_site){ .middleware = middleware }),
	    "the middleware 'idle' has no function");
}
END_TEST

START_TEST(error_handlers_need_a_function_and_a_status)
{
	static const struct {
		struct gantry_error_handler handlers[3];
		const char *why;
	} cases[] = {
		{ { { .status = 404 } },
		    "the error handler for 404 has no function" },
		{ { { 99, GET } },
		    "an error handler is for 99, which is not the status of "
		    "a failure" },
		{ { { 404, GET }, { 404, GET } },
		    "two error handlers are for 404" },
		{ { { 0, GET }, { 0, GET } }, "two error handlers are for 0" },
		{ { { 404, GET }, { 0, GET } }, "" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct gantry_error_handler handlers[] = {
			cases[i].handlers[0],
			cases[i].handlers[1],
			{ 0 },
		};

		ck_assert_str_eq(refusal(&(struct gantry_site){
				     .error_handlers = handlers }),
		    cases[i].why);
	}
}
END_TEST

START_TEST(converters_need_a_name_and_a_function)
{
	static const struct {
		struct gantry_converter converters[2];
		const char *why;
	} cases[] = {
		{ { { .takes = takes } }, "the converter 1 has no name" },
		{ { { .name = "hex" } },
		    "the converter 'hex' has no function .takes" },
		{ { { "a(b)", NULL, takes } },
		    "no template can name the converter 'a(b)'" },
		{ { { "", NULL, takes } },
		    "no template can name the converter ''" },
		{ { { "hex", NULL, takes }, { "hex", NULL, takes } },
		    "two converters are named 'hex'" },
		{ { { "int", NULL, takes }, { "hex", NULL, takes } }, "" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct gantry_converter converters[] = {
			cases[i].converters[0],
			cases[i].converters[1],
			{ 0 },
		};

		ck_assert_str_eq(
		    refusal(&(struct gantry_site){ .converters = converters }),
		    cases[i].why);
	}
}
END_TEST

/* The template of the route NAME, or NULL. */
static const char *
route_template(const struct gantry_web *web, const char *name)
{
	const struct entry *entry = site_find_name(&web->site, name);

	return entry != NULL ? entry->template : NULL;
}

/* A group without a prefix is one with "", and others may follow. */
START_TEST(a_group_without_a_prefix_does_not_end_the_table)
{
	static const struct gantry_route first[] = {
		{ .uri_template = "/first", .name = "first", .on_get = GET },
		{ 0 },
	};
	static const struct gantry_route second[] = {
		{ .uri_template = "/second", .name = "second", .on_get = GET },
		{ 0 },
	};
	static const struct gantry_group inner[] = {
		{ .routes = second },
		{ 0 },
	};
	static const struct gantry_group groups[] = {
		{ .routes = first },
		{ .prefix = "/g", .groups = inner },
		{ 0 },
	};
	const struct gantry_site site = { .groups = groups };
	struct gantry_web *web = gantry_web_open(&site, NULL, NULL, &error);

	ck_assert_ptr_nonnull(web);
	ck_assert_pstr_eq(route_template(web, "first"), "/first");
	ck_assert_pstr_eq(route_template(web, "second"), "/g/second");
	gantry_web_close(web);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_row_that_is_not_zero_does_not_end_its_table,
		responders_and_methods_need_a_function,
		hooks_need_a_function,
		middleware_needs_a_function,
		error_handlers_need_a_function_and_a_status,
		converters_need_a_name_and_a_function,
		a_group_without_a_prefix_does_not_end_the_table,
		NULL,
	};

	return unit_run("web/table_check", tests);
}

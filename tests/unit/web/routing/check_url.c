/*
 * URLs from templates: encoded, and only if the router reads them back.
 */
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "web/sample_site.h"

static const char *const templates[] = { "/", "/a/{b}", "/{c:int}/x",
	"/d/{e}-{f}.html", "/g/{h:path}", "/i%j?/{k}", "/{c:int}/y/", NULL };

START_TEST(fields_are_filled_in_and_encoded)
{
	static const struct {
		const char *template;
		struct gantry_url_field fields[3];
		const char *url;
	} cases[] = {
		{ "/", { { NULL, NULL } }, "/" },
		{ "/a/{b}", { { "b", "x" } }, "/a/x" },
		{ "/a/{b}", { { "b", "a b%?#\xc3\xa9\n" } },
		    "/a/a%20b%25%3F%23%C3%A9%0A" },
		{ "/a/{b}", { { "b", "-._~!$&'()*+,;=:@" } },
		    "/a/-._~!$&'()*+,;=:@" },
		{ "/a/{b}", { { "b", "..." } }, "/a/..." },
		{ "/{c:int}/x", { { "c", "007" } }, "/007/x" },
		{ "/{c:int}/y/", { { "c", "1" } }, "/1/y/" },
		{ "/i%j?/{k}", { { "k", "1" } }, "/i%25j%3F/1" },
		{ "/d/{e}-{f}.html", { { "f", "2" }, { "e", "0-1" } },
		    "/d/0-1-2.html" },
		{ "/g/{h:path}", { { "h", "a/b c" } }, "/g/a/b%20c" },
		{ "/a/{b}", { { "b", "x/y" } }, "/a/x%2Fy" },
		{ "/a/{b}", { { "b", "//" } }, "/a/%2F%2F" },
		{ "/a/{b}", { { "b", "x/../y" } }, "/a/x%2F..%2Fy" },
		{ "/g/{h:path}", { { "h", "a/" } }, "/g/a/" },
		{ "/g/{h:path}", { { "h", "/a" } }, "/g/%2Fa" },
		{ "/g/{h:path}", { { "h", "a/./b" } }, "/g/a%2F.%2Fb" },
	};
	struct router *router = site_new(templates);
	struct gantry_buffer url = { 0 };
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		gantry_buffer_reset(&url);
		ck_assert_msg(router_url(router, cases[i].template,
				  cases[i].fields, &url, &error) == 0,
		    "%s", error.text);
		gantry_buffer_putc(&url, '\0');
		ck_assert_str_eq(url.data, cases[i].url);
	}
	ck_assert_int_eq(router_url(router, "/", NULL, &url, &error), 0);
	gantry_buffer_clear(&url);
	router_free(router);
}
END_TEST

START_TEST(a_url_that_would_not_be_read_back_is_an_error)
{
	static const struct {
		const char *template;
		struct gantry_url_field fields[3];
		const char *why;
	} cases[] = {
		{ "/a/{b}", { { NULL, NULL } }, "the field 'b' is missing" },
		{ "/a/{b}", { { "c", "x" } }, "the field 'b' is missing" },
		{ "/a/{b}", { { "b", "x" }, { "c", "y" } },
		    "the template has no field 'c'" },
		{ "/a/{b}", { { "b", "x" }, { "b", "x" } },
		    "a field is given more than once" },
		{ "/a/{b}", { { "b", "" } },
		    "the template does not match the path '/a/': segment 2 "
		    "is empty, not '{b}'" },
		{ "/a/{b}", { { "b", ".." } },
		    "clients resolve the segment '..' of '/a/..'" },
		{ "/a/{b}", { { "b", "../x" } },
		    "web servers resolve the segment '../x' of '/a/../x'" },
		{ "/g/{h:path}", { { "h", "a/../../b" } },
		    "web servers resolve the segment 'a/../../b' of "
		    "'/g/a/../../b'" },
		{ "/{c:int}/x", { { "c", "x" } },
		    "the template does not match the path '/x/x': segment 1: "
		    "'x' is not a valid int" },
		{ "/{c:int}/x", { { "c", "/1" } },
		    "the template does not match the path '//1/x': segment 1: "
		    "'/1' is not a valid int" },
		{ "/d/{e}-{f}.html", { { "e", "1" }, { "f", "2-3" } },
		    "'1' for the field 'e' would be read as '1-2'" },
		{ "/x", { { NULL, NULL } }, "the template was not added" },
	};
	struct router *router = site_new(templates);
	struct gantry_buffer url = { 0 };
	struct gantry_error error;
	char text[256];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(router_url(router, cases[i].template,
				  cases[i].fields, &url, &error) == -1,
		    "%s", cases[i].why);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		snprintf(text, sizeof(text),
		    "cannot make a URL of the template '%s': %s",
		    cases[i].template, cases[i].why);
		ck_assert_str_eq(error.text, text);
		ck_assert_uint_eq(url.length, 0);
	}
	router_free(router);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		fields_are_filled_in_and_encoded,
		a_url_that_would_not_be_read_back_is_an_error,
		NULL,
	};

	return unit_run("web/url", tests);
}

/*
 * Unit tests for bridge/web/static/static_files.c: which names never change,
 * and what the fallback says to caches. door.tap compares files with those that
 * nginx sends.
 */
#include "unit.h"
#include "web/exchange.h"
#include "web/static/static_files.h"

START_TEST(a_hash_before_the_suffix_makes_a_name_immutable)
{
	static const struct gantry_static_files files = { .folder = "/" };
	static const char *const immutable[] = { "main.8e0d62a3.js",
		"a/b/main-0123abcd.css", "x_00000000f.png",
		"d41d8cd98f00b204e9800998ecf8427e.5d41402abc4b2a76b9719d911017c592.js",
		NULL };
	static const char *const other[] = { "main.js", "report-20241201.pdf",
		"cafe-deadbeef.js", "8e0d62a3.js", "main.8e0d62a.js",
		"main.8E0D62A3.js", "main8e0d62a3.js", "main.8e0d62a3",
		"main.8e0d62a3/x.js", "", "IMG_20240101.jpg", NULL };
	size_t i;

	for (i = 0; immutable[i] != NULL; i++)
		ck_assert_msg(static_files_is_immutable(&files, immutable[i]),
		    "%s", immutable[i]);
	for (i = 0; other[i] != NULL; i++)
		ck_assert_msg(!static_files_is_immutable(&files, other[i]),
		    "%s", other[i]);
}
END_TEST

START_TEST(a_pattern_replaces_that)
{
	static const struct gantry_static_files files = {
		.folder = "/",
		.immutable = "assets/*",
	};

	ck_assert(static_files_is_immutable(&files, "assets/a.js"));
	ck_assert(static_files_is_immutable(&files, "assets/a/b.js"));
	ck_assert(!static_files_is_immutable(&files, "assets"));
	ck_assert(!static_files_is_immutable(&files, "main.8e0d62a3.js"));
}
END_TEST

static int
respond_missing(
    struct gantry_request *request, struct gantry_response *response)
{
	static const struct gantry_static_files files = {
		.folder = "/etc",
		.fallback = "passwd",
		.is_precompressed = true,
	};

	(void)request;
	return gantry_response_static(response, &files, "missing.js");
}

START_TEST(the_fallback_varies_with_what_the_client_accepts)
{
	static const char *const page[] = { "Accept: text/html", NULL };
	static const char *const script[] = { "Accept: */*", NULL };
	struct exchange exchange = { .headers = page };

	respond(&exchange, respond_missing);
	ck_assert_int_eq(exchange.answer.status, 200);
	assert_header(&exchange, "Vary", "Accept, Accept-Encoding");
	exchange.headers = script;
	respond(&exchange, respond_missing);
	ck_assert_int_eq(exchange.answer.status, 404);
	exchange_clear(&exchange);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_hash_before_the_suffix_makes_a_name_immutable,
		a_pattern_replaces_that,
		the_fallback_varies_with_what_the_client_accepts,
		NULL,
	};

	return unit_run("web/static/static_files", tests);
}

/*
 * Which address and method leads where, and what goes around every answer.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "entities/site.h"
#include "gantry/web.h"
#include "unit.h"

START_TEST(routes_have_the_same_status_on_both_stores)
{
	static const struct {
		const char *method, *target;
		int status;
	} cases[] = {
		{ "GET", "/publications", 200 },
		{ "GET", "/publications?unknown=1", 200 },
		{ "HEAD", "/publications", 200 },
		{ "GET", "/frequencies/pub0", 200 },
		{ "GET", "/frequencies/pub0?limit=1", 200 },
		{ "GET", "/frequencies/pub0?limit=5000", 200 },
		{ "GET", "/frequencies/pub0?limit=%2B1", 200 },
		{ "GET", "/frequencies/pub0?word=a&count=-1", 200 },
		{ "GET", "/frequencies/%70ub0", 200 },
		{ "HEAD", "/frequencies/pub0", 200 },
		{ "GET", "/search?q=a", 200 },
		{ "GET", "/search?q=a&limit=100&publication=pub0", 200 },
		{ "HEAD", "/search?q=a", 200 },
		{ "HEAD", "/events", 200 },
		{ "POST", "/events", 405 },
		{ "GET", "/events/", 404 },
		{ "GET", "/images/progress", 200 },
		{ "POST", "/images", 403 },
		{ "GET", "/images", 405 },
		{ "POST", "/images/progress", 405 },
		{ "GET", "/images/g/a.png", 404 },
		{ "OPTIONS", "/images", 204 },
		{ "GET", "/openapi.json", 200 },
		{ "GET", "/docs", 200 },
		{ "GET", "/docs/docs.css", 200 },
		{ "GET", "/docs/docs.js", 200 },
		{ "GET", "/", 404 },
		{ "GET", "/publication", 404 },
		{ "GET", "/publications/", 404 },
		{ "GET", "/publications/pub0", 404 },
		{ "GET", "/Publications", 404 },
		{ "GET", "/frequencies", 404 },
		{ "GET", "/frequencies/", 404 },
		{ "GET", "/frequencies/nobody", 404 },
		{ "HEAD", "/frequencies/nobody", 404 },
		{ "GET", "/frequencies/pub0/", 404 },
		{ "GET", "/frequencies/pub0/ent0", 404 },
		{ "GET", "/frequencies/a%2Fb", 404 },
		{ "GET", "/entities", 400 },
		{ "GET", "/entities?word=..", 404 },
		{ "POST", "/entities", 405 },
		{ "GET", "/distinctive/pub0", 200 },
		{ "GET", "/distinctive/pub0?limit=0", 400 },
		{ "GET", "/distinctive/nobody", 404 },
		{ "GET", "/distinctive", 404 },
		{ "GET", "/entities/", 404 },
		{ "GET", "/search/", 404 },
		{ "GET", "/docs/", 404 },
		{ "POST", "/nowhere", 404 },
		{ "OPTIONS", "/nowhere", 404 },
		{ "POST", "/publications", 405 },
		{ "PUT", "/frequencies/pub0", 405 },
		{ "DELETE", "/frequencies/nobody", 405 },
		{ "PATCH", "/entities/a", 405 },
		{ "POST", "/search", 405 },
		{ "get", "/publications", 501 },
		{ "OPTIONS", "/publications", 204 },
		{ "OPTIONS", "/frequencies/pub0", 204 },
		{ "OPTIONS", "/entities/a/b", 204 },
		{ "OPTIONS", "/search", 204 },
	};
	const char *const *store;
	size_t i;
	int status;

	for (store = site_stores; *store != NULL; store++) {
		site_start(*store);
		for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
			status = gantry_result_status(
			    site_ask(cases[i].method, cases[i].target, NULL));
			ck_assert_msg(status == cases[i].status,
			    "%s %s on %s: %d", cases[i].method, cases[i].target,
			    *store, status);
		}
		site_close();
	}
}
END_TEST

START_TEST(a_failure_is_answered_in_the_type_that_the_client_accepts)
{
	struct gantry_result *result;

	site_start("noop");
	site_assert_problem("/nowhere", 404, "");
	gantry_assert_json_text(site_get("/nowhere"), "/title", "Not Found");
	ck_assert_str_eq(site_header("Vary"), "Accept");
	result = site_ask("GET", "/search", "Accept: application/xml");
	gantry_assert_status(result, 400);
	gantry_assert_header(result, "Content-Type", "application/problem+xml");
	ck_assert_ptr_nonnull(strstr(gantry_result_text(result),
	    "<detail>the query parameter 'q' is missing</detail>"));
	result = site_ask("GET", "/search", "Accept: text/html");
	gantry_assert_header(
	    result, "Content-Type", "text/plain; charset=utf-8");
	ck_assert_ptr_nonnull(strstr(gantry_result_text(result),
	    "the query parameter 'q' is missing\n"));
	site_close();
}
END_TEST

START_TEST(other_methods_get_the_allowed_ones)
{
	struct gantry_result *result;

	site_start("noop");
	result = site_ask("POST", "/publications", NULL);
	gantry_assert_status(result, 405);
	gantry_assert_header(result, "Allow", "GET, HEAD, OPTIONS");
	gantry_assert_json_integer(result, "/status", 405);
	result = site_ask("OPTIONS", "/publications", NULL);
	gantry_assert_header(result, "Allow", "GET, HEAD, OPTIONS");
	ck_assert_uint_eq(gantry_result_length(result), 0);
	site_close();
}
END_TEST

START_TEST(a_preflight_is_answered)
{
	struct gantry_result *result;

	site_start("noop");
	result = site_ask(
	    "OPTIONS", "/publications", "Access-Control-Request-Method: GET");
	gantry_assert_status(result, 204);
	gantry_assert_header(
	    result, "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
	gantry_assert_header(result, "Access-Control-Allow-Headers",
	    "Authorization, Content-Type, If-None-Match");
	gantry_assert_header(result, "Access-Control-Max-Age", "86400");
	gantry_assert_header(result, "Allow", "GET, HEAD, OPTIONS");
	ck_assert_uint_eq(gantry_result_length(result), 0);
	result = site_ask("GET", "/publications", "Origin: https://a.example");
	ck_assert_ptr_nonnull(
	    strstr(site_header("Access-Control-Expose-Headers"), "ETag"));
	site_close();
}
END_TEST

START_TEST(head_is_get_without_a_body)
{
	struct gantry_result *result;
	char length[32], etag[64];

	site_start("sqlite");
	result = site_get("/frequencies/pub0");
	snprintf(length, sizeof(length), "%zu", gantry_result_length(result));
	snprintf(etag, sizeof(etag), "%s", site_header("ETag"));
	result = site_ask("HEAD", "/frequencies/pub0", NULL);
	gantry_assert_status(result, 200);
	ck_assert_uint_eq(gantry_result_length(result), 0);
	gantry_assert_header(result, "Content-Length", length);
	gantry_assert_header(result, "ETag", etag);
	site_close();
}
END_TEST

static const struct {
	const char *method, *target;
} everything[] = {
	{ "GET", "/publications" },
	{ "HEAD", "/publications" },
	{ "GET", "/frequencies/pub0" },
	{ "GET", "/frequencies/pub0?limit=0" },
	{ "GET", "/frequencies/nobody" },
	{ "GET", "/entities/ent0" },
	{ "GET", "/search?q=e" },
	{ "GET", "/nowhere" },
	{ "GET", "/docs" },
	{ "GET", "/openapi.json" },
	{ "POST", "/publications" },
	{ "OPTIONS", "/publications" },
	{ "OPTIONS", "/nowhere" },
};

/* Does every answer, of whatever status, name ORIGIN, and protect itself? */
static void
assert_origin(const char *origin)
{
	struct gantry_result *result;
	size_t i;
	int status;

	for (i = 0; i < sizeof(everything) / sizeof(everything[0]); i++) {
		result = site_ask(everything[i].method, everything[i].target,
		    "If-None-Match: *");
		status = gantry_result_status(result);
		ck_assert_msg(status < 500 || status == 503, "%s %s: %d",
		    everything[i].method, everything[i].target, status);
		gantry_assert_header(
		    result, "Access-Control-Allow-Origin", origin);
		gantry_assert_header(
		    result, "X-Content-Type-Options", "nosniff");
		gantry_assert_header(result, "X-Frame-Options", "DENY");
		ck_assert_ptr_nonnull(
		    strstr(site_header("Content-Security-Policy"),
			"default-src 'none'"));
	}
}

START_TEST(every_answer_allows_its_origin)
{
	site_start("sqlite");
	assert_origin("*");
	site_close();

	site_open("noop", "allowed_origin=https://example.org");
	assert_origin("https://example.org");
	site_close();

	ck_assert_int_eq(unlink(unit_path("x.db")), 0);
	site_open("sqlite", "allowed_origin=https://example.org");
	unit_capture();
	assert_origin("https://example.org");
	unit_captured();
	site_close();
}
END_TEST

START_TEST(the_origin_of_the_request_is_named_among_several)
{
	site_open("noop", "allowed_origin=https://a.example https://b.example");
	site_ask("GET", "/publications", "Origin: https://b.example");
	ck_assert_str_eq(
	    site_header("Access-Control-Allow-Origin"), "https://b.example");
	ck_assert_ptr_nonnull(strstr(site_header("Vary"), "Origin"));
	site_ask("GET", "/publications", "Origin: https://c.example");
	ck_assert_ptr_null(site_header("Access-Control-Allow-Origin"));
	site_close();
}
END_TEST

START_TEST(long_answers_are_compressed_if_the_client_accepts_it)
{
	char etag[128], header[160];

	site_start("noop");
	site_get("/openapi.json");
	ck_assert_ptr_null(site_header("Content-Encoding"));
	ck_assert_ptr_nonnull(strstr(site_header("Vary"), "Accept-Encoding"));
	site_ask("GET", "/openapi.json", "Accept-Encoding: gzip");
	ck_assert_pstr_eq(site_header("Content-Encoding"), "gzip");
	site_ask("GET", "/openapi.json", "Accept-Encoding: gzip, br");
	ck_assert_pstr_eq(site_header("Content-Encoding"), "br");
	site_ask("GET", "/frequencies/pub0?limit=1", "Accept-Encoding: br");
	ck_assert_ptr_null(site_header("Content-Encoding"));
	snprintf(etag, sizeof(etag), "%s", site_header("ETag"));
	snprintf(header, sizeof(header), "If-None-Match: W/%s", etag);
	gantry_assert_status(
	    site_ask("GET", "/frequencies/pub0?limit=1", header), 304);
	site_close();
}
END_TEST

START_TEST(the_documentation_names_every_route)
{
	static const char *const pointers[] = {
		"/paths/~1publications/get",
		"/paths/~1frequencies~1{pub}/get",
		"/paths/~1entities~1{word}/get",
		"/paths/~1entities/get",
		"/paths/~1distinctive~1{pub}/get",
		"/paths/~1search/get",
		"/paths/~1events/get",
		"/paths/~1images/post",
		"/paths/~1images~1progress/get",
		"/paths/~1images~1{generation}~1{file}/get",
	};
	struct gantry_result *result;
	size_t i;

	site_start("noop");
	result = site_get("/openapi.json");
	for (i = 0; i < sizeof(pointers) / sizeof(pointers[0]); i++)
		ck_assert_msg(gantry_result_at(result, pointers[i]) != NULL,
		    "%s: %s", pointers[i], gantry_result_text(result));
	ck_assert_uint_eq(gantry_result_at(result, "/paths")->count, 10);
	site_close();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		routes_have_the_same_status_on_both_stores,
		a_failure_is_answered_in_the_type_that_the_client_accepts,
		other_methods_get_the_allowed_ones,
		a_preflight_is_answered,
		head_is_get_without_a_body,
		every_answer_allows_its_origin,
		the_origin_of_the_request_is_named_among_several,
		long_answers_are_compressed_if_the_client_accepts_it,
		the_documentation_names_every_route,
		NULL,
	};

	return unit_run("entities/routes", tests);
}

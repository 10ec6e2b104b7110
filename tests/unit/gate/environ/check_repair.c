/*
 * The rules that make the requests of all web servers equal.
 */
#include <string.h>

#include "gate/environ/repair.h"
#include "unit.h"

#define PAIRS_MAX 5

static struct gantry_environ environ_;
static struct gantry_error error;
static int64_t length;

/* Repair a GET with the variables NAME, VALUE, ..., ended by NULL. */
static int
repair(const char *const *pairs)
{
	environ_init(&environ_);
	environ_set(&environ_, "REQUEST_METHOD", "GET", NULL);
	for (; *pairs != NULL; pairs += 2)
		environ_set(&environ_, pairs[0], pairs[1], NULL);
	length = -7;
	error = (struct gantry_error){ 0 };
	return environ_repair(&environ_, NULL, &length, &error);
}

START_TEST(a_method_is_a_token)
{
	static const struct {
		const char *method;
		int result;
	} cases[] = {
		{ "GET", 0 },
		{ "get", 0 },
		{ "M-SEARCH", 0 },
		{ "!#$%&'*+-.^_`|~09", 0 },
		{ "", -1 },
		{ "GET ", -1 },
		{ "G ET", -1 },
		{ "GET\n", -1 },
		{ "GET/", -1 },
		{ "GET\xc3\xa9", -1 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *pairs[] = { "REQUEST_METHOD", cases[i].method,
			NULL };

		ck_assert_msg(repair(pairs) == cases[i].result, "method '%s'",
		    cases[i].method);
		if (cases[i].result == -1)
			ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		environ_clear(&environ_);
	}
}
END_TEST

START_TEST(a_missing_method_names_the_likely_cause)
{
	environ_init(&environ_);
	ck_assert_int_eq(environ_repair(&environ_, NULL, &length, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_ptr_nonnull(strstr(error.text, "fastcgi_params"));
	environ_clear(&environ_);
}
END_TEST

START_TEST(a_content_length_is_a_number_of_bytes)
{
	static const struct {
		const char *text;
		int result;
		int64_t length;
		const char *left; /* what an application sees */
	} cases[] = {
		{ "", 0, 0, NULL },
		{ "-1", 0, LENGTH_UNKNOWN, NULL },
		{ "0", 0, 0, NULL },
		{ "000", 0, 0, NULL },
		{ "17", 0, 17, "17" },
		{ "007", 0, 7, "007" },
		{ "1000000000000", 0, 1000000000000, "1000000000000" },
		{ "-2", -1, 0, NULL },
		{ "+1", -1, 0, NULL },
		{ " 1", -1, 0, NULL },
		{ "1 ", -1, 0, NULL },
		{ "1,1", -1, 0, NULL },
		{ "0x10", -1, 0, NULL },
		{ "9223372036854775806", 0, INT64_MAX - 1,
		    "9223372036854775806" },
		{ "9223372036854775807", 0, INT64_MAX, "9223372036854775807" },
		{ "9223372036854775808", 0, INT64_MAX, "9223372036854775808" },
		{ "99999999999999999999999999", 0, INT64_MAX,
		    "99999999999999999999999999" },
		{ "9999999999999999999999999x", -1, 0, NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *pairs[] = { "CONTENT_LENGTH", cases[i].text, NULL };
		const char *left;

		ck_assert_msg(repair(pairs) == cases[i].result, "length '%s'",
		    cases[i].text);
		left = gantry_environ_get(&environ_, "CONTENT_LENGTH");
		if (cases[i].result == 0) {
			ck_assert_int_eq(length, cases[i].length);
			ck_assert_pstr_eq(left, cases[i].left);
		}
		environ_clear(&environ_);
	}
}
END_TEST

START_TEST(a_body_in_chunks_has_an_unknown_length)
{
	static const char *const chunked[] = { "HTTP_TRANSFER_ENCODING",
		"chunked", NULL };
	static const char *const buffered[] = { "HTTP_TRANSFER_ENCODING",
		"chunked", "CONTENT_LENGTH", "5", NULL };

	ck_assert_int_eq(repair(chunked), 0);
	ck_assert_int_eq(length, LENGTH_UNKNOWN);
	ck_assert_ptr_null(
	    gantry_environ_get(&environ_, "HTTP_TRANSFER_ENCODING"));
	environ_clear(&environ_);
	ck_assert_int_eq(repair(buffered), 0);
	ck_assert_int_eq(length, 5);
	ck_assert_ptr_null(
	    gantry_environ_get(&environ_, "HTTP_TRANSFER_ENCODING"));
	environ_clear(&environ_);
}
END_TEST

START_TEST(no_content_length_is_no_body)
{
	static const char *const pairs[] = { NULL };

	ck_assert_int_eq(repair(pairs), 0);
	ck_assert_int_eq(length, 0);
	environ_clear(&environ_);
}
END_TEST

START_TEST(the_scheme_is_what_the_web_server_says)
{
	static const struct {
		const char *pairs[PAIRS_MAX];
		const char *scheme, *port;
	} cases[] = {
		{ { NULL }, "http", "80" },
		{ { "HTTPS", "on" }, "https", "443" },
		{ { "HTTPS", "1" }, "https", "443" },
		{ { "HTTPS", "off" }, "http", "80" },
		{ { "HTTPS", "" }, "http", "80" },
		{ { "REQUEST_SCHEME", "https" }, "https", "443" },
		{ { "REQUEST_SCHEME", "http" }, "http", "80" },
		{ { "HTTP_X_FORWARDED_PROTO", "https" }, "http", "80" },
		{ { "HTTP_HTTPS", "on" }, "http", "80" },
		{ { "HTTPS", "on", "SERVER_PORT", "8443" }, "https", "8443" },
		{ { "HTTPS", "on", "SERVER_PORT", "" }, "https", "443" },
		{ { "SERVER_PORT", "none" }, "http", "80" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_int_eq(repair(cases[i].pairs), 0);
		ck_assert_msg(
		    strcmp(environ_.wsgi.url_scheme, cases[i].scheme) == 0,
		    "case %zu: %s", i, environ_.wsgi.url_scheme);
		ck_assert_str_eq(gantry_environ_get(&environ_, "SERVER_PORT"),
		    cases[i].port);
		ck_assert_str_eq(
		    gantry_environ_get(&environ_, "REQUEST_SCHEME"),
		    cases[i].scheme);
		ck_assert_pstr_eq(gantry_environ_get(&environ_, "HTTPS"),
		    strcmp(cases[i].scheme, "https") == 0 ? "on" : NULL);
		environ_clear(&environ_);
	}
}
END_TEST

START_TEST(a_server_has_a_name_without_a_port)
{
	static const struct {
		const char *name, *host, *expected;
	} cases[] = {
		{ "example.org", NULL, "example.org" },
		{ "example.org", "other.org", "example.org" },
		{ "example.org:8080", NULL, "example.org" },
		{ "", "example.org", "example.org" },
		{ "", "example.org:8080", "example.org" },
		{ "", NULL, "localhost" },
		{ "", "", "localhost" },
		{ "", ":80", "localhost" },
		{ "", "[::1]:8080", "[::1]" },
		{ "", "[::1]", "[::1]" },
		{ "::1", NULL, "::1" },
		{ "2001:db8::7", NULL, "2001:db8::7" },
		{ "127.0.0.1:80", NULL, "127.0.0.1" },
		{ "EXAMPLE.org", NULL, "example.org" },
		{ "_", "example.org", "example.org" },
		{ "_", NULL, "localhost" },
		{ "*.example.org", "a.example.org", "a.example.org" },
		{ "~^(?<sub>.+)$", "EXAMPLE.org:81", "example.org" },
		{ ".example.org", "www.example.org", "www.example.org" },
		{ "", "evil\"><script>", "localhost" },
		{ "", "a b", "localhost" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *pairs[] = { "SERVER_NAME", cases[i].name,
			cases[i].host != NULL ? "HTTP_HOST" : NULL,
			cases[i].host, NULL };

		ck_assert_int_eq(repair(pairs), 0);
		ck_assert_msg(strcmp(environ_text(&environ_, "SERVER_NAME"),
				  cases[i].expected) == 0,
		    "case %zu: %s", i, environ_text(&environ_, "SERVER_NAME"));
		environ_clear(&environ_);
	}
}
END_TEST

START_TEST(the_protocol_and_the_query_are_completed)
{
	static const char *const none[] = { NULL };
	static const char *const empty[] = { "SERVER_PROTOCOL", "",
		"QUERY_STRING", "", NULL };
	static const char *const given[] = { "SERVER_PROTOCOL", "HTTP/2.0",
		"QUERY_STRING", "a=b", NULL };

	ck_assert_int_eq(repair(none), 0);
	ck_assert_str_eq(
	    gantry_environ_get(&environ_, "SERVER_PROTOCOL"), "HTTP/1.0");
	ck_assert_str_eq(gantry_environ_get(&environ_, "QUERY_STRING"), "");
	environ_clear(&environ_);
	ck_assert_int_eq(repair(empty), 0);
	ck_assert_str_eq(
	    gantry_environ_get(&environ_, "SERVER_PROTOCOL"), "HTTP/1.0");
	environ_clear(&environ_);
	ck_assert_int_eq(repair(given), 0);
	ck_assert_str_eq(
	    gantry_environ_get(&environ_, "SERVER_PROTOCOL"), "HTTP/2.0");
	ck_assert_str_eq(gantry_environ_get(&environ_, "QUERY_STRING"), "a=b");
	environ_clear(&environ_);
}
END_TEST

START_TEST(what_a_web_server_leaves_out_is_completed)
{
	static const char *const none[] = { NULL };
	static const char *const given[] = { "SERVER_SOFTWARE", "h2o",
		"GATEWAY_INTERFACE", "CGI/1.2", NULL };

	ck_assert_int_eq(repair(none), 0);
	ck_assert_str_eq(environ_text(&environ_, "SERVER_SOFTWARE"),
	    PACKAGE_NAME "/" PACKAGE_VERSION);
	ck_assert_str_eq(
	    environ_text(&environ_, "GATEWAY_INTERFACE"), "CGI/1.1");
	environ_clear(&environ_);
	ck_assert_int_eq(repair(given), 0);
	ck_assert_str_eq(environ_text(&environ_, "SERVER_SOFTWARE"), "h2o");
	ck_assert_str_eq(
	    environ_text(&environ_, "GATEWAY_INTERFACE"), "CGI/1.2");
	environ_clear(&environ_);
}
END_TEST

START_TEST(empty_and_absent_are_the_same)
{
	static const char *const empty[] = { "REMOTE_USER", "", "HTTP_HOST", "",
		"HTTP_X", "", NULL };
	static const char *const upper[] = { "HTTP_HOST", "A.Test:8080", NULL };

	ck_assert_int_eq(repair(empty), 0);
	ck_assert_ptr_null(gantry_environ_get(&environ_, "REMOTE_USER"));
	ck_assert_ptr_null(gantry_environ_get(&environ_, "HTTP_HOST"));
	ck_assert_ptr_null(gantry_environ_get(&environ_, "HTTP_X"));
	environ_clear(&environ_);
	ck_assert_int_eq(repair(upper), 0);
	ck_assert_str_eq(environ_text(&environ_, "HTTP_HOST"), "a.test:8080");
	environ_clear(&environ_);
}
END_TEST

START_TEST(an_address_is_not_a_host_name)
{
	static const char *const same[] = { "REMOTE_ADDR", "192.0.2.1",
		"REMOTE_HOST", "192.0.2.1", NULL };
	static const char *const name[] = { "REMOTE_ADDR", "192.0.2.1",
		"REMOTE_HOST", "a.test", NULL };

	ck_assert_int_eq(repair(same), 0);
	ck_assert_ptr_null(gantry_environ_get(&environ_, "REMOTE_HOST"));
	environ_clear(&environ_);
	ck_assert_int_eq(repair(name), 0);
	ck_assert_str_eq(environ_text(&environ_, "REMOTE_HOST"), "a.test");
	environ_clear(&environ_);
}
END_TEST

START_TEST(cookies_are_joined_by_semicolons)
{
	static const char *const joined[] = { "HTTP_COOKIE", "a=1, b=2;c=3",
		NULL };
	static const char *const whole[] = { "HTTP_COOKIE", "a=1; b=2", NULL };

	ck_assert_int_eq(repair(joined), 0);
	ck_assert_str_eq(
	    environ_text(&environ_, "HTTP_COOKIE"), "a=1; b=2; c=3");
	environ_clear(&environ_);
	ck_assert_int_eq(repair(whole), 0);
	ck_assert_ptr_eq(environ_text(&environ_, "HTTP_COOKIE"), whole[1]);
	environ_clear(&environ_);
}
END_TEST

START_TEST(an_empty_content_type_is_none)
{
	static const char *const empty[] = { "CONTENT_TYPE", "", NULL };
	static const char *const given[] = { "CONTENT_TYPE", "text/css", NULL };

	ck_assert_int_eq(repair(empty), 0);
	ck_assert_ptr_null(gantry_environ_get(&environ_, "CONTENT_TYPE"));
	environ_clear(&environ_);
	ck_assert_int_eq(repair(given), 0);
	ck_assert_str_eq(
	    gantry_environ_get(&environ_, "CONTENT_TYPE"), "text/css");
	environ_clear(&environ_);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_method_is_a_token,
		a_missing_method_names_the_likely_cause,
		a_content_length_is_a_number_of_bytes,
		a_body_in_chunks_has_an_unknown_length,
		no_content_length_is_no_body,
		the_scheme_is_what_the_web_server_says,
		a_server_has_a_name_without_a_port,
		the_protocol_and_the_query_are_completed,
		what_a_web_server_leaves_out_is_completed,
		empty_and_absent_are_the_same,
		an_address_is_not_a_host_name,
		cookies_are_joined_by_semicolons,
		an_empty_content_type_is_none,
		NULL,
	};

	return unit_run("gate/repair", tests);
}

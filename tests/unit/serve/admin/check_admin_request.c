/*
 * The requests that the admin servers read.
 */
#include <stdio.h>
#include <string.h>

#include "serve/admin/admin_request.h"
#include "unit.h"

static struct admin_request request;

static int
parse(const char *text)
{
	return admin_request_parse(&request, text, strlen(text));
}

START_TEST(a_request_is_a_line_and_headers)
{
	ck_assert_int_eq(parse("GET /status?format=json HTTP/1.1\r\n"
			       "Host: localhost:9000\r\nAccept: */*\r\n\r\n"),
	    1);
	ck_assert_int_eq(request.method, ADMIN_GET);
	ck_assert_str_eq(request.path, "/status");
	ck_assert_str_eq(request.query, "format=json");
	ck_assert_str_eq(request.host, "localhost");
	ck_assert(!request.accepts_openmetrics && !request.accepts_json);
	ck_assert_int_eq(parse("POST /stop HTTP/1.0\n\n"), 1);
	ck_assert_int_eq(request.method, ADMIN_POST);
	ck_assert_str_eq(request.host, "");
	ck_assert_int_eq(parse("HEAD /healthz HTTP/1.0\r\n\r\n"), 1);
	ck_assert_int_eq(request.method, ADMIN_HEAD);
	ck_assert_int_eq(parse("DELETE / HTTP/1.1\r\n\r\n"), 1);
	ck_assert_int_eq(request.method, ADMIN_OTHER);
}
END_TEST

START_TEST(an_incomplete_request_needs_more_bytes)
{
	static const char whole[] = "GET / HTTP/1.0\r\nA: b\r\n\r\n";
	size_t i;

	for (i = 0; i < sizeof(whole) - 1; i++)
		ck_assert_int_eq(admin_request_parse(&request, whole, i), 0);
	ck_assert_int_eq(admin_request_parse(&request, whole, i), 1);
}
END_TEST

START_TEST(an_invalid_request_is_an_error)
{
	static const char *const texts[] = { "\r\n\r\n", "GET\r\n\r\n",
		"GET /\r\n\r\n", "GET / \r\n\r\n", "GET / HTTP/2\r\n\r\n",
		"GET status HTTP/1.0\r\n\r\n", " / HTTP/1.0\r\n\r\n",
		"GET http://a/ HTTP/1.0\r\n\r\n", "GET / HTTP/1.0x\r\n\r\n" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ck_assert_msg(parse(texts[i]) == -1, "'%s' is taken", texts[i]);
	ck_assert_int_eq(
	    admin_request_parse(&request, "GET /\0 HTTP/1.0\r\n\r\n", 20), -1);
	ck_assert_int_eq(admin_request_parse(&request, "\0", 1), -1);
}
END_TEST

/* A part of "workers=1024" would be another number of workers. */
START_TEST(a_long_path_query_or_host_is_an_error)
{
	static const struct {
		const char *head;
		size_t most;
		const char *tail;
	} parts[] = {
		{ "GET /", sizeof(request.path) - 2, " HTTP/1.0\r\n\r\n" },
		{ "GET /?", sizeof(request.query) - 1, " HTTP/1.0\r\n\r\n" },
		{ "GET / HTTP/1.0\r\nHost: ", sizeof(request.host) - 1,
		    "\r\n\r\n" },
	};
	char text[1000];
	size_t i, more;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		for (more = 0; more < 2; more++) {
			strcpy(text, parts[i].head);
			memset(text + strlen(parts[i].head), 'a',
			    parts[i].most + more);
			strcpy(
			    text + strlen(parts[i].head) + parts[i].most + more,
			    parts[i].tail);
			ck_assert_int_eq(parse(text), more == 0 ? 1 : -1);
		}
	}
}
END_TEST

/* A server before gantry may take another of two hosts for the right one. */
START_TEST(an_ambiguous_head_is_an_error)
{
	static const char *const heads[] = {
		"Host: a.test\r\nHost: localhost",
		"Host : localhost",
		" Host: localhost",
		"Host: localhost\r\n a.test",
		"Host",
		": localhost",
		"Host: [::1]a.test",
		"Host: [::1",
		"Host: a b",
		" ",
	};
	char text[200];
	size_t i;

	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		snprintf(text, sizeof(text),
		    "GET / HTTP/1.1\r\n%s\r\nA: b\r\n\r\n", heads[i]);
		ck_assert_msg(parse(text) == -1, "'%s' is taken", heads[i]);
	}
}
END_TEST

START_TEST(what_follows_the_head_is_not_read)
{
	static const char text[] = "POST /stop HTTP/1.0\n\r\n\0Host: a";

	ck_assert_int_eq(
	    admin_request_parse(&request, text, sizeof(text) - 1), 1);
	ck_assert_str_eq(request.host, "");
}
END_TEST

START_TEST(a_host_has_no_port_and_no_brackets)
{
	static const char *const cases[][2] = {
		{ "Host: a.test", "a.test" },
		{ "host:  a.test:80 ", "a.test" },
		{ "HOST: [::1]:9000", "::1" },
		{ "Host:", "" },
		{ "Hosts: a", "" },
	};
	char text[100];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		strcpy(text, "GET / HTTP/1.1\r\n");
		strcat(strcat(text, cases[i][0]), "\r\n\r\n");
		ck_assert_int_eq(parse(text), 1);
		ck_assert_str_eq(request.host, cases[i][1]);
	}
}
END_TEST

START_TEST(accept_selects_json_and_openmetrics)
{
	ck_assert_int_eq(
	    parse("GET / HTTP/1.1\r\nAccept: text/plain,"
		  "Application/OpenMetrics-Text;version=1.0.0;q=0.5\r\n\r\n"),
	    1);
	ck_assert(request.accepts_openmetrics && !request.accepts_json);
	ck_assert_int_eq(
	    parse("GET / HTTP/1.1\r\nAccept: application/json\r\n\r\n"), 1);
	ck_assert(!request.accepts_openmetrics && request.accepts_json);
}
END_TEST

START_TEST(values_are_found_in_the_query)
{
	char value[5];

	ck_assert_int_eq(
	    parse("GET /?a=1&bb=22&c&a=3&long=12345 HTTP/1.1\r\n\r\n"), 1);
	ck_assert(admin_request_value(&request, "a", value, sizeof(value)));
	ck_assert_str_eq(value, "1");
	ck_assert(admin_request_value(&request, "bb", value, sizeof(value)));
	ck_assert_str_eq(value, "22");
	ck_assert(admin_request_value(&request, "c", value, sizeof(value)));
	ck_assert_str_eq(value, "");
	ck_assert(!admin_request_value(&request, "b", value, sizeof(value)));
	ck_assert(!admin_request_value(&request, "long", value, sizeof(value)));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_request_is_a_line_and_headers,
		an_incomplete_request_needs_more_bytes,
		an_invalid_request_is_an_error,
		a_long_path_query_or_host_is_an_error,
		an_ambiguous_head_is_an_error,
		what_follows_the_head_is_not_read,
		a_host_has_no_port_and_no_brackets,
		accept_selects_json_and_openmetrics,
		values_are_found_in_the_query,
		NULL,
	};

	return unit_run("serve/admin_request", tests);
}

/*
 * Scheme, host, port and URL of a request.
 */
#include "unit.h"
#include "web/test_request.h"

static struct test_request asked;
static struct gantry_request *const request = &asked.request;

START_TEST(the_host_is_the_requested_one)
{
	static const struct {
		const char *scheme, *host, *name;
		unsigned port;
		const char *prefix;
	} cases[] = {
		{ "http", "example.com", "example.com", 80,
		    "http://example.com" },
		{ "https", "example.com", "example.com", 443,
		    "https://example.com" },
		{ "http", "example.com:80", "example.com", 80,
		    "http://example.com" },
		{ "https", "example.com:80", "example.com", 80,
		    "https://example.com:80" },
		{ "http", "example.com:", "example.com", 80,
		    "http://example.com" },
		{ "http", "example.com:8080", "example.com", 8080,
		    "http://example.com:8080" },
		{ "http", "192.0.2.1:65535", "192.0.2.1", 65535,
		    "http://192.0.2.1:65535" },
		{ "http", "[2001:db8::1]", "[2001:db8::1]", 80,
		    "http://[2001:db8::1]" },
		{ "http", "[2001:db8::1]:81", "[2001:db8::1]", 81,
		    "http://[2001:db8::1]:81" },
		/* Invalid hosts; the web server's own name counts. */
		{ "http", "", "server", 8081, "http://server:8081" },
		{ "http", "evil\"><script>", "server", 8081,
		    "http://server:8081" },
		{ "http", "user@evil", "server", 8081, "http://server:8081" },
		{ "http", "evil/path", "server", 8081, "http://server:8081" },
		{ "http", "example.com:0", "server", 8081,
		    "http://server:8081" },
		{ "http", "example.com:65536", "server", 8081,
		    "http://server:8081" },
		{ "http", "example.com:1x", "server", 8081,
		    "http://server:8081" },
		{ "http", "example.com:000080", "server", 8081,
		    "http://server:8081" },
		{ "http", "a:1:2", "server", 8081, "http://server:8081" },
		{ "http", "[]", "server", 8081, "http://server:8081" },
		{ "http", "[::1", "server", 8081, "http://server:8081" },
		{ "http", "[::1]x", "server", 8081, "http://server:8081" },
		{ "http", "[x]", "server", 8081, "http://server:8081" },
		{ "http", ":80", "server", 8081, "http://server:8081" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		test_request_begin(&asked, "SERVER_NAME", "server",
		    "SERVER_PORT", "8081", "HTTP_HOST", cases[i].host, NULL);
		asked.environ.wsgi.url_scheme = cases[i].scheme;
		ck_assert_str_eq(
		    gantry_request_scheme(request), cases[i].scheme);
		ck_assert_pstr_eq(gantry_request_host(request), cases[i].name);
		ck_assert_uint_eq(gantry_request_port(request), cases[i].port);
		ck_assert_pstr_eq(
		    gantry_request_prefix(request), cases[i].prefix);
		test_request_end(&asked);
	}
}
END_TEST

START_TEST(what_the_web_server_does_not_tell_is_unknown)
{
	test_request_begin(&asked, NULL);
	ck_assert_ptr_null(gantry_request_host(request));
	ck_assert_ptr_null(gantry_request_remote_addr(request));
	ck_assert_uint_eq(gantry_request_port(request), 80);
	ck_assert_pstr_eq(gantry_request_url(request), "http://localhost");
	test_request_end(&asked);
	test_request_begin(&asked, "REMOTE_ADDR", "192.0.2.1", NULL);
	ck_assert_pstr_eq(gantry_request_remote_addr(request), "192.0.2.1");
	test_request_end(&asked);
}
END_TEST

START_TEST(urls_are_as_the_client_wrote_them)
{
	static const struct {
		const char *uri, *script, *path, *query, *relative;
	} cases[] = {
		{ "/app/a%2Fb?x=%20", "/app", "/a/b", "x=%20",
		    "/app/a%2Fb?x=%20" },
		{ "/app/a?", "/app", "/a", "", "/app/a?" },
		{ "/", "", "/", "", "/" },
		{ "/a//b/../c", "", "/a/c", "", "/a//b/../c" },
		/* The web server rewrote it. */
		{ "/nice/5", "/app", "/x", "id=5", "/nice/5" },
		{ "/a\"<>\\^`{|} \xc3\xa9#", "", "/", "",
		    "/a%22%3C%3E%5C%5E%60%7B%7C%7D%20%C3%A9%23" },
		{ "/:@!$&'()*+,;=-._~?/?:@", "", "/", "",
		    "/:@!$&'()*+,;=-._~?/?:@" },
		/* It would name another host. */
		{ "//evil.example/x?y", "", "/evil.example/x", "y",
		    "/evil.example/x?y" },
		{ "*", "", "*", "", "" },
		{ "", "/app", "/100% caf\xc3\xa9?", "a b=%20&c",
		    "/app/100%25%20caf%C3%A9%3F?a%20b=%20&c" },
		{ "", "/app", "", "", "/app" },
		{ "", "/50%", "/50%", "50%", "/50%25/50%25?50%" },
		{ "", "", "/a/b;c", "", "/a/b;c" },
	};
	const char *relative;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		test_request_begin(&asked, "HTTP_HOST", "h:81", "SCRIPT_NAME",
		    cases[i].script, "PATH_INFO", cases[i].path, "QUERY_STRING",
		    cases[i].query, "REQUEST_URI", cases[i].uri, NULL);
		relative = gantry_request_relative_url(request);
		ck_assert_pstr_eq(relative, cases[i].relative);
		ck_assert_pstr_eq(gantry_request_url(request),
		    gantry_environ_format(
			&asked.environ, "http://h:81%s", relative));
		test_request_end(&asked);
	}
}
END_TEST

START_TEST(a_prefix_ends_with_the_mount)
{
	test_request_begin(&asked, "HTTP_HOST", "h", "SCRIPT_NAME", "/a b",
	    "PATH_INFO", "/c", "REQUEST_URI", "/a%20b/c", NULL);
	ck_assert_pstr_eq(gantry_request_prefix(request), "http://h/a%20b");
	test_request_end(&asked);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_host_is_the_requested_one,
		what_the_web_server_does_not_tell_is_unknown,
		urls_are_as_the_client_wrote_them,
		a_prefix_ends_with_the_mount,
		NULL,
	};

	return unit_run("web/request_url", tests);
}

/*
 * Addresses to connect to.
 */
#include "serve/sandbox/endpoint.h"
#include "unit.h"

static struct gantry_error error;

static struct endpoint
parse(const char *text)
{
	struct endpoint endpoint;

	ck_assert_msg(endpoint_parse(&endpoint, text, &error) == 0, "%s: %s",
	    text, error.text);
	return endpoint;
}

START_TEST(hosts_ports_and_urls_are_addresses)
{
	static const struct {
		const char *text;
		int port;
		bool is_name, is_udp;
	} rows[] = {
		{ "localhost:5432", 5432, true, false },
		{ "db.example", 0, true, false },
		{ "192.0.2.1:80", 80, false, false },
		{ "192.0.2.1", 0, false, false },
		{ "::1", 0, false, false },
		{ "[2001:db8::1]:443", 443, false, false },
		{ "http://example.test/path", 80, true, false },
		{ "https://user:x@example.test?q", 443, true, false },
		{ "https://example.test:8443/", 8443, true, false },
		{ "redis://cache:6379/0", 6379, true, false },
		{ "postgresql://user@192.0.2.1/db", 0, false, false },
		{ "udp://192.0.2.1:8125", 8125, false, true },
		{ "http://[::1]:8080/x@y", 8080, false, false },
	};
	struct endpoint endpoint;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		endpoint = parse(rows[i].text);
		ck_assert_msg(endpoint.port == rows[i].port &&
			endpoint.is_name == rows[i].is_name &&
			endpoint.is_udp == rows[i].is_udp && !endpoint.is_unix,
		    "%s", rows[i].text);
	}
	ck_assert(parse("unix:/run/x.sock").is_unix);
}
END_TEST

START_TEST(other_texts_are_errors)
{
	static const char *const texts[] = { "", ":80", "host:", "host:0",
		"host:65536", "host:http", "host:80x", "host:-1", "host/path",
		"unix:relative", "unix:", "[::1", "[]:80", "a b", "a,b:1",
		"http://", "http:///path", "host:80/path" };
	struct endpoint endpoint;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ck_assert_msg(endpoint_parse(&endpoint, texts[i], &error) == -1,
		    "'%s'", texts[i]);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	}
}
END_TEST

START_TEST(a_list_comes_to_what_its_entries_need)
{
	static const char *const ports[] = { "192.0.2.1:80", "[::1]:81", NULL };
	static const char *const all[] = { "unix:/x", "name:1", "::1", NULL };
	struct endpoint_summary summary = endpoint_summarize(NULL);

	ck_assert(!summary.has_internet && !summary.has_unix);
	summary = endpoint_summarize(ports);
	ck_assert(summary.has_internet && !summary.has_unix &&
	    !summary.has_names && !summary.has_udp && !summary.has_any_port);
	summary = endpoint_summarize(all);
	ck_assert(summary.has_internet && summary.has_unix &&
	    summary.has_names && summary.has_udp && summary.has_any_port);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		hosts_ports_and_urls_are_addresses,
		other_texts_are_errors,
		a_list_comes_to_what_its_entries_need,
		NULL,
	};

	return unit_run("serve/endpoint", tests);
}

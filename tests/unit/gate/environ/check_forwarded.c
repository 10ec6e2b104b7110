/*
 * Who is believed, and how far.
 */
#include <string.h>

#include "gate/environ/forwarded.h"
#include "unit.h"

#define PAIRS_MAX 13

/* A web server that listens on 10.0.0.9:8080 without TLS. */
struct request {
	const char *trusted;
	const char *peer; /* REMOTE_ADDR; NULL: none */
	const char *sent[PAIRS_MAX]; /* NAME, VALUE, ... */
	const char *address, *scheme, *host, *name, *port; /* seen after it */
};

#define UNCHANGED "http", "in.test", "in.test", "8080"
#define X_FOR	  "HTTP_X_FORWARDED_FOR"
#define X_PROTO	  "HTTP_X_FORWARDED_PROTO"
#define X_HOST	  "HTTP_X_FORWARDED_HOST"
#define X_PORT	  "HTTP_X_FORWARDED_PORT"
#define RFC7239	  "HTTP_FORWARDED"

static const struct request x_requests[] = {
	/* From someone who is not trusted nothing counts. */
	{ "", "10.0.0.1", { X_FOR, "192.0.2.1", X_PROTO, "https" }, "10.0.0.1",
	    UNCHANGED },
	{ "10.0.0.2", "10.0.0.1",
	    { X_FOR, "192.0.2.1", X_PROTO, "https", X_HOST, "out.test", X_PORT,
		"1" },
	    "10.0.0.1", UNCHANGED },
	{ "unix", "10.0.0.1", { X_FOR, "192.0.2.1" }, "10.0.0.1", UNCHANGED },
	{ "10.0.0.1", NULL, { X_FOR, "192.0.2.1" }, NULL, UNCHANGED },
	{ "10.0.0.1", "host.test", { X_FOR, "192.0.2.1" }, "host.test",
	    UNCHANGED },
	/* From a trusted proxy that says nothing, neither. */
	{ "10.0.0.1", "10.0.0.1", { NULL }, "10.0.0.1", UNCHANGED },
	{ "10.0.0.1", "10.0.0.1", { RFC7239, "for=192.0.2.1;proto=https" },
	    "10.0.0.1", UNCHANGED },
	/* The client is the last that is not trusted. */
	{ "10.0.0.1", "10.0.0.1", { X_FOR, "192.0.2.1" }, "192.0.2.1",
	    UNCHANGED },
	{ "10.0.0.1", "10.0.0.1", { X_FOR, "203.0.113.6, 192.0.2.1" },
	    "192.0.2.1", UNCHANGED },
	{ "10.0.0.0/8", "10.0.0.1",
	    { X_FOR, "203.0.113.6,192.0.2.1, 10.0.0.2" }, "192.0.2.1",
	    UNCHANGED },
	{ "10.0.0.0/8", "10.0.0.1", { X_FOR, "10.0.0.3, 10.0.0.2" }, "10.0.0.3",
	    UNCHANGED },
	{ "unix", NULL, { X_FOR, "192.0.2.1" }, "192.0.2.1", UNCHANGED },
	{ "unix", "unix:", { X_FOR, "192.0.2.1" }, "192.0.2.1", UNCHANGED },
	{ "::1", "::1", { X_FOR, "2001:db8::1" }, "2001:db8::1", UNCHANGED },
	{ "::1", "::1", { X_FOR, "[2001:db8::1]:4711" }, "2001:db8::1",
	    UNCHANGED },
	{ "10.0.0.1", "10.0.0.1", { X_FOR, "192.0.2.1:4711" }, "192.0.2.1",
	    UNCHANGED },
	/* Where the chain breaks, the last address known stays. */
	{ "10.0.0.1", "10.0.0.1", { X_FOR, "192.0.2.1, unknown" }, "10.0.0.1",
	    UNCHANGED },
	{ "10.0.0.0/8", "10.0.0.1", { X_FOR, "192.0.2.1, x, 10.0.0.2" },
	    "10.0.0.2", UNCHANGED },
	{ "10.0.0.1", "10.0.0.1", { X_FOR, "192.0.2.1," }, "192.0.2.1",
	    UNCHANGED },
	{ "10.0.0.1", "10.0.0.1", { X_FOR, "" }, "10.0.0.1", UNCHANGED },
	/* The scheme, and with it the port. */
	{ "10.0.0.1", "10.0.0.1", { X_PROTO, "https" }, "10.0.0.1", "https",
	    "in.test", "in.test", NULL },
	{ "10.0.0.1", "10.0.0.1", { X_PROTO, "WSS" }, "10.0.0.1", "https",
	    "in.test", "in.test", NULL },
	{ "10.0.0.1", "10.0.0.1",
	    { X_FOR, "192.0.2.1", X_PROTO, "https", X_HOST, "out.test:444" },
	    "192.0.2.1", "https", "out.test:444", "out.test", "444" },
	{ "10.0.0.1", "10.0.0.1",
	    { X_PROTO, "https", X_HOST, "out.test", X_PORT, "8443" },
	    "10.0.0.1", "https", "out.test", "out.test", "8443" },
	{ "10.0.0.1", "10.0.0.1", { X_PORT, "81" }, "10.0.0.1", "http",
	    "in.test", "in.test", "81" },
	/* Of lists, what was said of the client. */
	{ "10.0.0.1", "10.0.0.1", { X_PROTO, "http, https" }, "10.0.0.1",
	    "https", "in.test", "in.test", NULL },
	{ "10.0.0.0/8", "10.0.0.1",
	    { X_FOR, "203.0.113.6, 192.0.2.1, 10.0.0.2", X_PROTO,
		"http, https, http", X_HOST, "evil.test, out.test, in.test" },
	    "192.0.2.1", "https", "out.test", "out.test", NULL },
	{ "10.0.0.0/8", "10.0.0.1",
	    { X_FOR, "192.0.2.1, 10.0.0.2", X_PROTO, "https" }, "192.0.2.1",
	    "https", "in.test", "in.test", NULL },
};

static const struct request rfc7239_requests[] = {
	{ "10.0.0.1", "10.0.0.1", { X_FOR, "192.0.2.1", X_PROTO, "https" },
	    "10.0.0.1", UNCHANGED },
	{ "10.0.0.1", "10.0.0.1", { RFC7239, "for=192.0.2.1" }, "192.0.2.1",
	    UNCHANGED },
	{ "10.0.0.1", "10.0.0.1",
	    { RFC7239,
		"For=\"[2001:db8::1]:4711\";Proto=https; host=out.test" },
	    "2001:db8::1", "https", "out.test", "out.test", NULL },
	{ "10.0.0.0/8", "10.0.0.1",
	    { RFC7239,
		"for=203.0.113.6;host=evil.test, for=192.0.2.1;proto=https , "
		"for=10.0.0.2;proto=http" },
	    "192.0.2.1", "https", "in.test", "in.test", NULL },
	/* Separators within quotes separate nothing. */
	{ "10.0.0.0/8", "10.0.0.1",
	    { RFC7239,
		"for=192.0.2.1;ext=\"a,for=203.0.113.6;\\\"\";proto=https" },
	    "192.0.2.1", "https", "in.test", "in.test", NULL },
	{ "10.0.0.1", "10.0.0.1", { RFC7239, "for=192.0.2.1, for=unknown" },
	    "10.0.0.1", UNCHANGED },
	{ "10.0.0.1", "10.0.0.1", { RFC7239, "for=_hidden;proto=https" },
	    "10.0.0.1", "https", "in.test", "in.test", NULL },
	{ "10.0.0.1", "10.0.0.1", { RFC7239, "" }, "10.0.0.1", UNCHANGED },
	{ "10.0.0.1", "10.0.0.1", { RFC7239, ";;,;=,for,\"" }, "10.0.0.1",
	    UNCHANGED },
};

static void
set(struct gantry_environ *environ, const char *name, const char *value)
{
	ck_assert_int_eq(environ_set(environ, name, value, NULL), 0);
}

static void
fill(struct gantry_environ *environ, const struct request *it)
{
	size_t i;

	environ_init(environ);
	environ->wsgi.url_scheme = "http";
	set(environ, "HTTP_HOST", "in.test");
	set(environ, "SERVER_NAME", "in.test");
	set(environ, "SERVER_PORT", "8080");
	if (it->peer != NULL)
		set(environ, "REMOTE_ADDR", it->peer);
	for (i = 0; i < PAIRS_MAX && it->sent[i] != NULL; i += 2)
		set(environ, it->sent[i], it->sent[i + 1]);
}

static void
expect(size_t number, const struct gantry_environ *environ, const char *name,
    const char *expected)
{
	const char *seen = environ_text(environ, name);

	ck_assert_msg(strcmp(seen, expected != NULL ? expected : "") == 0,
	    "request %zu: %s is '%s'", number, name, seen);
}

static void
compare(
    const struct request *requests, size_t count, enum forwarded_header header)
{
	struct trusted trusted = { .header = header };
	struct gantry_environ environ;
	struct gantry_error error;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct request *it = &requests[i];

		fill(&environ, it);
		ck_assert_int_eq(
		    address_list_add(&trusted.proxies, it->trusted, &error), 0);
		ck_assert_int_eq(
		    forwarded_apply(&environ, &trusted, &error), 0);
		expect(i, &environ, "REMOTE_ADDR", it->address);
		expect(i, &environ, "HTTP_HOST", it->host);
		expect(i, &environ, "SERVER_NAME", it->name);
		expect(i, &environ, "SERVER_PORT", it->port);
		ck_assert_msg(strcmp(environ.wsgi.url_scheme, it->scheme) == 0,
		    "request %zu: scheme %s", i, environ.wsgi.url_scheme);
		address_list_clear(&trusted.proxies);
		environ_clear(&environ);
	}
}

START_TEST(x_forwarded_counts_from_trusted_proxies)
{
	compare(x_requests, sizeof(x_requests) / sizeof(x_requests[0]),
	    FORWARDED_X);
}
END_TEST

START_TEST(forwarded_counts_where_it_is_what_proxies_write)
{
	compare(rfc7239_requests,
	    sizeof(rfc7239_requests) / sizeof(rfc7239_requests[0]),
	    FORWARDED_RFC7239);
}
END_TEST

START_TEST(malformed_values_of_trusted_proxies_are_rejected)
{
	static const char *const cases[][2] = { { X_PROTO, "gopher" },
		{ X_PROTO, "" }, { X_HOST, "a b" }, { X_HOST, "" },
		{ X_HOST, "a/b" }, { X_PORT, "x" }, { X_PORT, "" },
		{ X_PORT, "65536" } };
	struct trusted trusted = { .header = FORWARDED_X };
	struct gantry_environ environ;
	struct gantry_error error;
	size_t i;

	address_list_add(&trusted.proxies, "10.0.0.1", &error);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct request it = { .peer = "10.0.0.1" };

		it.sent[0] = cases[i][0];
		it.sent[1] = cases[i][1];
		fill(&environ, &it);
		ck_assert_msg(forwarded_apply(&environ, &trusted, &error) == -1,
		    "%s '%s'", cases[i][0], cases[i][1]);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		environ_clear(&environ);
	}
	address_list_clear(&trusted.proxies);
}
END_TEST

START_TEST(the_port_is_that_of_the_client)
{
	static const struct request with = { .peer = "::1",
		.sent = { X_FOR, "192.0.2.1:4711" } };
	static const struct request without = { .peer = "::1",
		.sent = { X_FOR, "192.0.2.1" } };
	struct trusted trusted = { .header = FORWARDED_X };
	struct gantry_environ environ;

	address_list_add(&trusted.proxies, "::1", NULL);
	fill(&environ, &with);
	set(&environ, "REMOTE_PORT", "5");
	ck_assert_int_eq(forwarded_apply(&environ, &trusted, NULL), 0);
	ck_assert_str_eq(environ_text(&environ, "REMOTE_PORT"), "4711");
	environ_clear(&environ);
	fill(&environ, &without);
	set(&environ, "REMOTE_PORT", "5");
	set(&environ, "REMOTE_HOST", "proxy.test");
	ck_assert_int_eq(forwarded_apply(&environ, &trusted, NULL), 0);
	ck_assert_ptr_null(gantry_environ_get(&environ, "REMOTE_PORT"));
	ck_assert_ptr_null(gantry_environ_get(&environ, "REMOTE_HOST"));
	environ_clear(&environ);
	address_list_clear(&trusted.proxies);
}
END_TEST

START_TEST(a_long_chain_is_walked_from_this_end)
{
	char chain[64 * 16] = "203.0.113.6";
	struct request it = { .peer = "10.0.0.1", .sent = { X_FOR, chain } };
	struct trusted trusted = { .header = FORWARDED_X };
	struct gantry_environ environ;
	int i;

	for (i = 0; i < 60; i++)
		strcat(chain, ", 192.0.2.1");
	address_list_add(&trusted.proxies, "10.0.0.1 192.0.2.1", NULL);
	fill(&environ, &it);
	ck_assert_int_eq(forwarded_apply(&environ, &trusted, NULL), 0);
	ck_assert_str_eq(environ_text(&environ, "REMOTE_ADDR"), "192.0.2.1");
	environ_clear(&environ);
	address_list_clear(&trusted.proxies);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		x_forwarded_counts_from_trusted_proxies,
		forwarded_counts_where_it_is_what_proxies_write,
		malformed_values_of_trusted_proxies_are_rejected,
		the_port_is_that_of_the_client,
		a_long_chain_is_walked_from_this_end,
		NULL,
	};

	return unit_run("gate/forwarded", tests);
}

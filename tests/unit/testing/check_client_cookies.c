/*
 * The cookies that a client keeps and sends (RFC 6265 section 5).
 */
#include <stdio.h>
#include <string.h>

#include <check.h>
#include <gantry/testing.h>
#include <gantry/web.h>

#include "unit.h"

static struct gantry_client *client;

/* Set what the header X-Set says, and answer with Cookie. */
static int
tell(struct gantry_request *request, struct gantry_response *response)
{
	const char *set = gantry_request_header(request, "X-Set");
	const char *cookie = gantry_request_header(request, "Cookie");

	if (set != NULL &&
	    gantry_response_append(response, "Set-Cookie", set) == -1)
		return -1;
	return gantry_response_text(response, cookie != NULL ? cookie : "");
}

static const struct gantry_sink sinks[] = {
	{ .prefix = "/", .responder = GANTRY_RESPONDER(tell) },
	{ 0 },
};
static const struct gantry_site site = { .sinks = sinks };

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(&site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application application = {
	.name = "site",
	.open = open_site,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

static void
begin(void)
{
	struct gantry_error error;

	client = gantry_client_open(&application, NULL, &error);
	ck_assert_ptr_nonnull(client);
	gantry_client_keep_cookies(client);
}

static void
end(void)
{
	gantry_client_close(client);
}

static struct gantry_result *
get(const char *target, bool is_https, const char *host, const char *set)
{
	char set_header[256], host_header[128];
	const char *headers[] = { host_header, NULL, NULL };
	const struct gantry_simulation simulation = {
		.headers = headers,
		.is_https = is_https,
	};

	snprintf(host_header, sizeof(host_header), "Host: %s", host);
	snprintf(set_header, sizeof(set_header), "X-Set: %s",
	    set != NULL ? set : "");
	if (set != NULL)
		headers[1] = set_header;
	return gantry_simulate_get(client, target, &simulation);
}

/* A response to https://www.example.org/a/b has Set-Cookie: SET. */
static void
set(const char *set_cookie)
{
	gantry_result_free(get("/a/b", true, "www.example.org", set_cookie));
}

static void
assert_sent_to(
    const char *target, bool is_https, const char *host, const char *expected)
{
	struct gantry_result *result = get(target, is_https, host, NULL);

	gantry_assert_text(result, expected);
	gantry_result_free(result);
}

static void
assert_sent(const char *target, const char *expected)
{
	assert_sent_to(target, true, "www.example.org", expected);
}

START_TEST(cookies_are_kept_when_the_test_says_so)
{
	struct gantry_error error;

	client = gantry_client_open(&application, NULL, &error);
	set("a=1; Path=/");
	assert_sent("/", "");
	gantry_client_keep_cookies(client);
	set("a=1; Path=/");
	assert_sent("/", "a=1");
	ck_assert_str_eq(gantry_client_cookie(client, "a"), "1");
	ck_assert_ptr_null(gantry_client_cookie(client, "b"));
	gantry_client_forget_cookies(client);
	assert_sent("/", "");
	ck_assert_ptr_null(gantry_client_cookie(client, "a"));
	end();
}
END_TEST

START_TEST(a_path_and_what_is_below_get_a_cookie)
{
	static const struct {
		const char *set, *yes[4], *no[4];
	} cases[] = {
		{ "a=1", { "/a", "/a/", "/a/c?x" }, { "/", "/ab", "/A" } },
		{ "a=1; Path=/", { "/", "/a" }, { NULL } },
		{ "a=1; path=/a/b/", { "/a/b/", "/a/b/c" }, { "/a/b", "/" } },
		{ "a=1; Path=a", { "/a/c" }, { "/b" } },
		{ "a=1; Path=/x; Path=/y", { "/y" }, { "/x" } },
		{ "a=1; Path=/x; Path=", { "/a" }, { "/x" } },
	};
	size_t i, j;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		set(cases[i].set);
		for (j = 0; cases[i].yes[j] != NULL; j++)
			assert_sent(cases[i].yes[j], "a=1");
		for (j = 0; cases[i].no[j] != NULL; j++)
			assert_sent(cases[i].no[j], "");
		end();
	}
}
END_TEST

START_TEST(a_domain_and_what_is_below_get_a_cookie)
{
	static const struct {
		const char *set, *yes[4], *no[4];
	} cases[] = {
		{ "a=1", { "www.example.org", "WWW.Example.ORG:8080" },
		    { "example.org", "x.www.example.org", "localhost" } },
		{ "a=1; Domain=example.org",
		    { "example.org", "www.example.org", "a.b.example.org" },
		    { "badexample.org", "org" } },
		{ "a=1; Domain=.Example.Org", { "example.org" }, { "org" } },
		{ "a=1; Domain=", { "www.example.org" }, { "example.org" } },
		/* Those of others are not taken. */
		{ "a=1; Domain=x.www.example.org", { NULL },
		    { "x.www.example.org", "www.example.org" } },
		{ "a=1; Domain=ample.org", { NULL },
		    { "ample.org", "www.example.org" } },
		{ "a=1; Domain=example.com", { NULL }, { "example.com" } },
	};
	size_t i, j;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		set(cases[i].set);
		for (j = 0; cases[i].yes[j] != NULL; j++)
			assert_sent_to("/a", true, cases[i].yes[j], "a=1");
		for (j = 0; cases[i].no[j] != NULL; j++)
			assert_sent_to("/a", true, cases[i].no[j], "");
		end();
	}
	begin();
	gantry_result_free(get("/", true, "10.0.0.1", "a=1; Domain=0.0.1"));
	gantry_result_free(get("/", true, "[::1]:80", "b=1"));
	assert_sent_to("/", true, "10.0.0.1", "");
	assert_sent_to("/", true, "[::1]", "b=1");
	end();
}
END_TEST

/* RFC 6265bis sections 4.1.3 and 5.7. */
START_TEST(secure_cookies_are_for_https)
{
	begin();
	set("a=1; Path=/; Secure");
	set("__Host-b=2; Path=/; Secure");
	set("__Host-c=3; Path=/a; Secure");
	set("__Host-d=4; Path=/; Secure; Domain=example.org");
	set("__Secure-e=5; Path=/");
	set("__secure-f=6; Path=/; secure");
	assert_sent("/", "a=1; __Host-b=2; __secure-f=6");
	assert_sent_to("/", false, "www.example.org", "");
	gantry_result_free(get("/", false, "www.example.org", "g=7; Secure"));
	gantry_result_free(get("/", false, "www.example.org", "h=8"));
	assert_sent_to("/", false, "www.example.org", "h=8");
	end();
}
END_TEST

START_TEST(cookies_expire_as_the_test_lets_time_pass)
{
	begin();
	set("a=1; Path=/; Max-Age=60");
	set("b=2; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=90");
	set("c=3; Path=/; Expires=Wed, 01 Jan 3000 00:00:00 GMT");
	set("d=4; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
	set("e=5; Path=/; Max-Age=0");
	set("f=6; Path=/; Max-Age=x");
	assert_sent("/", "a=1; b=2; c=3; f=6");
	gantry_client_advance(client, 61000);
	assert_sent("/", "b=2; c=3; f=6");
	ck_assert_ptr_null(gantry_client_cookie(client, "a"));
	set("c=; Path=/; Max-Age=-1");
	set("f=7; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
	gantry_client_advance(client, 30000);
	assert_sent("/", "");
	end();
}
END_TEST

START_TEST(longer_paths_come_first_then_older_cookies)
{
	begin();
	set("a=1; Path=/");
	set("b=2; Path=/a");
	set("c=3; Path=/");
	set("a=4; Path=/");
	set("a=5; Path=/a/b");
	assert_sent("/a/b", "a=5; b=2; a=4; c=3");
	assert_sent("/", "a=4; c=3");
	ck_assert_str_eq(gantry_client_cookie(client, "a"), "5");
	end();
}
END_TEST

START_TEST(what_is_not_a_cookie_is_not_kept)
{
	begin();
	set("a");
	set("=1; Path=/");
	set("; Path=/");
	set(" b = 2 3 ; Path=/; Odd; =; ;");
	set("c=x=y; Path=/");
	assert_sent("/", "b=2 3; c=x=y");
	end();
}
END_TEST

START_TEST(cookies_of_a_request_replace_those_of_the_jar)
{
	const struct gantry_simulation simulation = {
		.cookies = (const struct gantry_url_field[]){ { "a", "9" },
		    { "c", "3" }, { NULL, NULL } },
	};
	struct gantry_result *result;

	begin();
	gantry_result_free(get("/", false, "localhost", "a=1"));
	gantry_result_free(get("/", false, "localhost", "b=2"));
	result = gantry_simulate_get(client, "/", &simulation);
	gantry_assert_text(result, "b=2; a=9; c=3");
	gantry_result_free(result);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		cookies_are_kept_when_the_test_says_so,
		a_path_and_what_is_below_get_a_cookie,
		a_domain_and_what_is_below_get_a_cookie,
		secure_cookies_are_for_https,
		cookies_expire_as_the_test_lets_time_pass,
		longer_paths_come_first_then_older_cookies,
		what_is_not_a_cookie_is_not_kept,
		cookies_of_a_request_replace_those_of_the_jar,
		NULL,
	};

	return unit_run("testing/client_cookies", tests);
}

/*
 * Responses are served from the cache where that is allowed.
 */
#include <stdio.h>
#include <string.h>

#include <gantry/web.h>

#include "middleware/test_site.h"
#include "unit.h"

START_TEST(a_response_is_served_from_the_cache)
{
	const struct gantry_cache_options options = { .seconds = 3600 };
	const struct gantry_middleware cache = GANTRY_CACHE(&options);
	struct gantry_result *result;

	test_site_use(&cache, NULL);
	gantry_result_free(test_site_ask("GET", NULL, NULL));
	result = test_site_ask("GET", NULL, NULL);
	ck_assert_int_eq(test_site_count, 1);
	gantry_assert_header(result, "Age", "0");
	gantry_assert_header(
	    result, "Content-Type", "text/plain; charset=utf-8");
	ck_assert_uint_eq(gantry_result_length(result), 100);
	gantry_result_free(result);
	gantry_result_free(
	    gantry_simulate_get(test_site_client, "/?a=1", NULL));
	ck_assert_int_eq(test_site_count, 2);
	gantry_result_free(
	    gantry_simulate_get(test_site_client, "/other", NULL));
	ck_assert_int_eq(test_site_count, 3);
	gantry_result_free(test_site_ask("GET", "Authorization: x", NULL));
	ck_assert_int_eq(test_site_count, 4);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_private_response_is_not_cached)
{
	const struct gantry_cache_options options = { .seconds = 3600 };
	const struct gantry_middleware cache = GANTRY_CACHE(&options);
	int i;

	test_site_use(&cache, NULL);
	for (i = 0; i < 2; i++)
		gantry_result_free(
		    test_site_ask("GET", "X-Private: Private", NULL));
	ck_assert_int_eq(test_site_count, 2);
	for (i = 0; i < 2; i++)
		gantry_result_free(test_site_ask("GET", "Cookie: a=b", NULL));
	ck_assert_int_eq(test_site_count, 4);
	for (i = 0; i < 2; i++)
		gantry_result_free(test_site_ask(
		    "GET", "X-Private: max-age=1, NO-STORE", NULL));
	ck_assert_int_eq(test_site_count, 6);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(vary_separates_cached_responses)
{
	const struct gantry_cache_options options = { .seconds = 3600 };
	const struct gantry_middleware cache = GANTRY_CACHE(&options);
	int i;

	test_site_use(&cache, NULL);
	for (i = 0; i < 2; i++) {
		gantry_result_free(test_site_ask("GET", "X-Varies: a", NULL));
		gantry_result_free(test_site_ask("GET", "X-Varies: b", NULL));
	}
	ck_assert_int_eq(test_site_count, 2);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_response_that_is_too_large_is_not_cached)
{
	const struct gantry_cache_options options = {
		.seconds = 3600,
		.size_max = 1500,
	};
	const struct gantry_middleware cache = GANTRY_CACHE(&options);
	int i;

	test_site_use(&cache, NULL);
	for (i = 0; i < 2; i++)
		gantry_result_free(test_site_ask("GET", "X-Size: 1900", NULL));
	ck_assert_int_eq(test_site_count, 2);
	gantry_client_close(test_site_client);
}
END_TEST

/* A middleware around the cache that begins a response. */
static ssize_t
read_nothing(void *argument, void *data, size_t size)
{
	(void)argument;
	(void)data;
	(void)size;
	return 0;
}

static int
begin_answer(struct gantry_request *request, struct gantry_response *response,
    void *state)
{
	(void)state;
	if (gantry_request_header(request, "X-Stream") != NULL)
		return gantry_response_stream(
		    response, read_nothing, NULL, NULL, 0);
	if (gantry_request_header(request, "X-Text") != NULL)
		return gantry_response_text(response, "begun");
	gantry_response_vary(response, "X-Outer");
	gantry_response_header(response, "X-Outer", "1");
	return gantry_response_type(response, "text/plain");
}

START_TEST(a_cached_response_replaces_what_was_begun)
{
	const struct gantry_cache_options options = { .seconds = 3600 };
	const struct gantry_middleware cache = GANTRY_CACHE(&options);
	const struct gantry_middleware outer = {
		.name = "outer",
		.process_request = begin_answer,
	};
	static const char *const begun[] = { "X-None: 1", "X-Text: 1",
		"X-Stream: 1" };
	struct gantry_result *result;
	size_t i;

	test_site_outer = &outer;
	test_site_use(&cache, NULL);
	gantry_result_free(test_site_ask("GET", NULL, NULL));
	for (i = 0; i < sizeof(begun) / sizeof(*begun); i++) {
		result = test_site_ask("GET", begun[i], NULL);
		gantry_assert_status(result, 200);
		gantry_assert_header(result, "Age", "0");
		gantry_assert_header(result, "X-Outer", "1");
		gantry_assert_header(result, "Vary", "X-Outer");
		gantry_assert_header(result, "Content-Type", "text/plain");
		ck_assert_uint_eq(gantry_result_length(result), 100);
		gantry_result_free(result);
	}
	ck_assert_int_eq(test_site_count, 1);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(an_invalid_host_does_not_poison_the_cache)
{
	const struct gantry_cache_options options = { .seconds = 3600 };
	const struct gantry_middleware cache = GANTRY_CACHE(&options);

	test_site_use(&cache, NULL);
	gantry_result_free(test_site_ask("GET", "Host: a\"b", NULL));
	gantry_result_free(test_site_ask("GET", "Host: c\"d", NULL));
	gantry_result_free(test_site_ask("GET", NULL, NULL));
	ck_assert_int_eq(test_site_count, 3);
	gantry_client_close(test_site_client);
}
END_TEST

/* GET of / with a query of its own. */
static void
ask_number(unsigned number, const char *header)
{
	const char *const headers[] = { header, NULL };
	const struct gantry_simulation asking = { .headers = headers };
	char target[32];

	snprintf(target, sizeof(target), "/?%u", number);
	gantry_result_free(
	    gantry_simulate_get(test_site_client, target, &asking));
}

START_TEST(the_oldest_responses_are_dropped_first)
{
	const struct gantry_cache_options options = {
		.seconds = 3600,
		.size_max = 10000,
	};
	const struct gantry_middleware cache = GANTRY_CACHE(&options);
	unsigned i;

	test_site_use(&cache, NULL);
	for (i = 0; i < 1000; i++)
		ask_number(i, NULL);
	ck_assert_int_eq(test_site_count, 1000);
	ask_number(999, NULL);
	ask_number(990, NULL);
	ck_assert_int_eq(test_site_count, 1000);
	ask_number(900, NULL);
	ck_assert_int_eq(test_site_count, 1001);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_response_that_is_too_large_drops_no_other)
{
	const struct gantry_cache_options options = {
		.seconds = 3600,
		.size_max = 1500,
	};
	const struct gantry_middleware cache = GANTRY_CACHE(&options);

	test_site_use(&cache, NULL);
	ask_number(1, NULL);
	ask_number(2, "X-Size: 1900");
	ask_number(1, NULL);
	ck_assert_int_eq(test_site_count, 2);
	gantry_client_close(test_site_client);
}
END_TEST

static const struct gantry_cache_options hour = { .seconds = 3600 };
static const struct gantry_middleware hour_cache = GANTRY_CACHE(&hour);

/* GET / with a variable; another client sends the same without it. */
static void
ask_as(const char *name, const char *value)
{
	const struct gantry_variable variables[] = {
		{ name, value },
		{ NULL, NULL },
	};
	const struct gantry_simulation asking = { .variables = variables };

	gantry_result_free(gantry_simulate_get(
	    test_site_client, "/", name != NULL ? &asking : NULL));
}

/* How many of three requests are answered by the responder: A, B, A. */
static int
count_answers(const char *name, const char *a, const char *b)
{
	int before = test_site_count;

	ask_as(a != NULL ? name : NULL, a);
	ask_as(b != NULL ? name : NULL, b);
	ask_as(a != NULL ? name : NULL, a);
	return test_site_count - before;
}

/* What says who a client is: nothing is stored for it, nor sent from store. */
START_TEST(a_client_that_is_known_gets_its_own_response)
{
	static const char *const names[] = { "REMOTE_USER", "AUTH_TYPE",
		"REMOTE_IDENT", "SSL_CLIENT_S_DN", "SSL_CLIENT_CERT",
		"SSL_CLIENT_VERIFY", "SSL_CLIENT_M_SERIAL", "CERT_SUBJECT",
		"HTTP_AUTHORIZATION", "HTTP_COOKIE", "HTTP_COOKIE2",
		"HTTP_X_SSL_CLIENT_S_DN", "HTTP_X_CLIENT_DN",
		"HTTP_CLIENT_CERT", "HTTP_X_FORWARDED_CLIENT_CERT",
		"HTTP_X_FORWARDED_USER", "HTTP_X_FORWARDED_EMAIL",
		"HTTP_X_REMOTE_USER", "HTTP_REMOTE_USER", "HTTP_X_API_KEY",
		"HTTP_X_AUTH_REQUEST_EMAIL", "HTTP_X_ACCESS_TOKEN",
		"HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_PROXY_AUTHORIZATION",
		"HTTP_X_AMZN_OIDC_IDENTITY", "HTTP_SIGNATURE", "GSS_NAME",
		"OIDC_CLAIM_SUB", "MELLON_NAME_ID" };
	size_t i;

	test_site_use(&hour_cache, NULL);
	ask_as(NULL, NULL); /* is stored, for anyone */
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(count_answers(names[i], "alice", "bob") == 3,
		    "%s does not tell clients apart", names[i]);
	/* Nothing of theirs was stored. */
	test_site_count = 0;
	ask_as(NULL, NULL);
	ck_assert_int_eq(test_site_count, 0);
	gantry_client_close(test_site_client);
}
END_TEST

/* What a web server adds may be what the response depends on. */
START_TEST(other_variables_are_part_of_the_key)
{
	static const char *const names[] = { "GEOIP_COUNTRY_CODE",
		"APPLICATION_ENV", "SERVER_NAME", "CONTENT_TYPE", "SSL_TLS_SNI",
		"HTTP_HOST", "HTTPS", "HTTP_X_FORWARDED_HOST",
		"HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_SSL",
		"HTTP_X_FORWARDED_PREFIX", "HTTP_X_ORIGINAL_URL",
		"HTTP_X_REWRITE_URL", "HTTP_X_HOST" };
	size_t i;

	test_site_use(&hour_cache, NULL);
	ask_as(NULL, NULL);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(count_answers(names[i], "on", NULL) == 1,
		    "%s is not part of the key", names[i]);
	gantry_client_close(test_site_client);
}
END_TEST

/* RFC 7239: addresses make no difference, what names the URL does. */
START_TEST(what_forwarded_says_about_the_url_is_part_of_the_key)
{
	static const char *const different[] = { "host=a", "proto=https",
		"for=192.0.2.1;host=b", "for=192.0.2.1, For=x;Proto=http",
		"for=\"a\\\";host=c\"", "for=\"x;host=d\"", "for=\"x,host=e" };
	size_t i;

	test_site_use(&hour_cache, NULL);
	ask_as(NULL, NULL);
	ck_assert_int_eq(count_answers("HTTP_FORWARDED", "for=192.0.2.1;by=_x",
			     "For=\"[2001:db8::1]:80\", for=unknown"),
	    0);
	for (i = 0; i < sizeof(different) / sizeof(different[0]); i++)
		ck_assert_msg(
		    count_answers("HTTP_FORWARDED", different[i], NULL) == 1,
		    "%s is not part of the key", different[i]);
	ck_assert_int_eq(
	    count_answers("HTTP_FORWARDED", "for=192.0.2.7;host=b", NULL), 0);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(connections_share_a_response)
{
	static const char *const names[] = { "REMOTE_ADDR", "REMOTE_PORT",
		"HTTP_USER_AGENT", "HTTP_X_FORWARDED_FOR", "HTTP_REFERER",
		"SSL_CIPHER", "SSL_PROTOCOL", "SSL_SESSION_ID", "UNIQUE_ID",
		"REQUEST_TIME", "SERVER_PROTOCOL", "HTTP_SEC_FETCH_USER",
		"HTTP_UPGRADE_INSECURE_REQUESTS", "HTTP_DNT" };
	size_t i;

	test_site_use(&hour_cache, NULL);
	ask_as(NULL, NULL);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(count_answers(names[i], "1", "2") == 0,
		    "%s makes a difference", names[i]);
	/* Without a certificate, web servers say so. */
	ck_assert_int_eq(count_answers("SSL_CLIENT_VERIFY", "NONE", NULL), 0);
	ck_assert_int_eq(count_answers("REMOTE_USER", "", NULL), 0);
	gantry_client_close(test_site_client);
}
END_TEST

/* A value cannot pass for the end of one variable and another variable. */
START_TEST(keys_do_not_collide)
{
	const struct gantry_variable one[] = {
		{ "A", "1\nB=1:2" },
		{ NULL, NULL },
	};
	const struct gantry_variable two[] = {
		{ "A", "1" },
		{ "B", "2" },
		{ NULL, NULL },
	};
	const struct gantry_simulation of_one = { .variables = one };
	const struct gantry_simulation of_two = { .variables = two };

	test_site_use(&hour_cache, NULL);
	gantry_result_free(gantry_simulate_get(test_site_client, "/", &of_one));
	gantry_result_free(gantry_simulate_get(test_site_client, "/", &of_two));
	ck_assert_int_eq(test_site_count, 2);
	gantry_client_close(test_site_client);
}
END_TEST

/* A body, which is not part of the key, must not decide about a response. */
START_TEST(a_request_with_a_body_is_not_cached)
{
	const struct gantry_simulation posting = { .body = "text" };

	test_site_use(&hour_cache, NULL);
	gantry_result_free(
	    gantry_simulate_get(test_site_client, "/", &posting));
	ask_as(NULL, NULL);
	ck_assert_int_eq(test_site_count, 2);
	ck_assert_int_eq(
	    count_answers("HTTP_TRANSFER_ENCODING", "chunked", NULL), 2);
	gantry_client_close(test_site_client);
}
END_TEST

/* The responder left the body out, since this client has it. */
START_TEST(a_response_without_its_body_is_not_cached)
{
	struct gantry_result *result;

	test_site_use(&hour_cache, NULL);
	gantry_result_free(
	    test_site_ask("GET", "X-Bare: 1", "If-None-Match: \"mine\""));
	result = test_site_ask("GET", NULL, NULL);
	ck_assert_uint_eq(gantry_result_length(result), 100);
	gantry_result_free(result);
	ck_assert_int_eq(test_site_count, 2);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_client_can_forbid_to_store)
{
	test_site_use(&hour_cache, NULL);
	gantry_result_free(
	    test_site_ask("GET", "Cache-Control: no-store", NULL));
	ask_as(NULL, NULL);
	ck_assert_int_eq(test_site_count, 2);
	gantry_client_close(test_site_client);
}
END_TEST

/* It belongs to the request that it came with. */
START_TEST(the_request_id_is_not_stored)
{
	struct gantry_result *result;

	test_site_use(&hour_cache, NULL);
	gantry_result_free(test_site_ask("GET", "X-Gives: X-Request-Id", NULL));
	result = test_site_ask("GET", NULL, NULL);
	ck_assert_int_eq(test_site_count, 1);
	gantry_assert_header(result, "X-Request-Id", NULL);
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_response_with_a_cookie_is_not_cached)
{
	int i;

	test_site_use(&hour_cache, NULL);
	for (i = 0; i < 2; i++)
		gantry_result_free(
		    test_site_ask("GET", "X-Gives: Set-Cookie", NULL));
	ck_assert_int_eq(test_site_count, 2);
	gantry_client_close(test_site_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_response_is_served_from_the_cache,
		a_private_response_is_not_cached,
		vary_separates_cached_responses,
		a_response_that_is_too_large_is_not_cached,
		a_cached_response_replaces_what_was_begun,
		an_invalid_host_does_not_poison_the_cache,
		the_oldest_responses_are_dropped_first,
		a_response_that_is_too_large_drops_no_other,
		a_client_that_is_known_gets_its_own_response,
		other_variables_are_part_of_the_key,
		what_forwarded_says_about_the_url_is_part_of_the_key,
		connections_share_a_response,
		keys_do_not_collide,
		a_request_with_a_body_is_not_cached,
		a_response_without_its_body_is_not_cached,
		a_client_can_forbid_to_store,
		the_request_id_is_not_stored,
		a_response_with_a_cookie_is_not_cached,
		NULL,
	};

	return unit_run("middleware/cache", tests);
}

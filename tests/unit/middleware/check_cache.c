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
		NULL,
	};

	return unit_run("middleware/cache", tests);
}

/*
 * Answers are given again to whom they may be.
 */
#include <stdio.h>
#include <string.h>

#include <gantry/web.h>

#include "middleware/tried.h"
#include "unit.h"

START_TEST(an_answer_is_given_again)
{
	const struct gantry_cache_options options = { .seconds = 3600 };
	const struct gantry_middleware cache = GANTRY_CACHE(&options);
	struct gantry_result *result;

	tried_use(&cache, NULL);
	gantry_result_free(tried_ask("GET", NULL, NULL));
	result = tried_ask("GET", NULL, NULL);
	ck_assert_int_eq(tried_count, 1);
	gantry_assert_header(result, "Age", "0");
	gantry_assert_header(
	    result, "Content-Type", "text/plain; charset=utf-8");
	ck_assert_uint_eq(gantry_result_length(result), 100);
	gantry_result_free(result);
	gantry_result_free(gantry_simulate_get(tried_client, "/?a=1", NULL));
	ck_assert_int_eq(tried_count, 2);
	gantry_result_free(gantry_simulate_get(tried_client, "/other", NULL));
	ck_assert_int_eq(tried_count, 3);
	gantry_result_free(tried_ask("GET", "Authorization: x", NULL));
	ck_assert_int_eq(tried_count, 4);
	gantry_client_close(tried_client);
}
END_TEST

START_TEST(what_is_someones_is_not_kept)
{
	const struct gantry_cache_options options = { .seconds = 3600 };
	const struct gantry_middleware cache = GANTRY_CACHE(&options);
	int i;

	tried_use(&cache, NULL);
	for (i = 0; i < 2; i++)
		gantry_result_free(
		    tried_ask("GET", "X-Private: Private", NULL));
	ck_assert_int_eq(tried_count, 2);
	for (i = 0; i < 2; i++)
		gantry_result_free(tried_ask("GET", "Cookie: a=b", NULL));
	ck_assert_int_eq(tried_count, 4);
	for (i = 0; i < 2; i++)
		gantry_result_free(
		    tried_ask("GET", "X-Private: max-age=1, NO-STORE", NULL));
	ck_assert_int_eq(tried_count, 6);
	gantry_client_close(tried_client);
}
END_TEST

START_TEST(what_varies_is_kept_for_each)
{
	const struct gantry_cache_options options = { .seconds = 3600 };
	const struct gantry_middleware cache = GANTRY_CACHE(&options);
	int i;

	tried_use(&cache, NULL);
	for (i = 0; i < 2; i++) {
		gantry_result_free(tried_ask("GET", "X-Varies: a", NULL));
		gantry_result_free(tried_ask("GET", "X-Varies: b", NULL));
	}
	ck_assert_int_eq(tried_count, 2);
	gantry_client_close(tried_client);
}
END_TEST

START_TEST(what_is_too_much_is_not_kept)
{
	const struct gantry_cache_options options = {
		.seconds = 3600,
		.size_max = 1500,
	};
	const struct gantry_middleware cache = GANTRY_CACHE(&options);
	int i;

	tried_use(&cache, NULL);
	for (i = 0; i < 2; i++)
		gantry_result_free(tried_ask("GET", "X-Size: 1900", NULL));
	ck_assert_int_eq(tried_count, 2);
	gantry_client_close(tried_client);
}
END_TEST

/* A middleware around the cache that has begun an answer. */
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

START_TEST(what_is_given_replaces_what_was_begun)
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

	tried_outer = &outer;
	tried_use(&cache, NULL);
	gantry_result_free(tried_ask("GET", NULL, NULL));
	for (i = 0; i < sizeof(begun) / sizeof(*begun); i++) {
		result = tried_ask("GET", begun[i], NULL);
		gantry_assert_status(result, 200);
		gantry_assert_header(result, "Age", "0");
		gantry_assert_header(result, "X-Outer", "1");
		gantry_assert_header(result, "Vary", "X-Outer");
		gantry_assert_header(result, "Content-Type", "text/plain");
		ck_assert_uint_eq(gantry_result_length(result), 100);
		gantry_result_free(result);
	}
	ck_assert_int_eq(tried_count, 1);
	gantry_client_close(tried_client);
}
END_TEST

START_TEST(a_host_that_is_none_poisons_nothing)
{
	const struct gantry_cache_options options = { .seconds = 3600 };
	const struct gantry_middleware cache = GANTRY_CACHE(&options);

	tried_use(&cache, NULL);
	gantry_result_free(tried_ask("GET", "Host: a\"b", NULL));
	gantry_result_free(tried_ask("GET", "Host: c\"d", NULL));
	gantry_result_free(tried_ask("GET", NULL, NULL));
	ck_assert_int_eq(tried_count, 3);
	gantry_client_close(tried_client);
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
	gantry_result_free(gantry_simulate_get(tried_client, target, &asking));
}

START_TEST(the_oldest_make_room)
{
	const struct gantry_cache_options options = {
		.seconds = 3600,
		.size_max = 10000,
	};
	const struct gantry_middleware cache = GANTRY_CACHE(&options);
	unsigned i;

	tried_use(&cache, NULL);
	for (i = 0; i < 1000; i++)
		ask_number(i, NULL);
	ck_assert_int_eq(tried_count, 1000);
	ask_number(999, NULL);
	ask_number(990, NULL);
	ck_assert_int_eq(tried_count, 1000);
	ask_number(900, NULL);
	ck_assert_int_eq(tried_count, 1001);
	gantry_client_close(tried_client);
}
END_TEST

START_TEST(what_is_too_large_pushes_nothing_out)
{
	const struct gantry_cache_options options = {
		.seconds = 3600,
		.size_max = 1500,
	};
	const struct gantry_middleware cache = GANTRY_CACHE(&options);

	tried_use(&cache, NULL);
	ask_number(1, NULL);
	ask_number(2, "X-Size: 1900");
	ask_number(1, NULL);
	ck_assert_int_eq(tried_count, 2);
	gantry_client_close(tried_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_answer_is_given_again,
		what_is_someones_is_not_kept,
		what_varies_is_kept_for_each,
		what_is_too_much_is_not_kept,
		what_is_given_replaces_what_was_begun,
		a_host_that_is_none_poisons_nothing,
		the_oldest_make_room,
		what_is_too_large_pushes_nothing_out,
		NULL,
	};

	return unit_run("middleware/cache", tests);
}

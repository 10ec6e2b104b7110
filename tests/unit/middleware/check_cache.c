/*
 * Answers are given again to whom they may be.
 */
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
		gantry_result_free(tried_ask("GET", "X-Private: 1", NULL));
	ck_assert_int_eq(tried_count, 2);
	for (i = 0; i < 2; i++)
		gantry_result_free(tried_ask("GET", "Cookie: a=b", NULL));
	ck_assert_int_eq(tried_count, 4);
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

int
main(void)
{
	const TTest *const tests[] = {
		an_answer_is_given_again,
		what_is_someones_is_not_kept,
		what_varies_is_kept_for_each,
		what_is_too_much_is_not_kept,
		NULL,
	};

	return unit_run("middleware/cache", tests);
}

/*
 * How long is waited before another try, and when no more.
 */
#include <check.h>
#include <string.h>
#include <time.h>

#include "data/firestore/pull/http_retry.h"

static struct gantry_error error;

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

START_TEST(the_limit_doubles_and_then_stays)
{
	ck_assert_int_eq(http_retry_limit(1), 250);
	ck_assert_int_eq(http_retry_limit(2), 500);
	ck_assert_int_eq(http_retry_limit(3), 1000);
	ck_assert_int_eq(http_retry_limit(8), 32000);
	ck_assert_int_eq(http_retry_limit(9), 32000);
	ck_assert_int_eq(http_retry_limit(100), 32000);
}
END_TEST

START_TEST(only_errors_that_may_pass_are_tried_again)
{
	static const long passing[] = { 408, 429, 500, 502, 503, 504 };
	static const long lasting[] = { 200, 400, 401, 403, 404, 409, 501 };
	size_t i;

	for (i = 0; i < sizeof(passing) / sizeof(passing[0]); i++)
		ck_assert(http_retry_is_for(passing[i]));
	for (i = 0; i < sizeof(lasting) / sizeof(lasting[0]); i++)
		ck_assert(!http_retry_is_for(lasting[i]));
}
END_TEST

START_TEST(the_last_try_is_the_last)
{
	struct http_retry retry = { .tries = 3 };

	gantry_error_set(&error, GANTRY_ERROR_HANGUP, "the line is dead");
	ck_assert_int_eq(http_retry_wait(&retry, 0, &error), 0);
	ck_assert_int_eq(http_retry_wait(&retry, 0, &error), 0);
	ck_assert_int_eq(http_retry_wait(&retry, 0, &error), -1);
	ck_assert_str_eq(
	    error.text, "given up after 3 tries: the line is dead");
	ck_assert_int_eq(error.code, GANTRY_ERROR_HANGUP);
}
END_TEST

START_TEST(retry_after_is_respected_up_to_a_limit)
{
	struct http_retry retry = { .tries = 3 };
	double before = seconds();

	ck_assert_int_eq(http_retry_wait(&retry, 1, &error), 0);
	ck_assert(seconds() - before >= 1);
	gantry_error_set(&error, GANTRY_ERROR_BUSY, "busy");
	ck_assert_int_eq(http_retry_wait(&retry, 601, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "601 seconds: busy"));
}
END_TEST

START_TEST(a_stopped_pull_does_not_wait)
{
	const atomic_bool stopped = true;
	struct http_retry retry = { .tries = 3, .stopped = &stopped };
	double before = seconds();

	ck_assert_int_eq(http_retry_wait(&retry, 300, &error), -1);
	ck_assert(seconds() - before < 10);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/http_retry");
	TCase *tcase = tcase_create("retry");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, the_limit_doubles_and_then_stays);
	tcase_add_test(tcase, only_errors_that_may_pass_are_tried_again);
	tcase_add_test(tcase, the_last_try_is_the_last);
	tcase_add_test(tcase, retry_after_is_respected_up_to_a_limit);
	tcase_add_test(tcase, a_stopped_pull_does_not_wait);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

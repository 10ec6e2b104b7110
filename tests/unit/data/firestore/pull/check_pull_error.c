/*
 * What is made of Firestore's errors, in all the places where they come.
 */
#include <check.h>
#include <string.h>
#include <time.h>

#include "data/firestore/pull/pull_error.h"

static struct gantry_error error;

static const struct answer {
	const char *text;
	long code; /* of HTTP */
	bool is_error;
	long expected;
	const char *status, *message;
} answers[] = {
	{ "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\","
	  "\"message\":\"gone\"}}",
	    404, true, 404, "NOT_FOUND", "gone" },
	{ "[{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\"}}]", 400,
	    true, 400, "INVALID_ARGUMENT", "" },
	{ "[{\"document\":{}},{\"error\":{\"code\":503,\"message\":\"m\"}}]",
	    200, true, 503, "", "m" },
	{ "[{\"document\":{}},{\"error\":{}}]", 200, true, 500, "", "" },
	{ "{}", 502, true, 502, "", "" },
	{ "[]", 429, true, 429, "", "" },
	{ "{\"documents\":[]}", 200, false, 0, NULL, NULL },
	{ "[{\"readTime\":\"2026-11-22T17:00:51Z\"}]", 200, false, 0, NULL,
	    NULL },
};

START_TEST(an_error_is_found_wherever_it_stands)
{
	const struct answer *answer = &answers[_i];
	json_t *json = json_loads(answer->text, 0, NULL);
	struct pull_error found;

	ck_assert_ptr_nonnull(json);
	ck_assert_int_eq(
	    pull_error_find(&found, json, answer->code), answer->is_error);
	if (answer->is_error) {
		ck_assert_int_eq(found.code, answer->expected);
		ck_assert_str_eq(found.status, answer->status);
		ck_assert_str_eq(found.message, answer->message);
	}
	json_decref(json);
}
END_TEST

START_TEST(an_error_page_that_is_not_json_is_an_error)
{
	struct pull_error found;

	ck_assert(pull_error_find(&found, NULL, 502));
	ck_assert_int_eq(found.code, 502);
	ck_assert_str_eq(found.message, "");
}
END_TEST

START_TEST(a_read_time_is_too_old_by_the_message_or_by_the_clock)
{
	struct pull_error found = { 400, "INVALID_ARGUMENT", "no" };
	static const char old[] = "2020-01-01T00:00:00.123456Z";
	time_t recently = time(NULL) - 60;
	char recent[32];

	strftime(
	    recent, sizeof(recent), "%Y-%m-%dT%H:%M:%SZ", gmtime(&recently));
	ck_assert(pull_error_is_stale(&found, old));
	ck_assert(!pull_error_is_stale(&found, recent));
	ck_assert(!pull_error_is_stale(&found, NULL));
	found.message = "The requested snapshot version is too old.";
	ck_assert(pull_error_is_stale(&found, recent));
	found.status = "FAILED_PRECONDITION";
	ck_assert(pull_error_is_stale(&found, recent));
	found.status = "PERMISSION_DENIED";
	ck_assert(!pull_error_is_stale(&found, old));
}
END_TEST

START_TEST(a_missing_index_is_reported_whole_and_is_not_an_old_read_time)
{
	static const char message[] =
	    "The query requires a COLLECTION_GROUP_ASC index for collection a "
	    "and field updated. You can create it here: https://console.example"
	    "/v1/r/project/p/firestore/indexes?create_exemption=ClxwcmQa/last";
	const struct pull_error_context context = { "p", "d", NULL };
	struct pull_error found = { 400, "FAILED_PRECONDITION", message };

	ck_assert(pull_error_is_index(&found));
	ck_assert(!pull_error_is_stale(&found, "2020-01-01T00:00:00Z"));
	ck_assert_int_eq(pull_error_explain(&found, &context, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "an index is missing"));
	ck_assert_str_eq(
	    error.text + strlen(error.text) - strlen(message), message);
	found.status = "INVALID_ARGUMENT";
	ck_assert(!pull_error_is_index(&found));
	found = (struct pull_error){ 400, "FAILED_PRECONDITION", "old" };
	ck_assert(!pull_error_is_index(&found));
}
END_TEST

static const struct advice {
	long code;
	const char *part;
} advices[] = {
	{ 401, "GOOGLE_APPLICATION_CREDENTIALS" },
	{ 403, "roles/datastore.viewer" },
	{ 404, "--project and --database" },
	{ 429, "--resume" },
	{ 400, "project p, database d" },
};

START_TEST(an_error_says_what_to_do)
{
	const struct pull_error_context context = { "p", "d", NULL };
	const struct pull_error found = {
		.code = advices[_i].code,
		.status = "STATUS",
		.message = "message",
	};

	ck_assert_int_eq(pull_error_explain(&found, &context, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, advices[_i].part));
	ck_assert_ptr_nonnull(strstr(error.text, " STATUS: message)"));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/pull_error");
	TCase *tcase = tcase_create("errors");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, an_error_is_found_wherever_it_stands, 0,
	    sizeof(answers) / sizeof(answers[0]));
	tcase_add_test(tcase, an_error_page_that_is_not_json_is_an_error);
	tcase_add_test(
	    tcase, a_read_time_is_too_old_by_the_message_or_by_the_clock);
	tcase_add_test(tcase,
	    a_missing_index_is_reported_whole_and_is_not_an_old_read_time);
	tcase_add_loop_test(tcase, an_error_says_what_to_do, 0,
	    sizeof(advices) / sizeof(advices[0]));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

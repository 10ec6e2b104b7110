/*
 * Names of members with a NUL: nothing else of a text changes.
 */
#include <check.h>
#include <string.h>

#include "data/firestore/nul_names.h"

static json_t *
load(const char *text, size_t flags)
{
	return nul_names_load(
	    (struct bytes){ text, strlen(text) }, flags, NULL);
}

static void
expect_string(const json_t *object, const char *name, size_t length,
    const char *value, size_t value_length)
{
	const json_t *found = json_object_getn(object, name, length);

	ck_assert_ptr_nonnull(found);
	ck_assert_uint_eq(json_string_length(found), value_length);
	ck_assert_int_eq(
	    memcmp(json_string_value(found), value, value_length), 0);
}

START_TEST(names_with_a_nul_are_whole)
{
	json_t *json = load("{\"a\\u0000b\":\"1\",\"a\" : \"2\","
			    "\"\\u0000\"\n:\"3\",\"\\u0001\":\"4\","
			    "\"\\u00010\":\"5\",\"\\\\u0000\":\"6\","
			    "\"\\u0001\\u0000\":\"7\"}",
	    0);

	ck_assert_uint_eq(json_object_size(json), 7);
	expect_string(json, "a\0b", 3, "1", 1);
	expect_string(json, "a", 1, "2", 1);
	expect_string(json, "\0", 1, "3", 1);
	expect_string(json, "\1", 1, "4", 1);
	expect_string(json,
	    "\1"
	    "0",
	    2, "5", 1);
	expect_string(json, "\\u0000", 6, "6", 1);
	expect_string(json, "\1\0", 2, "7", 1);
	json_decref(json);
}
END_TEST

START_TEST(strings_stay_as_they_are)
{
	json_t *json = load("[{\"\\u0000\":[{\"x\\u0000\":\"\\u0000\\u0001\"}],"
			    "\"y\":\"\\u0000\\\":\"}]",
	    0);
	json_t *object = json_array_get(json, 0);

	expect_string(object, "y", 1, "\0\":", 3);
	object = json_array_get(json_object_getn(object, "\0", 1), 0);
	expect_string(object, "x\0", 2, "\0\1", 2);
	json_decref(json);
}
END_TEST

START_TEST(what_is_wrong_is_found_behind_a_nul)
{
	static const char *const texts[] = {
		"{\"\\u0000\":1,\"\\u0000\":2}",
		"{\"\\u0000\":1",
		"{\"\\u0000\":1,}",
		"{\"\\u0000\":\"\\ud800\"}",
		"{\"\\u0000",
		"{\"\\u0000\\",
	};
	json_error_t reason;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ck_assert_ptr_null(
		    nul_names_load((struct bytes){ texts[i], strlen(texts[i]) },
			JSON_REJECT_DUPLICATES, &reason));
		ck_assert_str_ne(reason.text, "");
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/nul_names");
	TCase *tcase = tcase_create("nul_names");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, names_with_a_nul_are_whole);
	tcase_add_test(tcase, strings_stay_as_they_are);
	tcase_add_test(tcase, what_is_wrong_is_found_behind_a_nul);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}

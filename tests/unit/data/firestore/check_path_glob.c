/*
 * Patterns for paths.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/path_glob.h"

static bool
matches(const char *glob, const char *path)
{
	return path_glob_matches(glob, (struct bytes){ path, strlen(path) });
}

START_TEST(patterns_match_segment_by_segment)
{
	static const struct {
		const char *glob, *path;
		bool is_match;
	} cases[] = {
		{ "a/b", "a/b", true },
		{ "a/b", "a/b/c/d", false },
		{ "a/b", "a/bc", false },
		{ "a/*", "a/b", true },
		{ "a/*", "a/b/c/d", false },
		{ "a/*/c/*", "a/b/c/d", true },
		{ "a/b*d", "a/bd", true },
		{ "a/b*d", "a/bcccd", true },
		{ "a/b*d", "a/bcccde", false },
		{ "a/*b*d", "a/xbxbxd", true },
		{ "a/?", "a/x", true },
		{ "a/?", "a/\xc3\xa9", true },
		{ "a/?", "a/xy", false },
		{ "a/??", "a/\xf0\x9f\x98\x80y", true },
		{ "a/?*", "a/x", true },
		{ "a/**", "a/b", true },
		{ "a/**", "a/b/c/d", true },
		{ "a/**", "ab/c", false },
		{ "**", "a/b", true },
		{ "**/c/*", "c/x", true },
		{ "**/c/*", "a/b/c/x", true },
		{ "**/c/*", "a/b/d/x", false },
		{ "a/**/c/*", "a/c/x/y", false },
		{ "a/**/c/*", "a/x/c/y", true },
		{ "a/**/c/*", "a/c/c/y", true },
		{ "**/a/**/b/*", "a/x/b/y/b/z", true },
		{ "**/a/**/b/*", "a/x/b/y/c/z", false },
		{ "**/**/b/*", "b/y", true },
		{ "a/**b", "a/xb", true },
		{ "a/**b", "a/x/y/b", false },
		{ "a/\\*", "a/*", true },
		{ "a/\\*", "a/b", false },
		{ "a/\\\\", "a/\\", true },
		{ "a/\\?b", "a/?b", true },
		{ "a/[b]", "a/b", false },
		{ "a/[b]", "a/[b]", true },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(
		    matches(cases[i].glob, cases[i].path) == cases[i].is_match,
		    "%s %s", cases[i].glob, cases[i].path);
	ck_assert(path_glob_matches("a/x*", (struct bytes){ "a/x\0y", 5 }));
	ck_assert(!path_glob_matches("a/x", (struct bytes){ "a/x\0y", 5 }));
}
END_TEST

START_TEST(many_stars_take_no_longer_than_few)
{
	char path[] =
	    "a/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

	ck_assert(!matches("a/*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", path));
	ck_assert(!matches("**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/b",
	    "a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a"));
}
END_TEST

START_TEST(what_cannot_match_a_document_is_an_error)
{
	static const char *const bad[] = { "", "/", "a", "a/", "/a/b", "a//b",
		"a/b/c", "*/*/*" };
	static const char *const good[] = { "a/b", "**", "a/**", "**/c", "*/*",
		"a/**/b/c" };
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(
		    path_glob_check(bad[i], &error) == -1, "%s", bad[i]);
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(
		    path_glob_check(good[i], &error) == 0, "%s", good[i]);
}
END_TEST

START_TEST(a_pattern_begins_with_a_collection)
{
	static const char *const cases[][2] = {
		{ "a/**", "a" },
		{ "a/b", "a" },
		{ "a/b/c/*", "a/b/c" },
		{ "a/b/c/d", "a/b/c" },
		{ "a/b/**", "a" },
		{ "a/b?/c/*", "a" },
		{ "*/b", "" },
		{ "**/b/*", "" },
		{ "a\\*\\/b", "a*\\" },
	};
	char *found;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		found = path_glob_collection(cases[i][0]);
		ck_assert_str_eq(found, cases[i][1]);
		free(found);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/path_glob");
	TCase *tcase = tcase_create("path_glob");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, patterns_match_segment_by_segment);
	tcase_add_test(tcase, many_stars_take_no_longer_than_few);
	tcase_add_test(tcase, what_cannot_match_a_document_is_an_error);
	tcase_add_test(tcase, a_pattern_begins_with_a_collection);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}

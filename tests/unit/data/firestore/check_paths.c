/*
 * Lists of names, and the paths that metadata may and may not give.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/paths.h"

static struct gantry_error error;

START_TEST(numbers_at_the_end_are_sorted_as_numbers)
{
	static const char *const given[] = { "output-10", "output-9",
		"output-100000000000000000000", "output-0", "kind_b",
		"output-2", "output-99999999999999999999", "kind_a/output-3" };
	static const char *const sorted[] = { "kind_a/output-3", "kind_b",
		"output-0", "output-2", "output-9", "output-10",
		"output-99999999999999999999", "output-100000000000000000000" };
	size_t count = sizeof(given) / sizeof(given[0]), i;
	struct paths paths = { 0 };

	for (i = 0; i < count; i++)
		ck_assert_int_eq(paths_add(&paths, given[i], &error), 0);
	paths_sort(&paths);
	ck_assert_uint_eq(paths.count, count);
	for (i = 0; i < count; i++)
		ck_assert_str_eq(paths.items[i], sorted[i]);
	paths_clear(&paths);
	paths_clear(&paths);
	ck_assert_uint_eq(paths.count, 0);
}
END_TEST

START_TEST(a_list_grows_and_keeps_copies)
{
	struct paths paths = { 0 };
	char name[2] = "a";
	int i;

	for (i = 0; i < 100; i++, name[0] = (char)('a' + i % 26))
		ck_assert_int_eq(paths_add(&paths, name, &error), 0);
	ck_assert_str_eq(paths.items[0], "a");
	ck_assert_str_eq(paths.items[27], "b");
	paths_clear(&paths);
}
END_TEST

static void
expect_join(const char *folder, const char *name, const char *expected)
{
	char *path = paths_join(folder, name, &error);

	ck_assert_str_eq(path, expected);
	free(path);
}

START_TEST(a_join_has_one_slash)
{
	expect_join("a", "b", "a/b");
	expect_join("a//", "b/c", "a/b/c");
	expect_join("/", "b", "/b");
	expect_join("a", "", "a/");
}
END_TEST

static void
expect_taken(struct bytes given, const char *expected)
{
	char *path = path_parse(given, &error);

	ck_assert_ptr_nonnull(path);
	ck_assert_str_eq(path, expected);
	free(path);
}

START_TEST(a_path_below_the_export_gets_slashes)
{
	expect_taken((struct bytes){ "output-0, and more", 8 }, "output-0");
	expect_taken((struct bytes){ "a/b..c/...", 10 }, "a/b..c/...");
	expect_taken(
	    (struct bytes){ "all\\kinds\\output-0", 18 }, "all/kinds/output-0");
}
END_TEST

static const struct bytes refused[] = {
	{ "", 0 },
	{ NULL, 0 },
	{ "/etc/passwd", 11 },
	{ "\\windows", 8 },
	{ "..", 2 },
	{ "../x", 4 },
	{ "a/../../x", 9 },
	{ "a\\..\\x", 6 },
	{ "a/..", 4 },
	{ "a/./b", 5 },
	{ "a//b", 4 },
	{ "a/", 2 },
	{ "a\0b", 3 },
};

START_TEST(a_path_that_leaves_the_export_is_rejected)
{
	ck_assert_ptr_null(path_parse(refused[_i], &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_ptr_nonnull(
	    strstr(error.text, "expected a path within the export"));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/paths");
	TCase *tcase = tcase_create("paths");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, numbers_at_the_end_are_sorted_as_numbers);
	tcase_add_test(tcase, a_list_grows_and_keeps_copies);
	tcase_add_test(tcase, a_join_has_one_slash);
	tcase_add_test(tcase, a_path_below_the_export_gets_slashes);
	tcase_add_loop_test(tcase, a_path_that_leaves_the_export_is_rejected, 0,
	    sizeof(refused) / sizeof(refused[0]));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

/*
 * Finding an export in each of its layouts.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/firestore/export/folders.h"
#include "data/firestore/scratch.h"

#define KINDS "all_namespaces/all_kinds/"

static struct scratch scratch;
static struct gantry_error error;
static struct folders folders;

static void
set_up(void)
{
	scratch_open(&scratch);
}

static void
tear_down(void)
{
	folders_clear(&folders);
	folders_clear(&folders);
	scratch_close(&scratch);
}

static void
touch(const char *name)
{
	struct gantry_buffer nothing = { 0 };

	scratch_put(&scratch, name, &nothing);
}

static int
find(const char *name)
{
	folders_clear(&folders);
	return folders_find(&folders, scratch_path(&scratch, name), &error);
}

/* Is PATH the place NAME in the scratch folder? */
static bool
is_at(const char *path, const char *name)
{
	return strcmp(path, scratch_path(&scratch, name)) == 0;
}

static void
expect_emulator(const char *name)
{
	ck_assert_int_eq(find(name), 0);
	ck_assert_uint_eq(folders.count, 1);
	ck_assert(is_at(folders.overall,
	    "d/firestore_export/firestore_export.overall_export_metadata"));
	ck_assert(is_at(folders.items[0].path, "d/firestore_export/" KINDS));
	ck_assert(is_at(folders.items[0].metadata,
	    "d/firestore_export/" KINDS "all.export_metadata"));
	ck_assert_uint_eq(folders.items[0].files.count, 1);
}

START_TEST(the_folders_of_an_export_of_the_emulator_are_found)
{
	touch("d/firebase-export-metadata.json");
	touch("d/auth_export/accounts.json");
	touch("d/firestore_export/firestore_export.overall_export_metadata");
	touch("d/firestore_export/" KINDS "all.export_metadata");
	touch("d/firestore_export/" KINDS "output-0");
	expect_emulator("d/firestore_export");
	expect_emulator("d/firestore_export/");
	ck_assert_int_eq(find("d/firestore_export/" KINDS), 0);
	ck_assert_uint_eq(folders.count, 1);
	ck_assert_ptr_null(folders.overall);
}
END_TEST

START_TEST(kinds_of_a_gcloud_export_are_in_order)
{
	touch("2025/2025.overall_export_metadata");
	touch("2025/all_namespaces/kind_b/b.export_metadata");
	touch("2025/all_namespaces/kind_b/output-0");
	touch("2025/all_namespaces/kind_a/output-10");
	touch("2025/all_namespaces/kind_a/output-9");
	touch("2025/all_namespaces/kind_a/output-");
	touch("2025/all_namespaces/kind_a/output-1.part");
	touch("2025/all_namespaces/kind_a/.DS_Store");
	touch("2025/all_namespaces/kind_a/._a.export_metadata");
	ck_assert_int_eq(find("2025"), 0);
	ck_assert_uint_eq(folders.count, 2);
	ck_assert(is_at(folders.items[0].path, "2025/all_namespaces/kind_a/"));
	ck_assert_ptr_null(folders.items[0].metadata);
	ck_assert_uint_eq(folders.items[0].files.count, 2);
	ck_assert_str_eq(folders.items[0].files.items[0], "output-9");
	ck_assert_str_eq(folders.items[0].files.items[1], "output-10");
	ck_assert(is_at(folders.items[1].path, "2025/all_namespaces/kind_b/"));
}
END_TEST

START_TEST(a_folder_without_any_metadata_is_found)
{
	touch("firestore_export/" KINDS "output-0");
	ck_assert_int_eq(find(""), 0);
	ck_assert_uint_eq(folders.count, 1);
	ck_assert_ptr_null(folders.overall);
	ck_assert_int_eq(find("firestore_export/all_namespaces"), 0);
	ck_assert_uint_eq(folders.count, 1);
}
END_TEST

START_TEST(two_metadata_files_of_one_kind_are_an_error)
{
	touch("d/a.overall_export_metadata");
	touch("d/b.overall_export_metadata");
	ck_assert_int_eq(find("d"), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "expected one of"));
}
END_TEST

START_TEST(an_export_in_an_export_is_left_out)
{
	touch("d/d.overall_export_metadata");
	touch("d/" KINDS "output-0");
	touch("d/copy/d.overall_export_metadata");
	touch("d/copy/" KINDS "output-0");
	ck_assert_int_eq(find("d"), 0);
	ck_assert_uint_eq(folders.count, 1);
	ck_assert(is_at(folders.items[0].path, "d/" KINDS));
}
END_TEST

START_TEST(a_folder_that_is_not_an_export_is_an_error)
{
	touch("d/file");
	ck_assert_int_eq(find("d"), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(error.text, "expected an export"));
	ck_assert_int_eq(find("d/file"), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	ck_assert_int_eq(find("nothing"), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	ck_assert_ptr_nonnull(strstr(error.text, "cannot open"));
}
END_TEST

START_TEST(a_symbolic_link_to_a_folder_is_an_error)
{
	char target[1024];

	touch("d/output-0");
	strcpy(target, scratch_path(&scratch, "d"));
	ck_assert_int_eq(symlink(target, scratch_path(&scratch, "d/again")), 0);
	ck_assert_int_eq(find("d"), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "symbolic link"));
}
END_TEST

START_TEST(folders_nest_up_to_a_limit)
{
	touch("1/2/3/4/5/6/7/output-0");
	ck_assert_int_eq(find(""), 0);
	touch("1/2/3/4/5/6/7/8/output-0");
	ck_assert_int_eq(find(""), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/folders");
	TCase *tcase = tcase_create("folders");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(
	    tcase, the_folders_of_an_export_of_the_emulator_are_found);
	tcase_add_test(tcase, kinds_of_a_gcloud_export_are_in_order);
	tcase_add_test(tcase, a_folder_without_any_metadata_is_found);
	tcase_add_test(tcase, two_metadata_files_of_one_kind_are_an_error);
	tcase_add_test(tcase, an_export_in_an_export_is_left_out);
	tcase_add_test(tcase, a_folder_that_is_not_an_export_is_an_error);
	tcase_add_test(tcase, a_symbolic_link_to_a_folder_is_an_error);
	tcase_add_test(tcase, folders_nest_up_to_a_limit);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

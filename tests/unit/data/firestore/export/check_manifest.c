/*
 * Metadata against the files that are there.
 */
#include <check.h>
#include <string.h>
#include <unistd.h>

#include "data/firestore/encode.h"
#include "data/firestore/export/manifest.h"
#include "data/firestore/scratch.h"

static struct scratch scratch;
static struct gantry_error error;
static struct folders folders;
static struct manifest manifest;

static void
set_up(void)
{
	scratch_open(&scratch);
}

static void
tear_down(void)
{
	folders_clear(&folders);
	scratch_close(&scratch);
}

static int
check(void)
{
	folders_clear(&folders);
	if (folders_find(&folders, scratch.path, &error) == -1)
		return -1;
	return manifest_check(&manifest, &folders, &error);
}

static void
put_overall(const char *name, uint64_t documents)
{
	struct gantry_buffer file = { 0 };

	encode_overall(&file, name, documents);
	scratch_put(&scratch, "x.overall_export_metadata", &file);
	gantry_buffer_clear(&file);
}

static void
put_metadata(const char *name, const char *output, uint64_t start, uint64_t end)
{
	struct gantry_buffer file = { 0 };

	encode_metadata(&file, output, start, end);
	scratch_put(&scratch, name, &file);
	gantry_buffer_clear(&file);
}

static void
touch(const char *name)
{
	struct gantry_buffer nothing = { 0 };

	scratch_put(&scratch, name, &nothing);
}

static void
expect_error(enum gantry_error_code code, const char *text)
{
	ck_assert_int_eq(check(), -1);
	ck_assert_int_eq(error.code, code);
	ck_assert_msg(strstr(error.text, text) != NULL,
	    "expected \"%s\" in \"%s\"", text, error.text);
}

START_TEST(counts_and_times_are_taken_from_the_metadata)
{
	put_overall("a\\a.export_metadata", 5);
	put_metadata("a/a.export_metadata", "output-0", 100, 200);
	touch("a/output-0");
	ck_assert_int_eq(check(), 0);
	ck_assert(folders.items[0].is_counted);
	ck_assert_uint_eq(folders.items[0].expected, 5);
	ck_assert_int_eq(manifest.start_time, 100);
	ck_assert_int_eq(manifest.end_time, 200);
}
END_TEST

START_TEST(times_of_several_folders_are_the_first_and_the_last)
{
	put_metadata("a/a.export_metadata", "output-0", 100, 200);
	put_metadata("b/b.export_metadata", "output-0", 50, 150);
	put_metadata("c/c.export_metadata", "output-0", 0, 0);
	touch("a/output-0");
	touch("b/output-0");
	touch("c/output-0");
	ck_assert_int_eq(check(), 0);
	ck_assert_int_eq(manifest.start_time, 50);
	ck_assert_int_eq(manifest.end_time, 200);
}
END_TEST

START_TEST(an_export_without_metadata_passes)
{
	touch("a/output-0");
	ck_assert_int_eq(check(), 0);
	ck_assert(!folders.items[0].is_counted);
	ck_assert_int_eq(manifest.start_time, 0);
}
END_TEST

START_TEST(a_missing_output_file_is_an_error)
{
	put_metadata("a/a.export_metadata", "output-1", 100, 200);
	touch("a/output-0");
	expect_error(GANTRY_ERROR_UNAVAILABLE,
	    "a/a.export_metadata: expected output-1 beside it, which is "
	    "missing");
}
END_TEST

START_TEST(missing_metadata_are_an_error)
{
	put_overall("a/a.export_metadata", 5);
	expect_error(GANTRY_ERROR_UNAVAILABLE,
	    "expected a/a.export_metadata, which is missing");
	touch("a/output-0");
	expect_error(GANTRY_ERROR_UNAVAILABLE,
	    "expected a/a.export_metadata, which is missing");
}
END_TEST

START_TEST(a_folder_that_the_metadata_does_not_name_is_an_error)
{
	put_overall("a/a.export_metadata", 5);
	put_metadata("a/a.export_metadata", "output-0", 100, 200);
	touch("a/output-0");
	touch("b/output-0");
	expect_error(GANTRY_ERROR_INPUT, "/b/ named");
}
END_TEST

START_TEST(a_folder_that_is_named_twice_is_an_error)
{
	struct gantry_buffer file = { 0 }, pointer = { 0 }, message = { 0 };
	int i;

	for (i = 0; i < 2; i++) {
		encode_string(&pointer, 2, "a/a.export_metadata");
		encode_message(&message, 1, &pointer);
	}
	encode_record(&file, "3", 1);
	encode_record(&file, message.data, message.length);
	scratch_put(&scratch, "x.overall_export_metadata", &file);
	gantry_buffer_clear(&message);
	gantry_buffer_clear(&file);
	put_metadata("a/a.export_metadata", "output-0", 100, 200);
	touch("a/output-0");
	expect_error(GANTRY_ERROR_INPUT, "found it twice");
}
END_TEST

START_TEST(a_pointer_out_of_the_export_is_an_error)
{
	put_overall("../a.export_metadata", 5);
	expect_error(GANTRY_ERROR_INPUT, "expected a path within the export");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/manifest");
	TCase *tcase = tcase_create("manifest");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, counts_and_times_are_taken_from_the_metadata);
	tcase_add_test(
	    tcase, times_of_several_folders_are_the_first_and_the_last);
	tcase_add_test(tcase, an_export_without_metadata_passes);
	tcase_add_test(tcase, a_missing_output_file_is_an_error);
	tcase_add_test(tcase, missing_metadata_are_an_error);
	tcase_add_test(
	    tcase, a_folder_that_the_metadata_does_not_name_is_an_error);
	tcase_add_test(tcase, a_folder_that_is_named_twice_is_an_error);
	tcase_add_test(tcase, a_pointer_out_of_the_export_is_an_error);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

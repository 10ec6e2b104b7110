/*
 * The metadata files, whole and damaged.
 */
#include <check.h>
#include <string.h>

#include "data/firestore/encode.h"
#include "data/firestore/export/metadata.h"
#include "data/firestore/scratch.h"

static struct scratch scratch;
static struct gantry_buffer file;
static struct gantry_error error;
static struct metadata_overall overall;
static struct metadata_folder folder;

static void
set_up(void)
{
	scratch_open(&scratch);
}

static void
tear_down(void)
{
	metadata_clear_overall(&overall);
	metadata_clear_folder(&folder);
	gantry_buffer_clear(&file);
	scratch_close(&scratch);
}

static int
read_overall(void)
{
	metadata_clear_overall(&overall);
	scratch_put(&scratch, "m", &file);
	return metadata_read_overall(
	    scratch_path(&scratch, "m"), &overall, &error);
}

static int
read_folder(void)
{
	metadata_clear_folder(&folder);
	scratch_put(&scratch, "m", &file);
	return metadata_read_folder(
	    scratch_path(&scratch, "m"), &folder, &error);
}

static void
expect_error(int status, const char *text)
{
	ck_assert_int_eq(status, -1);
	ck_assert_ptr_nonnull(strstr(error.text, scratch_path(&scratch, "m")));
	ck_assert_msg(strstr(error.text, text) != NULL,
	    "expected \"%s\" in \"%s\"", text, error.text);
}

static void
add_pointer(struct gantry_buffer *message, const char *name, uint64_t count)
{
	struct gantry_buffer pointer = { 0 };

	encode_string(&pointer, 2, name);
	encode_number(&pointer, 3, count);
	encode_message(message, 1, &pointer);
}

START_TEST(an_overall_file_points_to_others_and_counts)
{
	struct gantry_buffer message = { 0 };

	encode_record(&file, "3", 1);
	add_pointer(&message, "all\\kind_a\\a.export_metadata", 123);
	add_pointer(&message, "all/kind_b/b.export_metadata", 0);
	encode_record(&file, message.data, message.length);
	gantry_buffer_clear(&message);
	ck_assert_int_eq(read_overall(), 0);
	ck_assert_uint_eq(overall.files.count, 2);
	ck_assert_str_eq(
	    overall.files.items[0], "all/kind_a/a.export_metadata");
	ck_assert_uint_eq(overall.counts[0], 123);
	ck_assert_str_eq(
	    overall.files.items[1], "all/kind_b/b.export_metadata");
	ck_assert_uint_eq(overall.counts[1], 0);
}
END_TEST

START_TEST(an_overall_file_of_the_emulator_is_read)
{
	encode_overall(&file, "a/b.export_metadata", 7);
	ck_assert_int_eq(read_overall(), 0);
	ck_assert_uint_eq(overall.files.count, 1);
	ck_assert_uint_eq(overall.counts[0], 7);
}
END_TEST

START_TEST(another_version_is_an_error)
{
	encode_record(&file, "4", 1);
	expect_error(
	    read_overall(), "expected metadata of version 3, found \"4\"");
	gantry_buffer_reset(&file);
	expect_error(read_overall(), "found an empty file");
}
END_TEST

START_TEST(a_pointer_out_of_the_export_is_an_error)
{
	encode_overall(&file, "../b.export_metadata", 7);
	expect_error(read_overall(),
	    "record at byte 8: expected a path within the export, found "
	    "\"../b.export_metadata\"");
	gantry_buffer_reset(&file);
	encode_overall(&file, "", 7);
	expect_error(read_overall(), "expected a path within the export");
}
END_TEST

START_TEST(every_flipped_bit_of_an_overall_file_is_an_error)
{
	size_t i;

	encode_overall(&file, "a/b.export_metadata", 7);
	for (i = 0; i < file.length * 8; i++) {
		file.data[i / 8] ^= (char)(1 << i % 8);
		ck_assert_int_eq(read_overall(), -1);
		file.data[i / 8] ^= (char)(1 << i % 8);
	}
	ck_assert_int_eq(read_overall(), 0);
}
END_TEST

START_TEST(a_folder_file_has_times_and_names)
{
	encode_metadata(&file, "output-0", 1795357061015835, 1795357061017134);
	ck_assert_int_eq(read_folder(), 0);
	ck_assert_int_eq(folder.start_time, 1795357061015835);
	ck_assert_int_eq(folder.end_time, 1795357061017134);
	ck_assert_uint_eq(folder.files.count, 1);
	ck_assert_str_eq(folder.files.items[0], "output-0");
}
END_TEST

START_TEST(an_empty_folder_file_says_nothing)
{
	ck_assert_int_eq(read_folder(), 0);
	ck_assert_int_eq(folder.start_time, 0);
	ck_assert_uint_eq(folder.files.count, 0);
}
END_TEST

START_TEST(a_damaged_folder_file_is_an_error)
{
	gantry_buffer_puts(&file, "not a message");
	expect_error(read_folder(), "of the record: expected");
	gantry_buffer_reset(&file);
	encode_number(&file, 1, 1);
	expect_error(read_folder(), "found wire type 0");
	gantry_buffer_reset(&file);
	encode_metadata(&file, "/etc/passwd", 1, 2);
	expect_error(read_folder(), "expected a path within the export");
}
END_TEST

START_TEST(any_flipped_bit_of_a_folder_file_is_survived)
{
	size_t i;

	encode_metadata(&file, "output-0", 1, 2);
	for (i = 0; i < file.length * 8; i++) {
		file.data[i / 8] ^= (char)(1 << i % 8);
		ck_assert_int_le(read_folder(), 0);
		file.data[i / 8] ^= (char)(1 << i % 8);
	}
}
END_TEST

START_TEST(a_file_that_is_not_there_is_an_error)
{
	ck_assert_int_eq(
	    metadata_read_folder(scratch_path(&scratch, "m"), &folder, &error),
	    -1);
	expect_error(metadata_read_overall(
			 scratch_path(&scratch, "m"), &overall, &error),
	    "cannot open");
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_test(tcase, an_overall_file_points_to_others_and_counts);
	tcase_add_test(tcase, an_overall_file_of_the_emulator_is_read);
	tcase_add_test(tcase, another_version_is_an_error);
	tcase_add_test(tcase, a_pointer_out_of_the_export_is_an_error);
	tcase_add_test(tcase, every_flipped_bit_of_an_overall_file_is_an_error);
	tcase_add_test(tcase, a_folder_file_has_times_and_names);
	tcase_add_test(tcase, an_empty_folder_file_says_nothing);
	tcase_add_test(tcase, a_damaged_folder_file_is_an_error);
	tcase_add_test(tcase, any_flipped_bit_of_a_folder_file_is_survived);
	tcase_add_test(tcase, a_file_that_is_not_there_is_an_error);
}

int
main(void)
{
	Suite *suite = suite_create("firestore/metadata");
	TCase *tcase = tcase_create("metadata");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	add_tests(tcase);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

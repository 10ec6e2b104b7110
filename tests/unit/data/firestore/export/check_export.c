/*
 * A whole export: what the visitor sees, and that no damage goes unseen.
 */
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "data/firestore/encode.h"
#include "data/firestore/export/export.h"
#include "data/firestore/scratch.h"

#define KINDS	 "all_namespaces/all_kinds/"
#define OUTPUT	 KINDS "output-0"
#define METADATA KINDS "all_namespaces_all_kinds.export_metadata"
#define OVERALL	 "firestore_export.overall_export_metadata"

static struct scratch scratch;
static struct gantry_error error;
static struct firestore_export_summary summary;
static struct gantry_buffer output, seen;
static uint64_t last_bytes, last_total, last_documents;
static unsigned reports;

static void
set_up(void)
{
	scratch_open(&scratch);
}

static void
tear_down(void)
{
	gantry_buffer_clear(&output);
	gantry_buffer_clear(&seen);
	scratch_close(&scratch);
}

static int
note(void *argument, const struct firestore_document *document,
    struct gantry_error *reason)
{
	const char *stop = argument;

	if (stop != NULL && strcmp(document->path, stop) == 0)
		return gantry_error_set(
		    reason, GANTRY_ERROR_BUSY, "stopped by the visitor");
	ck_assert_uint_eq(strlen(document->path), document->path_length);
	ck_assert_uint_eq(strlen(document->fields), document->fields_length);
	gantry_buffer_printf(
	    &seen, "%s %s\n", document->path, document->fields);
	return 0;
}

static void
note_progress(
    void *argument, uint64_t bytes, uint64_t total, uint64_t documents)
{
	(void)argument;
	ck_assert_uint_ge(bytes, last_bytes);
	ck_assert_uint_ge(documents, last_documents);
	last_bytes = bytes;
	last_total = total;
	last_documents = documents;
	reports++;
}

static int
read_until(const char *stop)
{
	struct firestore_export_options options = {
		.visit = note,
		.progress = note_progress,
		.argument = (void *)(uintptr_t)stop,
	};

	gantry_buffer_reset(&seen);
	last_bytes = last_total = last_documents = 0;
	error = (struct gantry_error){ 0 };
	return firestore_export_read(scratch.path, &options, &summary, &error);
}

static void
expect_error(const char *text)
{
	ck_assert_int_eq(read_until(NULL), -1);
	ck_assert_msg(strstr(error.text, text) != NULL,
	    "expected \"%s\" in \"%s\"", text, error.text);
}

static void
add_document(const char *path, int64_t number)
{
	struct gantry_buffer entity = { 0 };

	encode_key(&entity, path);
	encode_integer_field(&entity, "n", number);
	encode_record(&output, entity.data, entity.length);
	gantry_buffer_clear(&entity);
}

/* Write an export of the emulator whose metadata tell of COUNT documents. */
static void
put_export(uint64_t count)
{
	struct gantry_buffer file = { 0 };

	encode_overall(&file, METADATA, count);
	scratch_put(&scratch, OVERALL, &file);
	gantry_buffer_reset(&file);
	encode_metadata(&file, "output-0", 1000, 2000);
	scratch_put(&scratch, METADATA, &file);
	gantry_buffer_clear(&file);
	scratch_put(&scratch, OUTPUT, &output);
}

START_TEST(every_document_is_seen_once)
{
	add_document("users/alice/posts/p1", 1);
	add_document("users/alice", 2);
	put_export(2);
	ck_assert_int_eq(read_until(NULL), 0);
	gantry_buffer_putc(&seen, '\0');
	ck_assert_str_eq(seen.data,
	    "users/alice/posts/p1 {\"n\":{\"integerValue\":\"1\"}}\n"
	    "users/alice {\"n\":{\"integerValue\":\"2\"}}\n");
	ck_assert_uint_eq(summary.documents, 2);
	ck_assert_uint_eq(summary.bytes, output.length);
	ck_assert_int_eq(summary.start_time, 1000);
	ck_assert_int_eq(summary.end_time, 2000);
	ck_assert_str_eq(summary.origin.project, "demo");
	ck_assert_str_eq(summary.origin.database, "(default)");
}
END_TEST

/* Read the namespace SPACE. */
static int
read_space(const char *space)
{
	const struct firestore_export_options options = {
		.visit = note,
		.space = space,
	};

	gantry_buffer_reset(&seen);
	error = (struct gantry_error){ 0 };
	return firestore_export_read(scratch.path, &options, &summary, &error);
}

START_TEST(one_namespace_is_read)
{
	struct gantry_buffer entity = { 0 };

	add_document("users/alice", 1);
	encode_key_in(&entity, "users/alice", "tenant");
	encode_integer_field(&entity, "n", 2);
	encode_record(&output, entity.data, entity.length);
	gantry_buffer_clear(&entity);
	put_export(2);
	expect_error("choose one with --namespace");
	ck_assert_msg(read_space("tenant") == 0, "%s", error.text);
	gantry_buffer_putc(&seen, '\0');
	ck_assert_str_eq(
	    seen.data, "users/alice {\"n\":{\"integerValue\":\"2\"}}\n");
	ck_assert_uint_eq(summary.documents, 1);
	ck_assert_uint_eq(summary.other_spaces, 1);
	ck_assert_int_eq(read_space(""), 0);
	gantry_buffer_putc(&seen, '\0');
	ck_assert_str_eq(
	    seen.data, "users/alice {\"n\":{\"integerValue\":\"1\"}}\n");
}
END_TEST

START_TEST(files_are_read_in_the_order_of_their_numbers)
{
	char name[32];
	int i;

	for (i = 11; i >= 0; i--) {
		gantry_buffer_reset(&output);
		snprintf(name, sizeof(name), "a/%02d", i);
		add_document(name, i);
		snprintf(name, sizeof(name), "output-%d", i);
		scratch_put(&scratch, name, &output);
	}
	ck_assert_int_eq(read_until(NULL), 0);
	gantry_buffer_putc(&seen, '\0');
	ck_assert_uint_eq(summary.documents, 12);
	ck_assert(strstr(seen.data, "a/02") < strstr(seen.data, "a/10"));
	ck_assert_int_eq(summary.start_time, 0);
}
END_TEST

START_TEST(an_export_may_be_empty)
{
	put_export(0);
	ck_assert_int_eq(read_until(NULL), 0);
	ck_assert_uint_eq(summary.documents, 0);
	ck_assert_str_eq(summary.origin.project, "");
}
END_TEST

START_TEST(progress_goes_from_nothing_to_all)
{
	struct gantry_buffer entity = { 0 }, filler = { 0 };
	int i;

	encode_zeros(&filler, 300000);
	for (i = 0; i < 10; i++) {
		encode_key(&entity, "a/b");
		encode_bytes(&entity, 99, filler.data, filler.length);
		encode_record(&output, entity.data, entity.length);
		gantry_buffer_reset(&entity);
	}
	gantry_buffer_clear(&entity);
	gantry_buffer_clear(&filler);
	put_export(10);
	ck_assert_int_eq(read_until(NULL), 0);
	ck_assert_uint_eq(last_bytes, output.length);
	ck_assert_uint_eq(last_total, output.length);
	ck_assert_uint_eq(last_documents, 10);
	ck_assert_uint_gt(reports, 2);
}
END_TEST

START_TEST(a_visitor_may_stop_the_reading)
{
	add_document("a/1", 1);
	add_document("a/2", 2);
	add_document("a/3", 3);
	put_export(3);
	ck_assert_int_eq(read_until("a/2"), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	ck_assert_str_eq(error.text, "stopped by the visitor");
	ck_assert_uint_eq(summary.documents, 1);
}
END_TEST

START_TEST(a_summary_and_progress_are_optional)
{
	struct firestore_export_options options = { .visit = note };

	add_document("a/1", 1);
	put_export(1);
	ck_assert_int_eq(
	    firestore_export_read(scratch.path, &options, NULL, &error), 0);
}
END_TEST

START_TEST(a_count_that_disagrees_is_an_error)
{
	add_document("a/1", 1);
	put_export(2);
	expect_error("expected 2 documents in");
	ck_assert_ptr_nonnull(strstr(error.text, "found 1"));
	ck_assert_ptr_nonnull(strstr(error.text, OVERALL));
	put_export(0);
	expect_error("expected 0 documents in");
}
END_TEST

START_TEST(documents_of_two_databases_are_an_error)
{
	struct gantry_buffer entity = { 0 }, element = { 0 }, path = { 0 },
			     key = { 0 };

	add_document("a/1", 1);
	encode_string(&element, 2, "a");
	encode_string(&element, 4, "2");
	encode_group(&path, 1, &element);
	encode_string(&key, 13, "e~demo");
	encode_message(&key, 14, &path);
	encode_string(&key, 23, "second");
	encode_message(&entity, 13, &key);
	encode_record(&output, entity.data, entity.length);
	gantry_buffer_clear(&entity);
	put_export(2);
	expect_error("document \"a/2\": expected project \"demo\" and database "
		     "\"(default)\"");
}
END_TEST

START_TEST(a_project_that_is_too_long_is_an_error)
{
	struct gantry_buffer entity = { 0 }, element = { 0 }, path = { 0 },
			     key = { 0 };
	char app[300];

	memset(app, 'p', sizeof(app));
	encode_string(&element, 2, "a");
	encode_string(&element, 4, "2");
	encode_group(&path, 1, &element);
	encode_bytes(&key, 13, app, sizeof(app));
	encode_message(&key, 14, &path);
	encode_message(&entity, 13, &key);
	encode_record(&output, entity.data, entity.length);
	gantry_buffer_clear(&entity);
	put_export(1);
	expect_error("expected a project or database of at most 255 bytes");
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
}
END_TEST

START_TEST(an_error_names_file_record_document_and_field)
{
	struct gantry_buffer entity = { 0 };

	add_document("a/1", 1);
	encode_key(&entity, "a/2");
	encode_property(&entity, "f", 34, false, NULL);
	encode_record(&output, entity.data, entity.length);
	gantry_buffer_clear(&entity);
	put_export(2);
	expect_error(OUTPUT ": record at byte ");
	ck_assert_ptr_nonnull(
	    strstr(error.text, "document \"a/2\": field \"f\": byte "));
	ck_assert_ptr_nonnull(strstr(error.text, "found meaning 34"));
}
END_TEST

START_TEST(every_flipped_bit_of_an_output_file_is_an_error)
{
	size_t i;

	add_document("a/1", 1);
	add_document("a/2", 2);
	put_export(2);
	for (i = 0; i < output.length * 8; i++) {
		output.data[i / 8] ^= (char)(1 << i % 8);
		scratch_put(&scratch, OUTPUT, &output);
		expect_error(OUTPUT ": byte ");
		output.data[i / 8] ^= (char)(1 << i % 8);
	}
	scratch_put(&scratch, OUTPUT, &output);
	ck_assert_int_eq(read_until(NULL), 0);
}
END_TEST

START_TEST(an_output_file_that_is_cut_off_anywhere_is_an_error)
{
	add_document("a/1", 1);
	add_document("a/2", 2);
	put_export(2);
	while (output.length > 0) {
		output.length--;
		scratch_put(&scratch, OUTPUT, &output);
		ck_assert_int_eq(read_until(NULL), -1);
	}
}
END_TEST

START_TEST(any_flipped_bit_of_a_folder_s_metadata_is_survived)
{
	struct gantry_buffer file = { 0 };
	size_t i;

	add_document("a/1", 1);
	put_export(1);
	encode_metadata(&file, "output-0", 1000, 2000);
	for (i = 0; i < file.length * 8; i++) {
		file.data[i / 8] ^= (char)(1 << i % 8);
		scratch_put(&scratch, METADATA, &file);
		ck_assert_int_le(read_until(NULL), 0);
		file.data[i / 8] ^= (char)(1 << i % 8);
	}
	gantry_buffer_clear(&file);
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_test(tcase, every_document_is_seen_once);
	tcase_add_test(tcase, one_namespace_is_read);
	tcase_add_test(tcase, files_are_read_in_the_order_of_their_numbers);
	tcase_add_test(tcase, an_export_may_be_empty);
	tcase_add_test(tcase, progress_goes_from_nothing_to_all);
	tcase_add_test(tcase, a_visitor_may_stop_the_reading);
	tcase_add_test(tcase, a_summary_and_progress_are_optional);
	tcase_add_test(tcase, a_count_that_disagrees_is_an_error);
	tcase_add_test(tcase, documents_of_two_databases_are_an_error);
	tcase_add_test(tcase, a_project_that_is_too_long_is_an_error);
	tcase_add_test(tcase, an_error_names_file_record_document_and_field);
	tcase_add_test(tcase, every_flipped_bit_of_an_output_file_is_an_error);
	tcase_add_test(
	    tcase, an_output_file_that_is_cut_off_anywhere_is_an_error);
	tcase_add_test(
	    tcase, any_flipped_bit_of_a_folder_s_metadata_is_survived);
}

int
main(void)
{
	Suite *suite = suite_create("firestore/export");
	TCase *tcase = tcase_create("export");
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

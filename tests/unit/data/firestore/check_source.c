/*
 * A file as chunks: plain and compressed files give the same bytes, and none
 * that is cut off or damaged passes for a whole one.
 */
#include <check.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/firestore/pack.h"
#include "data/firestore/scratch.h"
#include "data/firestore/source.h"

/* More than one chunk of either kind, and hard to compress. */
#define LARGE (600 << 10)

static struct scratch scratch;
static struct gantry_error error;
static struct gantry_buffer text, file, seen;
static struct source *source;

static void
set_up(void)
{
	uint64_t bits = 0x9e3779b97f4a7c15;
	size_t i;

	scratch_open(&scratch);
	source = calloc(1, sizeof(*source));
	ck_assert_ptr_nonnull(source);
	for (i = 0; i < LARGE; i++) {
		bits ^= bits << 13;
		bits ^= bits >> 7;
		bits ^= bits << 17;
		gantry_buffer_putc(&text, (char)('a' + bits % 26));
	}
}

static void
tear_down(void)
{
	source_close(source);
	free(source);
	gantry_buffer_clear(&text);
	gantry_buffer_clear(&file);
	gantry_buffer_clear(&seen);
	scratch_close(&scratch);
}

/* Read PATH into what was seen. */
static int
read_path(const char *path)
{
	struct bytes chunk;
	int status;

	gantry_buffer_reset(&seen);
	source_close(source);
	*source = (struct source){ .size = 0 };
	error = (struct gantry_error){ 0 };
	status = source_open(source, path, &error) == -1 ? -1 : 1;
	while (status == 1) {
		status = source_next(source, &chunk, &error);
		if (status == 1) {
			ck_assert_uint_gt(chunk.length, 0);
			gantry_buffer_add(&seen, chunk.data, chunk.length);
		}
	}
	return status;
}

static int
read_file(void)
{
	scratch_put(&scratch, "file", &file);
	return read_path(scratch_path(&scratch, "file"));
}

static void
expect_text(size_t length)
{
	ck_assert_msg(read_file() == 0, "%s", error.text);
	ck_assert_uint_eq(seen.length, length);
	if (length > 0)
		ck_assert_mem_eq(seen.data, text.data, length);
	ck_assert_uint_eq(source->size, file.length);
	ck_assert_uint_eq(source->count, file.length);
}

static struct bytes
part(size_t from, size_t to)
{
	return (struct bytes){ text.data + from, to - from };
}

typedef void pack(struct gantry_buffer *buffer, struct bytes data);

static void
pack_plain(struct gantry_buffer *buffer, struct bytes data)
{
	gantry_buffer_add(buffer, data.data, data.length);
}

static pack *const packs[] = { pack_plain, pack_gzip, pack_zstd };

START_TEST(a_file_of_any_size_is_read_whole)
{
	static const size_t sizes[] = { 0, 1, 2, 3, 4, 5, 100,
		SOURCE_INPUT_SIZE - 1, SOURCE_INPUT_SIZE, SOURCE_INPUT_SIZE + 1,
		SOURCE_OUTPUT_SIZE - 1, SOURCE_OUTPUT_SIZE,
		SOURCE_OUTPUT_SIZE + 1, LARGE };
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		gantry_buffer_reset(&file);
		packs[_i](&file, part(0, sizes[i]));
		expect_text(sizes[i]);
	}
}
END_TEST

START_TEST(members_and_frames_follow_one_another)
{
	packs[_i](&file, part(0, 5));
	packs[_i](&file, part(5, 5));
	packs[_i](&file, part(5, SOURCE_OUTPUT_SIZE));
	packs[_i](&file, part(SOURCE_OUTPUT_SIZE, LARGE));
	expect_text(LARGE);
}
END_TEST

START_TEST(a_skippable_frame_is_skipped)
{
	gantry_buffer_add(&file, "\x5e\x2a\x4d\x18\x03\x00\x00\x00xyz", 11);
	pack_zstd(&file, part(0, 1000));
	expect_text(1000);
}
END_TEST

START_TEST(a_file_that_is_cut_off_anywhere_is_an_error)
{
	size_t length;

	packs[_i](&file, part(0, 300));
	/* What is shorter than the magic bytes is a plain file. */
	for (length = file.length - 1; length >= 4; length--) {
		file.length = length;
		ck_assert_int_eq(read_file(), -1);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_ptr_nonnull(
		    strstr(error.text, "found the end of the file"));
		ck_assert_ptr_nonnull(strstr(error.text, source->name));
	}
}
END_TEST

START_TEST(a_large_file_that_is_cut_off_names_its_end)
{
	char wanted[64];

	packs[_i](&file, part(0, LARGE));
	file.length -= 100000;
	snprintf(wanted, sizeof(wanted), "byte %zu of the %s data", file.length,
	    _i == 1 ? "gzip" : "zstd");
	ck_assert_int_eq(read_file(), -1);
	ck_assert_msg(strstr(error.text, wanted) != NULL,
	    "expected \"%s\" in \"%s\"", wanted, error.text);
	ck_assert_uint_gt(seen.length, 0);
	ck_assert_mem_eq(seen.data, text.data, seen.length);
}
END_TEST

START_TEST(damage_is_seen_at_the_checksum)
{
	size_t i;

	packs[_i](&file, part(0, 300));
	file.data[file.length - (_i == 1 ? 8 : 4)] ^= 1;
	ck_assert_int_eq(read_file(), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	file.data[file.length - (_i == 1 ? 8 : 4)] ^= 1;
	for (i = 60; i < 120; i++) {
		file.data[i] ^= 4;
		ck_assert_int_eq(read_file(), -1);
		file.data[i] ^= 4;
	}
	expect_text(300);
}
END_TEST

START_TEST(garbage_after_the_end_is_an_error)
{
	packs[_i](&file, part(0, 300));
	gantry_buffer_puts(&file, "garbage");
	ck_assert_int_eq(read_file(), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
}
END_TEST

START_TEST(standard_input_is_read_where_the_path_is_a_dash)
{
	int saved = dup(STDIN_FILENO), ends[2];

	pack_gzip(&file, part(0, 1000));
	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(
	    write(ends[1], file.data, file.length), (ssize_t)file.length);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	ck_assert_int_eq(read_path("-"), 0);
	ck_assert_uint_eq(seen.length, 1000);
	ck_assert_uint_eq(source->size, 0);
	ck_assert_uint_eq(source->count, file.length);
	source_close(source);
	ck_assert_int_ne(fcntl(STDIN_FILENO, F_GETFD), -1);
	dup2(saved, STDIN_FILENO);
	close(saved);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_named)
{
	ck_assert_int_eq(read_path("/nowhere/at all"), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	ck_assert_ptr_nonnull(strstr(error.text, "/nowhere/at all"));
	ck_assert_int_eq(read_path(scratch.path), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/source");
	TCase *tcase = tcase_create("source");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, a_file_of_any_size_is_read_whole, 0, 3);
	tcase_add_loop_test(tcase, members_and_frames_follow_one_another, 1, 3);
	tcase_add_test(tcase, a_skippable_frame_is_skipped);
	tcase_add_loop_test(
	    tcase, a_file_that_is_cut_off_anywhere_is_an_error, 1, 3);
	tcase_add_loop_test(
	    tcase, a_large_file_that_is_cut_off_names_its_end, 1, 3);
	tcase_add_loop_test(tcase, damage_is_seen_at_the_checksum, 1, 3);
	tcase_add_loop_test(tcase, garbage_after_the_end_is_an_error, 1, 3);
	tcase_add_test(tcase, standard_input_is_read_where_the_path_is_a_dash);
	tcase_add_test(tcase, a_file_that_is_not_there_is_named);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

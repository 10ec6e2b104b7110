/*
 * The framing of a log: what a writer makes, and every way to damage it.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/encode.h"
#include "data/firestore/export/leveldb.h"
#include "data/firestore/scratch.h"

static struct scratch scratch;
static struct gantry_buffer file;
static struct gantry_error error;
static struct leveldb_log reader;
static size_t lengths[64]; /* of the records that were read */
static size_t records;

static void
set_up(void)
{
	scratch_open(&scratch);
}

static void
tear_down(void)
{
	leveldb_clear(&reader);
	gantry_buffer_clear(&file);
	scratch_close(&scratch);
}

/* Is every byte of the record what add_record() made it? */
static void
check_record(struct bytes record)
{
	size_t i;

	for (i = 0; i < record.length; i++)
		ck_assert_int_eq(
		    (unsigned char)record.data[i], (record.length + i) % 251);
}

static void
add_record(size_t length)
{
	char *record = malloc(length + 1);
	size_t i;

	ck_assert_ptr_nonnull(record);
	for (i = 0; i < length; i++)
		record[i] = (char)((length + i) % 251);
	encode_record(&file, record, length);
	free(record);
}

/* Read the file to its end or its first error. */
static int
read_all(void)
{
	struct bytes record;
	int status;

	scratch_put(&scratch, "log", &file);
	ck_assert_int_eq(
	    leveldb_open(&reader, scratch_path(&scratch, "log"), &error), 0);
	for (records = 0;
	     (status = leveldb_next(&reader, &record, &error)) == 1; records++)
		lengths[records % 64] = record.length;
	leveldb_close(&reader);
	return status;
}

static void
expect_error(const char *text)
{
	ck_assert_msg(read_all() == -1, "no error in %zu bytes", file.length);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_msg(strstr(error.text, text) != NULL,
	    "expected \"%s\" in \"%s\"", text, error.text);
}

START_TEST(records_come_back_as_they_were_written)
{
	static const size_t sizes[] = { 0, 1, 100, 32000, 70000, 5, 32768,
		200000, 1 };
	size_t count = sizeof(sizes) / sizeof(sizes[0]), i;
	struct bytes record;

	for (i = 0; i < count; i++)
		add_record(sizes[i]);
	scratch_put(&scratch, "log", &file);
	ck_assert_int_eq(
	    leveldb_open(&reader, scratch_path(&scratch, "log"), &error), 0);
	for (i = 0; i < count; i++) {
		ck_assert_int_eq(leveldb_next(&reader, &record, &error), 1);
		ck_assert_uint_eq(record.length, sizes[i]);
		check_record(record);
	}
	ck_assert_int_eq(leveldb_next(&reader, &record, &error), 0);
	ck_assert_uint_eq(leveldb_offset(&reader), file.length);
}
END_TEST

START_TEST(a_block_may_leave_any_room_for_the_next_header)
{
	size_t room = (size_t)_i;

	add_record(LEVELDB_BLOCK_SIZE - LEVELDB_HEADER_SIZE - room);
	add_record(1000);
	ck_assert_int_eq(read_all(), 0);
	ck_assert_uint_eq(records, 2);
	ck_assert_uint_eq(lengths[1], 1000);
}
END_TEST

START_TEST(a_first_fragment_may_be_empty)
{
	add_record(LEVELDB_BLOCK_SIZE - 2 * LEVELDB_HEADER_SIZE);
	ck_assert_uint_eq(file.length, LEVELDB_BLOCK_SIZE - 7);
	encode_fragment(&file, 2, "", 0);
	encode_fragment(&file, 4, "rest", 4);
	ck_assert_int_eq(read_all(), 0);
	ck_assert_uint_eq(records, 2);
	ck_assert_uint_eq(lengths[1], 4);
}
END_TEST

START_TEST(an_empty_file_has_no_records)
{
	ck_assert_int_eq(read_all(), 0);
	ck_assert_uint_eq(records, 0);
}
END_TEST

START_TEST(zeros_up_to_the_end_of_the_block_are_padding)
{
	add_record(10);
	encode_zeros(&file, LEVELDB_BLOCK_SIZE - file.length);
	ck_assert_int_eq(read_all(), 0);
	ck_assert_uint_eq(records, 1);
}
END_TEST

START_TEST(zeros_that_end_elsewhere_are_an_error)
{
	size_t length;

	add_record(10);
	length = file.length;
	for (; file.length < length + 40; gantry_buffer_putc(&file, '\0')) {
		if (file.length > length)
			expect_error("byte 17: expected a record");
	}
	encode_zeros(&file, LEVELDB_BLOCK_SIZE - file.length - 1);
	expect_error("do not extend");
	encode_zeros(&file, 2);
	expect_error("expected the end of the file after a padded block");
}
END_TEST

START_TEST(a_block_of_zeros_is_a_hole)
{
	encode_zeros(&file, LEVELDB_BLOCK_SIZE);
	expect_error("byte 0: expected a record, found zeros");
	gantry_buffer_reset(&file);
	add_record(LEVELDB_BLOCK_SIZE - LEVELDB_HEADER_SIZE);
	encode_zeros(&file, LEVELDB_BLOCK_SIZE);
	add_record(10);
	expect_error("byte 32768: expected a record, found zeros");
}
END_TEST

START_TEST(a_padded_block_ends_the_file)
{
	add_record(10);
	encode_zeros(&file, LEVELDB_BLOCK_SIZE - file.length);
	add_record(10);
	expect_error("expected the end of the file after a padded block");
}
END_TEST

START_TEST(a_trailer_that_is_not_zero_is_an_error)
{
	add_record(LEVELDB_BLOCK_SIZE - LEVELDB_HEADER_SIZE - 3);
	gantry_buffer_add(&file, "\0\0\1", 3);
	add_record(10);
	expect_error("byte 32765: expected zeros");
}
END_TEST

START_TEST(every_flipped_bit_is_an_error)
{
	size_t i;
	int bit;

	add_record(3);
	add_record(20);
	for (i = 0; i < file.length; i++) {
		for (bit = 0; bit < 8; bit++) {
			file.data[i] ^= (char)(1 << bit);
			ck_assert_int_eq(read_all(), -1);
			file.data[i] ^= (char)(1 << bit);
		}
	}
	ck_assert_int_eq(read_all(), 0);
}
END_TEST

START_TEST(a_flipped_bit_in_a_fragment_is_an_error)
{
	size_t i;

	add_record(40000);
	for (i = 0; i < file.length; i += 997) {
		file.data[i] ^= 4;
		ck_assert_int_eq(read_all(), -1);
		file.data[i] ^= 4;
	}
}
END_TEST

START_TEST(a_file_that_is_cut_off_is_an_error)
{
	size_t length;

	add_record(30);
	for (length = file.length; --file.length > 0;)
		expect_error("it is cut off");
	file.length = length;
	add_record(40000);
	for (length = file.length--; file.length > 600; file.length -= 501)
		expect_error("it is cut off");
	file.length = LEVELDB_BLOCK_SIZE;
	expect_error("expected the rest of the record that began at byte 37");
	file.length = length;
}
END_TEST

START_TEST(garbage_behind_the_last_record_is_an_error)
{
	add_record(30);
	gantry_buffer_puts(&file, "garbage");
	ck_assert_int_eq(read_all(), -1);
	gantry_buffer_puts(&file, " and more of it, and more");
	ck_assert_int_eq(read_all(), -1);
}
END_TEST

START_TEST(a_lying_length_is_an_error)
{
	add_record(30);
	add_record(30);
	file.data[37 + 4] = 31;
	expect_error("byte 37: expected 31 bytes of a record, found 30");
	file.data[37 + 5] = (char)0xff;
	expect_error("expected 65311 bytes of a record");
	file.data[37 + 5] = 0;
	file.data[37 + 4] = 29;
	expect_error("byte 37: expected checksum");
}
END_TEST

static const struct {
	int types[2];
	const char *text;
} disorder[] = {
	{ { 1, 3 }, "byte 8: expected a new record" },
	{ { 1, 4 }, "byte 8: expected a new record" },
	{ { 2, 1 }, "byte 8: expected the rest of a record, found a new one" },
	{ { 2, 2 }, "byte 8: expected the rest of a record, found a new one" },
	{ { 2, 3 },
	    "byte 16: expected the rest of the record that began at "
	    "byte 0" },
	{ { 3, 4 }, "byte 0: expected a new record" },
	{ { 1, 0 }, "byte 8: expected a record type of 1 to 4" },
	{ { 1, 5 }, "byte 8: expected a record type of 1 to 4" },
	{ { 1, 255 }, "byte 8: expected a record type of 1 to 4" },
};

START_TEST(fragments_out_of_order_are_an_error)
{
	encode_fragment(&file, disorder[_i].types[0], "a", 1);
	encode_fragment(&file, disorder[_i].types[1], "b", 1);
	expect_error(disorder[_i].text);
}
END_TEST

START_TEST(an_endless_record_is_rejected_before_it_fills_the_memory)
{
	static const char part[LEVELDB_BLOCK_SIZE - LEVELDB_HEADER_SIZE];
	size_t size = 0;

	encode_fragment(&file, 2, part, sizeof(part));
	for (; size <= LEVELDB_RECORD_MAX; size += sizeof(part))
		encode_fragment(&file, 3, part, sizeof(part));
	ck_assert_int_eq(read_all(), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	ck_assert_ptr_nonnull(
	    strstr(error.text, "byte 0: expected a record of at most"));
}
END_TEST

START_TEST(a_file_that_is_not_there_is_named)
{
	ck_assert_int_eq(
	    leveldb_open(&reader, scratch_path(&scratch, "none"), &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	ck_assert_ptr_nonnull(
	    strstr(error.text, scratch_path(&scratch, "none")));
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_test(tcase, records_come_back_as_they_were_written);
	tcase_add_loop_test(
	    tcase, a_block_may_leave_any_room_for_the_next_header, 0, 20);
	tcase_add_test(tcase, a_first_fragment_may_be_empty);
	tcase_add_test(tcase, an_empty_file_has_no_records);
	tcase_add_test(tcase, zeros_up_to_the_end_of_the_block_are_padding);
	tcase_add_test(tcase, zeros_that_end_elsewhere_are_an_error);
	tcase_add_test(tcase, a_block_of_zeros_is_a_hole);
	tcase_add_test(tcase, a_padded_block_ends_the_file);
	tcase_add_test(tcase, a_trailer_that_is_not_zero_is_an_error);
	tcase_add_test(tcase, every_flipped_bit_is_an_error);
	tcase_add_test(tcase, a_flipped_bit_in_a_fragment_is_an_error);
	tcase_add_test(tcase, a_file_that_is_cut_off_is_an_error);
	tcase_add_test(tcase, garbage_behind_the_last_record_is_an_error);
	tcase_add_test(tcase, a_lying_length_is_an_error);
	tcase_add_loop_test(tcase, fragments_out_of_order_are_an_error, 0,
	    sizeof(disorder) / sizeof(disorder[0]));
	tcase_add_test(
	    tcase, an_endless_record_is_rejected_before_it_fills_the_memory);
	tcase_add_test(tcase, a_file_that_is_not_there_is_named);
}

int
main(void)
{
	Suite *suite = suite_create("firestore/leveldb");
	TCase *tcase = tcase_create("leveldb");
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

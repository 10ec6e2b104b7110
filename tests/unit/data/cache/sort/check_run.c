/*
 * Records that are written to a file without a name and read again.
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/cache/sort/run.h"
#include "unit.h"

#define RECORDS 3000

static struct gantry_error error;

/* A run beside a cache in the test's folder. */
static struct run
begin(void)
{
	struct run run = RUN_INIT;

	ck_assert_msg(
	    run_open(&run, unit_path("x.db"), &error) == 0, "%s", error.text);
	return run;
}

static size_t
length_of(size_t number)
{
	/* Empty ones, small ones, and some beyond any buffer. */
	return number % 1000 == 999 ? 300000 : number % 50;
}

static void
fill(char *data, size_t number)
{
	size_t i;

	for (i = 0; i < length_of(number); i++)
		data[i] = (char)(number * 7 + i);
}

START_TEST(what_was_written_is_read)
{
	static char data[300000];
	struct run run = begin();
	struct run_record record = { .data = data };
	size_t i;

	for (i = 0; i < RECORDS; i++) {
		fill(data, i);
		record.length = length_of(i);
		ck_assert_int_eq(run_add(&run, &record, &error), 0);
	}
	ck_assert_int_eq(run_rewind(&run, &error), 0);
	for (i = 0; i < RECORDS; i++) {
		fill(data, i);
		ck_assert_int_eq(run_next(&run, &record, &error), 1);
		ck_assert_uint_eq(record.length, length_of(i));
		ck_assert_int_eq(memcmp(record.data, data, record.length), 0);
	}
	ck_assert_int_eq(run_next(&run, &record, &error), 0);
	ck_assert_int_eq(run_next(&run, &record, &error), 0);
	run_clear(&run);
	run_clear(&run);
}
END_TEST

START_TEST(a_run_without_records_is_empty)
{
	struct run run = begin();
	struct run_record record;

	ck_assert_int_eq(run_rewind(&run, &error), 0);
	ck_assert_int_eq(run_next(&run, &record, &error), 0);
	run_clear(&run);
}
END_TEST

START_TEST(the_file_has_no_name)
{
	struct run run = begin();
	struct stat status;

	ck_assert_uint_eq(unit_count_files(), 0);
	ck_assert_int_eq(fstat(run.descriptor, &status), 0);
	ck_assert_uint_eq(status.st_nlink, 0);
	run_clear(&run);
}
END_TEST

START_TEST(a_file_that_lost_bytes_is_an_error)
{
	struct run run = begin();
	struct run_record record = { .data = "record", .length = 6 };

	ck_assert_int_eq(run_add(&run, &record, &error), 0);
	ck_assert_int_eq(run_rewind(&run, &error), 0);
	ck_assert_int_eq(ftruncate(run.descriptor, 9), 0);
	ck_assert_int_eq(run_next(&run, &record, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	ck_assert_ptr_nonnull(strstr(error.text, "shorter"));
	run_clear(&run);
}
END_TEST

START_TEST(a_file_that_cannot_be_written_is_an_error)
{
	struct run run = begin();
	struct run_record record = { .data = "record", .length = 6 };

	close(run.descriptor);
	run.descriptor = -1;
	ck_assert_int_eq(run_add(&run, &record, &error), 0);
	ck_assert_int_eq(run_rewind(&run, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	ck_assert_ptr_nonnull(strstr(error.text, "cannot write"));
	run_clear(&run);
	ck_assert_int_eq(run_open(&run, unit_path("folder/x.db"), &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, unit_path("folder/x.db")));
	run_clear(&run);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_was_written_is_read,
		a_run_without_records_is_empty,
		the_file_has_no_name,
		a_file_that_lost_bytes_is_an_error,
		a_file_that_cannot_be_written_is_an_error,
		NULL,
	};

	return unit_run("cache/run", tests);
}

/*
 * The error record: filled, prefixed, cut when too long.
 */
#include <errno.h>
#include <string.h>

#include "gantry/error.h"
#include "unit.h"

static struct gantry_error error;

START_TEST(an_error_has_a_code_and_a_text)
{
	ck_assert_int_eq(gantry_error_set(&error, GANTRY_ERROR_LIMIT,
			     "%d is more than %s", 7, "six"),
	    -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	ck_assert_str_eq(error.text, "7 is more than six");
}
END_TEST

START_TEST(the_error_may_be_null)
{
	ck_assert_int_eq(
	    gantry_error_set(NULL, GANTRY_ERROR_INPUT, "%s", "x"), -1);
	ck_assert_int_eq(gantry_error_system(NULL, "%s", "x"), -1);
	ck_assert_int_eq(gantry_error_prefix(NULL, "%s", "x"), -1);
}
END_TEST

START_TEST(a_system_error_contains_the_text_of_errno)
{
	errno = ENOENT;
	ck_assert_int_eq(
	    gantry_error_system(&error, "cannot open %s", "x"), -1);
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	ck_assert_str_eq(
	    error.text, "cannot open x: No such file or directory");
}
END_TEST

START_TEST(a_prefix_keeps_the_code)
{
	gantry_error_set(&error, GANTRY_ERROR_BUSY, "busy");
	ck_assert_int_eq(gantry_error_prefix(&error, "line %d", 3), -1);
	ck_assert_int_eq(gantry_error_prefix(&error, "file"), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	ck_assert_str_eq(error.text, "file: line 3: busy");
}
END_TEST

START_TEST(a_prefix_may_be_the_text_of_the_error)
{
	gantry_error_set(&error, GANTRY_ERROR_BUSY, "busy");
	gantry_error_prefix(&error, "%s", error.text);
	ck_assert_str_eq(error.text, "busy: busy");
}
END_TEST

START_TEST(an_error_can_report_that_memory_ran_out)
{
	ck_assert_int_eq(gantry_error_memory(&error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_MEMORY);
	ck_assert_str_eq(error.text, "out of memory");
	ck_assert_int_eq(gantry_error_memory(NULL), -1);
}
END_TEST

START_TEST(a_long_text_is_cut_at_its_end)
{
	const size_t most = sizeof(error.text) - 1;
	char large[2000];

	memset(large, 'x', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	gantry_error_set(&error, GANTRY_ERROR_INPUT, "<%s>", large);
	ck_assert_uint_eq(strlen(error.text), most);
	ck_assert_int_eq(error.text[0], '<');
	gantry_error_prefix(&error, "start");
	ck_assert_uint_eq(strlen(error.text), most);
	ck_assert_ptr_eq(strstr(error.text, "start: <xxx"), error.text);
	gantry_error_prefix(&error, "%s", large);
	ck_assert_uint_eq(strlen(error.text), most);
	ck_assert_int_eq(error.text[most - 1], 'x');
	errno = EIO;
	gantry_error_system(&error, "%s", large);
	ck_assert_uint_eq(strlen(error.text), most);
	ck_assert_int_eq(errno, EIO);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_error_has_a_code_and_a_text,
		the_error_may_be_null,
		a_system_error_contains_the_text_of_errno,
		a_prefix_keeps_the_code,
		a_prefix_may_be_the_text_of_the_error,
		an_error_can_report_that_memory_ran_out,
		a_long_text_is_cut_at_its_end,
		NULL,
	};

	return unit_run("base/error", tests);
}

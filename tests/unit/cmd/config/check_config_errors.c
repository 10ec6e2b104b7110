/*
 * All that is wrong, in its order.
 */
#include <stdio.h>

#include "cmd/config/config_errors.h"
#include "unit.h"

START_TEST(errors_are_kept_in_their_order)
{
	struct config_errors errors = { 0 };
	struct gantry_error error;
	char text[16];
	int i;

	ck_assert_int_eq(config_errors_since(&errors, 0, &error), 0);
	for (i = 0; i < 100; i++) {
		snprintf(text, sizeof(text), "error %d", i);
		gantry_error_set(&error, GANTRY_ERROR_INPUT, "%s", text);
		ck_assert_int_eq(config_errors_add(&errors, &error), -1);
	}
	ck_assert_uint_eq(errors.count, 100);
	error = (struct gantry_error){ 0 };
	ck_assert_int_eq(config_errors_since(&errors, 0, &error), -1);
	ck_assert_str_eq(error.text, "error 0");
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_int_eq(config_errors_since(&errors, 99, &error), -1);
	ck_assert_str_eq(error.text, "error 99");
	ck_assert_int_eq(config_errors_since(&errors, 99, NULL), -1);
	ck_assert_int_eq(config_errors_since(&errors, 100, &error), 0);
	config_errors_clear(&errors);
	config_errors_clear(&errors);
	ck_assert_int_eq(config_errors_since(&errors, 0, NULL), 0);
}
END_TEST

START_TEST(a_list_that_ran_out_of_memory_is_not_an_empty_one)
{
	struct config_errors errors = { .is_short = true };
	struct gantry_error error;

	ck_assert_int_eq(config_errors_since(&errors, 0, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_MEMORY);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		errors_are_kept_in_their_order,
		a_list_that_ran_out_of_memory_is_not_an_empty_one,
		NULL,
	};

	return unit_run("cmd/config_errors", tests);
}

/*
 * Unit tests for bridge/base/version.c: the header, the library and configure
 * agree.
 */
#include <stdio.h>

#include <gantry/version.h>

#include "unit.h"

START_TEST(the_header_the_library_and_configure_agree)
{
	char numbers[64];

	snprintf(numbers, sizeof(numbers), "%d.%d.%d", GANTRY_VERSION_MAJOR,
	    GANTRY_VERSION_MINOR, GANTRY_VERSION_PATCH);
	ck_assert_str_eq(GANTRY_VERSION, numbers);
	ck_assert_str_eq(gantry_version(), numbers);
	ck_assert_str_eq(PACKAGE_VERSION, numbers);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_header_the_library_and_configure_agree,
		NULL,
	};

	return unit_run("base/version", tests);
}

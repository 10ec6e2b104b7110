/*
 * The table of transports: their names, and what each driver must have.
 */
#include <string.h>

#include "serve/worker/driver.h"
#include "serve/worker/transports.h"
#include "unit.h"

START_TEST(a_transport_is_found_by_its_name)
{
	enum transport_kind kind = TRANSPORT_COUNT;
	struct gantry_error error;

	ck_assert_int_eq(transport_find(&kind, "fcgi", &error), 0);
	ck_assert_int_eq(kind, TRANSPORT_FCGI);
	ck_assert_ptr_eq(transport_driver(kind), &driver_fcgi);
	ck_assert_int_eq(transport_find(&kind, "libfcgi", &error), 0);
	ck_assert_int_eq(kind, TRANSPORT_LIBFCGI);
	ck_assert_ptr_eq(transport_driver(kind), &driver_libfcgi);
}
END_TEST

START_TEST(an_unknown_name_lists_those_there_are)
{
	enum transport_kind kind = TRANSPORT_LIBFCGI;
	struct gantry_error error;

	ck_assert_int_eq(transport_find(&kind, "uwsgi", &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_str_eq(
	    error.text, "no such transport: 'uwsgi'; there are: fcgi libfcgi");
	ck_assert_int_eq(kind, TRANSPORT_LIBFCGI);
}
END_TEST

START_TEST(every_driver_has_what_the_loop_calls)
{
	const struct driver *driver;
	int kind;

	for (kind = 0; kind < TRANSPORT_COUNT; kind++) {
		driver = transport_driver((enum transport_kind)kind);
		ck_assert_ptr_nonnull(driver);
		ck_assert(driver->open_thread != NULL);
		ck_assert(driver->close_thread != NULL);
		ck_assert(driver->add != NULL);
		ck_assert(driver->make_room != NULL);
		ck_assert(driver->handle != NULL);
		ck_assert(driver->tick != NULL);
		ck_assert(driver->drain != NULL);
		ck_assert(driver->free_connection != NULL);
		ck_assert((driver->open != NULL) == (driver->close != NULL));
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_transport_is_found_by_its_name,
		an_unknown_name_lists_those_there_are,
		every_driver_has_what_the_loop_calls,
		NULL,
	};

	return unit_run("serve/transports", tests);
}

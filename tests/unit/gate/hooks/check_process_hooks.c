/*
 * The order of the hooks of a process, and what a failure of one undoes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/hooks/process_hooks.h"
#include "gate/settings.h"
#include "unit.h"

/* What was called: "p" prepare, "b" worker_begin, "e" worker_end. */
static char events[64];

/* The number of the mount whose hook fails, from 1; 0: none. */
static int failing;

static struct gantry_settings settings[3];

static void
note(char what, int number)
{
	const size_t length = strlen(events);

	snprintf(
	    events + length, sizeof(events) - length, "%c%d", what, number);
}

static int
number_of(const struct gantry_settings *of)
{
	return (int)(of - settings) + 1;
}

static int
fail_if_told(int number, struct gantry_error *error)
{
	if (number == failing)
		return gantry_error_set(error, GANTRY_ERROR_BUSY, "the reason");
	return 0;
}

static int
prepare(const struct gantry_settings *of, struct gantry_error *error)
{
	note('p', number_of(of));
	return fail_if_told(number_of(of), error);
}

static int
begin(
    const struct gantry_settings *of, void **shared, struct gantry_error *error)
{
	ck_assert_ptr_null(*shared);
	note('b', number_of(of));
	*shared = (void *)of;
	return fail_if_told(number_of(of), error);
}

static void
end(void *shared)
{
	note('e', number_of(shared));
}

static const struct gantry_application hooked = {
	.name = "hooked",
	.prepare = prepare,
	.worker_begin = begin,
	.worker_end = end,
};
static const struct gantry_application plain = { .name = "plain" };

static const struct mount mounts[] = {
	{ "/a", .application = &hooked, .settings = &settings[0] },
	{ "/b", .application = &plain, .settings = &settings[1] },
	{ "/c", .application = &hooked, .settings = &settings[2] },
};

static void
begin_anew(int number)
{
	events[0] = '\0';
	failing = number;
}

START_TEST(hooks_are_called_in_the_order_of_mounts_and_back)
{
	struct gantry_error error;

	begin_anew(0);
	ck_assert_int_eq(hooks_prepare(mounts, 3, &error), 0);
	ck_assert_int_eq(hooks_begin_worker(mounts, 3, &error), 0);
	ck_assert_ptr_eq(gantry_settings_shared(&settings[0]), &settings[0]);
	ck_assert_ptr_null(gantry_settings_shared(&settings[1]));
	ck_assert_ptr_eq(gantry_settings_shared(&settings[2]), &settings[2]);
	hooks_end_worker(mounts, 3);
	ck_assert_str_eq(events, "p1p3b1b3e3e1");
	ck_assert_ptr_null(gantry_settings_shared(&settings[0]));
}
END_TEST

START_TEST(the_first_prepare_that_fails_is_the_last)
{
	struct gantry_error error;

	begin_anew(1);
	ck_assert_int_eq(hooks_prepare(mounts, 3, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	ck_assert_str_eq(
	    error.text, "application 'hooked': prepare: the reason");
	ck_assert_str_eq(events, "p1");
}
END_TEST

START_TEST(a_begin_that_fails_ends_those_before_it)
{
	struct gantry_error error;

	begin_anew(3);
	ck_assert_int_eq(hooks_begin_worker(mounts, 3, &error), -1);
	ck_assert_str_eq(
	    error.text, "application 'hooked': worker_begin: the reason");
	ck_assert_str_eq(events, "b1b3e1");
	ck_assert_ptr_null(gantry_settings_shared(&settings[0]));
}
END_TEST

START_TEST(only_an_application_with_prepare_needs_preparation)
{
	ck_assert(hooks_need_preparation(mounts, 1));
	ck_assert(!hooks_need_preparation(mounts + 1, 1));
	ck_assert(hooks_need_preparation(mounts, 3));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		hooks_are_called_in_the_order_of_mounts_and_back,
		the_first_prepare_that_fails_is_the_last,
		a_begin_that_fails_ends_those_before_it,
		only_an_application_with_prepare_needs_preparation,
		NULL,
	};

	return unit_run("gate/hooks/process_hooks", tests);
}

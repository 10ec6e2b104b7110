/*
 * Jobs that are left to themselves, and the lock by which they are found.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "serve/jobs/jobs_detached.h"
#include "serve/shell_job.h"
#include "unit.h"

static struct jobs_detached detached;
static struct job_runner runner;
static struct gantry_error error;
static char script[1024];

/* A job that says that it began, and ends when it may. */
static void
set_up(void)
{
	detached.folder = unit_path(NULL);
	runner = jobs_detached_runner(&detached);
	snprintf(script, sizeof(script),
	    "touch %s; while [ ! -e %s ]; do sleep 0.01; done; rm %s; touch %s",
	    unit_path("begun"), unit_path("go"), unit_path("begun"),
	    unit_path("done"));
	shell_script = script;
}

static int
start(void)
{
	return runner.start(runner.owner, &shell_job, &error);
}

static struct gantry_job_status
look(void)
{
	struct gantry_job_status status = { .age = -1 };

	ck_assert_int_eq(
	    runner.look(runner.owner, &shell_job, &status, &error), 0);
	return status;
}

START_TEST(one_runs_at_a_time)
{
	set_up();
	ck_assert_int_eq(look().age, -1);
	ck_assert(!look().runs);
	ck_assert_int_eq(start(), 1);
	ck_assert(look().runs);
	ck_assert_int_eq(start(), 0);
	shell_await(unit_path("begun"));
	ck_assert_int_eq(start(), 0);
	ck_assert_int_ge(look().age, 0);
	unit_write_text(unit_path("go"), "");
	shell_await(unit_path("done"));
	while (look().runs)
		usleep(10000);
	ck_assert(!look().failed);
	ck_assert_int_ge(look().age, 0);
	ck_assert_int_eq(start(), 1);
	while (look().runs)
		usleep(10000);
}
END_TEST

START_TEST(a_look_is_in_no_ones_way)
{
	int before;

	set_up();
	unit_write_text(unit_path("go"), "");
	ck_assert_int_eq(start(), 1);
	while (look().runs)
		usleep(10000);
	before = unit_count_descriptors();
	look();
	ck_assert_int_eq(unit_count_descriptors(), before);
	ck_assert_int_eq(start(), 1);
	ck_assert_int_eq(unit_count_descriptors(), before);
	while (look().runs)
		usleep(10000);
}
END_TEST

START_TEST(another_configuration_has_a_lock_of_its_own)
{
	set_up();
	ck_assert_int_eq(start(), 1);
	shell_script = "exit 0";
	ck_assert(!look().runs);
	ck_assert_int_eq(start(), 1);
	shell_script = script;
	unit_write_text(unit_path("go"), "");
	shell_await(unit_path("done"));
	while (look().runs)
		usleep(10000);
}
END_TEST

START_TEST(what_is_amiss_is_said)
{
	set_up();
	detached.folder = "/nowhere";
	ck_assert_int_eq(start(), -1);
	ck_assert_ptr_nonnull(
	    strstr(error.text, "cannot open /nowhere/gantry-"));
	ck_assert_int_eq(look().age, -1);
	shell_script = NULL;
	ck_assert_int_eq(start(), -1);
	ck_assert_str_eq(error.text, "there is no script");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		one_runs_at_a_time,
		a_look_is_in_no_ones_way,
		another_configuration_has_a_lock_of_its_own,
		what_is_amiss_is_said,
		NULL,
	};

	return unit_run("serve/jobs_detached", tests);
}

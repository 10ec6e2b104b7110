/*
 * Detached jobs and their lock.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "serve/jobs/jobs_detached.h"
#include "serve/shell_job.h"
#include "unit.h"

static struct jobs_detached detached = { .sandbox = SANDBOX_OFF };
static struct job_runner runner;
static struct gantry_error error;
static char script[1024];

/* A job that reports its start and ends when told to. */
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

START_TEST(one_job_runs_at_a_time)
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

START_TEST(reading_the_status_takes_no_lock)
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

START_TEST(other_arguments_have_another_lock)
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

START_TEST(errors_name_their_cause)
{
	set_up();
	detached.folder = "/nowhere";
	ck_assert_int_eq(start(), -1);
	ck_assert_ptr_nonnull(
	    strstr(error.text, "cannot open /nowhere/gantry-"));
	ck_assert_int_eq(look().age, -1);
	shell_script = NULL;
	ck_assert_int_eq(start(), -1);
	ck_assert_str_eq(error.text, "no script");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		one_job_runs_at_a_time,
		reading_the_status_takes_no_lock,
		other_arguments_have_another_lock,
		errors_name_their_cause,
		NULL,
	};

	return unit_run("serve/jobs_detached", tests);
}

/*
 * From an application that names a job to who runs it.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/environ/environ.h"
#include "gate/jobs.h"
#include "unit.h"

static const char *program, *extra;
static struct gantry_error error;
static int starts;

static int
fill_arguments(const struct gantry_settings *settings,
    struct gantry_buffer *arguments, struct gantry_error *why)
{
	(void)settings;
	if (program == NULL)
		return gantry_error_set(
		    why, GANTRY_ERROR_UNAVAILABLE, "it is not configured");
	gantry_buffer_add(arguments, program, strlen(program) + 1);
	if (extra != NULL)
		gantry_buffer_puts(arguments, extra);
	return 0;
}

static int
fill_nothing(const struct gantry_settings *settings,
    struct gantry_buffer *arguments, struct gantry_error *why)
{
	(void)settings;
	(void)arguments;
	(void)why;
	return 0;
}

static const struct gantry_job jobs[] = {
	{ .name = "one", .arguments = fill_arguments },
	{ .name = "empty", .arguments = fill_nothing },
	{ NULL },
};
static const struct gantry_application application = {
	.name = "testing",
	.jobs = jobs,
};
static const struct gantry_application jobless = { .name = "jobless" };
static const struct mount mount = { .prefix = "", .application = &application };
static const struct mount other = { .prefix = "", .application = &jobless };

static int
start(void *owner, const struct job *job, struct gantry_error *why)
{
	(void)why;
	ck_assert_ptr_eq(owner, &starts);
	ck_assert_ptr_eq(job->job, &jobs[0]);
	ck_assert_ptr_eq(job->mount, &mount);
	starts++;
	return 1;
}

static int
look(void *owner, const struct job *job, struct gantry_job_status *status,
    struct gantry_error *why)
{
	(void)job;
	(void)why;
	ck_assert_ptr_eq(owner, &starts);
	status->runs = true;
	return 0;
}

static const struct job_runner runner = { &starts, start, look };
static const struct job_runner nobody = { NULL, NULL, NULL };

static struct gantry_environ environ_;

static void
set_up(const struct mount *at, const struct job_runner *by)
{
	environ_init(&environ_);
	environ_.mount = at;
	environ_.runner = by;
}

static void
refused(const char *name, const char *why)
{
	starts = 0;
	ck_assert_int_eq(gantry_job_start(&environ_, name, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_msg(strstr(error.text, why) != NULL, "%s", error.text);
	ck_assert_int_eq(starts, 0);
}

START_TEST(the_runner_gets_the_job)
{
	struct gantry_job_status status;

	program = "/bin/sh";
	set_up(&mount, &runner);
	ck_assert_int_eq(gantry_job_start(&environ_, "one", &error), 1);
	ck_assert_int_eq(starts, 1);
	ck_assert_int_eq(gantry_job_look(&environ_, "one", &status, &error), 0);
	ck_assert(status.runs);
	ck_assert_int_eq(status.age, -1);
	environ_clear(&environ_);
}
END_TEST

START_TEST(what_cannot_be_done_is_rejected)
{
	struct gantry_job_status status;

	program = "/bin/sh";
	set_up(&mount, &runner);
	refused("two", "the application has no job 'two'");
	refused("empty", "the job testing.empty has no program");
	program = "/nowhere/x";
	refused("one", "cannot run /nowhere/x: No such file");
	program = "";
	refused("one", "the job testing.one has no program");
	program = NULL;
	refused("one", "it is not configured");
	program = "/bin/sh";
	extra = "without an end";
	refused("one", "the job testing.one has no program");
	extra = NULL;
	set_up(&mount, &nobody);
	refused("one", "only a gantry that serves");
	ck_assert_int_eq(
	    gantry_job_look(&environ_, "one", &status, &error), -1);
	ck_assert(!status.runs);
	ck_assert_int_eq(status.age, -1);
	set_up(&mount, NULL);
	refused("one", "only a gantry that serves");
	set_up(&other, &runner);
	refused("one", "the application has no job 'one'");
	set_up(NULL, NULL);
	refused("one", "the application has no job 'one'");
}
END_TEST

START_TEST(arguments_become_a_vector)
{
	static const struct mount named = {
		.prefix = "/a",
		.application = &application,
		.name = "/a:testing",
	};
	const struct job job = { &mount, &jobs[0] };
	const struct job named_job = { &named, &jobs[0] };
	char **arguments, name[32];

	program = "/bin/sh";
	extra = NULL;
	arguments = job_arguments(&job, &error);
	ck_assert_ptr_nonnull(arguments);
	ck_assert_str_eq(arguments[0], "/bin/sh");
	ck_assert_ptr_null(arguments[1]);
	free(arguments);
	job_name(&job, name, sizeof(name));
	ck_assert_str_eq(name, "testing.one");
	job_name(&job, name, 5);
	ck_assert_str_eq(name, "test");
	job_name(&named_job, name, sizeof(name));
	ck_assert_str_eq(name, "/a:testing.one");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_runner_gets_the_job,
		what_cannot_be_done_is_rejected,
		arguments_become_a_vector,
		NULL,
	};

	return unit_run("gate/jobs", tests);
}

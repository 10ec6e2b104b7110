/*
 * Requesting a job from a worker, and reading its status.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "serve/jobs/job_client.h"
#include "serve/shell_job.h"
#include "unit.h"

static struct job_client asking;
static struct job_runner runner;
static struct score_job *score;
static struct gantry_error error;
static int ends[2];

static void
set_up(void)
{
	ck_assert_int_eq(pipe2(ends, O_NONBLOCK), 0);
	asking = (struct job_client){
		.board = scoreboard_new(1, 1),
		.wake = ends[1],
	};
	ck_assert_ptr_nonnull(asking.board);
	score = score_job_add(asking.board, SHELL_JOB_NAME);
	runner = job_client_runner(&asking);
}

static void
tear_down(void)
{
	scoreboard_free(asking.board);
	close(ends[0]);
	close(ends[1]);
}

static struct gantry_job_status
look(void)
{
	struct gantry_job_status status = { .age = -1 };

	ck_assert_int_eq(
	    runner.look(runner.owner, &shell_job, &status, &error), 0);
	return status;
}

START_TEST(the_first_request_wakes_the_master)
{
	char bytes[8];

	set_up();
	ck_assert_int_eq(runner.start(runner.owner, &shell_job, &error), 1);
	ck_assert_int_eq(atomic_load(&score->state), SCORE_JOB_REQUESTED);
	ck_assert_int_eq(read(ends[0], bytes, sizeof(bytes)), 1);
	ck_assert_int_eq(runner.start(runner.owner, &shell_job, &error), 0);
	atomic_store(&score->state, SCORE_JOB_RUNNING);
	ck_assert_int_eq(runner.start(runner.owner, &shell_job, &error), 0);
	ck_assert_int_eq(read(ends[0], bytes, sizeof(bytes)), -1);
	atomic_store(&score->state, SCORE_JOB_IDLE);
	ck_assert_int_eq(runner.start(runner.owner, &shell_job, &error), 1);
	tear_down();
}
END_TEST

START_TEST(the_status_comes_from_the_scoreboard)
{
	struct gantry_job_status status;

	set_up();
	status = look();
	ck_assert(!status.runs && !status.failed);
	ck_assert_int_eq(status.age, -1);
	atomic_store(&score->state, SCORE_JOB_REQUESTED);
	ck_assert(look().runs);
	atomic_store(&score->state, SCORE_JOB_RUNNING);
	atomic_store(&score->started, clock_milliseconds() - 5000);
	atomic_store(&score->failed, true); /* when it ran before */
	status = look();
	ck_assert(status.runs && !status.failed);
	ck_assert_int_ge(status.age, 5000);
	ck_assert_int_lt(status.age, 60000);
	atomic_store(&score->state, SCORE_JOB_IDLE);
	status = look();
	ck_assert(!status.runs && status.failed);
	tear_down();
}
END_TEST

START_TEST(an_unknown_job_is_unavailable)
{
	struct gantry_job_status status;

	set_up();
	atomic_store(&score->used, false);
	ck_assert_int_eq(runner.start(runner.owner, &shell_job, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(error.text, SHELL_JOB_NAME));
	ck_assert_int_eq(
	    runner.look(runner.owner, &shell_job, &status, &error), -1);
	tear_down();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_first_request_wakes_the_master,
		the_status_comes_from_the_scoreboard,
		an_unknown_job_is_unavailable,
		NULL,
	};

	return unit_run("serve/job_client", tests);
}

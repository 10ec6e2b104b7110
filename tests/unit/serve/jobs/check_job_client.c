/*
 * Requesting a job from a worker, and reading its status.
 */
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "serve/jobs/job_client.h"
#include "serve/observe/scoreboard.h"
#include "serve/shell_job.h"
#include "unit.h"

static struct scoreboard *board;
static struct job_client asking;
static struct job_runner runner;
static struct master_job *known;
static struct gantry_error error;
static int ends[2];

static void
set_up(void)
{
	ck_assert_int_eq(pipe2(ends, O_NONBLOCK), 0);
	board = scoreboard_new(1);
	ck_assert_ptr_nonnull(board);
	ck_assert_int_eq(score_slot_open(&board->slots[0], 1, 1), 0);
	asking = (struct job_client){
		.master = board->memory.page,
		.page = board->slots[0].page,
		.wake = ends[1],
	};
	scoreboard_add_job(board, "another.job");
	known = scoreboard_add_job(board, SHELL_JOB_NAME);
	runner = job_client_runner(&asking);
}

static void
tear_down(void)
{
	scoreboard_free(board);
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

/* As the master does. */
static void
publish(enum master_job_state state)
{
	known->state = state;
	scoreboard_publish_job(board, known);
}

static bool
is_wanted(void)
{
	return atomic_load(&asking.page->wanted_jobs[1]) != 0;
}

static int
start(void)
{
	return runner.start(runner.owner, &shell_job, &error);
}

START_TEST(the_first_request_wakes_the_master)
{
	char bytes[8];

	set_up();
	ck_assert_int_eq(start(), 1);
	ck_assert(is_wanted());
	ck_assert(atomic_load(&asking.page->wanted_jobs[0]) == 0);
	ck_assert_int_eq(read(ends[0], bytes, sizeof(bytes)), 1);
	ck_assert_int_eq(start(), 0);
	publish(MASTER_JOB_RUNNING);
	atomic_store(&asking.page->wanted_jobs[1], 0);
	ck_assert_int_eq(start(), 0);
	ck_assert(!is_wanted());
	ck_assert_int_eq(read(ends[0], bytes, sizeof(bytes)), -1);
	publish(MASTER_JOB_IDLE);
	ck_assert_int_eq(start(), 1);
	tear_down();
}
END_TEST

/* Sets the state, and then clears the wish, as the master does. */
static void *
notice(void *unused)
{
	while (!is_wanted())
		sched_yield();
	publish(MASTER_JOB_REQUESTED);
	atomic_store(&asking.page->wanted_jobs[1], 0);
	return unused;
}

START_TEST(a_request_waits_until_the_master_has_noticed_it)
{
	pthread_t master;

	set_up();
	ck_assert_int_eq(pthread_create(&master, NULL, notice, NULL), 0);
	ck_assert_int_eq(start(), 1);
	ck_assert(look().runs);
	pthread_join(master, NULL);
	ck_assert(look().runs);
	tear_down();
}
END_TEST

START_TEST(the_status_comes_from_the_page_of_the_master)
{
	struct gantry_job_status status;

	set_up();
	status = look();
	ck_assert(!status.runs && !status.failed);
	ck_assert_int_eq(status.age, -1);
	atomic_store(&asking.page->wanted_jobs[1], 1);
	ck_assert(look().runs);
	publish(MASTER_JOB_REQUESTED);
	atomic_store(&asking.page->wanted_jobs[1], 0);
	ck_assert(look().runs);
	known->started = clock_milliseconds() - 5000;
	known->failed = true; /* when it ran before */
	publish(MASTER_JOB_RUNNING);
	status = look();
	ck_assert(status.runs && !status.failed);
	ck_assert_int_ge(status.age, 5000);
	ck_assert_int_lt(status.age, 60000);
	publish(MASTER_JOB_IDLE);
	status = look();
	ck_assert(!status.runs && status.failed);
	tear_down();
}
END_TEST

START_TEST(an_unknown_job_is_unavailable)
{
	struct gantry_job_status status;

	set_up();
	atomic_store(&board->memory.page->jobs[1].used, false);
	ck_assert_int_eq(start(), -1);
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
		a_request_waits_until_the_master_has_noticed_it,
		the_status_comes_from_the_page_of_the_master,
		an_unknown_job_is_unavailable,
		NULL,
	};

	return unit_run("serve/job_client", tests);
}

/*
 * Running jobs in the master; the program is the shell.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/jobs/job_table.h"
#include "serve/shell_job.h"
#include "unit.h"

static const struct gate_options gate = {
	.mounts = &shell_mount,
	.mount_count = 1,
};
static const struct gate_options no_gate = { .mount_count = 0 };
static const struct jobs_config config = { .gate = &gate,
	.sandbox = SANDBOX_OFF };
static struct scoreboard *board;
static struct job_table *jobs;
static struct master_job *known;
static struct score_page *page; /* of a worker */

static int64_t skipped; /* milliseconds */

int64_t __real_clock_milliseconds(void);
int64_t __wrap_clock_milliseconds(void);

int64_t
__wrap_clock_milliseconds(void)
{
	return __real_clock_milliseconds() + skipped;
}

static void
set_up(void)
{
	skipped = 0;
	board = scoreboard_new(2);
	ck_assert_ptr_nonnull(board);
	ck_assert_int_eq(score_slot_open(&board->slots[1], 1, 1), 0);
	board->slots[1].state = SCORE_SERVING;
	page = board->slots[1].page;
	jobs = job_table_new(board);
	ck_assert_ptr_nonnull(jobs);
	job_table_register(jobs, &config);
	known = scoreboard_find_job(board, SHELL_JOB_NAME);
	ck_assert_ptr_nonnull(known);
}

static void
tear_down(void)
{
	ck_assert(!job_table_has_running(jobs));
	job_table_free(jobs);
	scoreboard_free(board);
}

/* Request a job as a worker does. */
static void
request(const struct master_job *job)
{
	atomic_store(&page->wanted_jobs[job - board->jobs], 1);
}

/* A turn of the master. */
static void
turn(void)
{
	job_table_note_requests(jobs);
	job_table_start_requested(jobs, &config);
}

static void
start(const char *script)
{
	shell_script = script;
	request(known);
	turn();
}

/*
 * Start a job that never ends, and wait until it runs the shell: before that it
 * has the signal handlers of the test.
 */
static void
start_endless(void)
{
	static char script[512];

	unlink(unit_path("begun"));
	snprintf(script, sizeof(script), "touch %s; exec sleep 1000",
	    unit_path("begun"));
	start(script);
	shell_await(unit_path("begun"));
}

/* Log the output of the job until it ends.  Returns its status. */
static int
await_end(void)
{
	struct pollfd waited[SCORE_JOBS];
	const pid_t process = known->pid;
	int status;

	ck_assert_int_gt(process, 0);
	while (waitpid(process, &status, WNOHANG) == 0) {
		poll(waited, job_table_poll(jobs, waited), 10);
		job_table_log(jobs);
		job_table_check(jobs);
	}
	ck_assert(job_table_reap(jobs, process, status));
	return status;
}

static void
logged(const char *log, const char *part)
{
	ck_assert_msg(
	    strstr(log, part) != NULL, "'%s' is not in: %s", part, log);
}

START_TEST(output_is_logged_line_by_line)
{
	const char *log;

	set_up();
	unit_capture();
	start("echo one; echo two >&2; printf 'a\\rb\\n\\n'; printf last");
	ck_assert_int_eq(known->state, MASTER_JOB_RUNNING);
	ck_assert_int_eq(await_end(), 0);
	log = unit_captured();
	logged(log, "info: job testing.shell: started process ");
	logged(log, "info: job testing.shell: one\n");
	logged(log, "info: job testing.shell: two\n");
	logged(log, "info: job testing.shell: a\n");
	logged(log, "info: job testing.shell: b\n");
	logged(log, "info: job testing.shell: last\n");
	logged(log, "info: job testing.shell: done after ");
	ck_assert_ptr_null(strstr(log, "shell: \n"));
	tear_down();
}
END_TEST

START_TEST(a_long_line_is_logged_in_pieces)
{
	const char *log;

	set_up();
	unit_capture();
	start("printf '%01500d' 7");
	await_end();
	log = unit_captured();
	logged(log, "shell: 0000");
	logged(log, "0007\n");
	ck_assert_ptr_null(memmem(log, strlen(log), "0000000\n0", 9));
	tear_down();
}
END_TEST

START_TEST(the_result_is_on_the_scoreboard)
{
	const char *log;

	set_up();
	ck_assert_int_eq(known->started, 0);
	unit_capture();
	start("exit 3");
	ck_assert_int_eq(WEXITSTATUS(await_end()), 3);
	logged(
	    unit_captured(), "error: job testing.shell: failed with status 3");
	ck_assert_int_eq(known->state, MASTER_JOB_IDLE);
	ck_assert(known->failed);
	ck_assert_int_gt(known->started, 0);
	unit_capture();
	start("kill -SEGV $$");
	await_end();
	log = unit_captured();
	logged(log, "error: job testing.shell: killed by signal 11");
	start("exit 0");
	await_end();
	ck_assert(!known->failed);
	ck_assert_int_eq(known->starts, 3);
	ck_assert_int_eq(known->failures, 2);
	ck_assert_int_eq(known->pid, 0);
	tear_down();
}
END_TEST

START_TEST(a_job_that_cannot_start_has_failed)
{
	const struct jobs_config other = { .gate = &no_gate };

	set_up();
	unit_capture();
	start(NULL);
	ck_assert_int_eq(WEXITSTATUS(await_end()), 127);
	logged(unit_captured(), "job testing.shell: no script");
	ck_assert_int_eq(known->state, MASTER_JOB_IDLE);
	ck_assert(known->failed);
	/* A reload removed the application. */
	request(known);
	unit_capture();
	job_table_note_requests(jobs);
	job_table_start_requested(jobs, &other);
	logged(unit_captured(), "it is no longer configured");
	ck_assert_int_eq(known->state, MASTER_JOB_IDLE);
	tear_down();
}
END_TEST

START_TEST(processes_left_behind_are_killed)
{
	FILE *file;
	char script[512];
	int child = 0, tries;

	set_up();
	snprintf(script, sizeof(script), "sleep 1000 & echo $! >%s",
	    unit_path("child"));
	start(script);
	await_end();
	file = fopen(unit_path("child"), "r");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(fscanf(file, "%d", &child), 1);
	fclose(file);
	/* It is not our child: wait until it is gone or a zombie. */
	for (tries = 0; tries < 500 && getpgid(child) != -1; tries++) {
		char path[64], state = 'Z';

		snprintf(path, sizeof(path), "/proc/%d/stat", child);
		file = fopen(path, "r");
		if (file != NULL) {
			if (fscanf(file, "%*d %*s %c", &state) != 1)
				state = 'Z';
			fclose(file);
		}
		if (state == 'Z')
			break;
		usleep(10000);
	}
	ck_assert_int_lt(tries, 500);
	tear_down();
}
END_TEST

START_TEST(a_job_can_be_stopped)
{
	const int signals[] = { SIGTERM, SIGQUIT };
	size_t i;

	set_up();
	for (i = 0; i < 2; i++) {
		unit_capture();
		start_endless();
		ck_assert(job_table_has_running(jobs));
		job_table_end(jobs, signals[i]);
		ck_assert_int_eq(WTERMSIG(await_end()),
		    signals[i] == SIGTERM ? SIGTERM : SIGKILL);
		logged(unit_captured(), "info: job testing.shell: stopped");
		ck_assert(!job_table_has_running(jobs));
	}
	tear_down();
}
END_TEST

START_TEST(other_processes_are_not_reaped)
{
	set_up();
	ck_assert(!job_table_reap(jobs, getpid(), 0));
	tear_down();
}
END_TEST

START_TEST(only_requested_jobs_are_started)
{
	set_up();
	shell_script = "exit 0";
	turn();
	ck_assert(!job_table_has_running(jobs));
	ck_assert_int_eq(known->starts, 0);
	tear_down();
}
END_TEST

static bool
is_wanted(const struct score_page *by)
{
	return atomic_load(&by->wanted_jobs[known - board->jobs]) != 0;
}

START_TEST(two_workers_that_request_a_job_start_it_once)
{
	set_up();
	ck_assert_int_eq(score_slot_open(&board->slots[0], 1, 1), 0);
	board->slots[0].state = SCORE_DRAINING;
	atomic_store(
	    &board->slots[0].page->wanted_jobs[known - board->jobs], 0xff);
	start("exit 0");
	ck_assert(!is_wanted(board->slots[0].page));
	ck_assert(!is_wanted(page));
	await_end();
	turn();
	ck_assert_int_eq(known->state, MASTER_JOB_IDLE);
	ck_assert_int_eq(known->starts, 1);
	tear_down();
}
END_TEST

START_TEST(a_request_while_the_job_runs_is_dropped)
{
	set_up();
	start_endless();
	request(known);
	turn();
	ck_assert(!is_wanted(page));
	job_table_end(jobs, SIGQUIT);
	await_end();
	turn();
	ck_assert_int_eq(known->state, MASTER_JOB_IDLE);
	ck_assert_int_eq(known->starts, 1);
	tear_down();
}
END_TEST

START_TEST(a_worker_that_does_not_serve_yet_requests_nothing)
{
	set_up();
	board->slots[1].state = SCORE_STARTING;
	start("exit 0");
	ck_assert_int_eq(known->state, MASTER_JOB_IDLE);
	ck_assert_int_eq(known->starts, 0);
	tear_down();
}
END_TEST

START_TEST(a_job_that_is_requested_too_often_starts_later)
{
	int i;

	set_up();
	for (i = 0; i < 3; i++) {
		ck_assert_int_eq(job_table_timeout(jobs), -1);
		start("exit 0");
		await_end();
	}
	unit_capture();
	start("exit 0");
	request(known);
	turn();
	logged(unit_captured(),
	    "warning: job testing.shell: requested too often; it starts later\n");
	unit_capture();
	turn();
	ck_assert_str_eq(unit_captured(), "");
	ck_assert(!is_wanted(page));
	ck_assert_int_eq(known->state, MASTER_JOB_REQUESTED);
	ck_assert_int_eq(known->starts, 3);
	ck_assert_int_gt(job_table_timeout(jobs), 0);
	ck_assert_int_le(job_table_timeout(jobs), 1001);
	skipped = 1000;
	ck_assert_int_eq(job_table_timeout(jobs), 1);
	turn();
	ck_assert_int_eq(known->starts, 4);
	await_end();
	/* After a pause there is a burst again. */
	skipped = 10000;
	for (i = 0; i < 3; i++) {
		start("exit 0");
		await_end();
	}
	ck_assert_int_eq(known->starts, 7);
	tear_down();
}
END_TEST

START_TEST(two_jobs_run_at_the_same_time)
{
	struct master_job *other;
	struct pollfd waited[SCORE_JOBS];
	int status;

	set_up();
	other = scoreboard_find_job(board, "testing.other");
	ck_assert_ptr_nonnull(other);
	request(other);
	start_endless();
	ck_assert_int_eq(other->state, MASTER_JOB_RUNNING);
	ck_assert_uint_eq(job_table_poll(jobs, waited), 2);
	job_table_end(jobs, SIGQUIT);
	await_end();
	ck_assert(job_table_has_running(jobs));
	ck_assert_int_gt(waitpid(other->pid, &status, 0), 0);
	ck_assert(job_table_reap(jobs, other->pid, status));
	tear_down();
}
END_TEST

START_TEST(the_master_leaks_no_descriptor)
{
	int before;

	set_up();
	before = unit_count_descriptors();
	start("echo a");
	await_end();
	ck_assert_int_eq(unit_count_descriptors(), before);
	start_endless();
	job_table_forget(jobs);
	ck_assert_int_eq(unit_count_descriptors(), before);
	job_table_end(jobs, SIGQUIT);
	await_end();
	tear_down();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		output_is_logged_line_by_line,
		a_long_line_is_logged_in_pieces,
		the_result_is_on_the_scoreboard,
		a_job_that_cannot_start_has_failed,
		processes_left_behind_are_killed,
		a_job_can_be_stopped,
		other_processes_are_not_reaped,
		only_requested_jobs_are_started,
		two_workers_that_request_a_job_start_it_once,
		a_request_while_the_job_runs_is_dropped,
		a_worker_that_does_not_serve_yet_requests_nothing,
		a_job_that_is_requested_too_often_starts_later,
		two_jobs_run_at_the_same_time,
		the_master_leaks_no_descriptor,
		NULL,
	};

	return unit_run("serve/job_table", tests);
}

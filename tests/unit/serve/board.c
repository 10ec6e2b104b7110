/*
 * A scoreboard for the tests of the status.
 */
#include <unistd.h>

#include "base/clock.h"
#include "serve/board.h"
#include "unit.h"

static void
put_worker(struct scoreboard *board, unsigned slot, enum score_state state,
    pid_t pid, int generation)
{
	struct score_worker *worker = &board->worker[slot];

	atomic_store(&worker->state, state);
	atomic_store(&worker->pid, pid);
	atomic_store(&worker->generation, generation);
	atomic_store(&worker->threads, 2);
	atomic_store(&worker->started, clock_milliseconds() - 60000);
	atomic_store(&worker->rss, 7 << 20);
	atomic_store(&worker->connections, 3 + slot);
	atomic_store(&worker->queued, slot);
}

static void
put_jobs(struct scoreboard *board)
{
	struct score_job *job = score_job_add(board, "a.runs");

	atomic_store(&job->state, SCORE_JOB_RUNNING);
	atomic_store(&job->pid, 4712);
	atomic_store(&job->started, clock_milliseconds() - 2500);
	atomic_store(&job->starts, 1);
	job = score_job_add(board, "a.ended");
	atomic_store(&job->started, clock_milliseconds() - 90000);
	atomic_store(&job->took, 4500);
	atomic_store(&job->failed, true);
	atomic_store(&job->starts, 3);
	atomic_store(&job->failures, 2);
	score_job_add(board, "a.never");
}

struct scoreboard *
board_new(void)
{
	struct scoreboard *board = scoreboard_new(3, 2);
	struct score_thread *hung, *slow, *idle;
	int i;

	ck_assert_ptr_nonnull(board);
	hung = scoreboard_thread(board, 0, 1);
	idle = scoreboard_thread(board, 0, 0);
	slow = scoreboard_thread(board, 1, 0);
	put_worker(board, 0, SCORE_SERVING, getpid(), 2);
	/* No process has this id, so /proc knows no memory. */
	put_worker(board, 1, SCORE_DRAINING, 0x7ffffff0, 1);
	for (i = 0; i < 3; i++) {
		score_begin(idle, "GET", "/quick", "");
		score_end(idle);
		scoreboard_count_request(board, 200, 100, 50);
	}
	scoreboard_count_request(board, 404, 10, 3000);
	scoreboard_count_request(board, 0, 0, 60000000);
	score_data_version(idle, "entities", "abc");
	score_data_version(hung, "entities", "abc");
	score_data_version(slow, "entities", "old \"one\"");
	score_begin(slow, "POST", "/slow", "");
	atomic_store(&slow->since, clock_milliseconds() - 1500);
	score_begin(hung, "GET", "/hang?a=\"\033[31m\xc3\xa4\xff", "id-1");
	score_step(hung, "SELECT 1\nFROM x");
	atomic_store(&hung->tid, 4711);
	atomic_store(&hung->since, clock_milliseconds() - 12300);
	atomic_store(&hung->heartbeat, clock_milliseconds() - 12000);
	put_jobs(board);
	atomic_store(&board->totals.counters[COUNTER_WORKERS_STARTED], 5);
	atomic_store(&board->totals.counters[COUNTER_WORKERS_DIED], 3);
	return board;
}

struct status_master
board_master(void)
{
	return (struct status_master){
		.phase = STATUS_READY,
		.started = clock_milliseconds() - 90000,
		.generation = 2,
	};
}

void
board_collect(struct status *status, struct scoreboard *board)
{
	const struct status_master master = board_master();

	ck_assert_int_eq(status_collect(status, &master, board), 0);
}

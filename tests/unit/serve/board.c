/*
 * A scoreboard for the tests of the status.
 */
#include <unistd.h>

#include "base/clock.h"
#include "serve/board.h"
#include "unit.h"

static void
put_worker(struct scoreboard *board, unsigned slot, enum score_state state,
    pid_t pid, unsigned generation)
{
	struct score_slot *worker = &board->slots[slot];

	ck_assert_int_eq(score_slot_open(worker, 2, generation), 0);
	worker->pid = pid;
	worker->started = clock_milliseconds() - 60000;
	scoreboard_set_rss(board, worker, 7 << 20);
	atomic_store(&worker->page->state, (int)state);
	atomic_store(&worker->page->connections, 3 + slot);
	atomic_store(&worker->page->queued, slot);
	atomic_store(&worker->page->deferred, 5 * slot);
	score_slot_update(worker, clock_milliseconds());
}

static void
put_jobs(struct scoreboard *board)
{
	struct master_job *job = scoreboard_add_job(board, "a.runs");

	job->state = MASTER_JOB_RUNNING;
	job->pid = 4712;
	job->started = clock_milliseconds() - 2500;
	job->starts = 1;
	job = scoreboard_add_job(board, "a.ended");
	job->started = clock_milliseconds() - 90000;
	job->took = 4500;
	job->failed = true;
	job->starts = 3;
	job->failures = 2;
	scoreboard_add_job(board, "a.never");
}

struct scoreboard *
board_new(void)
{
	struct scoreboard *board = scoreboard_new(3);
	struct score_thread *hung, *slow, *idle;
	struct score_page *page;
	int i;

	ck_assert_ptr_nonnull(board);
	put_worker(board, 0, SCORE_SERVING, getpid(), 2);
	/* No process has this id, so /proc knows no memory. */
	put_worker(board, 1, SCORE_DRAINING, 0x7ffffff0, 1);
	page = board->slots[0].page;
	idle = &page->threads[0];
	hung = &page->threads[1];
	slow = &board->slots[1].page->threads[0];
	for (i = 0; i < 3; i++) {
		score_begin(idle, "GET", "/quick", "");
		score_end(idle);
		score_count_request(page,
		    &(struct score_request){
			.status = 200, .bytes = 100, .microseconds = 50 });
	}
	score_count_request(page,
	    &(struct score_request){
		.status = 404, .bytes = 10, .microseconds = 3000 });
	score_count_request(
	    page, &(struct score_request){ .microseconds = 60000000 });
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
	atomic_store(&page->crashed_tid, 4711);
	score_slot_crash(&board->slots[0], 11, clock_milliseconds() - 3000,
	    &board->last_crash);
	scoreboard_note_stack(board, board->last_crash.pid,
	    board->last_crash.tid, "#0 f\"\x1b at a.c:1 (a)");
	put_jobs(board);
	board->sums.counters[COUNTER_WORKERS_STARTED] = 5;
	board->sums.counters[COUNTER_WORKERS_DIED] = 3;
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

struct scoreboard *
board_of_one_worker(unsigned threads)
{
	struct scoreboard *board = scoreboard_new(1);

	ck_assert_ptr_nonnull(board);
	ck_assert_int_eq(score_slot_open(&board->slots[0], threads, 1), 0);
	board->slots[0].state = SCORE_SERVING;
	board->slots[0].started -= 60000;
	return board;
}

void
board_collect(struct status *status, struct scoreboard *board)
{
	const struct status_master master = board_master();

	ck_assert_int_eq(status_collect(status, &master, board), 0);
}

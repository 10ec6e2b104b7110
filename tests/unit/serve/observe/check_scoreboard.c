/*
 * The scoreboard of the master: sums that outlive workers, and jobs.
 */
#include <stdio.h>
#include <string.h>

#include "serve/observe/scoreboard.h"
#include "unit.h"

static struct scoreboard *board;
static struct score_sums sums;

static int64_t
count(enum counter_slot counter)
{
	scoreboard_sums(board, &sums);
	return sums.counters[counter];
}

static void
start(unsigned slot)
{
	ck_assert_int_eq(score_slot_open(&board->slots[slot], 1, 1), 0);
}

START_TEST(what_a_worker_counted_outlives_it)
{
	board = scoreboard_new(2);
	ck_assert_ptr_nonnull(board);
	start(0);
	start(1);
	score_count(board->slots[0].page, COUNTER_TIMEOUTS);
	score_count(board->slots[1].page, COUNTER_TIMEOUTS);
	scoreboard_count(board, 0, COUNTER_WORKERS_DIED);
	ck_assert_int_eq(count(COUNTER_TIMEOUTS), 2);
	scoreboard_end(board, &board->slots[1]);
	ck_assert_ptr_null(board->slots[1].page);
	ck_assert_int_eq(count(COUNTER_TIMEOUTS), 2);
	start(1);
	ck_assert_int_eq(count(COUNTER_TIMEOUTS), 2);
	score_count(board->slots[1].page, COUNTER_TIMEOUTS);
	ck_assert_int_eq(count(COUNTER_TIMEOUTS), 3);
	ck_assert_int_eq(count(COUNTER_WORKERS_DIED), 1);
	scoreboard_free(board);
	scoreboard_free(NULL);
}
END_TEST

START_TEST(a_lie_at_the_end_is_not_kept)
{
	struct score_totals *totals;

	board = scoreboard_new(1);
	start(0);
	totals = &board->slots[0].page->totals;
	score_count_request(board->slots[0].page,
	    &(struct score_request){
		.status = 200, .bytes = 10, .microseconds = 100 });
	ck_assert_int_eq(count(COUNTER_BODY_BYTES), 10);
	atomic_store(&board->slots[0].page->routes[0].bytes, -5);
	atomic_store(&totals->counters[COUNTER_TIMEOUTS], INT64_MAX);
	scoreboard_end(board, &board->slots[0]);
	ck_assert_int_eq(count(COUNTER_BODY_BYTES), 10);
	ck_assert_int_eq(count(COUNTER_TIMEOUTS), 0);
	scoreboard_free(board);
}
END_TEST

START_TEST(a_job_keeps_its_place)
{
	struct master_job *first, *second;
	char name[MASTER_JOB_NAME_SIZE];
	int i;

	board = scoreboard_new(1);
	ck_assert_ptr_null(scoreboard_find_job(board, "a.b"));
	first = scoreboard_add_job(board, "a.b");
	second = scoreboard_add_job(board, "a.c");
	ck_assert_ptr_nonnull(first);
	ck_assert_ptr_ne(first, second);
	ck_assert_ptr_eq(scoreboard_add_job(board, "a.b"), first);
	ck_assert_ptr_eq(scoreboard_find_job(board, "a.c"), second);
	ck_assert_ptr_null(scoreboard_find_job(board, "a.d"));
	ck_assert_int_eq(master_page_find(board->memory.page, "a.c"), 1);
	for (i = 2; i < SCORE_JOBS; i++) {
		snprintf(name, sizeof(name), "many.%d", i);
		ck_assert_ptr_nonnull(scoreboard_add_job(board, name));
	}
	ck_assert_ptr_null(scoreboard_add_job(board, "too.many"));
	ck_assert_ptr_eq(scoreboard_find_job(board, "a.b"), first);
	scoreboard_free(board);
}
END_TEST

START_TEST(workers_learn_how_much_memory_they_use)
{
	board = scoreboard_new(2);
	scoreboard_set_rss(board, &board->slots[1], 4711);
	ck_assert_int_eq(board->slots[1].rss, 4711);
	ck_assert_int_eq(atomic_load(&board->memory.page->rss[1]), 4711);
	ck_assert_int_eq(atomic_load(&board->memory.page->rss[0]), 0);
	scoreboard_free(board);
}
END_TEST

START_TEST(what_a_pool_counted_stays_when_it_is_removed)
{
	struct scoreboard *own = scoreboard_new(1);
	struct score_sums counted;
	int a, b;

	a = scoreboard_add_pool(own, "a");
	b = scoreboard_add_pool(own, "b");
	ck_assert_int_ne(a, b);
	ck_assert_int_eq(scoreboard_add_pool(own, "a"), a);
	scoreboard_count(own, (unsigned)a, COUNTER_WORKERS_DIED);
	scoreboard_count(own, (unsigned)b, COUNTER_WORKERS_DIED);
	scoreboard_pool_sums(own, (unsigned)a, &counted);
	ck_assert_int_eq(counted.counters[COUNTER_WORKERS_DIED], 1);
	scoreboard_remove_pool(own, (unsigned)a);
	scoreboard_sums(own, &counted);
	ck_assert_int_eq(counted.counters[COUNTER_WORKERS_DIED], 2);
	/* Another pool gets its number, and begins at 0. */
	ck_assert_int_eq(scoreboard_add_pool(own, "c"), a);
	scoreboard_pool_sums(own, (unsigned)a, &counted);
	ck_assert_int_eq(counted.counters[COUNTER_WORKERS_DIED], 0);
	scoreboard_free(own);
}
END_TEST

START_TEST(the_stack_of_the_last_crash_is_kept)
{
	char longer[2 * SCORE_STACK_SIZE];
	struct score_crash *crash;
	int i;

	board = scoreboard_new(1);
	crash = &board->last_crash;
	scoreboard_note_stack(board, 0, 0, "no crash");
	ck_assert_uint_eq(crash->stack_count, 0);
	crash->signal = 11;
	crash->pid = 4711;
	crash->tid = 4712;
	scoreboard_note_stack(board, 4710, 4712, "another worker");
	scoreboard_note_stack(board, 4711, 4711, "another thread");
	ck_assert_uint_eq(crash->stack_count, 0);
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	for (i = 0; i < SCORE_STACK_LINES + 1; i++)
		scoreboard_note_stack(
		    board, 4711, 4712, i == 0 ? "first" : longer);
	ck_assert_uint_eq(crash->stack_count, SCORE_STACK_LINES);
	ck_assert_str_eq(crash->stack[0], "first");
	ck_assert_uint_eq(strlen(crash->stack[1]), SCORE_STACK_SIZE - 1);
	scoreboard_free(board);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_a_pool_counted_stays_when_it_is_removed,
		what_a_worker_counted_outlives_it,
		a_lie_at_the_end_is_not_kept,
		a_job_keeps_its_place,
		workers_learn_how_much_memory_they_use,
		the_stack_of_the_last_crash_is_kept,
		NULL,
	};

	return unit_run("serve/scoreboard", tests);
}

/*
 * The scoreboard: another process reads what a worker writes, without tearing.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/observe/scoreboard.h"
#include "unit.h"

START_TEST(each_thread_has_its_own_slot)
{
	struct scoreboard *board = scoreboard_new(3, 2);
	unsigned worker, thread;

	ck_assert_ptr_nonnull(board);
	for (worker = 0; worker < 3; worker++)
		for (thread = 0; thread < 2; thread++)
			atomic_store(
			    &scoreboard_thread(board, worker, thread)->tid,
			    (int)(worker * 10 + thread));
	for (worker = 0; worker < 3; worker++)
		for (thread = 0; thread < 2; thread++)
			ck_assert_int_eq(
			    atomic_load(
				&scoreboard_thread(board, worker, thread)->tid),
			    (int)(worker * 10 + thread));
	ck_assert_int_eq(atomic_load(&board->worker[2].state), SCORE_FREE);
	scoreboard_free(board);
	scoreboard_free(NULL);
}
END_TEST

START_TEST(another_process_sees_the_request_of_a_thread)
{
	struct scoreboard *board = scoreboard_new(1, 1);
	struct score_thread *thread = scoreboard_thread(board, 0, 0);
	struct score_texts texts;
	char long_text[1000];
	int status;

	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	if (fork() == 0) {
		score_begin(thread, "GET", long_text, "the-id");
		score_step(thread, "SELECT 1");
		_exit(0);
	}
	wait(&status);
	ck_assert_int_eq(atomic_load(&thread->phase), SCORE_RUNNING);
	ck_assert_int_gt(atomic_load(&thread->since), 0);
	ck_assert(score_read(thread, &texts));
	ck_assert_str_eq(texts.method, "GET");
	ck_assert_uint_eq(strlen(texts.target), SCORE_TARGET_SIZE - 1);
	ck_assert_str_eq(texts.id, "the-id");
	ck_assert_str_eq(texts.step, "SELECT 1");
	score_step(thread, NULL);
	ck_assert(score_read(thread, &texts));
	ck_assert_str_eq(texts.step, "");
	score_end(thread);
	ck_assert_int_eq(atomic_load(&thread->phase), SCORE_IDLE);
	ck_assert_int_eq(atomic_load(&thread->since), 0);
	ck_assert_int_eq(atomic_load(&thread->requests), 1);
	scoreboard_free(board);
}
END_TEST

START_TEST(texts_are_not_read_while_they_change)
{
	struct scoreboard *board = scoreboard_new(1, 1);
	struct score_thread *thread = scoreboard_thread(board, 0, 0);
	struct score_texts texts;

	score_begin(thread, "GET", "/", "");
	/* As if a worker had died during a change. */
	atomic_fetch_add(&thread->sequence, 1);
	ck_assert(!score_read(thread, &texts));
	ck_assert_str_eq(texts.method, "");
	scoreboard_free(board);
}
END_TEST

START_TEST(requests_are_counted_by_status_and_latency)
{
	static const struct {
		int64_t microseconds;
		unsigned bucket;
	} cases[] = {
		{ 0, 0 },
		{ 63, 0 },
		{ 64, 1 },
		{ 127, 1 },
		{ 128, 2 },
		{ INT64_C(64) << 19, SCORE_BUCKETS },
		{ INT64_MAX, SCORE_BUCKETS },
	};
	struct scoreboard *board = scoreboard_new(1, 1);
	struct score_totals *totals = &board->totals;
	int64_t before;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		before = atomic_load(&totals->latencies[cases[i].bucket]);
		scoreboard_count_request(board, 200, 10, cases[i].microseconds);
		ck_assert_int_eq(
		    atomic_load(&totals->latencies[cases[i].bucket]),
		    before + 1);
	}
	scoreboard_count_request(board, 404, 0, 0);
	scoreboard_count_request(board, 0, 0, 0);
	ck_assert_int_eq(atomic_load(&totals->counters[COUNTER_REQUESTS]), 9);
	ck_assert_int_eq(
	    atomic_load(&totals->counters[COUNTER_ANSWERS + 2]), 7);
	ck_assert_int_eq(
	    atomic_load(&totals->counters[COUNTER_ANSWERS + 4]), 1);
	ck_assert_int_eq(
	    atomic_load(&totals->counters[COUNTER_ANSWERS + 0]), 1);
	ck_assert_int_eq(
	    atomic_load(&totals->counters[COUNTER_BODY_BYTES]), 70);
	scoreboard_free(board);
}
END_TEST

START_TEST(a_data_version_stays_after_the_request)
{
	struct scoreboard *board = scoreboard_new(1, 1);
	struct score_thread *thread = scoreboard_thread(board, 0, 0);
	struct score_texts texts;

	score_data_version(thread, "entities", "first");
	score_begin(thread, "GET", "/", "");
	score_end(thread);
	ck_assert(score_read(thread, &texts));
	ck_assert_str_eq(texts.data_version, "entities: first");
	score_data_version(thread, "entities", "firs");
	ck_assert(score_read(thread, &texts));
	ck_assert_str_eq(texts.data_version, "entities: firs");
	score_data_version(thread, "entities", NULL);
	ck_assert(score_read(thread, &texts));
	ck_assert_str_eq(texts.data_version, "");
	scoreboard_free(board);
}
END_TEST

START_TEST(a_data_version_is_written_only_when_it_changes)
{
	struct scoreboard *board = scoreboard_new(1, 1);
	struct score_thread *thread = scoreboard_thread(board, 0, 0);
	char long_fact[2 * SCORE_DATA_VERSION_SIZE];
	unsigned before;

	memset(long_fact, 'x', sizeof(long_fact) - 1);
	long_fact[sizeof(long_fact) - 1] = '\0';
	score_data_version(thread, "a", long_fact);
	ck_assert_uint_eq(
	    strlen(thread->texts.data_version), SCORE_DATA_VERSION_SIZE - 1);
	before = atomic_load(&thread->sequence);
	score_data_version(thread, "a", long_fact);
	ck_assert_uint_eq(atomic_load(&thread->sequence), before);
	score_data_version(thread, "a", NULL);
	ck_assert_uint_eq(atomic_load(&thread->sequence), before + 2);
	score_data_version(thread, "b", NULL);
	ck_assert_uint_eq(atomic_load(&thread->sequence), before + 2);
	scoreboard_free(board);
}
END_TEST

START_TEST(a_job_keeps_its_slot)
{
	struct scoreboard *board = scoreboard_new(1, 1);
	struct score_job *first, *second;
	char name[SCORE_JOB_SIZE];
	int i;

	ck_assert_ptr_null(score_job_find(board, "a.b"));
	first = score_job_add(board, "a.b");
	second = score_job_add(board, "a.c");
	ck_assert_ptr_nonnull(first);
	ck_assert_ptr_ne(first, second);
	ck_assert_ptr_eq(score_job_add(board, "a.b"), first);
	ck_assert_ptr_eq(score_job_find(board, "a.c"), second);
	ck_assert_ptr_null(score_job_find(board, "a.d"));
	for (i = 2; i < SCORE_JOBS; i++) {
		snprintf(name, sizeof(name), "many.%d", i);
		ck_assert_ptr_nonnull(score_job_add(board, name));
	}
	ck_assert_ptr_null(score_job_add(board, "too.many"));
	ck_assert_ptr_eq(score_job_find(board, "a.b"), first);
	scoreboard_free(board);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_job_keeps_its_slot,
		each_thread_has_its_own_slot,
		another_process_sees_the_request_of_a_thread,
		texts_are_not_read_while_they_change,
		requests_are_counted_by_status_and_latency,
		a_data_version_stays_after_the_request,
		a_data_version_is_written_only_when_it_changes,
		NULL,
	};

	return unit_run("serve/scoreboard", tests);
}

/*
 * Collecting the status from a scoreboard.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "serve/board.h"
#include "unit.h"

static struct status status;

START_TEST(workers_are_those_whose_slot_is_not_free)
{
	struct scoreboard *board = board_new();
	const struct status_worker *first, *second;

	board_collect(&status, board);
	ck_assert_uint_eq(status.worker_count, 2);
	first = &status.workers[0];
	second = &status.workers[1];
	ck_assert_uint_eq(first->slot, 0);
	ck_assert_int_eq(first->state, SCORE_SERVING);
	ck_assert_int_eq(first->pid, getpid());
	ck_assert_int_eq(first->generation, 2);
	ck_assert_int_ge(first->age, 60000);
	ck_assert_int_lt(first->age, 70000);
	ck_assert_int_eq(first->requests, 3);
	ck_assert_uint_eq(first->threads, 2);
	ck_assert_uint_eq(first->busy, 1);
	ck_assert_int_eq(first->connections, 3);
	ck_assert_uint_eq(second->slot, 1);
	ck_assert_int_eq(second->state, SCORE_DRAINING);
	ck_assert_int_eq(second->queued, 1);
	ck_assert_int_eq(second->waiting, 5);
	ck_assert_uint_eq(second->busy, 1);
	ck_assert_uint_eq(status.phases[SCORE_RUNNING], 2);
	ck_assert_uint_eq(status.phases[SCORE_IDLE], 2);
	ck_assert_int_ge(status.uptime, 90000);
	status_clear(&status);
	status_clear(&status);
	scoreboard_free(board);
}
END_TEST

START_TEST(memory_comes_from_proc_or_the_scoreboard)
{
	struct scoreboard *board = board_new();

	board_collect(&status, board);
	ck_assert_int_gt(status.workers[0].rss, 4096);
	ck_assert_int_ne(status.workers[0].rss, 7 << 20);
	ck_assert_int_eq(status.workers[1].rss, 7 << 20);
	status_clear(&status);
	scoreboard_free(board);
}
END_TEST

START_TEST(the_oldest_request_comes_first)
{
	struct scoreboard *board = board_new();

	board_collect(&status, board);
	ck_assert_uint_eq(status.request_total, 2);
	ck_assert_uint_eq(status.request_count, 2);
	ck_assert_str_eq(status.requests[0].texts.id, "id-1");
	ck_assert_int_ge(status.requests[0].since, 12300);
	ck_assert_int_ge(status.requests[0].silent, 12000);
	ck_assert_int_lt(status.requests[0].silent, 12300);
	ck_assert_int_eq(status.requests[0].tid, 4711);
	ck_assert_int_eq(status.requests[0].pid, getpid());
	ck_assert_uint_eq(status.requests[0].thread, 1);
	ck_assert_str_eq(status.requests[1].texts.target, "/slow");
	status_clear(&status);
	scoreboard_free(board);
}
END_TEST

START_TEST(a_request_whose_texts_change_is_left_out)
{
	struct scoreboard *board = board_new();

	atomic_fetch_add(&board->slots[0].page->threads[1].sequence, 1);
	board_collect(&status, board);
	ck_assert_uint_eq(status.request_total, 1);
	ck_assert_uint_eq(status.request_count, 1);
	ck_assert_str_eq(status.requests[0].texts.target, "/slow");
	status_clear(&status);
	scoreboard_free(board);
}
END_TEST

START_TEST(at_most_a_thousand_requests_are_listed)
{
	const unsigned many = STATUS_REQUESTS_MAX + 5;
	struct scoreboard *board = board_of_one_worker(many);
	struct score_thread *thread;
	unsigned i;

	for (i = 0; i < many; i++) {
		thread = &board->slots[0].page->threads[i];
		score_begin(thread, "GET", "/", "");
		atomic_store(&thread->since,
		    board->slots[0].started + (int64_t)(many - i));
	}
	board_collect(&status, board);
	ck_assert_uint_eq(status.request_total, many);
	ck_assert_uint_eq(status.request_count, STATUS_REQUESTS_MAX);
	ck_assert_uint_eq(status.requests[0].thread, many - 1);
	status_clear(&status);
	scoreboard_free(board);
}
END_TEST

START_TEST(data_versions_count_their_threads)
{
	struct scoreboard *board = board_new();

	board_collect(&status, board);
	ck_assert_uint_eq(status.data_version_count, 2);
	ck_assert_str_eq(status.data_versions[0].text, "entities: abc");
	ck_assert_uint_eq(status.data_versions[0].threads, 2);
	ck_assert_str_eq(status.data_versions[1].text, "entities: old \"one\"");
	ck_assert_uint_eq(status.data_versions[1].threads, 1);
	status_clear(&status);
	scoreboard_free(board);
}
END_TEST

START_TEST(surplus_data_versions_are_left_out)
{
	const unsigned many = STATUS_DATA_VERSIONS_MAX + 3;
	struct scoreboard *board = board_of_one_worker(many);
	char fact[16];
	unsigned i;

	for (i = 0; i < many; i++) {
		snprintf(fact, sizeof(fact), "%u", i);
		score_data_version(
		    &board->slots[0].page->threads[i], "a", fact);
	}
	board_collect(&status, board);
	ck_assert_uint_eq(status.data_version_count, STATUS_DATA_VERSIONS_MAX);
	status_clear(&status);
	scoreboard_free(board);
}
END_TEST

START_TEST(the_count_is_the_sum_of_the_latencies)
{
	struct scoreboard *board = board_new();

	/* The state between two steps of score_count_request. */
	atomic_fetch_add(&board->slots[0].page->routes[0].answers[2], 1);
	board_collect(&status, board);
	ck_assert_int_eq(status.totals.counters[COUNTER_REQUESTS], 5);
	ck_assert_int_eq(status.totals.counters[COUNTER_ANSWERS + 2], 4);
	ck_assert_int_eq(status.totals.counters[COUNTER_ANSWERS + 0], 1);
	ck_assert_int_eq(status.totals.counters[COUNTER_BODY_BYTES], 310);
	ck_assert_int_eq(status.totals.counters[COUNTER_WORKERS_DIED], 3);
	status_clear(&status);
	scoreboard_free(board);
}
END_TEST

/* What a compromised worker may write over its page. */
static void
write_nonsense(const struct score_slot *slot)
{
	static const unsigned char chosen[] = { 0x00, 0xff, 0x7f, 0x80, 0x01,
		0x1b, '"' };
	const size_t size = sizeof(struct score_page) +
	    slot->threads * sizeof(struct score_thread);
	unsigned char *bytes = (unsigned char *)slot->page;
	const size_t choice = (size_t)random() % (2 * sizeof(chosen));
	size_t at;

	for (at = 0; at < size; at++)
		bytes[at] = choice < sizeof(chosen) ? chosen[choice]
						    : (unsigned char)random();
	/* As if the texts were complete. */
	for (at = 0; at < slot->threads; at++)
		atomic_store(&slot->page->threads[at].sequence, 2);
	/* Only a few routes: all of their bytes are looked at. */
	for (at = 0; at < SCORE_ROUTES; at++)
		atomic_store(&slot->page->routes[at].state,
		    at < 4 ? SCORE_ROUTE_NAMED : SCORE_ROUTE_FREE);
	atomic_store(&slot->page->threads[0].phase, SCORE_RUNNING);
}

/* There are only printable characters and newlines. */
static void
check_characters(struct gantry_buffer *buffer, bool is_ascii)
{
	size_t i;

	ck_assert(!gantry_buffer_failed(buffer));
	for (i = 0; i < buffer->length; i++) {
		const unsigned char byte = (unsigned char)buffer->data[i];

		/* Each assertion is a system call. */
		if ((byte < 0x20 && byte != '\n') || byte == 0x7f ||
		    (is_ascii && byte > 0x7e))
			ck_abort_msg("byte %u", byte);
	}
	gantry_buffer_reset(buffer);
}

START_TEST(nonsense_of_a_worker_can_be_shown)
{
	struct scoreboard *board = board_new();
	struct gantry_buffer buffer = { 0 };
	int64_t requests = 0;
	int turn;

	srandom(1);
	for (turn = 0; turn < 200; turn++) {
		write_nonsense(&board->slots[0]);
		write_nonsense(&board->slots[1]);
		board_collect(&status, board);
		ck_assert_uint_eq(status.worker_count, 2);
		ck_assert_uint_le(status.request_count, 4);
		ck_assert_int_ge(
		    status.totals.counters[COUNTER_REQUESTS], requests);
		requests = status.totals.counters[COUNTER_REQUESTS];
		status_write_text(&buffer, &status);
		check_characters(&buffer, true);
		status_write_json(&buffer, &status);
		check_characters(&buffer, false);
		status_write_metrics(&buffer, &status, turn % 2 == 0);
		check_characters(&buffer, true);
		status_clear(&status);
	}
	gantry_buffer_clear(&buffer);
	scoreboard_free(board);
}
END_TEST

START_TEST(readiness_depends_on_the_phase)
{
	static const bool ready[] = { false, true, true, false };
	int phase;

	for (phase = STATUS_STARTING; phase <= STATUS_STOPPING; phase++)
		ck_assert_int_eq(status_is_ready((enum status_phase)phase, ""),
		    ready[phase]);
	ck_assert(!status_is_ready(STATUS_READY, "a pool cannot start"));
	ck_assert_str_eq(status_phase_name(STATUS_STOPPING), "stopping");
	ck_assert_str_eq(status_state_name(SCORE_DRAINING), "draining");
	ck_assert_str_eq(status_thread_name(SCORE_WRITING), "writing");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		workers_are_those_whose_slot_is_not_free,
		memory_comes_from_proc_or_the_scoreboard,
		the_oldest_request_comes_first,
		a_request_whose_texts_change_is_left_out,
		at_most_a_thousand_requests_are_listed,
		data_versions_count_their_threads,
		surplus_data_versions_are_left_out,
		the_count_is_the_sum_of_the_latencies,
		nonsense_of_a_worker_can_be_shown,
		readiness_depends_on_the_phase,
		NULL,
	};

	return unit_run("serve/status", tests);
}

/*
 * The private part of the scoreboard.  A worker that ends leaves what it
 * counted in the sums, so that counters never go backwards.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "serve/observe/scoreboard.h"

struct scoreboard *
scoreboard_new(unsigned slots)
{
	struct scoreboard *board =
	    calloc(1, sizeof(*board) + slots * sizeof(board->slots[0]));

	if (board == NULL)
		return NULL;
	board->slot_count = slots;
	board->routes = route_sums_new();
	if (board->routes != NULL &&
	    master_memory_open(&board->memory, slots) == 0)
		return board;
	free(board->routes);
	free(board);
	return NULL;
}

void
scoreboard_free(struct scoreboard *board)
{
	unsigned i;

	if (board == NULL)
		return;
	for (i = 0; i < board->slot_count; i++)
		score_slot_close(&board->slots[i]);
	master_memory_close(&board->memory);
	free(board->routes);
	free(board);
}

void
scoreboard_add(
    struct scoreboard *board, enum counter_slot counter, int64_t number)
{
	int64_t *sum = &board->sums.counters[counter];

	*sum = score_sum(*sum, number);
}

void
scoreboard_count(struct scoreboard *board, enum counter_slot counter)
{
	scoreboard_add(board, counter, 1);
}

void
scoreboard_sums(struct scoreboard *board, struct score_sums *sums)
{
	const int64_t now = clock_milliseconds();
	struct score_slot *slot;
	unsigned i;

	*sums = board->sums;
	for (i = 0; i < board->slot_count; i++) {
		slot = &board->slots[i];
		if (slot->page == NULL)
			continue;
		score_slot_count(slot, now);
		score_sums_add(sums, &slot->sums);
	}
}

void
scoreboard_routes(const struct scoreboard *board, struct route_sums *sums)
{
	unsigned i;

	route_sums_add(sums, board->routes);
	for (i = 0; i < board->slot_count; i++)
		route_sums_add(sums, board->slots[i].routes);
}

void
scoreboard_end(struct scoreboard *board, struct score_slot *slot)
{
	score_slot_count(slot, clock_milliseconds());
	score_sums_add(&board->sums, &slot->sums);
	route_sums_add(board->routes, slot->routes);
	score_slot_close(slot);
}

struct master_job *
scoreboard_find_job(struct scoreboard *board, const char *name)
{
	unsigned i;

	for (i = 0; i < SCORE_JOBS; i++)
		if (board->jobs[i].name[0] != '\0' &&
		    strcmp(board->jobs[i].name, name) == 0)
			return &board->jobs[i];
	return NULL;
}

struct master_job *
scoreboard_add_job(struct scoreboard *board, const char *name)
{
	struct master_job *job = scoreboard_find_job(board, name);
	unsigned i;

	if (job != NULL)
		return job;
	for (i = 0; i < SCORE_JOBS; i++)
		if (board->jobs[i].name[0] == '\0') {
			job = &board->jobs[i];
			snprintf(job->name, sizeof(job->name), "%s", name);
			scoreboard_publish_job(board, job);
			return job;
		}
	return NULL;
}

void
scoreboard_publish_job(struct scoreboard *board, const struct master_job *job)
{
	master_page_publish(
	    board->memory.page, (unsigned)(job - board->jobs), job);
}

void
scoreboard_refuse(
    struct scoreboard *board, unsigned index, uint64_t route, int64_t until)
{
	master_page_refuse(board->memory.page, index, route, until);
}

void
scoreboard_set_growing(struct scoreboard *board, bool growing)
{
	atomic_store(&board->memory.page->growing, growing);
}

void
scoreboard_set_takes_connections(struct scoreboard *board, bool takes)
{
	atomic_store(&board->memory.page->takes_connections, takes);
}

void
scoreboard_set_load(
    struct scoreboard *board, int64_t fewest_connections, unsigned free_threads)
{
	struct master_page *page = board->memory.page;

	atomic_store(&page->fewest_connections, fewest_connections);
	atomic_store(&page->free_threads, free_threads);
}

void
scoreboard_set_rss(
    struct scoreboard *board, struct score_slot *slot, int64_t rss)
{
	slot->rss = rss;
	atomic_store(&board->memory.page->rss[slot - board->slots], rss);
}

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
	metric_sums_clear(&board->metrics);
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
scoreboard_count(
    struct scoreboard *board, unsigned pool, enum counter_slot counter)
{
	int64_t *sum = &board->pools[pool].sums.counters[counter];

	*sum = score_sum(*sum, 1);
}

void
scoreboard_note_stack(
    struct scoreboard *board, pid_t worker, int tid, const char *line)
{
	struct score_crash *crash = &board->last_crash;
	size_t length = strnlen(line, SCORE_STACK_SIZE - 1);
	char *to;

	if (crash->signal == 0 || crash->pid != worker || crash->tid != tid ||
	    crash->stack_count == SCORE_STACK_LINES)
		return;
	to = crash->stack[crash->stack_count++];
	memcpy(to, line, length);
	to[length] = '\0';
}

/* Add what the workers of the pool number POOL have counted until now. */
static void
add_pool(struct scoreboard *board, unsigned pool, struct score_sums *sums)
{
	const int64_t now = clock_milliseconds();
	struct score_slot *slot;
	unsigned i;

	score_sums_add(sums, &board->pools[pool].sums);
	for (i = 0; i < board->slot_count; i++) {
		slot = &board->slots[i];
		if (slot->page == NULL || slot->pool != pool)
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
scoreboard_metrics(const struct scoreboard *board, struct metric_sums *metrics)
{
	unsigned i;

	metric_sums_add(metrics, &board->metrics, false);
	for (i = 0; i < board->slot_count; i++)
		metric_sums_add(metrics, &board->slots[i].metrics, false);
}

void
scoreboard_sums(struct scoreboard *board, struct score_sums *sums)
{
	unsigned i;

	*sums = board->sums;
	for (i = 0; i < SCORE_POOLS; i++)
		add_pool(board, i, sums);
}

void
scoreboard_pool_sums(
    struct scoreboard *board, unsigned pool, struct score_sums *sums)
{
	*sums = (struct score_sums){ 0 };
	add_pool(board, pool, sums);
}

int
scoreboard_add_pool(struct scoreboard *board, const char *name)
{
	int i, free = -1;

	for (i = SCORE_POOLS - 1; i >= 0; i--) {
		if (strcmp(board->pools[i].name, name) == 0)
			return i;
		if (board->pools[i].name[0] == '\0')
			free = i;
	}
	if (free == -1)
		return -1;
	snprintf(board->pools[free].name, sizeof(board->pools[free].name), "%s",
	    name);
	return free;
}

void
scoreboard_remove_pool(struct scoreboard *board, unsigned pool)
{
	score_sums_add(&board->sums, &board->pools[pool].sums);
	board->pools[pool] = (struct score_pool){ 0 };
}

void
scoreboard_end(struct scoreboard *board, struct score_slot *slot)
{
	score_slot_count(slot, clock_milliseconds());
	score_sums_add(&board->pools[slot->pool].sums, &slot->sums);
	route_sums_add(board->routes, slot->routes);
	metric_sums_add(&board->metrics, &slot->metrics, true);
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

struct master_page_pool *
scoreboard_page_of(struct scoreboard *board, unsigned pool)
{
	return &board->memory.page->pools[pool];
}

void
scoreboard_set_rss(
    struct scoreboard *board, struct score_slot *slot, int64_t rss)
{
	slot->rss = rss;
	atomic_store(&board->memory.page->rss[slot - board->slots], rss);
}

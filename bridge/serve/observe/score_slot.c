/*
 * Reading the page of a worker that may write anything at any time.  Each value
 * is loaded once, then checked, then used.  A value that cannot be true leaves
 * the last accepted one in place.
 *
 * A count cannot grow faster than any worker could count, so a lie does not
 * hide the others' numbers in a sum.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "serve/observe/score_routes.h"
#include "serve/observe/score_slot.h"

/* What no worker exceeds in a millisecond. */
#define COUNTS_A_MILLISECOND	   10000
#define BYTES_A_MILLISECOND	   INT64_C(100000000)
#define MICROSECONDS_A_MILLISECOND INT64_C(100000000)

/* Connections and queued requests of a worker. */
#define PENDING_MAX 1000000

/* The greatest thread id of Linux. */
#define TID_MAX (1 << 22)

int
score_slot_open(struct score_slot *slot, unsigned threads, unsigned generation)
{
	*slot = (struct score_slot){
		.page = score_page_new(threads),
		.state = SCORE_STARTING,
		.threads = threads,
		.generation = generation,
		.started = clock_milliseconds(),
	};
	slot->routes = route_sums_new();
	if (slot->page != NULL && slot->routes != NULL)
		return 0;
	score_slot_close(slot);
	errno = ENOMEM;
	return -1;
}

int
score_slot_share(struct score_slot *slot, int *descriptor)
{
	struct score_page *page =
	    score_page_new_shared(slot->threads, descriptor);

	if (page == NULL)
		return -1;
	score_page_free(slot->page, slot->threads);
	slot->page = page;
	return score_page_hide(page, slot->threads);
}

void
score_slot_close(struct score_slot *slot)
{
	score_page_free(slot->page, slot->threads);
	free(slot->routes);
	metric_sums_clear(&slot->metrics);
	*slot = (struct score_slot){ 0 };
}

void
score_slot_update(struct score_slot *slot, int64_t now)
{
	const int state = atomic_load(&slot->page->state);
	const int64_t heartbeat = atomic_load(&slot->page->heartbeat);

	if (state > (int)slot->state && state <= SCORE_DRAINING)
		slot->state = (enum score_state)state;
	if (heartbeat >= slot->started && heartbeat > slot->heartbeat &&
	    heartbeat <= now)
		slot->heartbeat = heartbeat;
}

bool
score_slot_could_start(const struct score_slot *slot)
{
	return slot->state >= SCORE_SERVING || atomic_load(&slot->page->opened);
}

/* What can be reached in AGE milliseconds; a little more for a late clock. */
static int64_t
reachable(int64_t age, int64_t a_millisecond)
{
	const int64_t time = (age > 0 ? age : 0) + 1000;

	return time < SCORE_COUNT_MAX / a_millisecond ? time * a_millisecond
						      : SCORE_COUNT_MAX;
}

static int64_t
reachable_counter(size_t counter, int64_t age)
{
	return reachable(age,
	    counter == COUNTER_BODY_BYTES ? BYTES_A_MILLISECOND
					  : COUNTS_A_MILLISECOND);
}

static void
count_requests(struct score_slot *slot, int64_t most)
{
	int64_t requests = 0, served;
	unsigned i;

	for (i = 0; i < slot->threads; i++) {
		served = 0;
		score_accept(&served, &slot->page->threads[i].requests, most);
		requests = score_sum(requests, served);
	}
	if (requests > slot->requests && requests <= most)
		slot->requests = requests;
}

/* The totals that only the routes have. */
static void
add_routes(struct score_sums *sums, const struct route_sums *routes)
{
	int64_t *answers = &sums->counters[COUNTER_ANSWERS], requests = 0;
	struct route_sum all;
	size_t i;

	route_sums_total(routes, &all);
	for (i = 0; i < SCORE_CLASSES; i++) {
		answers[i] = all.answers[i];
		requests = score_sum(requests, all.answers[i]);
	}
	sums->counters[COUNTER_REQUESTS] = requests;
	sums->counters[COUNTER_BODY_BYTES] = all.bytes;
	sums->microseconds = all.microseconds;
}

void
score_slot_count(struct score_slot *slot, int64_t now)
{
	const struct score_totals *from = &slot->page->totals;
	const int64_t age = now - slot->started;
	const struct route_limits most = {
		.requests = reachable(age, COUNTS_A_MILLISECOND),
		.bytes = reachable(age, BYTES_A_MILLISECOND),
		.microseconds = reachable(age, MICROSECONDS_A_MILLISECOND),
	};
	struct score_sums *to = &slot->sums;
	size_t i;

	for (i = 0; i < COUNTER_OF_MASTER; i++)
		score_accept(&to->counters[i], &from->counters[i],
		    reachable_counter(i, age));
	for (i = 0; i <= SCORE_BUCKETS; i++)
		score_accept(
		    &to->latencies[i], &from->latencies[i], most.requests);
	for (i = 0; i < SCORE_CODES; i++)
		score_accept(&to->codes[i], &from->codes[i], most.requests);
	score_accept(&to->client, &from->client, most.microseconds);
	route_sums_count(slot->routes, slot->page->routes, &most);
	metric_sums_count(
	    &slot->metrics, &slot->page->metrics, slot->generation, most.bytes);
	add_routes(to, slot->routes);
	count_requests(slot, most.requests);
}

/* A time that the worker noted: since it started, and not after NOW; or 0. */
static int64_t
past(const struct score_slot *slot, int64_t time, int64_t now)
{
	if (time <= 0)
		return 0;
	if (time < slot->started)
		return slot->started;
	return time < now ? time : now;
}

bool
score_slot_activity(const struct score_slot *slot, unsigned thread, int64_t now,
    struct score_activity *activity)
{
	const struct score_thread *from = &slot->page->threads[thread];
	const int phase = atomic_load(&from->phase);
	const int tid = atomic_load(&from->tid);

	if (phase < SCORE_IDLE || phase > SCORE_WRITING)
		return false;
	*activity = (struct score_activity){
		.phase = (enum score_phase)phase,
		.since = past(slot, atomic_load(&from->since), now),
		.heartbeat = past(slot, atomic_load(&from->heartbeat), now),
		.tid = tid > 0 && tid <= TID_MAX ? tid : 0,
	};
	return true;
}

unsigned
score_slot_busy(const struct score_slot *slot)
{
	unsigned count = 0, i;

	for (i = 0; i < slot->threads; i++)
		count += atomic_load(&slot->page->threads[i].since) != 0;
	return count;
}

bool
score_slot_is_idle(const struct score_slot *slot)
{
	return score_slot_busy(slot) == 0 && score_slot_deferred(slot) == 0;
}

/*
 * The number of the thread TID or, if that is 0, of the only one that has a
 * request; the number of threads if there is none.
 */
static unsigned
find_crashed(const struct score_slot *slot, int tid, int64_t now)
{
	struct score_activity activity;
	unsigned found = slot->threads, count = 0, i;

	for (i = 0; i < slot->threads; i++) {
		if (!score_slot_activity(slot, i, now, &activity) ||
		    activity.since == 0 || (tid != 0 && activity.tid != tid))
			continue;
		found = i;
		count++;
	}
	return count == 1 ? found : slot->threads;
}

void
score_slot_crash(const struct score_slot *slot, int signal, int64_t now,
    struct score_crash *crash)
{
	const int tid = atomic_load(&slot->page->crashed_tid);
	struct score_activity activity;
	unsigned thread;

	*crash = (struct score_crash){
		.signal = signal,
		.at = now,
		.pid = slot->pid,
		.tid = tid > 0 && tid <= TID_MAX ? tid : 0,
	};
	thread = find_crashed(slot, crash->tid, now);
	if (thread == slot->threads ||
	    !score_slot_activity(slot, thread, now, &activity) ||
	    !score_read(&slot->page->threads[thread], &crash->texts))
		return;
	crash->has_request = true;
	crash->took = now - activity.since;
	crash->route = atomic_load(&slot->page->threads[thread].route);
	if (crash->tid == 0)
		crash->tid = activity.tid;
}

static int64_t
pending(const atomic_int_least64_t *from)
{
	int64_t number = 0;

	score_accept(&number, from, PENDING_MAX);
	return number;
}

int64_t
score_slot_connections(const struct score_slot *slot)
{
	return pending(&slot->page->connections);
}

int64_t
score_slot_deferred(const struct score_slot *slot)
{
	return pending(&slot->page->deferred);
}

int64_t
score_slot_queued(const struct score_slot *slot)
{
	return pending(&slot->page->queued);
}

int64_t
score_slot_untaken(const struct score_slot *slot, int64_t sent)
{
	const int64_t taken = atomic_load(&slot->page->taken);

	return taken >= 0 && taken <= sent ? sent - taken : 0;
}

size_t
score_slot_unavailable(const struct score_slot *slot, size_t mounts)
{
	const int number = atomic_load(&slot->page->unavailable);

	return number > 0 && (size_t)number <= mounts ? (size_t)number : 0;
}

bool
score_slot_wants_job(const struct score_slot *slot, unsigned index)
{
	return slot->state >= SCORE_SERVING &&
	    atomic_load(&slot->page->wanted_jobs[index]) != 0;
}

void
score_slot_clear_job(struct score_slot *slot, unsigned index)
{
	atomic_store(&slot->page->wanted_jobs[index], 0);
}

void
score_sums_add(struct score_sums *to, const struct score_sums *from)
{
	size_t i;

	for (i = 0; i < COUNTER_SLOTS; i++)
		to->counters[i] = score_sum(to->counters[i], from->counters[i]);
	for (i = 0; i <= SCORE_BUCKETS; i++)
		to->latencies[i] =
		    score_sum(to->latencies[i], from->latencies[i]);
	for (i = 0; i < SCORE_CODES; i++)
		to->codes[i] = score_sum(to->codes[i], from->codes[i]);
	to->client = score_sum(to->client, from->client);
	to->microseconds = score_sum(to->microseconds, from->microseconds);
}

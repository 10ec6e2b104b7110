/*
 * What has come: descriptors, times, deadlines, and the end of the worker.
 */
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <gantry/clock.h>

#include "base/clock.h"
#include "gate/deferred/deferred.h"
#include "gate/deferred/events.h"

/* How many events are fetched at a time. */
#define EVENTS_MAX 64

/* The object whose member MEMBER is at POINTER. */
#define CONTAINER(pointer, type, member) \
	((type *)(void *)((char *)(pointer)-offsetof(type, member)))

static void
expire(struct deferrals *deferrals)
{
	const int64_t now = deferrals_now();
	/* A call that comes too early would wait again and again until then. */
	const int64_t coarse = gantry_clock_milliseconds();
	struct gantry_deferred *deferred;
	struct timer *timer;
	int64_t at;

	while ((timer = timer_heap_due(&deferrals->times, coarse)) != NULL)
		deferred_wake(CONTAINER(timer, struct wait, timer));
	while ((timer = timer_heap_due(&deferrals->deadlines, now)) != NULL) {
		deferred = CONTAINER(timer, struct gantry_deferred, deadline);
		at = atomic_load_explicit(
			 &deferred->written, memory_order_relaxed) +
		    deferrals->options.timeout;
		/* There is room, since it was just removed. */
		if (at > now)
			timer_heap_set(&deferrals->deadlines, timer, at);
		else
			deferred_cancel_locked(deferred, GANTRY_END_DEADLINE);
	}
}

void
deferral_events_poll(struct deferrals *deferrals)
{
	struct epoll_event events[EVENTS_MAX];
	uint64_t expiries;
	int count, i;

	pthread_mutex_lock(&deferrals->lock);
	do {
		count = epoll_wait(deferrals->epoll, events, EVENTS_MAX, 0);
		for (i = 0; i < count; i++) {
			if (events[i].data.ptr != NULL)
				deferred_wake(events[i].data.ptr);
			else if (read(deferrals->timer, &expiries,
				     sizeof(expiries)) > 0)
				deferrals->armed = INT64_MAX;
		}
	} while (count == EVENTS_MAX);
	expire(deferrals);
	deferrals_arm(deferrals);
	pthread_mutex_unlock(&deferrals->lock);
}

void
deferral_events_advance(struct deferrals *deferrals, int64_t milliseconds)
{
	pthread_mutex_lock(&deferrals->lock);
	clock_advance(milliseconds);
	deferrals->armed = INT64_MAX;
	pthread_mutex_unlock(&deferrals->lock);
	deferral_events_poll(deferrals);
}

void
deferral_events_drain(struct deferrals *deferrals)
{
	struct gantry_deferred *deferred;

	pthread_mutex_lock(&deferrals->lock);
	deferrals->draining = true;
	for (deferred = deferrals->first; deferred != NULL;
	     deferred = deferred->next)
		deferred_drain_locked(deferred);
	pthread_mutex_unlock(&deferrals->lock);
}

void
deferral_events_cancel(struct deferrals *deferrals, enum gantry_end reason)
{
	struct gantry_deferred *deferred;

	pthread_mutex_lock(&deferrals->lock);
	for (deferred = deferrals->first; deferred != NULL;
	     deferred = deferred->next)
		deferred_cancel_locked(deferred, reason);
	pthread_mutex_unlock(&deferrals->lock);
}

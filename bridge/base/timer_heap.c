/*
 * A binary heap in an array, which grows and does not shrink before it is
 * empty.  Each timer knows its place, so it can be moved and removed.
 */
#include <stdlib.h>

#include "base/timer_heap.h"

#define CAPACITY_FIRST 16

/* With up to so many places, an empty heap keeps its memory. */
#define CAPACITY_KEPT 1024

static void
put(struct timer_heap *heap, size_t at, struct timer *timer)
{
	heap->timers[at] = timer;
	timer->place = at + 1;
}

/* Move the timer at AT up until its parent is not due after it. */
static void
rise(struct timer_heap *heap, size_t at)
{
	struct timer *timer = heap->timers[at];
	size_t parent;

	for (; at > 0; at = parent) {
		parent = (at - 1) / 2;
		if (heap->timers[parent]->at <= timer->at)
			break;
		put(heap, at, heap->timers[parent]);
	}
	put(heap, at, timer);
}

/* Move the timer at AT down until no child is due before it. */
static void
sink(struct timer_heap *heap, size_t at)
{
	struct timer *timer = heap->timers[at];
	size_t child;

	for (; (child = 2 * at + 1) < heap->count; at = child) {
		if (child + 1 < heap->count &&
		    heap->timers[child + 1]->at < heap->timers[child]->at)
			child++;
		if (timer->at <= heap->timers[child]->at)
			break;
		put(heap, at, heap->timers[child]);
	}
	put(heap, at, timer);
}

static int
grow(struct timer_heap *heap)
{
	size_t capacity =
	    heap->capacity > 0 ? heap->capacity * 2 : CAPACITY_FIRST;
	struct timer **timers =
	    reallocarray(heap->timers, capacity, sizeof(heap->timers[0]));

	if (timers == NULL)
		return -1;
	heap->timers = timers;
	heap->capacity = capacity;
	return 0;
}

int
timer_heap_set(struct timer_heap *heap, struct timer *timer, int64_t at)
{
	if (timer->place == 0) {
		if (heap->count == heap->capacity && grow(heap) == -1)
			return -1;
		put(heap, heap->count++, timer);
	}
	timer->at = at;
	rise(heap, timer->place - 1);
	sink(heap, timer->place - 1);
	return 0;
}

void
timer_heap_remove(struct timer_heap *heap, struct timer *timer)
{
	struct timer *last;
	size_t at;

	if (timer->place == 0)
		return;
	at = timer->place - 1;
	timer->place = 0;
	last = heap->timers[--heap->count];
	if (last != timer) {
		put(heap, at, last);
		rise(heap, at);
		sink(heap, last->place - 1);
	}
	if (heap->count == 0 && heap->capacity > CAPACITY_KEPT)
		timer_heap_clear(heap);
}

struct timer *
timer_heap_first(const struct timer_heap *heap)
{
	return heap->count > 0 ? heap->timers[0] : NULL;
}

struct timer *
timer_heap_due(struct timer_heap *heap, int64_t now)
{
	struct timer *timer = timer_heap_first(heap);

	if (timer == NULL || timer->at > now)
		return NULL;
	timer_heap_remove(heap, timer);
	return timer;
}

void
timer_heap_clear(struct timer_heap *heap)
{
	free(heap->timers);
	*heap = (struct timer_heap){ 0 };
}

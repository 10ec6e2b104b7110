#ifndef BASE_TIMER_HEAP_H
#define BASE_TIMER_HEAP_H

#include <stddef.h>
#include <stdint.h>

/*
 * Timers in the order in which they are due: a binary heap.  To add, move or
 * remove one of N timers takes log N steps.  A timer is embedded in the object
 * that it is for, and the heap holds a pointer to it.
 *
 *	struct timer_heap heap = { 0 };
 *
 *	timer_heap_set(&heap, &object->timer, now + 500);
 *	while ((timer = timer_heap_due(&heap, now)) != NULL)
 *		...
 *	timer_heap_clear(&heap);
 *
 * There is no lock; the owner of the heap has one if it needs one.
 */

/* Begins as { 0 }. */
struct timer {
	int64_t at; /* when it is due, in the unit of its owner */
	size_t place; /* in the heap, from 1; 0: in none */
};

/* Begins as { 0 }. */
struct timer_heap {
	struct timer **timers; /* the parent of I is (I - 1) / 2 */
	size_t count, capacity;
};

/*
 * Let TIMER be due AT; it is added, or moved if it is in the heap.  Returns 0,
 * or -1 if memory ran out, which can only happen when it is added.
 */
int timer_heap_set(struct timer_heap *heap, struct timer *timer, int64_t at);

/* Remove TIMER if it is in the heap. */
void timer_heap_remove(struct timer_heap *heap, struct timer *timer);

/* The timer that is due first, which stays in the heap; NULL: none. */
struct timer *timer_heap_first(const struct timer_heap *heap);

/* Remove and return the first timer if it is due at NOW or before; or NULL. */
struct timer *timer_heap_due(struct timer_heap *heap, int64_t now);

/* Free the memory of the heap, which must be empty; idempotent. */
void timer_heap_clear(struct timer_heap *heap);

#endif

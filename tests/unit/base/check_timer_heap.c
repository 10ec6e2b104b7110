/*
 * The heap of timers, against a search of all of them.
 */
#include <stdlib.h>

#include "base/timer_heap.h"
#include "unit.h"

#define COUNT 500

static struct timer_heap heap;
static struct timer timers[COUNT];

static void
begin(void)
{
	size_t i;

	heap = (struct timer_heap){ 0 };
	for (i = 0; i < COUNT; i++)
		timers[i] = (struct timer){ 0 };
}

static void
end(void)
{
	timer_heap_clear(&heap);
	timer_heap_clear(&heap);
}

START_TEST(timers_come_in_the_order_in_which_they_are_due)
{
	begin();
	ck_assert_int_eq(timer_heap_set(&heap, &timers[0], 30), 0);
	ck_assert_int_eq(timer_heap_set(&heap, &timers[1], 10), 0);
	ck_assert_int_eq(timer_heap_set(&heap, &timers[2], 20), 0);
	ck_assert_ptr_eq(timer_heap_first(&heap), &timers[1]);
	ck_assert_ptr_null(timer_heap_due(&heap, 9));
	ck_assert_ptr_eq(timer_heap_due(&heap, 20), &timers[1]);
	ck_assert_ptr_eq(timer_heap_due(&heap, 20), &timers[2]);
	ck_assert_ptr_null(timer_heap_due(&heap, 20));
	ck_assert_ptr_eq(timer_heap_due(&heap, 30), &timers[0]);
	ck_assert_ptr_null(timer_heap_due(&heap, INT64_MAX));
	ck_assert_ptr_null(timer_heap_first(&heap));
	end();
}
END_TEST

START_TEST(a_timer_that_is_set_again_is_moved)
{
	begin();
	timer_heap_set(&heap, &timers[0], 10);
	timer_heap_set(&heap, &timers[1], 20);
	timer_heap_set(&heap, &timers[0], 30);
	ck_assert_uint_eq(heap.count, 2);
	ck_assert_ptr_eq(timer_heap_due(&heap, 100), &timers[1]);
	timer_heap_set(&heap, &timers[1], 5);
	ck_assert_ptr_eq(timer_heap_due(&heap, 100), &timers[1]);
	ck_assert_ptr_eq(timer_heap_due(&heap, 100), &timers[0]);
	end();
}
END_TEST

START_TEST(a_timer_that_was_removed_is_never_due)
{
	begin();
	timer_heap_set(&heap, &timers[0], 10);
	timer_heap_set(&heap, &timers[1], 20);
	timer_heap_remove(&heap, &timers[0]);
	timer_heap_remove(&heap, &timers[0]);
	timer_heap_remove(&heap, &timers[2]);
	ck_assert_ptr_eq(timer_heap_due(&heap, 100), &timers[1]);
	ck_assert_ptr_null(timer_heap_due(&heap, 100));
	end();
}
END_TEST

/* The timer that a search finds to be due first, or NULL. */
static const struct timer *
search(void)
{
	const struct timer *found = NULL;
	size_t i;

	for (i = 0; i < COUNT; i++)
		if (timers[i].place != 0 &&
		    (found == NULL || timers[i].at < found->at))
			found = &timers[i];
	return found;
}

START_TEST(a_search_finds_the_same_first_timer)
{
	const struct timer *expected;
	struct timer *timer;
	int i;

	begin();
	srandom(20261130);
	for (i = 0; i < 20000; i++) {
		timer = &timers[random() % COUNT];
		if (random() % 3 > 0)
			ck_assert_int_eq(
			    timer_heap_set(&heap, timer, random() % 1000), 0);
		else
			timer_heap_remove(&heap, timer);
		expected = search();
		timer = timer_heap_first(&heap);
		ck_assert_int_eq(timer != NULL, expected != NULL);
		if (timer != NULL)
			ck_assert_int_eq(timer->at, expected->at);
	}
	while ((timer = timer_heap_due(&heap, 1000)) != NULL)
		ck_assert_int_eq(timer->place, 0);
	ck_assert_ptr_null(search());
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		timers_come_in_the_order_in_which_they_are_due,
		a_timer_that_is_set_again_is_moved,
		a_timer_that_was_removed_is_never_due,
		a_search_finds_the_same_first_timer,
		NULL,
	};

	return unit_run("base/timer_heap", tests);
}

/*
 * The turn of the writers: in the order of the questions, and not for ever.
 */
#include <pthread.h>
#include <stdatomic.h>

#include <gantry/clock.h>

#include "sqlite/writer.h"
#include "unit.h"

#define THREADS 8

static struct writer *writer;
static atomic_int asked, order[THREADS], served;

static void *
take_turn(void *argument)
{
	const int number = (int)(intptr_t)argument;

	atomic_fetch_add(&asked, 1);
	if (writer_take(writer, INT64_MAX)) {
		atomic_store(&order[atomic_fetch_add(&served, 1)], number);
		writer_release(writer);
	}
	return NULL;
}

START_TEST(files_have_writers_of_their_own)
{
	struct writer *same;

	writer = writer_open(1, 2);
	same = writer_open(1, 2);
	ck_assert_ptr_eq(writer, same);
	ck_assert(writer_take(writer, 0));
	same = writer_open(2, 2);
	ck_assert_ptr_ne(writer, same);
	ck_assert(writer_take(same, 0));
	writer_release(same);
	writer_close(same);
	writer_release(writer);
	writer_close(writer);
	writer_close(writer);
}
END_TEST

START_TEST(who_does_not_get_the_turn_leaves_the_queue)
{
	writer = writer_open(1, 1);
	ck_assert(writer_take(writer, 0));
	ck_assert(!writer_take(writer, gantry_clock_milliseconds() + 5));
	ck_assert(!writer_take(writer, 0));
	writer_release(writer);
	ck_assert(writer_take(writer, 0));
	writer_release(writer);
	writer_close(writer);
}
END_TEST

START_TEST(each_thread_gets_its_turn)
{
	pthread_t threads[THREADS];
	int i, seen = 0;

	writer = writer_open(1, 1);
	ck_assert(writer_take(writer, 0));
	for (i = 0; i < THREADS; i++)
		pthread_create(
		    &threads[i], NULL, take_turn, (void *)(intptr_t)i);
	while (atomic_load(&asked) < THREADS)
		continue;
	ck_assert_int_eq(atomic_load(&served), 0);
	writer_release(writer);
	for (i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (i = 0; i < THREADS; i++)
		seen |= 1 << atomic_load(&order[i]);
	ck_assert_int_eq(seen, (1 << THREADS) - 1);
	writer_close(writer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		files_have_writers_of_their_own,
		who_does_not_get_the_turn_leaves_the_queue,
		each_thread_gets_its_turn,
		NULL,
	};

	return unit_run("sqlite/writer", tests);
}

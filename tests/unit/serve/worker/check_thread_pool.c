/*
 * What a thread of the pool gets to do, and in which order.
 */
#include <pthread.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "serve/worker/thread_pool.h"
#include "unit.h"

static struct thread_pool pool;
static int epoll, readable;

/* A pool whose epoll instance has an event to offer. */
static void
begin(void)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = &readable };

	epoll = epoll_create1(0);
	readable = eventfd(1, 0);
	ck_assert_int_ne(epoll, -1);
	ck_assert_int_ne(readable, -1);
	ck_assert_int_eq(epoll_ctl(epoll, EPOLL_CTL_ADD, readable, &event), 0);
	thread_pool_init(&pool, epoll);
}

static void
end(void)
{
	thread_pool_clear(&pool);
	close(readable);
	close(epoll);
}

START_TEST(queued_work_goes_before_events)
{
	struct thread_pool_member member = { 0 };
	struct thread_pool_task task;
	struct work work = { 0 };

	begin();
	thread_pool_put(&pool, &work);
	ck_assert(thread_pool_next(&pool, &member, &task));
	ck_assert_ptr_eq(task.work, &work);
	ck_assert(thread_pool_next(&pool, &member, &task));
	ck_assert_ptr_null(task.work);
	ck_assert_ptr_eq(task.event.data.ptr, &readable);
	end();
}
END_TEST

START_TEST(chains_of_work_keep_their_order)
{
	struct thread_pool_member member = { 0 };
	struct thread_pool_task task;
	struct work work[3] = { { .next = &work[1] } };
	size_t i;

	begin();
	thread_pool_put(&pool, &work[0]);
	thread_pool_put(&pool, &work[2]);
	ck_assert_uint_eq(thread_pool_queued(&pool), 3);
	for (i = 0; i < 3; i++) {
		ck_assert(thread_pool_next(&pool, &member, &task));
		ck_assert_ptr_eq(task.work, &work[i]);
	}
	ck_assert_uint_eq(thread_pool_queued(&pool), 0);
	end();
}
END_TEST

START_TEST(nothing_is_left_to_do_in_a_pool_that_ended)
{
	struct thread_pool_member member = { 0 };
	struct thread_pool_task task;
	struct work work = { 0 };

	begin();
	thread_pool_put(&pool, &work);
	thread_pool_end(&pool);
	ck_assert(!thread_pool_next(&pool, &member, &task));
	end();
}
END_TEST

/* The member that was handed an event is at it for as long as the test takes.
 */
START_TEST(events_are_stolen_only_from_threads_that_make_no_headway)
{
	struct thread_pool_member member = { 0 };
	struct thread_pool_task task;
	struct epoll_event events[4];

	begin();
	ck_assert_uint_eq(thread_pool_steal(&pool, events, 4), 0);
	ck_assert(thread_pool_next(&pool, &member, &task));
	ck_assert_uint_eq(thread_pool_steal(&pool, events, 4), 0);
	ck_assert_uint_eq(thread_pool_steal(&pool, events, 4), 1);
	ck_assert_ptr_eq(events[0].data.ptr, &readable);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		queued_work_goes_before_events,
		chains_of_work_keep_their_order,
		nothing_is_left_to_do_in_a_pool_that_ended,
		events_are_stolen_only_from_threads_that_make_no_headway,
		NULL,
	};

	return unit_run("serve/thread_pool", tests);
}

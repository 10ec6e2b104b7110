/*
 * What a thread of the pool gets to do, and in which order.
 */
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "serve/worker/threads/thread_pool.h"
#include "unit.h"

static struct thread_pool pool;
static int epoll, wake, readable;
static unsigned woken; /* how often the watcher was */

static void
wake_watcher(void)
{
	woken++;
}

static void
add_event(int descriptor, void *data, uint32_t flags)
{
	struct epoll_event event = { .events = EPOLLIN | flags,
		.data.ptr = data };

	ck_assert_int_ne(descriptor, -1);
	ck_assert_int_eq(
	    epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event), 0);
}

/* A pool whose epoll instance has an event to offer. */
static void
begin(void)
{
	epoll = epoll_create1(0);
	wake = eventfd(0, EFD_NONBLOCK);
	readable = eventfd(1, 0);
	ck_assert_int_ne(epoll, -1);
	add_event(wake, &wake, EPOLLET);
	add_event(readable, &readable, 0);
	woken = 0;
	thread_pool_init(&pool, epoll, wake, wake_watcher);
}

static void
end(void)
{
	thread_pool_clear(&pool);
	close(readable);
	close(wake);
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

/* As after a message to many clients. */
START_TEST(much_queued_work_does_not_hold_up_events)
{
	static struct work work[1000];
	struct thread_pool_member member = { 0 };
	struct thread_pool_task task;
	unsigned works = 0, events = 0, row = 0;
	size_t i;

	begin();
	for (i = 0; i < 1000; i++)
		thread_pool_put(&pool, &work[i]);
	while (works < 1000) {
		ck_assert(thread_pool_next(&pool, &member, &task));
		row = task.work != NULL ? row + 1 : 0;
		ck_assert_uint_le(row, 20);
		if (task.work == NULL)
			events++;
		else
			ck_assert_ptr_eq(task.work, &work[works++]);
	}
	/* The most of what is done is work. */
	ck_assert_uint_ge(events, 50);
	ck_assert_uint_le(events, 100);
	end();
}
END_TEST

START_TEST(listening_sockets_are_handled_after_connections)
{
	static const int listener = 7;
	struct thread_pool_member member = { 0 };
	struct thread_pool_task task;
	int other;

	begin();
	/* It is in the ready list before the connection. */
	epoll_ctl(epoll, EPOLL_CTL_DEL, readable, NULL);
	add_event(readable, (void *)&listener, 0);
	other = eventfd(1, 0);
	add_event(other, &other, 0);
	thread_pool_handle_last(&pool, &listener, 1);
	ck_assert(thread_pool_next(&pool, &member, &task));
	ck_assert_ptr_eq(task.event.data.ptr, &other);
	ck_assert(thread_pool_next(&pool, &member, &task));
	ck_assert_ptr_eq(task.event.data.ptr, &listener);
	close(other);
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

START_TEST(events_are_stolen_from_a_pool_without_a_free_thread)
{
	struct thread_pool_member member = { 0 };
	struct thread_pool_task task;
	struct epoll_event event;
	uint64_t fetched = 0;

	begin();
	ck_assert(!thread_pool_was_busy(&pool, &fetched));
	ck_assert(thread_pool_next(&pool, &member, &task));
	/* It has an event, but only since now. */
	ck_assert(!thread_pool_was_busy(&pool, &fetched));
	ck_assert(thread_pool_was_busy(&pool, &fetched));
	ck_assert_uint_eq(thread_pool_steal(&pool, &event, 1), 1);
	ck_assert_ptr_eq(event.data.ptr, &readable);
	/* Again, so it makes progress. */
	ck_assert(thread_pool_next(&pool, &member, &task));
	ck_assert(!thread_pool_was_busy(&pool, &fetched));
	end();
}
END_TEST

START_TEST(work_for_one_thread_is_done_by_it_and_first)
{
	struct thread_pool_member member = { 0 }, other = { 0 };
	struct thread_pool_task task;
	struct work work[3] = { 0 };

	begin();
	thread_pool_put(&pool, &work[0]);
	thread_pool_put_for(&pool, &other, &work[1]);
	thread_pool_put_for(&pool, &other, &work[2]);
	ck_assert_uint_eq(thread_pool_queued(&pool), 3);
	ck_assert(thread_pool_next(&pool, &other, &task));
	ck_assert_ptr_eq(task.work, &work[1]);
	ck_assert(thread_pool_next(&pool, &member, &task));
	ck_assert_ptr_eq(task.work, &work[0]);
	/* The other has no work, and gets the event. */
	ck_assert(thread_pool_next(&pool, &member, &task));
	ck_assert_ptr_null(task.work);
	ck_assert(thread_pool_next(&pool, &other, &task));
	ck_assert_ptr_eq(task.work, &work[2]);
	ck_assert_uint_eq(thread_pool_queued(&pool), 0);
	end();
}
END_TEST

START_TEST(a_queue_that_was_empty_takes_more_work)
{
	struct thread_pool_member member = { 0 };
	struct thread_pool_task task;
	struct work work[2] = { 0 };
	size_t i;

	begin();
	for (i = 0; i < 4; i++) {
		work[i % 2].next = NULL;
		thread_pool_put(&pool, &work[i % 2]);
		ck_assert(thread_pool_next(&pool, &member, &task));
		ck_assert_ptr_eq(task.work, &work[i % 2]);
	}
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
/* Two events: the second goes to whichever thread leads. */
START_TEST(the_rest_of_a_batch_waits_for_its_leader_until_it_hands_over)
{
	struct thread_pool_member slow = { 0 }, other = { 0 };
	struct thread_pool_task task;
	int second = eventfd(1, 0);

	begin();
	add_event(second, &second, 0);
	ck_assert(thread_pool_next(&pool, &slow, &task));
	ck_assert(pool.has_leader);
	ck_assert_uint_eq(pool.next, 1);
	thread_pool_hand_over(&pool, &slow);
	ck_assert(!pool.has_leader);
	ck_assert(thread_pool_next(&pool, &other, &task));
	ck_assert_ptr_eq(task.event.data.ptr, &second);
	ck_assert_uint_eq(pool.next, 2);
	/* It leads no more, so it has nothing to hand over. */
	thread_pool_hand_over(&pool, &slow);
	ck_assert(pool.has_leader);
	end();
	close(second);
}
END_TEST

START_TEST(the_watcher_takes_the_lead_from_a_thread_without_progress)
{
	struct thread_pool_member member = { 0 };
	struct thread_pool_task task;

	begin();
	ck_assert(thread_pool_next(&pool, &member, &task));
	ck_assert(thread_pool_watch(&pool));
	ck_assert(pool.has_leader);
	ck_assert(thread_pool_watch(&pool));
	ck_assert(!pool.has_leader);
	end();
}
END_TEST

START_TEST(the_watcher_takes_the_lead_also_while_others_work)
{
	struct thread_pool_member slow = { 0 }, other = { 0 };
	struct thread_pool_task task;
	struct work work[2] = { 0 };

	begin();
	ck_assert(thread_pool_next(&pool, &slow, &task));
	ck_assert(thread_pool_watch(&pool));
	ck_assert(pool.has_leader);
	thread_pool_put(&pool, &work[0]);
	thread_pool_put(&pool, &work[1]);
	ck_assert(thread_pool_next(&pool, &other, &task));
	ck_assert_ptr_eq(task.work, &work[0]);
	ck_assert(thread_pool_watch(&pool));
	ck_assert(!pool.has_leader);
	end();
}
END_TEST

START_TEST(the_watcher_sleeps_without_traffic_and_is_woken_by_it)
{
	struct thread_pool_member member = { 0 };
	struct thread_pool_task task;
	unsigned calls = 0;

	begin();
	ck_assert(thread_pool_next(&pool, &member, &task));
	ck_assert_uint_eq(woken, 1);
	thread_pool_hand_over(&pool, &member);
	while (thread_pool_watch(&pool))
		ck_assert_uint_lt(calls++, 100);
	ck_assert_uint_gt(calls, 1);
	ck_assert(thread_pool_next(&pool, &member, &task));
	ck_assert_uint_eq(woken, 2);
	ck_assert(thread_pool_watch(&pool));
	end();
}
END_TEST

static void *
put_work(void *work)
{
	bool polls = false;

	while (!polls) {
		pthread_mutex_lock(&pool.lock);
		polls = pool.polling;
		pthread_mutex_unlock(&pool.lock);
	}
	thread_pool_put(&pool, work);
	return NULL;
}

START_TEST(work_wakes_a_leader_that_waits_for_events)
{
	struct thread_pool_member member = { 0 };
	struct thread_pool_task task;
	struct work work = { 0 };
	pthread_t thread;
	uint64_t count;

	begin();
	ck_assert_int_eq(read(readable, &count, sizeof(count)), sizeof(count));
	ck_assert_int_eq(pthread_create(&thread, NULL, put_work, &work), 0);
	do
		ck_assert(thread_pool_next(&pool, &member, &task));
	while (task.work == NULL);
	ck_assert_ptr_eq(task.work, &work);
	pthread_join(thread, NULL);
	end();
}
END_TEST

static void *
put_work_once_it_waits(void *work)
{
	while (!thread_pool_has_waited(&pool))
		sched_yield();
	return put_work(work);
}

START_TEST(a_leader_that_looks_first_has_not_waited)
{
	struct thread_pool_member member = { 0 };
	struct thread_pool_task task;
	struct work work = { 0 };
	pthread_t thread;
	uint64_t count;

	begin();
	ck_assert(thread_pool_has_waited(&pool));
	thread_pool_look_first(&pool);
	ck_assert(thread_pool_next(&pool, &member, &task));
	ck_assert(!thread_pool_has_waited(&pool));
	/* Nothing is left, so it waits for the work. */
	ck_assert_int_eq(read(readable, &count, sizeof(count)), sizeof(count));
	ck_assert_int_eq(
	    pthread_create(&thread, NULL, put_work_once_it_waits, &work), 0);
	do
		ck_assert(thread_pool_next(&pool, &member, &task));
	while (task.work == NULL);
	ck_assert(thread_pool_has_waited(&pool));
	pthread_join(thread, NULL);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		queued_work_goes_before_events,
		much_queued_work_does_not_hold_up_events,
		listening_sockets_are_handled_after_connections,
		chains_of_work_keep_their_order,
		work_for_one_thread_is_done_by_it_and_first,
		a_queue_that_was_empty_takes_more_work,
		nothing_is_left_to_do_in_a_pool_that_ended,
		events_are_stolen_from_a_pool_without_a_free_thread,
		the_rest_of_a_batch_waits_for_its_leader_until_it_hands_over,
		the_watcher_takes_the_lead_from_a_thread_without_progress,
		the_watcher_takes_the_lead_also_while_others_work,
		the_watcher_sleeps_without_traffic_and_is_woken_by_it,
		work_wakes_a_leader_that_waits_for_events,
		a_leader_that_looks_first_has_not_waited,
		NULL,
	};

	return unit_run("serve/thread_pool", tests);
}

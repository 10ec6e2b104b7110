/*
 * Which thread handles the next event.  One lock guards all state; an event
 * costs two locks and, while nothing is slow, only the leader takes them.
 */
#include "serve/worker/thread_pool.h"
#include "base/clock.h"

/*
 * How long the leader may spend on one event before the standby replaces it.
 * With less, a leader that merely waits for a processor would be replaced.
 */
#define TAKEOVER_MICROSECONDS 10000

void
thread_pool_init(struct thread_pool *thread_pool, int epoll)
{
	pthread_condattr_t attributes;

	*thread_pool = (struct thread_pool){ .epoll = epoll };
	pthread_mutex_init(&thread_pool->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&thread_pool->idle, &attributes);
	pthread_cond_init(&thread_pool->standby, &attributes);
	pthread_condattr_destroy(&attributes);
}

void
thread_pool_clear(struct thread_pool *thread_pool)
{
	pthread_cond_destroy(&thread_pool->standby);
	pthread_cond_destroy(&thread_pool->idle);
	pthread_mutex_destroy(&thread_pool->lock);
}

static bool
leads(const struct thread_pool *thread_pool,
    const struct thread_pool_member *member)
{
	return thread_pool->has_leader && member->term == thread_pool->term;
}

static void
become_leader(
    struct thread_pool *thread_pool, struct thread_pool_member *member)
{
	thread_pool->has_leader = true;
	member->term = ++thread_pool->term;
	/* If this was the standby, another thread must be. */
	pthread_cond_signal(&thread_pool->idle);
}

/* As the leader: wait for events, without the lock. */
static void
poll_batch(struct thread_pool *thread_pool)
{
	int count;

	thread_pool->polling = true;
	pthread_mutex_unlock(&thread_pool->lock);
	count = epoll_wait(
	    thread_pool->epoll, thread_pool->events, THREAD_POOL_BATCH, -1);
	pthread_mutex_lock(&thread_pool->lock);
	thread_pool->polling = false;
	thread_pool->next = 0;
	thread_pool->count = count > 0 ? (size_t)count : 0;
	thread_pool->progress++;
	if (thread_pool->standby_sleeps)
		pthread_cond_signal(&thread_pool->standby);
}

static void
wait_for_takeover(struct thread_pool *thread_pool)
{
	const struct timespec until = clock_deadline(TAKEOVER_MICROSECONDS);

	pthread_cond_timedwait(
	    &thread_pool->standby, &thread_pool->lock, &until);
}

/* As the standby: end the term of a leader whose event takes too long. */
static void
stand_by(struct thread_pool *thread_pool)
{
	uint64_t progress = thread_pool->progress;

	thread_pool->has_standby = true;
	if (thread_pool->polling) {
		thread_pool->standby_sleeps = true;
		pthread_cond_wait(&thread_pool->standby, &thread_pool->lock);
		thread_pool->standby_sleeps = false;
	} else {
		wait_for_takeover(thread_pool);
		if (!thread_pool->polling && thread_pool->progress == progress)
			thread_pool->has_leader = false;
	}
	thread_pool->has_standby = false;
}

/* Work that is queued goes before events, and needs no leader. */
static bool
pop_work(struct thread_pool *thread_pool, struct thread_pool_task *task)
{
	task->work = thread_pool->queue;
	if (task->work == NULL)
		return false;
	thread_pool->queue = task->work->next;
	thread_pool->queued--;
	/* If this was the standby, another thread must be. */
	pthread_cond_signal(&thread_pool->idle);
	return true;
}

static bool
pop_event(struct thread_pool *thread_pool,
    const struct thread_pool_member *member, struct thread_pool_task *task)
{
	if (!leads(thread_pool, member) ||
	    thread_pool->next == thread_pool->count)
		return false;
	task->event = thread_pool->events[thread_pool->next++];
	thread_pool->progress++;
	return true;
}

bool
thread_pool_next(struct thread_pool *thread_pool,
    struct thread_pool_member *member, struct thread_pool_task *task)
{
	bool taken = false;

	pthread_mutex_lock(&thread_pool->lock);
	while (!thread_pool->ended && !taken) {
		if (!thread_pool->has_leader)
			become_leader(thread_pool, member);
		taken = pop_work(thread_pool, task) ||
		    pop_event(thread_pool, member, task);
		if (taken)
			break;
		if (leads(thread_pool, member))
			poll_batch(thread_pool);
		else if (!thread_pool->has_standby)
			stand_by(thread_pool);
		else
			pthread_cond_wait(
			    &thread_pool->idle, &thread_pool->lock);
	}
	pthread_mutex_unlock(&thread_pool->lock);
	return taken;
}

void
thread_pool_put(struct thread_pool *thread_pool, struct work *work)
{
	struct work **at = &thread_pool->queue;

	pthread_mutex_lock(&thread_pool->lock);
	while (*at != NULL)
		at = &(*at)->next;
	*at = work;
	for (; work != NULL; work = work->next)
		thread_pool->queued++;
	pthread_cond_signal(&thread_pool->idle);
	if (thread_pool->has_standby)
		pthread_cond_signal(&thread_pool->standby);
	pthread_mutex_unlock(&thread_pool->lock);
}

/* The rest of the batch that the leader does not get to. */
static size_t
steal_batch(
    struct thread_pool *thread_pool, struct epoll_event *events, size_t most)
{
	size_t count = 0;

	while (count < most && thread_pool->next < thread_pool->count)
		events[count++] = thread_pool->events[thread_pool->next++];
	return count;
}

size_t
thread_pool_steal(
    struct thread_pool *thread_pool, struct epoll_event *events, size_t most)
{
	size_t count = 0;
	bool busy;
	int more;

	pthread_mutex_lock(&thread_pool->lock);
	busy = thread_pool->has_leader && !thread_pool->polling &&
	    !thread_pool->has_standby &&
	    thread_pool->progress == thread_pool->progress_seen;
	thread_pool->progress_seen = thread_pool->progress;
	if (busy)
		count = steal_batch(thread_pool, events, most);
	pthread_mutex_unlock(&thread_pool->lock);
	if (!busy || count == most)
		return count;
	more = epoll_wait(
	    thread_pool->epoll, events + count, (int)(most - count), 0);
	return more > 0 ? count + (size_t)more : count;
}

size_t
thread_pool_queued(struct thread_pool *thread_pool)
{
	size_t queued;

	pthread_mutex_lock(&thread_pool->lock);
	queued = thread_pool->queued;
	pthread_mutex_unlock(&thread_pool->lock);
	return queued;
}

void
thread_pool_end(struct thread_pool *thread_pool)
{
	pthread_mutex_lock(&thread_pool->lock);
	thread_pool->ended = true;
	pthread_cond_broadcast(&thread_pool->idle);
	pthread_cond_broadcast(&thread_pool->standby);
	pthread_mutex_unlock(&thread_pool->lock);
}

/*
 * Which thread handles the next event.  One lock guards all state; an event
 * costs two locks and, while requests are quick, only the leader takes them.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/log/log.h"
#include "serve/worker/threads/thread_pool.h"

/* So much work in a row goes before the events. */
#define ROW_MAX 16

/* The watcher sleeps after so many calls without progress. */
#define QUIET_MAX 5

void
thread_pool_init(struct thread_pool *thread_pool, int epoll, int wake,
    void (*wake_watcher)(void))
{
	*thread_pool = (struct thread_pool){
		.epoll = epoll,
		.wake = wake,
		.wake_watcher = wake_watcher,
		.watcher_sleeps = true,
	};
	thread_pool->queue_end = &thread_pool->queue;
	pthread_mutex_init(&thread_pool->lock, NULL);
	pthread_cond_init(&thread_pool->idle, NULL);
}

void
thread_pool_handle_last(
    struct thread_pool *thread_pool, const int *last, size_t count)
{
	thread_pool->last = last;
	thread_pool->last_end = last + count;
}

void
thread_pool_clear(struct thread_pool *thread_pool)
{
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
}

static void
give_up_lead(struct thread_pool *thread_pool)
{
	thread_pool->has_leader = false;
	if (thread_pool->followers > 0)
		pthread_cond_signal(&thread_pool->idle);
}

void
thread_pool_wake(struct thread_pool *thread_pool)
{
	const uint64_t one = 1;

	if (write(thread_pool->wake, &one, sizeof(one)) != sizeof(one))
		log_error("cannot wake a thread: %s", strerror(errno));
}

static bool
is_last(const struct thread_pool *thread_pool, const struct epoll_event *event)
{
	const int *at = event->data.ptr;

	return at >= thread_pool->last && at < thread_pool->last_end;
}

/* Move the events that are handled last to the end of the batch. */
static void
order_batch(struct thread_pool *thread_pool)
{
	struct epoll_event *events = thread_pool->events, last;
	size_t left = thread_pool->count, i = 0;

	while (i < left) {
		if (!is_last(thread_pool, &events[i])) {
			i++;
			continue;
		}
		left--;
		last = events[i];
		events[i] = events[left];
		events[left] = last;
	}
}

/* If WAITS, until there are some. */
static int
wait_for_events(struct thread_pool *thread_pool, bool waits)
{
	int count = 0;

	if (!waits)
		return epoll_wait(thread_pool->epoll, thread_pool->events,
		    THREAD_POOL_BATCH, 0);
	if (atomic_load_explicit(
		&thread_pool->looks_first, memory_order_relaxed)) {
		count = epoll_wait(thread_pool->epoll, thread_pool->events,
		    THREAD_POOL_BATCH, 0);
		if (count == 0)
			atomic_store(&thread_pool->looks_first, false);
	}
	if (count == 0)
		count = epoll_wait(thread_pool->epoll, thread_pool->events,
		    THREAD_POOL_BATCH, -1);
	return count;
}

/* As the leader: wait for events or, unless WAITS, look; without the lock. */
static void
poll_batch(struct thread_pool *thread_pool, bool waits)
{
	bool wakes;
	int count;

	thread_pool->polling = true;
	pthread_mutex_unlock(&thread_pool->lock);
	count = wait_for_events(thread_pool, waits);
	pthread_mutex_lock(&thread_pool->lock);
	thread_pool->polling = false;
	thread_pool->next = 0;
	thread_pool->count = count > 0 ? (size_t)count : 0;
	if (thread_pool->count > 1)
		order_batch(thread_pool);
	thread_pool->progress++;
	thread_pool->fetched++;
	wakes = thread_pool->watcher_sleeps;
	thread_pool->watcher_sleeps = false;
	if (wakes && thread_pool->wake_watcher != NULL)
		thread_pool->wake_watcher();
}

static bool
pop_own_work(struct thread_pool *thread_pool, struct thread_pool_member *member,
    struct thread_pool_task *task)
{
	task->work = member->queue;
	if (task->work == NULL)
		return false;
	member->queue = task->work->next;
	thread_pool->queued--;
	thread_pool->progress++;
	return true;
}

/* Work that is queued goes before events, and needs no leader. */
static bool
pop_work(struct thread_pool *thread_pool, struct thread_pool_task *task)
{
	thread_pool->row++;
	task->work = thread_pool->queue;
	if (task->work == NULL)
		return false;
	thread_pool->queue = task->work->next;
	if (thread_pool->queue == NULL)
		thread_pool->queue_end = &thread_pool->queue;
	thread_pool->queued--;
	thread_pool->progress++;
	if (thread_pool->queued > 0 && thread_pool->followers > 0)
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
	thread_pool->fetched++;
	return true;
}

/*
 * If much work was done in a row, and this thread can lead: an event that has
 * come goes first.
 */
static bool
pop_event_in_between(struct thread_pool *thread_pool,
    struct thread_pool_member *member, struct thread_pool_task *task)
{
	if (thread_pool->row < ROW_MAX || thread_pool->queue == NULL)
		return false;
	if (!thread_pool->has_leader)
		become_leader(thread_pool, member);
	if (!leads(thread_pool, member))
		return false;
	if (thread_pool->next == thread_pool->count) {
		thread_pool->row = 0;
		poll_batch(thread_pool, false);
	}
	task->work = NULL;
	return pop_event(thread_pool, member, task);
}

bool
thread_pool_next(struct thread_pool *thread_pool,
    struct thread_pool_member *member, struct thread_pool_task *task)
{
	bool taken = false;

	pthread_mutex_lock(&thread_pool->lock);
	while (!thread_pool->ended) {
		taken = pop_own_work(thread_pool, member, task) ||
		    pop_event_in_between(thread_pool, member, task) ||
		    pop_work(thread_pool, task);
		if (!taken && !thread_pool->has_leader)
			become_leader(thread_pool, member);
		taken = taken || pop_event(thread_pool, member, task);
		if (taken)
			break;
		if (leads(thread_pool, member)) {
			poll_batch(thread_pool, true);
			continue;
		}
		thread_pool->followers++;
		pthread_cond_wait(&thread_pool->idle, &thread_pool->lock);
		thread_pool->followers--;
	}
	pthread_mutex_unlock(&thread_pool->lock);
	return taken;
}

void
thread_pool_hand_over(
    struct thread_pool *thread_pool, const struct thread_pool_member *member)
{
	pthread_mutex_lock(&thread_pool->lock);
	if (leads(thread_pool, member))
		give_up_lead(thread_pool);
	pthread_mutex_unlock(&thread_pool->lock);
}

bool
thread_pool_watch(struct thread_pool *thread_pool)
{
	bool is_stuck, traffic;

	pthread_mutex_lock(&thread_pool->lock);
	/* Other threads may do queued work meanwhile. */
	is_stuck = thread_pool->has_leader && !thread_pool->polling &&
	    thread_pool->fetched == thread_pool->fetched_watched;
	if (is_stuck)
		give_up_lead(thread_pool);
	if (thread_pool->progress != thread_pool->progress_watched)
		thread_pool->quiet = 0;
	else if (!is_stuck && thread_pool->quiet < QUIET_MAX)
		thread_pool->quiet++;
	thread_pool->progress_watched = thread_pool->progress;
	thread_pool->fetched_watched = thread_pool->fetched;
	traffic = thread_pool->quiet < QUIET_MAX;
	thread_pool->watcher_sleeps = !traffic;
	pthread_mutex_unlock(&thread_pool->lock);
	return traffic;
}

void
thread_pool_put(struct thread_pool *thread_pool, struct work *work)
{
	pthread_mutex_lock(&thread_pool->lock);
	*thread_pool->queue_end = work;
	for (; work != NULL; work = work->next) {
		thread_pool->queue_end = &work->next;
		thread_pool->queued++;
	}
	if (thread_pool->followers > 0)
		pthread_cond_signal(&thread_pool->idle);
	else if (thread_pool->polling)
		thread_pool_wake(thread_pool);
	pthread_mutex_unlock(&thread_pool->lock);
}

void
thread_pool_put_for(struct thread_pool *thread_pool,
    struct thread_pool_member *member, struct work *work)
{
	pthread_mutex_lock(&thread_pool->lock);
	if (member->queue == NULL)
		member->queue_end = &member->queue;
	*member->queue_end = work;
	member->queue_end = &work->next;
	work->next = NULL;
	thread_pool->queued++;
	/* Any of those that wait may be the one. */
	if (thread_pool->followers > 0)
		pthread_cond_broadcast(&thread_pool->idle);
	if (thread_pool->polling)
		thread_pool_wake(thread_pool);
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

void
thread_pool_look_first(struct thread_pool *thread_pool)
{
	atomic_store(&thread_pool->looks_first, true);
}

bool
thread_pool_has_waited(const struct thread_pool *thread_pool)
{
	return !atomic_load(&thread_pool->looks_first);
}

/* With the lock. */
static bool
is_busy(const struct thread_pool *thread_pool)
{
	return !thread_pool->polling && thread_pool->followers == 0 &&
	    thread_pool->fetched > 0;
}

bool
thread_pool_was_busy(struct thread_pool *thread_pool, uint64_t *fetched)
{
	bool busy;

	pthread_mutex_lock(&thread_pool->lock);
	busy = is_busy(thread_pool) && thread_pool->fetched == *fetched;
	*fetched = thread_pool->fetched;
	pthread_mutex_unlock(&thread_pool->lock);
	return busy;
}

size_t
thread_pool_steal(
    struct thread_pool *thread_pool, struct epoll_event *events, size_t most)
{
	size_t count = 0;
	bool busy;
	int more;

	pthread_mutex_lock(&thread_pool->lock);
	busy = is_busy(thread_pool);
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
	thread_pool_wake(thread_pool);
	pthread_mutex_unlock(&thread_pool->lock);
}

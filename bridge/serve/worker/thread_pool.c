/*
 * Who takes the next event.  All state is under one lock, which is taken twice
 * for an event and, while nothing is slow, by the leader alone.
 */
#include <time.h>

#include "serve/worker/thread_pool.h"

/*
 * How long the leader may be with one event before it is relieved.  Shorter,
 * and a leader that merely waits for a processor would be relieved under load.
 */
#define RELIEF_NANOSECONDS 10000000

void
crew_init(struct crew *crew, int epoll)
{
	pthread_condattr_t attributes;

	*crew = (struct crew){ .epoll = epoll };
	pthread_mutex_init(&crew->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&crew->idle, &attributes);
	pthread_cond_init(&crew->watch, &attributes);
	pthread_condattr_destroy(&attributes);
}

void
crew_clear(struct crew *crew)
{
	pthread_cond_destroy(&crew->watch);
	pthread_cond_destroy(&crew->idle);
	pthread_mutex_destroy(&crew->lock);
}

static bool
leads(const struct crew *crew, const struct crew_member *member)
{
	return crew->has_leader && member->reign == crew->reign;
}

static void
take_lead(struct crew *crew, struct crew_member *member)
{
	crew->has_leader = true;
	member->reign = ++crew->reign;
	/* If this was the watcher, someone else is to be. */
	pthread_cond_signal(&crew->idle);
}

/* As the leader: wait for events, without the lock. */
static void
poll_batch(struct crew *crew)
{
	int count;

	crew->polling = true;
	pthread_mutex_unlock(&crew->lock);
	count = epoll_wait(crew->epoll, crew->events, CREW_BATCH, -1);
	pthread_mutex_lock(&crew->lock);
	crew->polling = false;
	crew->next = 0;
	crew->count = count > 0 ? (size_t)count : 0;
	crew->turn++;
	if (crew->watcher_sleeps)
		pthread_cond_signal(&crew->watch);
}

static void
wait_for_relief(struct crew *crew)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += RELIEF_NANOSECONDS;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	pthread_cond_timedwait(&crew->watch, &crew->lock, &until);
}

/* As the watcher: end the reign of a leader that got stuck. */
static void
watch(struct crew *crew)
{
	uint64_t turn = crew->turn;

	crew->has_watcher = true;
	if (crew->polling) {
		crew->watcher_sleeps = true;
		pthread_cond_wait(&crew->watch, &crew->lock);
		crew->watcher_sleeps = false;
	} else {
		wait_for_relief(crew);
		if (!crew->polling && crew->turn == turn)
			crew->has_leader = false;
	}
	crew->has_watcher = false;
}

/* A request that waits goes before events, and needs no leader. */
static bool
take_request(struct crew *crew, struct crew_task *task)
{
	task->request = crew->requests;
	if (task->request == NULL)
		return false;
	crew->requests = task->request->next;
	crew->waiting--;
	/* If this was the watcher, someone else is to be. */
	pthread_cond_signal(&crew->idle);
	return true;
}

static bool
take_event(
    struct crew *crew, const struct crew_member *member, struct crew_task *task)
{
	if (!leads(crew, member) || crew->next == crew->count)
		return false;
	task->event = crew->events[crew->next++];
	crew->turn++;
	return true;
}

bool
crew_take(struct crew *crew, struct crew_member *member, struct crew_task *task)
{
	bool taken = false;

	pthread_mutex_lock(&crew->lock);
	while (!crew->ended && !taken) {
		if (!crew->has_leader)
			take_lead(crew, member);
		taken =
		    take_request(crew, task) || take_event(crew, member, task);
		if (taken)
			break;
		if (leads(crew, member))
			poll_batch(crew);
		else if (!crew->has_watcher)
			watch(crew);
		else
			pthread_cond_wait(&crew->idle, &crew->lock);
	}
	pthread_mutex_unlock(&crew->lock);
	return taken;
}

void
crew_put(struct crew *crew, struct fcgi_request *requests)
{
	struct fcgi_request **at = &crew->requests;

	pthread_mutex_lock(&crew->lock);
	while (*at != NULL)
		at = &(*at)->next;
	*at = requests;
	for (; requests != NULL; requests = requests->next)
		crew->waiting++;
	pthread_cond_signal(&crew->idle);
	if (crew->has_watcher)
		pthread_cond_signal(&crew->watch);
	pthread_mutex_unlock(&crew->lock);
}

/* Of the crew's batch, what the leader has no time for. */
static size_t
take_batch(struct crew *crew, struct epoll_event *events, size_t most)
{
	size_t count = 0;

	while (count < most && crew->next < crew->count)
		events[count++] = crew->events[crew->next++];
	return count;
}

size_t
crew_help(struct crew *crew, struct epoll_event *events, size_t most)
{
	size_t count = 0;
	bool busy;
	int more;

	pthread_mutex_lock(&crew->lock);
	busy = crew->has_leader && !crew->polling && !crew->has_watcher &&
	    crew->turn == crew->turn_seen;
	crew->turn_seen = crew->turn;
	if (busy)
		count = take_batch(crew, events, most);
	pthread_mutex_unlock(&crew->lock);
	if (!busy || count == most)
		return count;
	more = epoll_wait(crew->epoll, events + count, (int)(most - count), 0);
	return more > 0 ? count + (size_t)more : count;
}

size_t
crew_waiting(struct crew *crew)
{
	size_t waiting;

	pthread_mutex_lock(&crew->lock);
	waiting = crew->waiting;
	pthread_mutex_unlock(&crew->lock);
	return waiting;
}

void
crew_end(struct crew *crew)
{
	pthread_mutex_lock(&crew->lock);
	crew->ended = true;
	pthread_cond_broadcast(&crew->idle);
	pthread_cond_broadcast(&crew->watch);
	pthread_mutex_unlock(&crew->lock);
}

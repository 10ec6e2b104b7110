#ifndef SERVE_WORKER_THREAD_POOL_H
#define SERVE_WORKER_THREAD_POOL_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

#include "gate/work.h"

/*
 * Threads that share one epoll instance so that a slow request holds up no
 * other, at next to no cost while requests are quick.
 *
 * One thread leads: it takes a batch of events and handles them one by one, as
 * a worker with a single thread would.  Another watches: when the leader has
 * been with one event for some 10 milliseconds, the watcher takes the lead,
 * and the rest of the batch, from it; the slow one, when done, joins those who
 * wait.  Handing each event to a thread of its own would wake a thread for each
 * request, which costs more than a quick request itself.
 */

/*
 * Requests that came together on one connection are put before the thread pool,
 * too: whoever is free takes the next.
 */

/* As many events are taken at a time. */
#define THREAD_POOL_BATCH 64

struct thread_pool {
	pthread_mutex_t lock;
	pthread_cond_t idle; /* where those wait who have no part */
	pthread_cond_t watch; /* where the watcher waits */
	int epoll;
	struct epoll_event events[THREAD_POOL_BATCH];
	size_t next, count; /* of the batch */
	struct work *queue; /* a chain by next */
	size_t queued; /* how many of them */
	uint64_t turn; /* grows with each event taken and each batch */
	uint64_t turn_seen; /* by thread_pool_steal */
	uint64_t term; /* grows with each new leader */
	bool has_leader;
	bool has_watcher;
	bool polling; /* the leader waits for events */
	bool watcher_sleeps; /* as there is nothing to watch */
	bool ended;
};

/* A thread's part in it; begins as { 0 }. */
struct thread_pool_member {
	uint64_t term; /* the one in which it led */
};

void thread_pool_init(struct thread_pool *thread_pool, int epoll);
void thread_pool_clear(struct thread_pool *thread_pool);

/* What a thread is to do: run the work or, if NULL, handle the event. */
struct thread_pool_task {
	struct work *work;
	struct epoll_event event;
};

/*
 * Wait for a task that is this thread's.  Returns false when the thread pool
 * was ended.
 */
bool thread_pool_next(struct thread_pool *thread_pool,
    struct thread_pool_member *member, struct thread_pool_task *task);

/* Queue the chain WORK for whichever thread is free. */
void thread_pool_put(struct thread_pool *thread_pool, struct work *work);

/*
 * For one who belongs to no thread pool: if all of its threads are busy, take
 * up to MOST events that wait for them.  Returns how many, at once.
 */
size_t thread_pool_steal(
    struct thread_pool *thread_pool, struct epoll_event *events, size_t most);

/* How much work is queued? */
size_t thread_pool_queued(struct thread_pool *thread_pool);

/*
 * Let every thread_pool_next return false.  The caller makes some descriptor in
 * the epoll instance readable afterwards, for the leader to wake up.
 */
void thread_pool_end(struct thread_pool *thread_pool);

#endif

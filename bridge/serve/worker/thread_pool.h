#ifndef SERVE_WORKER_THREAD_POOL_H
#define SERVE_WORKER_THREAD_POOL_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

#include "gate/work.h"

/*
 * Threads that share one epoll instance (leader/followers).  A slow request
 * delays no other, and quick requests cost next to nothing more than with a
 * single thread.
 *
 * One thread is the leader: it fetches a batch of events and handles them one
 * by one.  Another is the standby: when the leader has spent 10 milliseconds on
 * one event, the standby becomes the leader and handles the rest of the batch.
 * The slow thread, when it is done, joins the followers, which wait.  To hand
 * each event to a thread of its own would wake a thread for each request, which
 * costs more than a quick request.
 *
 * There is also a queue of work, for requests that came together on one
 * connection: any free thread runs the next.
 */

/* How many events a leader fetches at a time. */
#define THREAD_POOL_BATCH 64

struct thread_pool {
	pthread_mutex_t lock;
	pthread_cond_t idle; /* where followers wait */
	pthread_cond_t standby; /* where the standby waits */
	int epoll;
	struct epoll_event events[THREAD_POOL_BATCH];
	size_t next, count; /* of the batch */
	struct work *queue; /* a chain by next */
	size_t queued; /* how many of them */
	uint64_t progress; /* grows with each event and each batch */
	uint64_t progress_seen; /* by thread_pool_steal */
	uint64_t term; /* grows with each new leader */
	bool has_leader;
	bool has_standby;
	bool polling; /* the leader waits for events */
	bool standby_sleeps; /* while the leader polls */
	bool ended;
};

/* One thread of the pool; begins as { 0 }. */
struct thread_pool_member {
	uint64_t term; /* in which it was the leader last */
};

void thread_pool_init(struct thread_pool *thread_pool, int epoll);
void thread_pool_clear(struct thread_pool *thread_pool);

/* What a thread is to do: run the work or, if NULL, handle the event. */
struct thread_pool_task {
	struct work *work;
	struct epoll_event event;
};

/* Wait for a task for this thread.  Returns false when the pool was ended. */
bool thread_pool_next(struct thread_pool *thread_pool,
    struct thread_pool_member *member, struct thread_pool_task *task);

/* Queue the chain WORK for whichever thread is free. */
void thread_pool_put(struct thread_pool *thread_pool, struct work *work);

/*
 * For a thread outside the pool: if all threads of the pool have been busy
 * since the last call, take up to MOST events that wait for them.  Returns how
 * many, without waiting.
 */
size_t thread_pool_steal(
    struct thread_pool *thread_pool, struct epoll_event *events, size_t most);

/* How much work is queued? */
size_t thread_pool_queued(struct thread_pool *thread_pool);

/*
 * Make every thread_pool_next return false.  Afterwards, the caller makes a
 * descriptor in the epoll instance readable to wake the leader.
 */
void thread_pool_end(struct thread_pool *thread_pool);

#endif

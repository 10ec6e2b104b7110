#ifndef SERVE_WORKER_THREAD_POOL_H
#define SERVE_WORKER_THREAD_POOL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

#include "gate/work.h"

/*
 * Threads that share one epoll instance (leader/followers).  One thread is the
 * leader: it fetches a batch of events and handles them one by one.  The others
 * wait, or handle what they were given.
 *
 * To wake a thread for each event costs more than a quick request.  So the
 * leader handles quick requests itself, and gives the lead up before it begins
 * one that is expected to take longer (serve/worker/threads/run_times.h).  A
 * follower then continues with the rest of the batch.  If none is free, the
 * next thread to finish leads.
 *
 * A request may take longer than expected.  So the worker's main thread looks
 * every few milliseconds, while there is traffic, whether the leader still
 * makes progress, and otherwise takes the lead from it.
 *
 * There is also a queue of work, for requests that came together on one
 * connection and for deferred ones: any free thread runs the next.  It goes
 * before the events, but not for long: a message to thousands of clients does
 * not hold up a new request.
 */

/* How many events a leader fetches at a time. */
#define THREAD_POOL_BATCH 64

struct thread_pool {
	pthread_mutex_t lock;
	pthread_cond_t idle; /* where followers wait */
	int epoll;
	int wake; /* an eventfd in it; wakes the leader */
	void (*wake_watcher)(void); /* NULL: none */
	const int *last, *last_end; /* see thread_pool_handle_last */
	struct epoll_event events[THREAD_POOL_BATCH];
	size_t next, count; /* of the batch */
	struct work *queue; /* a chain by next */
	struct work **queue_end; /* where the next is put */
	size_t queued; /* how many of them */
	unsigned row; /* how many were taken since a look at the events */
	size_t followers; /* threads that wait */
	uint64_t progress; /* grows with each event, batch and work */
	uint64_t progress_watched; /* by thread_pool_watch */
	uint64_t fetched; /* grows with each event and batch */
	uint64_t fetched_watched; /* by thread_pool_watch */
	uint64_t term; /* grows with each new leader */
	unsigned quiet; /* calls of thread_pool_watch without progress */
	bool has_leader;
	bool polling; /* the leader waits for events */
	atomic_bool looks_first; /* see thread_pool_look_first */
	bool watcher_sleeps; /* until there are events */
	bool ended;
};

/* One thread of the pool; begins as { 0 }. */
struct thread_pool_member {
	uint64_t term; /* in which it was the leader last */
	struct work *queue; /* for this thread alone */
	struct work **queue_end; /* unless it is empty */
};

/*
 * EPOLL has the eventfd WAKE, with EPOLLET.  WAKE_WATCHER makes the thread that
 * calls thread_pool_watch call it soon.
 */
void thread_pool_init(struct thread_pool *thread_pool, int epoll, int wake,
    void (*wake_watcher)(void));

/*
 * Handle events whose data points to one of the COUNT descriptors at LAST after
 * the other events of a batch: listening sockets, so that a thread that is free
 * first serves the connections that it has.
 */
void thread_pool_handle_last(
    struct thread_pool *thread_pool, const int *last, size_t count);
void thread_pool_clear(struct thread_pool *thread_pool);

/* What a thread is to do: run the work or, if NULL, handle the event. */
struct thread_pool_task {
	struct work *work;
	struct epoll_event event;
};

/* Wait for a task for this thread.  Returns false when the pool was ended. */
bool thread_pool_next(struct thread_pool *thread_pool,
    struct thread_pool_member *member, struct thread_pool_task *task);

/*
 * In a thread that has a task: if this is the leader, let another thread lead,
 * as the task will take long.
 */
void thread_pool_hand_over(
    struct thread_pool *thread_pool, const struct thread_pool_member *member);

/*
 * For a thread outside the pool: take the lead from a leader that has handled
 * one event since the last call.  Returns whether there is traffic, so that the
 * next call is due a few milliseconds later; without traffic, wake_watcher
 * tells when it is.
 */
bool thread_pool_watch(struct thread_pool *thread_pool);

/* Queue the chain WORK for whichever thread is free. */
void thread_pool_put(struct thread_pool *thread_pool, struct work *work);

/* Queue the single WORK for the thread that is MEMBER. */
void thread_pool_put_for(struct thread_pool *thread_pool,
    struct thread_pool_member *member, struct work *work);

/*
 * Look for events before the next wait for them; thread_pool_has_waited says
 * whether a leader has waited since.
 */
void thread_pool_look_first(struct thread_pool *thread_pool);
bool thread_pool_has_waited(const struct thread_pool *thread_pool);

/*
 * For a thread outside the pool: have all threads of the pool been busy since
 * the last call with FETCHED, which begins as 0?
 */
bool thread_pool_was_busy(struct thread_pool *thread_pool, uint64_t *fetched);

/*
 * For a thread outside the pool: if all threads are busy, take up to MOST
 * events that wait for them. Returns how many, without waiting.
 */
size_t thread_pool_steal(
    struct thread_pool *thread_pool, struct epoll_event *events, size_t most);

/* An event of WAKE was taken by thread_pool_steal: raise it again. */
void thread_pool_wake(struct thread_pool *thread_pool);

/* How much work is queued? */
size_t thread_pool_queued(struct thread_pool *thread_pool);

/* Make every thread_pool_next return false. */
void thread_pool_end(struct thread_pool *thread_pool);

#endif

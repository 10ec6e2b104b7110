#ifndef SERVE_WORKER_LOOP_STATE_H
#define SERVE_WORKER_LOOP_STATE_H

#include "gate/deferred/events.h"
#include "serve/development/development.h"
#include "serve/jobs/job_client.h"
#include "serve/worker/connections.h"
#include "serve/worker/driver.h"
#include "serve/worker/loop_options.h"
#include "serve/worker/sharing.h"
#include "serve/worker/threads/run_times.h"
#include "serve/worker/threads/thread_pool.h"

/* The event loop from the inside, for loop.c and the drivers. */

/* How long a drain waits for the first request of a new connection. */
#define LOOP_NEWCOMER_MILLISECONDS 1000

/*
 * How long a drain that cannot pass connections waits for a next request on an
 * idle one: a web server may be sending it.
 */
#define LOOP_IDLE_MILLISECONDS 200

struct loop_thread {
	struct loop *loop;
	struct score_thread *score;
	int64_t shown; /* when the request began that was last logged as slow */
	pthread_t thread;
	struct thread_pool_member member;
	bool called; /* its task called an application, */
	size_t mount; /* of the mount with this index */
	struct gate gate;
	struct request_observer observer; /* of the gate */
	struct development_thread development; /* likewise, if there is one */
	void *driver_state;
};

struct loop {
	struct loop_options options;
	const struct driver *driver;
	bool is_foreign; /* an application is foreign */
	bool has_begun; /* worker_begin was called */
	void *driver_state;
	struct job_client jobs; /* of the gates */
	int epoll;
	int wake; /* an eventfd, written once to end the threads */
	struct thread_pool thread_pool;
	struct run_times run_times; /* by mount */
	struct connections connections;
	struct deferrals deferrals;
	pthread_mutex_t accepting;
	struct sharing sharing; /* with other workers */
	uint64_t fetched_ticked; /* for thread_pool_was_busy */
	atomic_size_t left; /* connections that wait for a free thread */
	atomic_bool draining; /* changed with the above locked */
	atomic_bool cannot_pass; /* the master takes no connections from here */
	/* When idle connections are closed that cannot be passed. */
	int64_t closes_idle; /* set before draining */
	atomic_bool crashed; /* an application did, and was survived */
	atomic_bool timed_out; /* a request outlived its time-out */
	/* See gate_find_unavailable; main thread only. */
	size_t unavailable;
	int64_t unavailable_at; /* when that was found */
	atomic_int_least64_t requests; /* served */
	size_t running; /* threads started */
	struct loop_thread threads[];
};

#endif

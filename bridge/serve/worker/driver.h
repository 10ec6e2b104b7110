#ifndef SERVE_WORKER_DRIVER_H
#define SERVE_WORKER_DRIVER_H

#include "gate/transport/libfcgi.h"
#include "serve/jobs/job_client.h"
#include "serve/observe/request_observer.h"
#include "serve/observe/scoreboard.h"
#include "serve/worker/connections.h"
#include "serve/worker/loop.h"
#include "serve/worker/thread_pool.h"

/*
 * What differs between the transports in a worker's event loop, and what they
 * share of it.
 */

/* What a thread reads into at a time. */
#define LOOP_READ_SIZE 65536

/* How long a drain waits for the request of a connection that has just come. */
#define LOOP_NEWCOMER_MILLISECONDS 1000

struct loop_thread {
	struct loop *loop;
	struct score_thread *score;
	int64_t shown; /* since when the request was that was shown slow */
	pthread_t thread;
	struct gate gate;
	struct request_observer observer; /* of the gate */
	struct libfcgi *libfcgi; /* of driver_libfcgi */
	char *bytes; /* LOOP_READ_SIZE of them, of driver_fcgi */
};

struct driver {
	int accept_flags; /* for accept4(2), besides SOCK_CLOEXEC */
	/* Get what a thread needs; 0, or -1 with ERROR filled. */
	int (*open)(struct loop_thread *thread, struct gantry_error *error);
	/* A connection came. */
	void (*add)(struct loop *loop, int descriptor);
	/* No descriptor is left: close an idle one.  Returns whether. */
	bool (*make_room)(struct loop *loop);
	/* EVENTS happened to CONNECTION. */
	void (*handle)(struct loop_thread *thread,
	    struct connection *connection, uint32_t events);
	/*
	 * Take what happened to CONNECTION while all threads are busy, and let
	 * its requests wait for them, without waiting; NULL: impossible.
	 */
	void (*take)(struct loop *loop, struct connection *connection,
	    uint32_t events, char *bytes);
	/* See to the deadlines, a few times a second. */
	void (*tick)(struct loop *loop);
	/* Let idle connections end. */
	void (*drain)(struct loop *loop);
	void (*free_stream)(void *stream);
};

/* On libfcgi: blocking connections, served one request at a time. */
extern const struct driver driver_libfcgi;

/* On our own record layer: connections that never block. */
extern const struct driver driver_fcgi;

struct loop {
	struct loop_options options;
	const struct driver *driver;
	struct job_client jobs; /* of the gates */
	int epoll;
	int wake; /* an eventfd, written once to end the threads */
	struct thread_pool thread_pool;
	struct connections connections;
	struct fcgi_pool pool; /* of driver_fcgi */
	pthread_mutex_t accepting;
	atomic_bool draining; /* changed with the above */
	atomic_bool stuck; /* a request outlived its time */
	atomic_int_least64_t requests; /* served */
	char *bytes; /* LOOP_READ_SIZE of them, for loop_tick */
	size_t running; /* threads started */
	struct loop_thread threads[];
};

/* A request was served: if that was the last one wanted, say so. */
void loop_count_request(struct loop *loop);

/* Do what driver_fcgi has put before the thread pool. */
void driver_fcgi_run(struct loop_thread *thread, struct fcgi_request *request);

#endif

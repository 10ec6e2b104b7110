#ifndef GATE_TRANSPORT_FCGI_H
#define GATE_TRANSPORT_FCGI_H

#include <pthread.h>

#include "base/queue.h"
#include "gate/gate.h"
#include "gate/transport/fcgi_pool.h"
#include "wire/reader.h"

/*
 * The transport on our own record layer: one connection as bytes in, requests,
 * bytes out (FastCGI specification 1.0).  It owns no descriptor and never
 * waits, but for an answer that outgrew the limit answer_spool.
 *
 * Requests of one connection may run in several threads, and a deadline may
 * pass in yet another; what they share is guarded by LOCK.  Of the functions
 * here fcgi_run takes it by itself; the others are called with it held.
 */

/* What the owner of the connection's bytes does for it. */
struct fcgi_port {
	/*
	 * Send what the peer takes now, with the lock held.  Returns how many
	 * bytes, fewer than SIZE if fcgi_flush is to follow, or -1: it left.
	 */
	ssize_t (*send)(void *owner, const void *data, size_t size);
	/*
	 * Wait until the peer takes more, without the lock.  Returns 0, or -1
	 * when it does not in time.
	 */
	int (*wait)(void *owner);
	/* A request that GATE serves outlived its time; NULL: no one asks. */
	void (*overdue)(void *owner, const struct gate *gate);
	/*
	 * REQUEST was answered with STATUS ("504 Gateway Timeout") in its
	 * application's place, with the lock held.  May be NULL.
	 */
	void (*rejected)(void *owner, struct request *request,
	    const char *status, int64_t now);
};

struct fcgi {
	pthread_mutex_t lock;
	const struct transport_options *options;
	const struct limits *limits; /* of the options */
	const struct fcgi_port *port;
	void *owner;
	struct fcgi_pool *pool;
	struct record_reader reader;
	struct gantry_buffer content; /* of a short record, until it is whole */
	struct fcgi_request *requests; /* begun and not ended */
	struct fcgi_request *current; /* whose record is read; NULL: nobody's */
	unsigned count; /* of the requests */
	unsigned served; /* requests ended since the connection came */
	struct queue pending; /* bytes that the peer did not take yet */
	int64_t read_since; /* when the reader began to wait, or fell idle */
	int64_t write_since; /* when the peer last took something */
	bool overloaded; /* its requests are answered 503 */
	bool closing; /* to be closed when all is answered and sent */
	bool hung_up; /* the peer sends no more */
	bool lingers; /* the peer may still send: wait for it to close */
	bool broken; /* to be closed at once */
	bool closed; /* FCGI_CLOSE or FCGI_LINGER was returned */
};

/* What is to be done with the connection; all but FCGI_OPEN only once. */
enum fcgi_state {
	FCGI_OPEN,
	FCGI_CLOSE,
	FCGI_LINGER, /* read and forget for a moment, then close */
};

/* NOW is clock_milliseconds() here and below; what is pointed to must live. */
void fcgi_init(struct fcgi *fcgi, struct fcgi_pool *pool,
    const struct fcgi_port *port, void *owner, int64_t now);

/* Make a closed one ready for another connection of the same owner. */
void fcgi_reset(struct fcgi *fcgi, int64_t now);

void fcgi_clear(struct fcgi *fcgi);

/*
 * Take SIZE bytes that came.  The requests that became whole are put at the end
 * of the list *READY; each is a request for fcgi_run (fcgi_request_of).
 */
enum fcgi_state fcgi_feed(struct fcgi *fcgi, const void *data, size_t size,
    int64_t now, struct work **ready);

/*
 * The peer will send no more.  GONE: it will not read either, so answers that
 * are on the way are given up.
 */
enum fcgi_state fcgi_hang_up(struct fcgi *fcgi, bool gone);

/* Serve REQUEST, which is given back, in the thread that owns GATE. */
enum fcgi_state fcgi_run(struct fcgi_request *request, struct gate *gate);

/* Send what waits, when the peer takes more. */
enum fcgi_state fcgi_flush(struct fcgi *fcgi, int64_t now);

/* See to the deadlines. */
enum fcgi_state fcgi_expire(struct fcgi *fcgi, int64_t now);

/* No request is under way, and nothing waits to be sent. */
bool fcgi_is_idle(const struct fcgi *fcgi);

#endif

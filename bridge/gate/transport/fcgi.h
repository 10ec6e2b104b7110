#ifndef GATE_TRANSPORT_FCGI_H
#define GATE_TRANSPORT_FCGI_H

#include "gate/gate.h"
#include "gate/transport/fcgi_connection.h"
#include "gate/transport/fcgi_pool.h"

/*
 * The transport on our own record layer: one connection as bytes in, requests,
 * bytes out (FastCGI specification 1.0).  It owns no descriptor and never
 * waits, except for an answer that outgrew the limit answer_spool.
 *
 * Requests of one connection may run in several threads, and a deadline may
 * pass in another; LOCK guards what they share.  fcgi_run takes LOCK itself;
 * call the other functions with LOCK held.
 */

/* What to do with the connection; all but FCGI_OPEN are returned only once. */
enum fcgi_state {
	FCGI_OPEN,
	FCGI_CLOSE,
	FCGI_LINGER, /* discard input for a moment, then close */
	/*
	 * By fcgi_run: the connection stays open, and the request waits.
	 *  It may have gone on in another thread already.
	 */
	FCGI_DEFERRED,
};

/*
 * NOW is clock_milliseconds() here and below.  POOL, PORT and OWNER must
 * outlive the connection.
 */
void fcgi_init(struct fcgi *fcgi, struct fcgi_pool *pool,
    const struct fcgi_port *port, void *owner, int64_t now);

/* Prepare a closed connection for another one of the same owner. */
void fcgi_reset(struct fcgi *fcgi, int64_t now);

void fcgi_clear(struct fcgi *fcgi);

/* The connection was closed: free what it received and did not send. */
void fcgi_free_memory(struct fcgi *fcgi);

/*
 * Process SIZE received bytes.  Requests that are now complete are appended to
 * the list *READY; pass each to fcgi_run (fcgi_request_of).
 */
enum fcgi_state fcgi_feed(struct fcgi *fcgi, const void *data, size_t size,
    int64_t now, struct work **ready);

/*
 * The peer will send no more.  PEER_CLOSED: it will not read either, so answers
 * in progress are abandoned.
 */
enum fcgi_state fcgi_hang_up(struct fcgi *fcgi, bool peer_closed);

/* Serve REQUEST in the thread that owns GATE, and release it. */
enum fcgi_state fcgi_run(struct fcgi_request *request, struct gate *gate);

/*
 * REQUEST is deferred and was scheduled: a thread has it, and calls fcgi_run
 * next.  Call it without the lock.
 */
void fcgi_begin_resume(struct fcgi_request *request);

/* Does a deferred request of the connection wait?  Needs no lock. */
static inline bool
fcgi_has_waiting(const struct fcgi *fcgi)
{
	return atomic_load_explicit(&fcgi->waiting, memory_order_relaxed) > 0;
}

/*
 * All requests are deferred and wait, and neither input nor output is under
 * way: no deadline of fcgi_expire passes.
 */
bool fcgi_only_waits(const struct fcgi *fcgi);

/* The peer can take more: send pending bytes. */
enum fcgi_state fcgi_flush(struct fcgi *fcgi, int64_t now);

/* Check the deadlines. */
enum fcgi_state fcgi_expire(struct fcgi *fcgi, int64_t now);

/* How many requests run that have exceeded a time-out. */
unsigned fcgi_hanging(const struct fcgi *fcgi);

/* Answer 503 to the requests that wait for a thread: none will come. */
void fcgi_reject_ready(struct fcgi *fcgi, int64_t now);

/* No request is in progress, and no bytes are pending. */
bool fcgi_is_idle(const struct fcgi *fcgi);

/*
 * If the connection only waits for its peer to complete a request, or to begin
 * its first: since when, by clock_milliseconds().  Otherwise 0; then an answer
 * is in progress, or it is idle between two requests.
 */
int64_t fcgi_incomplete_since(const struct fcgi *fcgi);

#endif

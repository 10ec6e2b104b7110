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
 * pass in yet another; what they share is guarded by LOCK.  Of the functions
 * here fcgi_run takes it by itself; the others are called with it held.
 */

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

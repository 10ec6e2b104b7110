#ifndef GATE_REPLY_H
#define GATE_REPLY_H

#include <stdatomic.h>
#include <stdint.h>

#include "gantry/buffer.h"
#include "gantry/contract.h"

/*
 * The answer.  What an application writes is buffered.  An answer that fits the
 * buffer is sent when the application returns, so that a failure before that is
 * still a clean 500.
 */

struct transport;

enum reply_state {
	REPLY_IDLE, /* no start_response yet */
	REPLY_HELD, /* started; nothing was sent */
	REPLY_SENDING, /* the headers went out */
	REPLY_BROKEN, /* the contract was broken, or the peer went away */
	REPLY_ENDED, /* the application returned: nothing can be written */
};

/* Where a trace of the request is shown (gate/tracer.h). */
enum reply_trace {
	REPLY_NO_TRACE,
	REPLY_TRACE_TEXT, /* instead of the answer */
	REPLY_TRACE_HEADER, /* in a Server-Timing header */
};

struct gantry_body {
	const struct transport *transport;
	void *owner;
	struct gantry_errors *errors;
	bool shows_rules; /* a failure's answer contains what was logged */
	bool tells_id; /* each answer has X-Request-Id */
	bool mirrors_errors; /* copy what was logged to the web server's log */
	enum reply_trace shows_trace;
	enum reply_state state;
	/* If the request is deferred; NULL: it is not, so writes may wait. */
	struct gantry_deferred *deferred;
	int status;
	bool is_head; /* the request's method is HEAD */
	bool has_location; /* so has the head */
	bool sent; /* something reached the transport */
	bool peer_closed; /* the peer went away */
	bool was_refused; /* gantry_defer returned GANTRY_ERROR_BUSY */
	bool exceeds_length; /* more was written than the Content-Length */
	int64_t content_length; /* as given, or CONTENT_LENGTH_NONE */
	/*
	 * Bytes that the application wrote.  Its thread alone changes it;
	 * others may look whether it grows.
	 */
	atomic_int_least64_t written;
	struct gantry_buffer head; /* kept after it was sent */
	struct gantry_buffer data;
};

/* Broken rules are logged to ERRORS, which must outlive the body. */
void reply_init(struct gantry_body *body, const struct transport *transport,
    void *owner, struct gantry_errors *errors);
void reply_reset(struct gantry_body *body);
void reply_clear(struct gantry_body *body);

/* The start_response of the contract. */
gantry_start_response reply_start_response;

/*
 * The application succeeded: does its answer keep the contract?  A broken rule
 * is logged.
 */
bool reply_check(struct gantry_body *body);

/*
 * The answer is complete: if its headers were not sent yet, send them with its
 * length.  Returns 0, or -1 when the peer went away or memory ran out.
 */
int reply_send_head(struct gantry_body *body);

/* Send the buffered part of the body.  Returns 0 or -1 likewise. */
int reply_send_data(struct gantry_body *body);

#endif

#ifndef GATE_REPLY_H
#define GATE_REPLY_H

#include <stdint.h>

#include "gantry/buffer.h"
#include "gantry/contract.h"

/*
 * The answer on its way out.  What an application writes is gathered; an answer
 * that fits is sent whole when the application returns, so that a failure on
 * the way is still a clean 500.
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
	REPLY_TRACE_TEXT, /* in the answer's place: nothing else is sent */
	REPLY_TRACE_HEADER, /* in a Server-Timing header */
};

struct gantry_body {
	const struct transport *transport;
	void *owner;
	struct gantry_errors *errors;
	bool shows_rules; /* a failure's answer says what was logged */
	bool tells_id; /* each answer has X-Request-Id */
	bool mirrors_errors; /* what was logged reaches the web server's log */
	enum reply_trace shows_trace;
	enum reply_state state;
	int status;
	bool is_head; /* the request's method is HEAD */
	bool sent; /* something reached the transport */
	bool is_gone; /* the peer went away */
	bool is_over; /* more was written than the Content-Length */
	int64_t content_length; /* as given, or CONTENT_LENGTH_NONE */
	int64_t written; /* bytes that the application wrote */
	struct gantry_buffer head; /* stays when it was sent */
	struct gantry_buffer data;
};

/* ERRORS, where broken rules are logged, must outlive the body. */
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
 * The answer is whole: send its headers, if they are still held, and its length
 * with them.  Returns 0, or -1 when the peer went away or memory ran out.
 */
int reply_send_head(struct gantry_body *body);

/* Send what was gathered of the body.  Returns 0 or -1 likewise. */
int reply_send_data(struct gantry_body *body);

#endif

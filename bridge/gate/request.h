#ifndef GATE_REQUEST_H
#define GATE_REQUEST_H

#include <stdatomic.h>

#include "gate/environ/environ.h"
#include "gate/reply.h"
#include "gate/transport.h"
#include "gate/wsgi_errors.h"

/*
 * One request.  A transport has one for each request that it serves at a time,
 * and reuses it:
 *
 *	request_init(&request, &transport, connection);
 *	for (...) {
 *		environ_add(&request.environ, ...);
 *		gate_serve(&gate, &request, NULL);
 *		request_reset(&request);
 *	}
 *	request_clear(&request);
 */

struct gantry_input {
	const struct transport *transport;
	void *owner;
	int64_t left; /* bytes, or LENGTH_UNKNOWN */
	bool ended; /* the transport's stream was read to its end */
	struct gantry_buffer ahead; /* bytes read by request_read_ahead */
	size_t ahead_taken;
	bool has_more; /* than was read ahead */
};

/* When it arrived, by clock_milliseconds(); 0: the transport cannot tell. */
struct request_times {
	int64_t begun;
	int64_t params; /* the last parameter */
	int64_t ready; /* the end of the body */
};

/* How long it waited, in microseconds, and what its observer knows of that. */
struct request_waits {
	int64_t ran; /* in threads before */
	int64_t waited; /* between them */
	int64_t since; /* it waits since then, by clock_microseconds() */
	int64_t first_byte; /* was sent after so much of RAN; -1: not yet */
	int64_t writing; /* so much of RAN */
	/*
	 * Milliseconds that its thread waited for the client to take a part of
	 * the answer, as far as its transport can tell.
	 */
	int64_t sending;
	int64_t queued; /* milliseconds before it first ran; -1: unknown */
};

struct request {
	struct gantry_environ environ;
	struct gantry_input input;
	struct gantry_errors errors;
	struct gantry_body body;
	bool trust_script_name; /* see mount_resolve */
	bool is_direct; /* no web server is between, which could send files */
	bool is_authorizer; /* the role (FastCGI specification 1.0, 6.3) */
	const char *rejection_status; /* of a rejection; NULL: by its code */
	struct trace *trace; /* once it is deferred; NULL: of its gate */
	struct request_waits waits;
	bool was_rejected; /* by the gate: no application was called */
	struct request_times times;
	/* As they were sent, for the logs of any thread; never NULL. */
	const char *client, *method, *target;
	/*
	 * The status that the observer counted; 0 until then.  A request may
	 * time out in one thread while it ends in another, and is counted
	 * once.
	 */
	atomic_int counted_status;
	/* The place of its route (serve/observe/score_routes.h). */
	atomic_uint route;
};

void request_init(
    struct request *request, const struct transport *transport, void *owner);
void request_reset(struct request *request);
void request_clear(struct request *request);

/*
 * Read the body, of LENGTH bytes or LENGTH_UNKNOWN, but at most MOST, before
 * the application does.  The application reads it as usual.
 */
void request_read_ahead(struct request *request, int64_t length, size_t most);

/*
 * Read the part of the body that the application did not read, so that the next
 * request can follow on the connection.  Returns 0, or -1 when too much is left
 * or the peer failed: the connection must be closed.
 */
int request_drain(struct request *request);

#endif

#ifndef GATE_TRANSPORT_CALL_H
#define GATE_TRANSPORT_CALL_H

#include "gantry/buffer.h"
#include "gate/deferred/private_loop.h"
#include "gate/gate.h"

/* One request in process, without any web server. */

struct call {
	const char *method; /* "GET" */
	const char *target; /* "/path?query", percent-encoded as in a URL */
	const char *const *headers; /* "Name: value", ended by NULL; or NULL */
	/* Added to or replacing the above; { NULL, NULL } ends it; or NULL. */
	const struct gantry_variable *variables;
	const char *body; /* or NULL for none */
	size_t body_length;
	const char *remote_addr; /* NULL: "127.0.0.1" */
	const char *script_name; /* what the target is below; NULL: "" */
	bool is_https;
	struct gantry_buffer *log; /* gets what was logged, if not NULL */
	/* If the request is deferred: */
	struct deferrals *deferrals; /* NULL: of its own, with this: */
	int deferred_timeout; /* see struct deferrals_options */
	bool catches_signals; /* see private_loop_catch_signals */
	/*
	 * Called after the answer has grown, in the request's thread; returns
	 * 0, or -1 if nobody wants more of it.  NULL: it is not called.
	 */
	int (*written)(void *owner);
	bool (*is_gone)(void *owner); /* as that of a transport, or NULL */
	void *owner; /* of the two */
};

/*
 * Serve CALL and append the answer to ANSWER in the form of CGI: "Status: 200
 * OK", headers, an empty line, the body.  Returns 0, or -1: GANTRY_ERROR_INPUT
 * when the call itself is malformed, GANTRY_ERROR_HANGUP when the application
 * did not complete its answer.
 */
int call_serve(struct gate *gate, const struct call *call,
    struct gantry_buffer *answer, struct gantry_error *error);

/*
 * The same in steps, for several requests that wait beside each other:
 *
 *	call_begin(&running, gate, &call, &answer);
 *	while (call_is_waiting(&running)) {
 *		call_wait(&running, -1);
 *		call_run(&running);
 *	}
 *	result = call_end(&running, &error);
 *
 * What CALL points to must stay until call_end.
 */
struct call_running {
	struct gate *gate;
	struct call call;
	struct gantry_buffer *answer;
	const char *body; /* the part that was not read */
	size_t body_left;
	struct request request;
	struct private_loop loop; /* once it is deferred */
	struct gantry_error error; /* of what call_begin was given */
	int result; /* GANTRY_DEFERRED: it waits */
	bool is_due;
};

void call_begin(struct call_running *running, struct gate *gate,
    const struct call *call, struct gantry_buffer *answer);

static inline bool
call_is_waiting(const struct call_running *running)
{
	return running->result == GANTRY_DEFERRED;
}

/*
 * Wait until the request is to run, at most MILLISECONDS; -1: for any time.
 * Returns whether it is.
 */
bool call_wait(struct call_running *running, int milliseconds);

/* If the request is to run, let it. */
void call_run(struct call_running *running);

/* End a request that waits, for REASON. */
void call_cancel(struct call_running *running, enum gantry_end reason);

/* Free everything.  Returns like call_serve. */
int call_end(struct call_running *running, struct gantry_error *error);

#endif

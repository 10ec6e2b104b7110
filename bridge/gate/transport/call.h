#ifndef GATE_TRANSPORT_CALL_H
#define GATE_TRANSPORT_CALL_H

#include "gantry/buffer.h"
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
};

/*
 * Serve CALL and append the answer to ANSWER in the form of CGI: "Status: 200
 * OK", headers, an empty line, the body.  Returns 0, or -1: GANTRY_ERROR_INPUT
 * when the call itself is malformed, GANTRY_ERROR_HANGUP when the application
 * did not complete its answer.
 */
int call_serve(struct gate *gate, const struct call *call,
    struct gantry_buffer *answer, struct gantry_error *error);

#endif

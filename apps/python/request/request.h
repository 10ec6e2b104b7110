#ifndef PYTHON_REQUEST_REQUEST_H
#define PYTHON_REQUEST_REQUEST_H

#include "python/runtime/py.h"

#include <gantry/contract.h>

/*
 * What an application gets of a request, in one object: start_response, the
 * write that this returns, and wsgi.input.  One object serves one request after
 * another, unless the application keeps it: then its methods raise
 * RuntimeError once the request is over.
 */

#define REQUEST_LENGTH_NONE INT64_C(-1)

struct request {
	PyObject_HEAD vectorcallfunc vectorcall;
	struct gantry_environ *environ; /* NULL: the request is over */
	gantry_start_response *start_response;
	struct gantry_body *body; /* of start_response */
	bool is_started; /* start_response was called */
	int64_t left; /* of the response's Content-Length, or NONE */
	size_t gathered; /* bytes written since the last flush */
	/* The body of the request, see input.c. */
	int64_t unread; /* bytes that are not read yet; NONE: unknown */
	bool has_unread; /* UNREAD was found out */
	bool at_end;
	char *ahead; /* read ahead for lines; or NULL */
	size_t ahead_at, ahead_end;
};

/* Make the type.  Returns 0, or -1 with an exception. */
int request_prepare(void);

/* Begin a request in this thread.  Returns a new reference, or NULL. */
struct request *request_begin(
    struct gantry_environ *environ, gantry_start_response *start_response);

/* The request is over; takes the reference. */
void request_end(struct request *request);

/* What became of a block. */
enum request_sent {
	REQUEST_SENT,
	REQUEST_FULL, /* it reaches the Content-Length; nothing may follow */
	REQUEST_GONE, /* the client went away */
	REQUEST_FAILED, /* an exception is set */
};

/*
 * Write BLOCK, which must be bytes, and let the GIL go for what may wait.
 */
enum request_sent request_write(struct request *request, PyObject *block);

/* Send what was written.  The GIL is let go. */
enum request_sent request_flush(struct request *request);

/*
 * Send RESULT, what the application returned: an iterable of blocks, whose
 * close is called exactly once.  Returns 0; or -1 if the request failed, with
 * what was raised logged.  The reference stays with the caller.
 */
int request_send(struct request *request, PyObject *result);

/* wsgi.input: the methods of a request that read its body, see input.c. */
extern PyMethodDef input_methods[];

PyObject *input_next(PyObject *self);

void input_begin(struct request *request);

/* Free what was read ahead; idempotent. */
void input_clear(struct request *request);

/* Raise RuntimeError if the request is over.  Returns 0 or -1. */
int request_check(const struct request *request);

#endif

#ifndef GATE_FAILURE_H
#define GATE_FAILURE_H

#include "gate/reply.h"

/* The answer and the log line when an application fails. */

/*
 * Answer with STATUS ("404 Not Found") and a problem document (RFC 9457) that
 * says DETAIL, unless something was sent already.  REQUEST_ID, unless NULL, is
 * in the document and a header.  The caller finishes the reply.
 */
void failure_answer(struct gantry_environ *environ, const char *status,
    const char *detail, const char *request_id);

/*
 * The application failed: make sure that the log has a reason, and answer 500.
 * Returns 0, or -1 when something was sent already.
 */
int failure_finish(struct gantry_environ *environ);

/*
 * Copy what was logged for the request to the web server's log, if the
 * transport has one and the headers were sent.  Call this before the end of the
 * body is sent.  Returns 0, or -1 when the peer went away.
 */
int failure_copy_to_stderr(const struct gantry_body *body);

#endif

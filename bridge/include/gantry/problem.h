#ifndef GANTRY_PROBLEM_H
#define GANTRY_PROBLEM_H

#include <gantry/buffer.h>

/*
 * Append a problem document (RFC 9457, application/problem+json).  STATUS is as
 * for start_response, "404 Not Found"; the title is TITLE, or STATUS's reason
 * when it is NULL; DETAIL is one sentence for a reader, or NULL.
 */
void gantry_problem_document(struct gantry_buffer *buffer, const char *status,
    const char *title, const char *detail);

#endif

#ifndef GANTRY_PROBLEM_H
#define GANTRY_PROBLEM_H

#include <gantry/buffer.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* A problem document (RFC 9457, application/problem+json). */
struct gantry_problem {
	const char *type; /* a URI with more information, or NULL */
	const char *status; /* as for start_response: "404 Not Found" */
	const char *title; /* NULL: the status's reason */
	const char *detail; /* one sentence for a human, or NULL */
	const char *code; /* application-defined, or NULL */
	const char *request_id; /* the request's id in the log, or NULL */
	/*
	 * Extension members (RFC 9457 section 3.2): the text of a JSON object
	 * whose names differ from those above, or NULL.  It is not checked.
	 */
	const char *members;
};

/* Append PROBLEM to BUFFER. */
void gantry_problem_put(
    struct gantry_buffer *buffer, const struct gantry_problem *problem);

/* The same with only these fields. */
void gantry_problem_document(struct gantry_buffer *buffer, const char *status,
    const char *title, const char *detail);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif

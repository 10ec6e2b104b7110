#ifndef GATE_TRACE_PRINT_H
#define GATE_TRACE_PRINT_H

#include "gantry/buffer.h"
#include "gantry/json.h"
#include "gate/environ/environ.h"

/*
 * A traced request, for people and for programs: its environ as it was sent and
 * as it was repaired, the spans, the answer.  Each appends to BUFFER, in which
 * a lack of memory is remembered.
 */

/* Lines; what a client or an application wrote is escaped. */
void trace_put_text(
    struct gantry_buffer *buffer, const struct gantry_environ *environ);

/* Members of the JSON object that was begun (gantry(8)). */
void trace_put_json(
    struct gantry_json_writer *json, const struct gantry_environ *environ);

/*
 * The value of a Server-Timing header (W3C Server Timing, section 3.1): the
 * total, and each kind of span summed up, in milliseconds.
 */
void trace_put_timing(
    struct gantry_buffer *buffer, const struct gantry_environ *environ);

/* The diff: what became of the variables that were sent. */
enum trace_change {
	TRACE_KEPT, /* the application sees it as it was sent */
	TRACE_REMOVED, /* what was sent is not seen so */
	TRACE_ADDED, /* what is seen was not sent so */
};

/*
 * Walk over it: REMOVED is followed by what was ADDED in its place.  *POSITION
 * starts at 0 and is moved on.  Returns false after the last.
 */
struct trace_difference {
	enum trace_change change;
	const char *name;
	const char *value;
};
bool trace_next_difference(const struct gantry_environ *environ,
    size_t *position, struct trace_difference *difference);

#endif

#ifndef GATE_TRACE_PRINT_H
#define GATE_TRACE_PRINT_H

#include "gantry/buffer.h"
#include "gantry/json.h"
#include "gate/environ/environ.h"
#include "gate/trace/trace.h"

/*
 * Print a traced request as text or JSON: its environ as sent and as repaired,
 * the spans, the answer.  Each function appends to BUFFER, which remembers if
 * memory ran out.
 */

/* Lines; what a client or an application wrote is escaped. */
void trace_put_text(
    struct gantry_buffer *buffer, const struct gantry_environ *environ);

/* The parts of it: how the environ was repaired, and the spans. */
void trace_put_environ(
    struct gantry_buffer *buffer, const struct gantry_environ *environ);
void trace_put_spans(struct gantry_buffer *buffer, const struct trace *trace);

/* Members of the JSON object that was begun (gantry(8)). */
void trace_put_json(
    struct gantry_json_writer *json, const struct gantry_environ *environ);

/*
 * The value of a Server-Timing header (W3C Server Timing, section 3.1): the
 * total, and each kind of span summed up, in milliseconds.
 */
void trace_put_timing(
    struct gantry_buffer *buffer, const struct gantry_environ *environ);

/* The differences between the variables as sent and as repaired. */
enum trace_change {
	TRACE_KEPT, /* the application sees it as it was sent */
	TRACE_REMOVED, /* the application does not see it so */
	TRACE_ADDED, /* the application sees it, but it was not sent so */
};

/*
 * Get the next difference; the value that replaces a REMOVED one follows it as
 * ADDED.  *POSITION starts at 0 and is advanced.  Returns false after the last.
 */
struct trace_difference {
	enum trace_change change;
	const char *name;
	const char *value;
};
bool trace_next_difference(const struct gantry_environ *environ,
    size_t *position, struct trace_difference *difference);

#endif

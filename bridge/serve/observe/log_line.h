#ifndef SERVE_OBSERVE_LOG_LINE_H
#define SERVE_OBSERVE_LOG_LINE_H

#include "gantry/json.h"
#include "serve/observe/log_entry.h"
#include "serve/observe/log_format.h"

/* The lines of the logs of requests. */

/* What one thread keeps from line to line of one log; begins as { 0 }. */
struct log_pen {
	struct gantry_buffer line;
	time_t second; /* of the time that is below */
	char time[48];
};

/*
 * Write ENTRY into PEN->line, with its newline and of at most MOST bytes: if
 * need be, what came from the client is cut.  Returns 0, or -1 when memory ran
 * out.
 */
int log_line_write(const struct log_format *format,
    const struct log_entry *entry, size_t most, struct log_pen *pen);

/*
 * Begin a JSON object in PEN->line with what all logs tell of ENTRY; of each
 * text at most MOST bytes.  The caller adds to JSON, and ends the object.
 */
void log_line_begin_object(struct gantry_json_writer *json,
    const struct log_entry *entry, size_t most, struct log_pen *pen);

void log_pen_clear(struct log_pen *pen);

#endif

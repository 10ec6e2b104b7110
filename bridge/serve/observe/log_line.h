#ifndef SERVE_OBSERVE_LOG_LINE_H
#define SERVE_OBSERVE_LOG_LINE_H

#include "gantry/json.h"
#include "serve/observe/log_entry.h"
#include "serve/observe/log_format.h"

/* Lines of the access log and the slow log. */

/* The state of one thread for one log; initially { 0 }. */
struct log_formatter {
	struct gantry_buffer line;
	time_t second; /* of the time */
	char time[48];
};

/*
 * Write ENTRY into FORMATTER->line, with a newline and at most MOST bytes;
 * values from the client are cut if necessary.  Returns 0, or -1 if memory ran
 * out.
 */
int log_line_write(const struct log_format *format,
    const struct log_entry *entry, size_t most,
    struct log_formatter *formatter);

/*
 * Begin a JSON object in FORMATTER->line with the members that both logs have;
 * texts are cut at MOST bytes.  The caller adds its own members and ends the
 * object.
 */
void log_line_begin_object(struct gantry_json_writer *json,
    const struct log_entry *entry, size_t most,
    struct log_formatter *formatter);

void log_formatter_clear(struct log_formatter *formatter);

#endif

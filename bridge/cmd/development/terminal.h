#ifndef CMD_DEVELOPMENT_TERMINAL_H
#define CMD_DEVELOPMENT_TERMINAL_H

#include "gantry/buffer.h"

/*
 * What the terminal of gantry dev shows.  Lines of requests are on standard
 * output, and what gantry dev and the log say on standard error.
 */

/* Print "PROGRAM dev: TEXT", in red if it is an error. */
void terminal_say(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
void terminal_complain(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Copy what DESCRIPTOR, which does not block, has to standard output. */
void terminal_copy(int descriptor);

/* The lines of the log, with what may explain a failure. */
struct terminal_log {
	int descriptor; /* of a pipe; does not block */
	struct gantry_buffer part; /* of a line */
	struct gantry_buffer reasons; /* lines, but not of information */
	bool has_failed_upgrade; /* the log said so */
	bool has_failed_reload; /* likewise */
	bool has_reloaded;
};

/* Copy what the log has to standard error. */
void terminal_copy_log(struct terminal_log *log);

#endif

#ifndef CMD_SHELL_JSON_LINES_H
#define CMD_SHELL_JSON_LINES_H

#include "gantry/buffer.h"
#include "gantry/error.h"

/* JSON (RFC 8259) for people: indented, one member or item a line. */

struct json_lines_style {
	bool is_coloured;
	bool sorts; /* members by name, so that equal objects look equal */
};

/* Is TEXT, of LENGTH bytes, JSON?  Returns 0, or -1 with ERROR filled. */
int json_lines_check(
    const char *text, size_t length, struct gantry_error *error);

/*
 * Append TEXT, which json_lines_check accepts, indented and without a newline
 * at the end.  Numbers and strings stay as they are written, but clean.
 */
void json_lines_put(struct gantry_buffer *to, const char *text, size_t length,
    const struct json_lines_style *style);

#endif

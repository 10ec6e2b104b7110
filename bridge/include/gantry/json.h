#ifndef GANTRY_JSON_H
#define GANTRY_JSON_H

#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>

/*
 * Writing JSON (RFC 8259) into a buffer.  The caller writes the structure, the
 * brackets and commas; these write the values, which are what goes wrong.
 * Failures are remembered in the buffer.
 */

/*
 * Append a quoted string of LENGTH bytes.  Control characters, the quote and
 * the backslash are escaped; bytes that are no UTF-8 become U+FFFD, so that the
 * outcome is always valid JSON.
 */
void gantry_json_string(
    struct gantry_buffer *buffer, const char *string, size_t length);

/* The same with a NUL-terminated string; NULL writes null. */
void gantry_json_text(struct gantry_buffer *buffer, const char *text);

/* Append a whole number. */
void gantry_json_integer(struct gantry_buffer *buffer, int64_t value);

#endif

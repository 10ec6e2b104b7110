#ifndef CACHE_JSON_SCAN_H
#define CACHE_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/buffer.h>

/*
 * Walking through JSON without building anything: compact JSON, as our readers
 * write it.  It is not checked.  Whatever the text is, nothing is read beyond
 * its end.
 */

/* Skip the string that begins at AT, a quote, or the value at AT. */
const char *json_skip_string(const char *at, const char *end);
const char *json_skip_value(const char *at, const char *end);

/* Append the text of a string, from AFTER its quote to END, its last quote. */
void json_unescape(
    struct gantry_buffer *buffer, const char *after, const char *end);

/* A part of the text. */
struct json_part {
	const char *data;
	size_t length;
};

/* The members of an object or the elements of an array that are left. */
struct json_walk {
	const char *at, *end;
};

/* TEXT that is neither has no members. */
struct json_walk json_walk(struct json_part text);

/*
 * Get the next member or element; NAME, which may be NULL for an array, gets
 * what is between the quotes.  Returns false after the last.
 */
bool json_walk_next(
    struct json_walk *walk, struct json_part *name, struct json_part *value);

#endif

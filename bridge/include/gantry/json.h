#ifndef GANTRY_JSON_H
#define GANTRY_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Functions that append JSON (RFC 8259) values to a buffer.  The caller writes
 * the structure, that is, brackets and commas.  The buffer remembers failures.
 */

/*
 * Append a quoted string of LENGTH bytes; if there are none, STRING may be
 * NULL. Control characters, the quote and the backslash are escaped.  Bytes
 * that are not UTF-8 become U+FFFD, so the result is always valid JSON.
 */
void gantry_json_string(
    struct gantry_buffer *buffer, const char *string, size_t length);

/* The same with a NUL-terminated string; NULL writes null. */
void gantry_json_text(struct gantry_buffer *buffer, const char *text);

/* Append a whole number. */
void gantry_json_integer(struct gantry_buffer *buffer, int64_t value);

/*
 * Append a number so that it reads back as the same number.  NaN and the
 * infinities, which JSON cannot express, become null.
 */
void gantry_json_number(struct gantry_buffer *buffer, double value);

/*
 * A writer that also writes the structure.
 *
 *	struct gantry_json_writer json;
 *
 *	gantry_json_writer_init(&json, &buffer);
 *	gantry_json_begin_array(&json, NULL);
 *	gantry_json_begin_object(&json, NULL);
 *	gantry_json_put_text(&json, "word", word);
 *	gantry_json_end(&json);
 *	gantry_json_end(&json);
 *
 * NAME is the member's name in an object, and NULL elsewhere.  If a call would
 * make the document invalid, for example a member without a name, an end
 * without a beginning, or more than 64 levels, the writer fails and ignores all
 * later calls.  A TEXT that is NULL writes null; a STRING may be NULL if LENGTH
 * is 0.
 */
struct gantry_json_writer {
	struct gantry_buffer *buffer;
	uint64_t objects; /* a bit a level; the lowest is the innermost */
	unsigned depth;
	bool has_items; /* the next item needs a comma */
	bool is_whole; /* one value was written */
	bool failed;
};

void gantry_json_writer_init(
    struct gantry_json_writer *writer, struct gantry_buffer *buffer);
void gantry_json_begin_object(
    struct gantry_json_writer *writer, const char *name);
void gantry_json_begin_array(
    struct gantry_json_writer *writer, const char *name);
void gantry_json_end(struct gantry_json_writer *writer);
void gantry_json_put_text(
    struct gantry_json_writer *writer, const char *name, const char *text);
void gantry_json_put_string(struct gantry_json_writer *writer, const char *name,
    const char *string, size_t length);
void gantry_json_put_integer(
    struct gantry_json_writer *writer, const char *name, int64_t value);
void gantry_json_put_number(
    struct gantry_json_writer *writer, const char *name, double value);
void gantry_json_put_boolean(
    struct gantry_json_writer *writer, const char *name, bool value);
void gantry_json_put_null(struct gantry_json_writer *writer, const char *name);

/* Append text that is already JSON, for example a literal. */
void gantry_json_put_raw(
    struct gantry_json_writer *writer, const char *name, const char *json);

/* Return whether one complete value was written, without a failure. */
bool gantry_json_is_whole(const struct gantry_json_writer *writer);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif

#ifndef FIRESTORE_JSON_TEXT_H
#define FIRESTORE_JSON_TEXT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/source.h"

/*
 * Reads a long JSON text in pieces: the caller handles the brackets and commas
 * around the objects, and reads one object at a time.
 *
 *	while ((next = json_text_peek(text, &error)) == '{') {
 *		status = json_text_read_object(text, &object, NULL, &error);
 *		...
 *	}
 */

/* A document has 1 MiB at most; this leaves room for its JSON. */
#define JSON_TEXT_OBJECT_MAX (32 << 20)

#define JSON_TEXT_END 256 /* not a byte */

struct json_text {
	struct source source;
	const char *begin, *at, *end; /* of the chunk */
	uint64_t offset; /* of the chunk in the text, decompressed */
	uint64_t line; /* counted from 1 */
	bool is_exact; /* see json_parse_exact */
};

/* The text of an object. */
struct json_piece {
	struct gantry_buffer bytes;
	size_t depth; /* open brackets; 0 when it is complete */
	bool in_string, escaped;
	bool is_spliced; /* an array was cut out of it */
	uint64_t line, offset; /* where it begins */
};

/*
 * Open the file PATH, "-" for standard input.  TEXT is empty and borrows PATH.
 * Returns 0 or -1; close it in both cases.
 */
int json_text_open(
    struct json_text *text, const char *path, struct gantry_error *error);
void json_text_close(struct json_text *text);

/*
 * Get the next byte that is not white space, without reading it.  Returns
 * JSON_TEXT_END at the end, or -1.
 */
int json_text_peek(struct json_text *text, struct gantry_error *error);

/* Skip the byte that was peeked. */
void json_text_skip(struct json_text *text);

/*
 * Read the object whose '{' was peeked.  Returns 1 when it is complete, -1 when
 * the text ends before or it is too large.  Returns 0 before the '[' of its
 * member MEMBER, unless that is NULL: the caller then reads the array, calls
 * json_text_splice, and calls this again.
 */
int json_text_read_object(struct json_text *text, struct json_piece *object,
    const char *member, struct gantry_error *error);

/*
 * Append the value that was peeked, of any kind, to VALUE.  Returns 1, or -1
 * when the text ends before or it is too large.  If its bytes were empty, it
 * begins here.
 */
int json_text_read_value(struct json_text *text, struct json_piece *value,
    struct gantry_error *error);

/* The same up to the bracket that closes the one that VALUE ends with. */
int json_text_read_rest(struct json_text *text, struct json_piece *value,
    struct gantry_error *error);

/* Read one byte of any kind.  Returns JSON_TEXT_END at the end, or -1. */
int json_text_byte(struct json_text *text, struct gantry_error *error);

/* Read the name of a member into NAME, and the colon after it.  1 or -1. */
int json_text_read_name(struct json_text *text, struct json_piece *name,
    struct gantry_error *error);

/* Begin VALUE here, with no bytes. */
void json_text_begin(const struct json_text *text, struct json_piece *value);

/* Put null in place of the array. */
void json_text_splice(struct json_piece *object);

/*
 * Parse a complete object.  The caller owns the result; NULL with ERROR filled.
 */
json_t *json_text_parse(const struct json_text *text,
    const struct json_piece *object, struct gantry_error *error);

/* Report an error at the byte that was peeked.  Returns -1. */
int json_text_failed(const struct json_text *text, struct gantry_error *error,
    const char *expected);

/* Prefix ERROR with the file and where OBJECT begins.  Returns -1. */
int json_text_prefix(const struct json_text *text,
    const struct json_piece *object, struct gantry_error *error);

/* Free what it holds; safe on an empty one. */
void json_piece_clear(struct json_piece *object);

#endif

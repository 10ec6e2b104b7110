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
 * A long JSON text in pieces: the caller walks through the brackets and commas
 * that hold the objects together, and takes one object at a time.
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
};

/* An object as it stands in the text. */
struct json_piece {
	struct gantry_buffer bytes;
	size_t depth; /* brackets open; 0 when it is whole */
	bool in_string, escaped;
	bool is_spliced; /* something was taken out of it */
	uint64_t line, offset; /* where it begins */
};

/*
 * Open the file PATH, "-" for standard input.  TEXT is empty, and borrows PATH.
 * Returns 0 or -1; it is to be closed either way.
 */
int json_text_open(
    struct json_text *text, const char *path, struct gantry_error *error);
void json_text_close(struct json_text *text);

/* The next byte that is no white space, or JSON_TEXT_END, or -1. */
int json_text_peek(struct json_text *text, struct gantry_error *error);

/* Step over the byte that was peeked. */
void json_text_skip(struct json_text *text);

/*
 * Take the object whose '{' was peeked.  Returns 1 when it is whole, -1 when
 * the text ends before or it is too large; and 0 when TEXT stands before the
 * '[' of its member named MEMBER, unless that is NULL: then the caller walks
 * through the array, calls json_text_splice, and takes again.
 */
int json_text_read_object(struct json_text *text, struct json_piece *object,
    const char *member, struct gantry_error *error);

/* Put null where the array was. */
void json_text_splice(struct json_piece *object);

/* Parse an object that is whole.  The caller owns it; NULL with an error. */
json_t *json_text_parse(const struct json_text *text,
    const struct json_piece *object, struct gantry_error *error);

/* An error at the byte that was peeked.  Returns -1. */
int json_text_failed(const struct json_text *text, struct gantry_error *error,
    const char *expected);

/* Put the file and where OBJECT begins before the error's text.  Returns -1. */
int json_text_prefix(const struct json_text *text,
    const struct json_piece *object, struct gantry_error *error);

/* Free what it holds; safe on an empty one. */
void json_piece_clear(struct json_piece *object);

#endif

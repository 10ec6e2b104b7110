#ifndef GANTRY_CACHE_RULES_READER_H
#define GANTRY_CACHE_RULES_READER_H

#include <stdbool.h>

#include <gantry/error.h>

#include "data/firestore/bytes.h"

/* Reads the words of security rules: comments and blanks are skipped. */

struct rules_reader {
	const char *at, *end;
	unsigned line;
	unsigned word_line; /* where the last word began */
};

/*
 * Get the next word, and go behind it: letters, digits and _; a string with its
 * quotes; or one other character.  Returns an empty one at the end, or where a
 * comment or a string does not end.
 */
struct bytes rules_reader_next(struct rules_reader *reader);

/* Get the next word, and stay before it. */
struct bytes rules_reader_peek(const struct rules_reader *reader);

/* Take the next word if it is WORD. */
bool rules_reader_take(struct rules_reader *reader, const char *word);

/* Fill in ERROR: the next word is not what was expected.  Returns -1. */
int rules_reader_fail(const struct rules_reader *reader, const char *expected,
    struct gantry_error *error);

/* Take WORD, or fail. */
int rules_reader_expect(
    struct rules_reader *reader, const char *word, struct gantry_error *error);

/* Skip a block, whose { is next.  Returns 0 or -1. */
int rules_reader_skip_block(
    struct rules_reader *reader, struct gantry_error *error);

/*
 * Get a segment of a path, whose slash was taken: what is up to the next slash,
 * blank or brace; or a variable with its braces.
 */
struct bytes rules_reader_segment(struct rules_reader *reader);

#endif

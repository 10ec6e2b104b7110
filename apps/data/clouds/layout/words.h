#ifndef CLOUDS_LAYOUT_WORDS_H
#define CLOUDS_LAYOUT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/clouds/layout/left_out.h"

/* The words of a picture, the most frequent first. */

#define WORDS_MAX 5000

struct word {
	/*
	 * UTF-8, NUL-terminated, without control characters and without the
	 * controls of bidirectional text.
	 */
	char *text;
	size_t length;
	int64_t count;
};

struct words {
	struct word *items;
	size_t count;
	size_t capacity;
	struct left_out left_out; /* words that were not added */
};

/*
 * Can CHARACTER change the direction of text, so that a word would be read in
 * another order than it is written (UAX #9, section 2)?
 */
bool words_is_bidi_control(uint32_t character);

/*
 * Add a word.  Bytes that are not UTF-8 become U+FFFD, control characters
 * become spaces.  Words without mentions, and words after the first WORDS_MAX,
 * are left out and counted.  Returns 0, or -1 when memory ran out.
 */
int words_add(
    struct words *words, const char *text, size_t length, int64_t count);

/*
 * Hash the words with their counts, what was left out, and SALT.  Free the
 * result with g_free.
 */
char *words_hash(const struct words *words, const char *salt);

/* Free what they hold; idempotent. */
void words_clear(struct words *words);

#endif

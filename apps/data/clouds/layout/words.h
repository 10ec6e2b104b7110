#ifndef CLOUDS_LAYOUT_WORDS_H
#define CLOUDS_LAYOUT_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* The words of a picture, the most frequent first. */

#define WORDS_MAX 5000

/* Longer ones could not be read in any size, and cost the more to shape. */
#define WORD_CHARACTERS_MAX 120

struct word {
	char *text; /* UTF-8, NUL-terminated, without control characters */
	size_t length;
	int64_t count;
};

struct words {
	struct word *items;
	size_t count;
	size_t capacity;
};

/*
 * Add a word.  What is no UTF-8 becomes U+FFFD, a control character a blank.
 * What is too long or one word too many is left out.  0, or -1 when memory ran
 * out.
 */
int words_add(
    struct words *words, const char *text, size_t length, int64_t count);

/* A hash of the words with their counts and of SALT, to be freed with g_free.
 */
char *words_hash(const struct words *words, const char *salt);

/* Free what they hold; idempotent. */
void words_clear(struct words *words);

#endif

#ifndef CLOUDS_LAYOUT_WORDS_H
#define CLOUDS_LAYOUT_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* The words of a picture, the most frequent first. */

#define WORDS_MAX 5000

/* Longer words would be illegible at any size and expensive to shape. */
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
 * Add a word.  Bytes that are not UTF-8 become U+FFFD, control characters
 * become spaces.  Words that are too long, or too many, are left out.  Returns
 * 0, or -1 when memory ran out.
 */
int words_add(
    struct words *words, const char *text, size_t length, int64_t count);

/* Hash the words with their counts and SALT.  Free the result with g_free. */
char *words_hash(const struct words *words, const char *salt);

/* Free what they hold; idempotent. */
void words_clear(struct words *words);

#endif

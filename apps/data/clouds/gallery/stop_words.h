#ifndef CLOUDS_GALLERY_STOP_WORDS_H
#define CLOUDS_GALLERY_STOP_WORDS_H

#include <gantry/error.h>

#include "data/clouds/layout/words.h"

/* Words that are not to be drawn, ignoring case and diacritics. */

struct stop_words;

/*
 * Read the file PATH: UTF-8, a word or name on each line; empty lines and lines
 * that begin with # are ignored.  Returns NULL with ERROR filled.
 */
struct stop_words *stop_words_read(
    const char *path, struct gantry_error *error);

/* NULL is allowed. */
void stop_words_free(struct stop_words *stop_words);

/*
 * Remove the stop words from WORDS and count them there.  STOP_WORDS may be
 * NULL.  Returns 0, or -1 when memory ran out.
 */
int stop_words_remove(const struct stop_words *stop_words, struct words *words);

#endif

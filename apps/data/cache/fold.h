#ifndef CACHE_FOLD_H
#define CACHE_FOLD_H

#include <stddef.h>

#include <gantry/buffer.h>

/*
 * Folding makes what a reader types match what was written: "tru" is a prefix
 * of "Trump", and "ecole" equals "École".
 *
 * Append the LENGTH bytes at TEXT to FOLDED without case (The Unicode Standard,
 * 3.13, D144), without diacritics, and with compatibility characters decomposed
 * (Unicode Standard Annex 15, NFKD).  NULs and bytes that are not UTF-8 are
 * dropped.  The pieces of a text fold to the pieces of the folded text, so that
 * a prefix folds to a prefix.  Returns 0, or -1 when memory ran out.
 */
int fold_text(struct gantry_buffer *folded, const char *text, size_t length);

#endif

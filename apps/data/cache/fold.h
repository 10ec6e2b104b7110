#ifndef CACHE_FOLD_H
#define CACHE_FOLD_H

#include <stddef.h>

#include <gantry/buffer.h>

/*
 * What a reader types and what was written, made alike: "tru" begins "Trump",
 * and "ecole" is "École".
 *
 * Append the LENGTH bytes at TEXT to FOLDED, without case (The Unicode
 * Standard, 3.13, D144), without the marks of letters, and with compatibility
 * characters taken apart (Unicode Standard Annex 15, NFKD).  No NUL, and
 * nothing that is no UTF-8, is in what is appended.  Two pieces fold as what
 * they are together, so that a beginning folds to a beginning.  0, or -1 when
 * memory ran out.
 */
int fold_text(struct gantry_buffer *folded, const char *text, size_t length);

#endif

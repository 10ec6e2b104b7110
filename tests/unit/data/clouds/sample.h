#ifndef UNIT_CLOUDS_SAMPLE_H
#define UNIT_CLOUDS_SAMPLE_H

#include "data/clouds/layout/layout.h"

/* Words and fonts to draw with, for tests. */

/* The fonts of the tests; the test fails when there are none. */
struct shaper *sample_shaper(void);

/*
 * Add COUNT words of three to ten letters to WORDS, whose counts go down as
 * Zipf's law says.
 */
void sample_zipf(struct words *words, int count);

/* Add TEXT. */
void sample_add(struct words *words, const char *text, int64_t count);

#endif

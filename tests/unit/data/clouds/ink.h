#ifndef UNIT_CLOUDS_INK_H
#define UNIT_CLOUDS_INK_H

#include "data/clouds/layout/mask.h"

/* Count the pixels of MASK that have ink. */
static inline size_t
ink_count(const struct mask *mask)
{
	const int words = mask->stride * mask->height;
	size_t count = 0;
	int i;

	for (i = 0; i < words; i++)
		count += (size_t)__builtin_popcountll(mask->rows[i]);
	return count;
}

#endif

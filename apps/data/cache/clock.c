/*
 * The time that deadlines and intervals are measured with.
 */
#include <time.h>

#include "data/cache/clock.h"

int64_t
cache_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

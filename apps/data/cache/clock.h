#ifndef CACHE_CLOCK_H
#define CACHE_CLOCK_H

#include <stdint.h>

/* Milliseconds on a clock that only goes forward; as cheap as it is coarse. */
int64_t cache_clock(void);

#endif

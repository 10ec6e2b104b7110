#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* gantry_clock_milliseconds, under the name that this room's users know. */
int64_t clock_milliseconds(void);

/* The same, finer. */
int64_t clock_microseconds(void);

#endif

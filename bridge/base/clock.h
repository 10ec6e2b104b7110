#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* gantry_clock_milliseconds, under the name that this room's users know. */
int64_t clock_milliseconds(void);

/* The same, finer. */
int64_t clock_microseconds(void);

/*
 * The time in MICROSECONDS from now, for pthread_cond_timedwait(3) on a
 * condition of CLOCK_MONOTONIC.
 */
struct timespec clock_deadline(int64_t microseconds);

#endif

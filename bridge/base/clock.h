#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Milliseconds of the monotonic clock. */
int64_t clock_milliseconds(void);

/* The same, finer. */
int64_t clock_microseconds(void);

/*
 * How many milliseconds gantry_clock_milliseconds, the clock of applications,
 * is ahead of that; tests advance it.
 */
int64_t clock_ahead(void);
void clock_advance(int64_t milliseconds);

/*
 * The time in MICROSECONDS from now, for pthread_cond_timedwait(3) on a
 * condition of CLOCK_MONOTONIC.
 */
struct timespec clock_deadline(int64_t microseconds);

#endif

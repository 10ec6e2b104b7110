#ifndef GANTRY_CLOCK_H
#define GANTRY_CLOCK_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Milliseconds on a monotonic clock, for deadlines and intervals.  The start of
 * the clock is unspecified.  Its resolution is a few milliseconds, so that a
 * call costs no system call.  It cannot fail.
 */
int64_t gantry_clock_milliseconds(void);

/*
 * Seconds since 1970, as time(3), for what expires on a date.  In a test,
 * gantry_client_advance lets both clocks pass.
 */
int64_t gantry_clock_seconds(void);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif

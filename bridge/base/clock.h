#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/*
 * Time for deadlines and intervals, from an arbitrary origin: it never goes
 * back, whatever happens to the date.
 */
int64_t clock_milliseconds(void);

int64_t clock_microseconds(void);

#endif

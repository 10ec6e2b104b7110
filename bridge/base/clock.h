#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds that only ever grow; their origin means nothing. */
int64_t clock_milliseconds(void);

/* The same, finer. */
int64_t clock_microseconds(void);

#endif

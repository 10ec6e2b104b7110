#ifndef UNIT_FAKE_CLOCK_H
#define UNIT_FAKE_CLOCK_H

#include <stdint.h>

/*
 * The clocks of a program that links fake_clock.c stand still, but for what the
 * test adds.  They replace clock_gettime(2) and time(2).
 */
void fake_clock_advance(int64_t seconds);

#endif

/*
 * The monotonic clock.  Milliseconds are read from the coarse clock, which
 * costs no system call and no access to the hardware.
 */
#include <stdatomic.h>

#include <gantry/clock.h>

#include "base/clock.h"

static atomic_int_least64_t ahead;

int64_t
clock_milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
clock_ahead(void)
{
	return atomic_load_explicit(&ahead, memory_order_relaxed);
}

void
clock_advance(int64_t milliseconds)
{
	atomic_fetch_add(&ahead, milliseconds);
}

int64_t
gantry_clock_milliseconds(void)
{
	return clock_milliseconds() + clock_ahead();
}

int64_t
gantry_clock_seconds(void)
{
	return (int64_t)time(NULL) + clock_ahead() / 1000;
}

int64_t
clock_microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

struct timespec
clock_deadline(int64_t microseconds)
{
	const int64_t deadline = clock_microseconds() + microseconds;

	return (struct timespec){
		.tv_sec = (time_t)(deadline / 1000000),
		.tv_nsec = (long)(deadline % 1000000) * 1000,
	};
}

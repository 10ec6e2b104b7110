/*
 * Clocks that a test moves.  The program's own clock_gettime and time are found
 * before those of the C library.  Each clock stops when it is first read.
 */
#include <stdbool.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "fake_clock.h"

#define CLOCKS 16 /* more than Linux has */

static int64_t offset; /* seconds */

void
fake_clock_advance(int64_t seconds)
{
	offset += seconds;
}

int
clock_gettime(clockid_t clock, struct timespec *now)
{
	static struct timespec stopped[CLOCKS];
	static bool is_stopped[CLOCKS];

	if (clock < 0 || clock >= CLOCKS)
		return (int)syscall(SYS_clock_gettime, clock, now);
	if (!is_stopped[clock] &&
	    syscall(SYS_clock_gettime, clock, &stopped[clock]) == -1)
		return -1;
	is_stopped[clock] = true;
	*now = stopped[clock];
	now->tv_sec += (time_t)offset;
	return 0;
}

time_t
time(time_t *to)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_REALTIME, &now);
	if (to != NULL)
		*to = now.tv_sec;
	return now.tv_sec;
}

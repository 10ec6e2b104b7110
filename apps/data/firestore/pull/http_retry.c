/*
 * Waiting before another try.
 */
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "data/firestore/pull/http_retry.h"

#define FIRST_MILLISECONDS   250
#define LONGEST_MILLISECONDS 32000
/* The longest Retry-After that is waited for. */
#define PATIENCE_SECONDS 600L
/* How often a wait checks whether to stop. */
#define SLICE_MILLISECONDS 50

bool
http_retry_is_for(long status)
{
	return status == 408 || status == 429 || status == 500 ||
	    status == 502 || status == 503 || status == 504;
}

int64_t
http_retry_limit(unsigned failed)
{
	int64_t limit = FIRST_MILLISECONDS;

	while (failed-- > 1 && limit < LONGEST_MILLISECONDS)
		limit *= 2;
	return limit < LONGEST_MILLISECONDS ? limit : LONGEST_MILLISECONDS;
}

static int64_t
choose(int64_t limit)
{
	uint32_t random = 0;

	/* Without random numbers, wait in full. */
	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		return limit;
	return (int64_t)(random % (uint32_t)(limit + 1));
}

static int
pause_for(const struct http_retry *retry, int64_t milliseconds)
{
	struct timespec slice = { 0 };
	int64_t part;

	for (; milliseconds > 0; milliseconds -= part) {
		if (retry->stopped != NULL && atomic_load(retry->stopped))
			return -1;
		part = milliseconds < SLICE_MILLISECONDS ? milliseconds
							 : SLICE_MILLISECONDS;
		slice.tv_nsec = part * 1000000;
		nanosleep(&slice, NULL);
	}
	return 0;
}

int
http_retry_wait(
    struct http_retry *retry, long retry_after, struct gantry_error *error)
{
	int64_t milliseconds;

	if (++retry->failed >= retry->tries)
		return gantry_error_prefix(error, "given up after %u %s",
		    retry->failed, retry->failed == 1 ? "try" : "tries");
	if (retry_after > PATIENCE_SECONDS)
		return gantry_error_prefix(error,
		    "the server asks to wait for %ld seconds", retry_after);
	milliseconds = choose(http_retry_limit(retry->failed));
	if (milliseconds < retry_after * 1000)
		milliseconds += retry_after * 1000;
	return pause_for(retry, milliseconds);
}

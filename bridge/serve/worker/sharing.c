/*
 * What a worker knows of the others is what the master saw last (struct
 * master_page_pool), so it may pass a connection for nothing, and even get it
 * back. That costs some system calls, which is why new connections have an
 * allowance, and why a pool without a free thread is asked seldom.
 */
#include "serve/worker/sharing.h"
#include "base/clock.h"

/* New connections that are passed at once, and more for each second. */
#define ALLOWANCE	   512
#define ALLOWANCE_A_SECOND 100

/* Connections more than another worker, if it was this one's turn to accept. */
#define SLACK 1

/* Between two questions whether another worker has a free thread by now. */
#define RETRY_MILLISECONDS 100

static bool
has_allowance(struct sharing *sharing)
{
	const int64_t now = clock_milliseconds();
	const int64_t more =
	    (now - sharing->refilled) * ALLOWANCE_A_SECOND / 1000;

	if (more > 0) {
		sharing->allowance = more < ALLOWANCE - sharing->allowance
		    ? sharing->allowance + (int)more
		    : ALLOWANCE;
		sharing->refilled = now;
	}
	return sharing->allowance > 0;
}

bool
sharing_passes_new(struct sharing *sharing, const struct master_page_pool *pool,
    size_t count, bool awake)
{
	const int64_t fewest = atomic_load(&pool->fewest_connections);

	if ((int64_t)count <= fewest + (awake ? 0 : SLACK) ||
	    !has_allowance(sharing))
		return false;
	sharing->allowance--;
	return true;
}

size_t
sharing_passes_waiting(struct sharing *sharing,
    const struct master_page_pool *pool, size_t most, int64_t now)
{
	const unsigned free = atomic_load(&pool->free_threads);

	if (free == 0 && now - sharing->tried < RETRY_MILLISECONDS)
		return 0;
	sharing->tried = now;
	if (free == 0)
		return 1;
	return free < most ? free : most;
}

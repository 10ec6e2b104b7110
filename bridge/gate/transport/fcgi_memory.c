/*
 * The sum of a worker is shared by its threads, so a connection changes it only
 * when its own part has changed much.
 */
#include "gate/transport/fcgi_memory.h"

/*
 * A connection tells the pool of changes that exceed this, so that a request
 * that comes at once costs nothing.
 */
#define CHARGE_STEP (8 * 1024)

void
fcgi_memory_charge(struct fcgi *fcgi)
{
	int64_t total = (int64_t)(fcgi->held + fcgi->content.capacity +
	    fcgi->pending.memory.capacity);
	int64_t change;

	if (total < CHARGE_STEP)
		total = 0;
	change = total - fcgi->charged;
	if (change == 0 ||
	    (total > 0 && change > -CHARGE_STEP && change < CHARGE_STEP))
		return;
	atomic_fetch_add(&fcgi->pool->held, change);
	fcgi->charged = total;
}

bool
fcgi_memory_has_room(const struct fcgi *fcgi, size_t size)
{
	return fcgi->held + fcgi->content.capacity +
		fcgi->pending.memory.capacity + size <=
	    (uint64_t)fcgi->limits->connection_memory &&
	    !fcgi_memory_is_over(fcgi->pool);
}

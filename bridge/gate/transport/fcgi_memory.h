#ifndef GATE_TRANSPORT_FCGI_MEMORY_H
#define GATE_TRANSPORT_FCGI_MEMORY_H

#include "gate/transport/fcgi_connection.h"

/*
 * The memory that connections hold for requests and for unsent answers, against
 * the limits connection_memory and receive_memory.  The pool has the sum of its
 * connections.
 */

/*
 * Tell the pool how much FCGI holds now, unless little has changed.  Call this
 * and the next with the lock of FCGI held.
 */
void fcgi_memory_charge(struct fcgi *fcgi);

/* May FCGI hold SIZE more bytes in memory? */
bool fcgi_memory_has_room(const struct fcgi *fcgi, size_t size);

/* More is held than receive_memory: incomplete requests must be given up. */
static inline bool
fcgi_memory_is_over(const struct fcgi_pool *pool)
{
	return atomic_load_explicit(&pool->held, memory_order_relaxed) >
	    pool->options->limits->receive_memory;
}

/* So much more that requests must be refused. */
static inline bool
fcgi_memory_is_full(const struct fcgi_pool *pool)
{
	const int64_t limit = pool->options->limits->receive_memory;

	return fcgi_memory_is_over(pool) &&
	    atomic_load_explicit(&pool->held, memory_order_relaxed) - limit >
	    limit / 4;
}

#endif

#ifndef MIDDLEWARE_SHARED_TABLE_H
#define MIDDLEWARE_SHARED_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include <gantry/error.h>

/*
 * A table in memory that all workers share.  It is mapped before main, by a
 * function with the attribute constructor, so that the processes that are
 * forked later have it.  It stays out of reach of a process that does not open
 * it.
 *
 * A worker that is compromised can write anything there.
 */
struct shared_table {
	void *memory; /* zeros at first; NULL: it could not be mapped */
	size_t size;
	uint64_t seed; /* keeps clients from choosing what shares an entry */
};

/* Map the table.  If that fails, shared_table_open tells. */
void shared_table_map(struct shared_table *table, size_t size);

/*
 * Make the table usable in this process.  Returns 0, or -1 with ERROR filled.
 * Can be called again.
 */
int shared_table_open(
    const struct shared_table *table, struct gantry_error *error);

#endif

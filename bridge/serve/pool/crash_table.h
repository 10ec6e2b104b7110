#ifndef SERVE_POOL_CRASH_TABLE_H
#define SERVE_POOL_CRASH_TABLE_H

#include <stdint.h>

#include "serve/observe/master_page.h"

/*
 * The paths or clients whose requests crashed workers lately, by their number
 * (master_page_route, master_page_client), and how often.  The table has a
 * fixed size; a new one takes the place of the one that crashed longest ago.
 */

struct crash_limit {
	unsigned count; /* crashes until a path is refused; 0: never */
	int time; /* milliseconds that it is refused, and crashes count */
};

struct crash_table {
	struct crash_path {
		uint64_t route; /* 0: unused */
		unsigned count;
		int64_t last; /* milliseconds */
	} paths[MASTER_REFUSALS];
};

/*
 * A request for ROUTE crashed a worker at NOW.  Returns the index of its entry
 * if the path is to be refused from now on, or -1.
 */
int crash_table_add(struct crash_table *table, const struct crash_limit *limit,
    uint64_t route, int64_t now);

/* Forget all crashes. */
void crash_table_clear(struct crash_table *table);

#endif

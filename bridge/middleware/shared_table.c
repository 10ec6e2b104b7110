/*
 * Anonymous shared memory, which is inherited by fork(2).
 */
#include <sys/mman.h>
#include <sys/random.h>

#include "base/clock.h"
#include "middleware/shared_table.h"

void
shared_table_map(struct shared_table *table, size_t size)
{
	void *memory = mmap(NULL, size, PROT_NONE,
	    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	table->memory = memory != MAP_FAILED ? memory : NULL;
	table->size = size;
	if (getrandom(&table->seed, sizeof(table->seed), GRND_NONBLOCK) !=
	    (ssize_t)sizeof(table->seed))
		/* Early in a boot. */
		table->seed = (uint64_t)clock_microseconds();
}

int
shared_table_open(const struct shared_table *table, struct gantry_error *error)
{
	if (table->memory != NULL &&
	    mprotect(table->memory, table->size, PROT_READ | PROT_WRITE) == 0)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_MEMORY,
	    "cannot map memory to share with other workers");
}

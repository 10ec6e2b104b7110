/*
 * A request that lasts as long as several wake-ups of a thread is long.
 */
#include <stdlib.h>

#include "serve/worker/threads/run_times.h"

/* Waking a thread takes 5 to 50 microseconds. */
#define LONG_MICROSECONDS 200

/* One very long request must not outweigh hundreds of quick ones. */
#define MOST_MICROSECONDS 10000

/* How much of the difference is added, when it rises and when it falls. */
#define RISE 4
#define FALL 16

int
run_times_init(
    struct run_times *times, size_t count, struct gantry_error *error)
{
	size_t i;

	times->averages = malloc((count + 1) * sizeof(*times->averages));
	if (times->averages == NULL)
		return gantry_error_memory(error);
	times->count = count;
	for (i = 0; i < count; i++)
		atomic_init(&times->averages[i], MOST_MICROSECONDS);
	return 0;
}

void
run_times_clear(struct run_times *times)
{
	free(times->averages);
	*times = (struct run_times){ 0 };
}

bool
run_times_is_long(const struct run_times *times, size_t mount)
{
	return atomic_load_explicit(&times->averages[mount],
		   memory_order_relaxed) >= LONG_MICROSECONDS;
}

void
run_times_add(struct run_times *times, size_t mount, int64_t microseconds)
{
	atomic_int_least64_t *average = &times->averages[mount];
	int64_t before = atomic_load_explicit(average, memory_order_relaxed);
	int64_t difference;

	if (microseconds > MOST_MICROSECONDS)
		microseconds = MOST_MICROSECONDS;
	difference = microseconds - before;
	atomic_store_explicit(average,
	    before + difference / (difference > 0 ? RISE : FALL),
	    memory_order_relaxed);
}

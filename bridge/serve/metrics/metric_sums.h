#ifndef SERVE_METRIC_SUMS_H
#define SERVE_METRIC_SUMS_H

#include "gate/metrics/metric_area.h"

/*
 * What the master knows of the metrics of applications, in memory of its own.
 * Metrics are the same if their mount and their family are.  If they then
 * differ in anything else, that of the newest generation of the configuration
 * counts.
 */

/* More are left out. */
#define METRIC_SUMS_MAX 256

struct metric_sum {
	struct metric_definition definition;
	unsigned generation;
	int64_t values[]; /* as in an area; each at most SCORE_COUNT_MAX */
};

struct metric_sums {
	size_t count;
	struct metric_sum *items[METRIC_SUMS_MAX]; /* an item may be NULL */
};

void metric_sums_clear(struct metric_sums *sums);

/*
 * Take over what AREA, of a worker of GENERATION, has that can be true.  SUMS
 * are those of this worker: their items are in the order of the area.  MOST is
 * the greatest number that a counter can have.
 */
void metric_sums_count(struct metric_sums *sums, const struct metric_area *area,
    unsigned generation, int64_t most);

/*
 * Add FROM, of one worker, to TO.  If the worker HAS_ENDED, its gauges are left
 * out.
 */
void metric_sums_add(
    struct metric_sums *to, const struct metric_sums *from, bool has_ended);

#endif

/*
 * Ranges of one key each are in the order of ranks and can be merged.
 */
#include "data/query/plan/row_source.h"

/* Advance scan I, which is closed at its end.  Returns 0 or -1. */
static int
advance(struct row_source *source, size_t i, struct gantry_error *error)
{
	int result = store_scan_next(&source->scans[i], error);

	source->is_open[i] = result == 1;
	if (result != 1)
		store_scan_close(&source->scans[i]);
	return result == -1 ? -1 : 0;
}

static int
open_scan(struct row_source *source, size_t i, size_t range,
    struct gantry_error *error)
{
	const struct plan *plan = source->plan;

	return store_scan_open(source->store, &source->scans[i],
	    &plan->ranges.items[range], plan->is_falling, error);
}

int
row_source_open(struct row_source *source, const struct plan *plan,
    struct store *store, struct gantry_error *error)
{
	size_t i;

	*source = (struct row_source){ .plan = plan, .store = store };
	for (i = 0; plan->is_by_rank && i < plan->ranges.count; i++)
		if (open_scan(source, i, i, error) == -1 ||
		    advance(source, i, error) == -1)
			return -1;
	return 0;
}

void
row_source_close(struct row_source *source)
{
	size_t i;

	for (i = 0; i < LEAF_RANGES_MAX; i++)
		store_scan_close(&source->scans[i]);
}

/* Get the open scan whose rank comes first; the count when none is open. */
static size_t
find_first(const struct row_source *source)
{
	size_t i, count = source->plan->ranges.count, first = count;

	for (i = 0; i < count; i++) {
		if (!source->is_open[i])
			continue;
		if (first == count ||
		    (source->scans[i].rank < source->scans[first].rank) !=
			source->plan->is_falling)
			first = i;
	}
	return first;
}

/* Advance all scans that are at the row that was returned. */
static int
skip_row(struct row_source *source, struct gantry_error *error)
{
	size_t i;

	for (i = 0; i < source->plan->ranges.count; i++)
		if (source->is_open[i] &&
		    source->scans[i].rank == source->rank &&
		    advance(source, i, error) == -1)
			return -1;
	return 0;
}

static int
next_by_rank(struct row_source *source, struct gantry_error *error)
{
	size_t first;

	if (source->rank != 0 && skip_row(source, error) == -1)
		return -1;
	first = find_first(source);
	if (first == source->plan->ranges.count)
		return 0;
	source->rank = source->scans[first].rank;
	return 1;
}

static int
next_in_order(struct row_source *source, struct gantry_error *error)
{
	const struct plan *plan = source->plan;
	size_t range;

	while (source->is_open[0] || source->next < plan->ranges.count) {
		if (!source->is_open[0]) {
			range = source->next++;
			if (plan->is_falling)
				range = plan->ranges.count - 1 - range;
			if (open_scan(source, 0, range, error) == -1)
				return -1;
		}
		if (advance(source, 0, error) == -1)
			return -1;
		if (source->is_open[0]) {
			source->rank = source->scans[0].rank;
			source->key = source->scans[0].key;
			return 1;
		}
	}
	return 0;
}

int
row_source_next(struct row_source *source, struct gantry_error *error)
{
	return source->plan->is_by_rank ? next_by_rank(source, error)
					: next_in_order(source, error);
}

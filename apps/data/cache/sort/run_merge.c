/*
 * A heap of the runs by their next records.  The run whose record was returned
 * stays at the top and advances with the next call: until then the record is in
 * its buffer.
 */
#include "data/cache/sort/run_merge.h"
#include "data/cache/sort/keysort.h"

static bool
is_before(const struct run_merge *merge, size_t left, size_t right)
{
	const struct run_record *a = &merge->heap[left].record;
	const struct run_record *b = &merge->heap[right].record;

	return keysort_compare(a->data, a->length - merge->tail, b->data,
		   b->length - merge->tail) < 0;
}

/* Sift the source at AT down. */
static void
sink(struct run_merge *merge, size_t at)
{
	struct run_merge_source kept;
	size_t child;

	while ((child = 2 * at + 1) < merge->count) {
		if (child + 1 < merge->count &&
		    is_before(merge, child + 1, child))
			child++;
		if (!is_before(merge, child, at))
			return;
		kept = merge->heap[at];
		merge->heap[at] = merge->heap[child];
		merge->heap[child] = kept;
		at = child;
	}
}

int
run_merge_init(struct run_merge *merge, struct run *runs, size_t count,
    size_t tail, struct gantry_error *error)
{
	struct run_merge_source *source;
	size_t i;
	int status;

	*merge = (struct run_merge){ .tail = tail };
	for (i = 0; i < count; i++) {
		source = &merge->heap[merge->count];
		source->run = &runs[i];
		status = run_next(source->run, &source->record, error);
		if (status == -1)
			return -1;
		merge->count += status == 1;
	}
	for (i = merge->count / 2; i > 0; i--)
		sink(merge, i - 1);
	return 0;
}

static int
go_on(struct run_merge *merge, struct gantry_error *error)
{
	struct run_merge_source *first = &merge->heap[0];
	int status = run_next(first->run, &first->record, error);

	if (status == -1)
		return -1;
	if (status == 0)
		*first = merge->heap[--merge->count];
	sink(merge, 0);
	return 0;
}

int
run_merge_next(struct run_merge *merge, struct run_record *record,
    struct gantry_error *error)
{
	if (merge->was_given && go_on(merge, error) == -1)
		return -1;
	merge->was_given = merge->count > 0;
	if (merge->was_given)
		*record = merge->heap[0].record;
	return merge->was_given;
}

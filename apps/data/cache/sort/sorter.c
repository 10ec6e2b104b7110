/*
 * An external merge sort.  RUN_MERGE_MAX runs of one size are merged at once,
 * so that files and memory grow only with the logarithm of the number of
 * records.
 */
#include <stdlib.h>

#include "data/cache/sort/sorter.h"

void
sorter_init(struct sorter *sorter, const struct sorter_options *options)
{
	*sorter = (struct sorter){ .options = *options };
}

static void
forget_memory(struct sorter *sorter)
{
	free(sorter->memory);
	sorter->memory = NULL;
	sorter->size = sorter->used = sorter->count = 0;
}

void
sorter_clear(struct sorter *sorter)
{
	forget_memory(sorter);
	while (sorter->run_count > 0)
		run_clear(&sorter->runs[--sorter->run_count]);
	free(sorter->runs);
	*sorter = (struct sorter){ 0 };
}

/* Get the items; the one added last is the first. */
static struct keysort_item *
items_of(const struct sorter *sorter)
{
	return (struct keysort_item *)(void *)(sorter->memory + sorter->size) -
	    sorter->count;
}

static void
get_record(const struct sorter *sorter, const struct keysort_item *item,
    struct run_record *record)
{
	record->data = sorter->memory + item->offset;
	record->length = item->length + sorter->options.tail;
}

/* Append an empty run of LEVEL. */
static struct run *
new_run(struct sorter *sorter, unsigned level, struct gantry_error *error)
{
	struct run *runs =
	    realloc(sorter->runs, (sorter->run_count + 1) * sizeof(*runs));

	if (runs == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	sorter->runs = runs;
	runs += sorter->run_count;
	if (run_open(runs, sorter->options.path, error) == -1)
		return NULL;
	runs->level = level;
	sorter->run_count++;
	return runs;
}

static void
remove_runs(struct sorter *sorter, size_t first, size_t count)
{
	size_t i;

	for (i = first; i < first + count; i++)
		run_clear(&sorter->runs[i]);
	for (; i < sorter->run_count; i++)
		sorter->runs[i - count] = sorter->runs[i];
	sorter->run_count -= count;
}

static int
copy_merged(struct run_merge *merge, struct run *to, struct gantry_error *error)
{
	struct run_record record;
	int status;

	while ((status = run_merge_next(merge, &record, error)) == 1)
		if (run_add(to, &record, error) == -1)
			return -1;
	return status == -1 ? -1 : run_rewind(to, error);
}

/* Merge the last COUNT runs into one. */
static int
merge_last(struct sorter *sorter, size_t count, struct gantry_error *error)
{
	size_t first = sorter->run_count - count;
	struct run *run = new_run(sorter, sorter->runs[first].level + 1, error);

	if (run == NULL ||
	    run_merge_init(&sorter->merge, &sorter->runs[first], count,
		sorter->options.tail, error) == -1 ||
	    copy_merged(&sorter->merge, run, error) == -1)
		return -1;
	remove_runs(sorter, first, count);
	return 0;
}

static int
merge_levels(struct sorter *sorter, struct gantry_error *error)
{
	const size_t count = RUN_MERGE_MAX;

	while (sorter->run_count >= count &&
	    sorter->runs[sorter->run_count - count].level ==
		sorter->runs[sorter->run_count - 1].level)
		if (merge_last(sorter, count, error) == -1)
			return -1;
	return 0;
}

/* Write the records in memory as a run. */
static int
spill(struct sorter *sorter, struct gantry_error *error)
{
	struct keysort_item *items = items_of(sorter);
	struct run *run = new_run(sorter, 0, error);
	struct run_record record;
	size_t i;

	if (run == NULL)
		return -1;
	keysort(sorter->memory, items, sorter->count);
	for (i = 0; i < sorter->count; i++) {
		get_record(sorter, &items[i], &record);
		if (run_add(run, &record, error) == -1)
			return -1;
	}
	if (run_rewind(run, error) == -1)
		return -1;
	sorter->used = sorter->count = 0;
	return 0;
}

/* Allocate memory for a record of at least LENGTH bytes. */
static int
make_room(struct sorter *sorter, size_t length, struct gantry_error *error)
{
	const size_t item = sizeof(struct keysort_item);
	size_t size = sorter->options.memory;

	if (sorter->count > 0 &&
	    (spill(sorter, error) == -1 || merge_levels(sorter, error) == -1))
		return -1;
	if (size < length + item)
		size = length + item;
	size = (size + item - 1) / item * item;
	if (size <= sorter->size)
		return 0;
	forget_memory(sorter);
	sorter->memory = malloc(size);
	if (sorter->memory == NULL)
		return gantry_error_memory(error);
	sorter->size = size;
	return 0;
}

char *
sorter_add(struct sorter *sorter, size_t length, struct gantry_error *error)
{
	const size_t item = sizeof(struct keysort_item);
	char *record;

	if (length > UINT32_MAX / 2) {
		gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "%zu bytes are too many to be sorted", length);
		return NULL;
	}
	if (sorter->size - sorter->used - sorter->count * item <
		length + item &&
	    make_room(sorter, length, error) == -1)
		return NULL;
	record = sorter->memory + sorter->used;
	sorter->count++;
	*items_of(sorter) = (struct keysort_item){
		.offset = (uint32_t)sorter->used,
		.length = (uint32_t)(length - sorter->options.tail),
	};
	sorter->used += length;
	return record;
}

int
sorter_sort(struct sorter *sorter, struct gantry_error *error)
{
	const size_t most = RUN_MERGE_MAX;
	size_t surplus;

	sorter->next = 0;
	if (sorter->run_count == 0) {
		if (sorter->count > 0)
			keysort(
			    sorter->memory, items_of(sorter), sorter->count);
		return 0;
	}
	if (sorter->count > 0 && spill(sorter, error) == -1)
		return -1;
	forget_memory(sorter);
	while (sorter->run_count > most) {
		surplus = sorter->run_count - most + 1;
		if (merge_last(
			sorter, surplus < most ? surplus : most, error) == -1)
			return -1;
	}
	return run_merge_init(&sorter->merge, sorter->runs, sorter->run_count,
	    sorter->options.tail, error);
}

int
sorter_next(struct sorter *sorter, struct run_record *record,
    struct gantry_error *error)
{
	if (sorter->run_count > 0)
		return run_merge_next(&sorter->merge, record, error);
	if (sorter->next == sorter->count)
		return 0;
	get_record(sorter, &items_of(sorter)[sorter->next++], record);
	return 1;
}

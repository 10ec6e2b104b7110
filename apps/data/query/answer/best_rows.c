/*
 * Twice as many rows as are wanted are collected, then sorted and cut.
 */
#include <stdlib.h>
#include <string.h>

#include "data/query/answer/best_rows.h"

#define ROWS_MIN 64

void
best_rows_init(struct best_rows *rows, size_t wanted, size_t memory)
{
	*rows = (struct best_rows){ .wanted = wanted, .memory = memory };
}

void
best_rows_clear(struct best_rows *rows)
{
	gantry_buffer_clear(&rows->keys);
	gantry_buffer_clear(&rows->last);
	free(rows->items);
	*rows = (struct best_rows){ 0 };
}

static struct bytes
key_of(const struct best_rows *rows, const struct best_row *row)
{
	return (struct bytes){ rows->keys.data + row->offset, row->length };
}

static int
compare(const void *left, const void *right, void *argument)
{
	return bytes_compare(key_of(argument, left), key_of(argument, right));
}

/* Sort, and remove what is there twice or not wanted. */
static void
sort(struct best_rows *rows)
{
	size_t i, kept = 0;

	if (rows->count == 0)
		return;
	qsort_r(rows->items, rows->count, sizeof(*rows->items), compare, rows);
	for (i = 0; i < rows->count && kept < rows->wanted; i++)
		if (kept == 0 ||
		    compare(&rows->items[kept - 1], &rows->items[i], rows) != 0)
			rows->items[kept++] = rows->items[i];
	rows->count = kept;
}

/* Copy the keys of the rows that are left. */
static int
compact(struct best_rows *rows, struct gantry_error *error)
{
	struct gantry_buffer keys = { 0 };
	size_t i, offset;
	struct bytes key = { NULL, 0 };

	for (i = 0; i < rows->count; i++) {
		key = key_of(rows, &rows->items[i]);
		offset = keys.length;
		gantry_buffer_add(&keys, key.data, key.length);
		rows->items[i].offset = (uint32_t)offset;
	}
	rows->is_full = rows->count == rows->wanted;
	gantry_buffer_reset(&rows->last);
	if (rows->is_full && rows->count > 0)
		gantry_buffer_add(&rows->last, key.data, key.length);
	gantry_buffer_clear(&rows->keys);
	rows->keys = keys;
	if (gantry_buffer_failed(&keys) || gantry_buffer_failed(&rows->last))
		return gantry_error_memory(error);
	return 0;
}

static int
grow(struct best_rows *rows, struct gantry_error *error)
{
	size_t capacity = rows->capacity + rows->capacity / 2 + ROWS_MIN;
	struct best_row *items;

	if (rows->count < rows->capacity)
		return 0;
	items = realloc(rows->items, capacity * sizeof(*items));
	if (items == NULL)
		return gantry_error_memory(error);
	rows->items = items;
	rows->capacity = capacity;
	return 0;
}

static bool
is_useless(const struct best_rows *rows, struct bytes key)
{
	return rows->is_full &&
	    bytes_compare(
		key, (struct bytes){ rows->last.data, rows->last.length }) >= 0;
}

int
best_rows_add(struct best_rows *rows, struct bytes key, int64_t rank,
    struct gantry_error *error)
{
	if (is_useless(rows, key))
		return 0;
	if (rows->wanted < SIZE_MAX / 2 &&
	    rows->count >= rows->wanted * 2 + ROWS_MIN) {
		sort(rows);
		if (compact(rows, error) == -1)
			return -1;
	}
	if (rows->keys.length + key.length +
		rows->capacity * sizeof(*rows->items) >
	    rows->memory)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the query has too many results to sort; use a limit");
	if (grow(rows, error) == -1)
		return -1;
	rows->items[rows->count++] = (struct best_row){
		.offset = (uint32_t)rows->keys.length,
		.length = (uint32_t)key.length,
		.rank = (uint32_t)rank,
	};
	if (gantry_buffer_add(&rows->keys, key.data, key.length) == -1)
		return gantry_error_memory(error);
	return 0;
}

bool
best_rows_end_before(const struct best_rows *rows, struct bytes prefix)
{
	size_t length = rows->last.length;

	if (!rows->is_full)
		return false;
	if (length > prefix.length)
		length = prefix.length;
	return rows->count == 0 ||
	    memcmp(prefix.data, rows->last.data, length) > 0;
}

void
best_rows_sort(struct best_rows *rows)
{
	sort(rows);
	gantry_buffer_clear(&rows->keys);
}

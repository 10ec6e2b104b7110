/*
 * Nothing of a block that is read is trusted: each number is checked against
 * what is left of it.
 */
#include <stdlib.h>
#include <string.h>

#include "data/query/keys/key.h"
#include "data/query/store/index_block.h"

/* What a reader keeps of a block, whatever the keys have in common. */
#define KEYS_MAX ((size_t)64 << 10)

/* A block is full before it has a row more: a key and three numbers. */
#define ROWS_MAX (INDEX_BLOCK_SIZE + KEY_MAX + 3 * (size_t)10)

static void
add_number(struct gantry_buffer *rows, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		gantry_buffer_putc(rows, (char)(number | 0x80));
	gantry_buffer_putc(rows, (char)number);
}

void
index_block_begin(
    struct index_block_writer *writer, struct bytes key, uint32_t rank)
{
	gantry_buffer_reset(&writer->rows);
	gantry_buffer_reset(&writer->first_key);
	gantry_buffer_reset(&writer->last_key);
	gantry_buffer_add(&writer->first_key, key.data, key.length);
	gantry_buffer_add(&writer->last_key, key.data, key.length);
	writer->first_rank = writer->last_rank = rank;
	writer->count = 1;
	writer->key_size = key.length;
	add_number(&writer->rows, 0);
}

void
index_block_add(
    struct index_block_writer *writer, struct bytes key, uint32_t rank)
{
	struct gantry_buffer *last = &writer->last_key;
	size_t shared = 0;

	writer->count++;
	while (shared < key.length && shared < last->length &&
	    key.data[shared] == last->data[shared])
		shared++;
	if (shared == key.length && shared == last->length) {
		add_number(
		    &writer->rows, (uint64_t)(rank - writer->last_rank) * 2);
	} else {
		add_number(
		    &writer->rows, (uint64_t)(key.length - shared) * 2 + 1);
		add_number(&writer->rows, shared);
		gantry_buffer_add(
		    &writer->rows, key.data + shared, key.length - shared);
		add_number(&writer->rows, rank);
		writer->key_size += key.length;
		last->length = shared;
		gantry_buffer_add(last, key.data + shared, key.length - shared);
	}
	writer->last_rank = rank;
}

bool
index_block_is_full(const struct index_block_writer *writer)
{
	return writer->rows.length >= INDEX_BLOCK_SIZE ||
	    writer->key_size >= KEYS_MAX;
}

bool
index_block_failed(const struct index_block_writer *writer)
{
	return gantry_buffer_failed(&writer->rows) ||
	    gantry_buffer_failed(&writer->first_key) ||
	    gantry_buffer_failed(&writer->last_key);
}

void
index_block_writer_clear(struct index_block_writer *writer)
{
	gantry_buffer_clear(&writer->rows);
	gantry_buffer_clear(&writer->first_key);
	gantry_buffer_clear(&writer->last_key);
}

/* Cut a number off ROWS.  Returns false when there is none. */
static bool
read_number(struct bytes *rows, uint64_t *number)
{
	unsigned shift;
	unsigned char byte;

	*number = 0;
	for (shift = 0; shift < 63 && rows->length > 0; shift += 7) {
		byte = (unsigned char)*rows->data++;
		rows->length--;
		*number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return true;
	}
	return false;
}

static int
grow(struct index_block *block, struct gantry_error *error)
{
	const size_t capacity = block->capacity * 2 + 128;
	struct index_block_row *items;

	if (block->count < block->capacity)
		return 0;
	items = realloc(block->items, capacity * sizeof(*items));
	if (items == NULL)
		return gantry_error_memory(error);
	block->items = items;
	block->capacity = capacity;
	return 0;
}

/* Make ROW, which is the last one, the next one of ROWS. */
static bool
read_row(
    struct index_block *block, struct index_block_row *row, struct bytes *rows)
{
	struct gantry_buffer *keys = &block->keys;
	uint64_t head, shared, rank;
	size_t length;
	char *key;

	if (!read_number(rows, &head))
		return false;
	if (head % 2 == 0) {
		if (head / 2 > UINT32_MAX - row->rank)
			return false;
		row->rank += (uint32_t)(head / 2);
		return true;
	}
	length = (size_t)(head / 2);
	if (!read_number(rows, &shared) || shared > row->length ||
	    length > rows->length)
		return false;
	key = gantry_buffer_reserve(keys, (size_t)shared + length);
	if (key == NULL)
		return true;
	memcpy(key, keys->data + row->offset, (size_t)shared);
	memcpy(key + shared, rows->data, length);
	row->offset = keys->length;
	row->length = (size_t)shared + length;
	keys->length += row->length;
	rows->data += length;
	rows->length -= length;
	if (!read_number(rows, &rank) || rank > UINT32_MAX)
		return false;
	row->rank = (uint32_t)rank;
	return true;
}

int
index_block_read(struct index_block *block, struct bytes first_key,
    uint32_t first_rank, struct bytes rows, struct gantry_error *error)
{
	struct index_block_row row = { 0, first_key.length, first_rank };

	block->count = 0;
	gantry_buffer_reset(&block->keys);
	gantry_buffer_add(&block->keys, first_key.data, first_key.length);
	while (rows.length > 0 && rows.length <= ROWS_MAX) {
		if (grow(block, error) == -1)
			return -1;
		if (!read_row(block, &row, &rows) ||
		    block->keys.length > 2 * KEYS_MAX)
			break;
		block->items[block->count++] = row;
	}
	if (gantry_buffer_failed(&block->keys))
		return gantry_error_memory(error);
	if (rows.length > 0 || block->count == 0)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "a block of an index is damaged; make the indexes anew "
		    "with gantry-cache index CACHE");
	return 0;
}

struct bytes
index_block_key(const struct index_block *block, size_t i)
{
	const struct index_block_row *row = &block->items[i];

	if (row->length == 0)
		return (struct bytes){ "", 0 };
	return (struct bytes){ block->keys.data + row->offset, row->length };
}

static int
compare(
    const struct index_block *block, size_t i, struct bytes key, int64_t rank)
{
	const int order = bytes_compare(index_block_key(block, i), key);

	if (order != 0)
		return order;
	return (block->items[i].rank > rank) - (block->items[i].rank < rank);
}

size_t
index_block_find(
    const struct index_block *block, struct bytes key, int64_t rank)
{
	size_t low = 0, high = block->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (compare(block, middle, key, rank) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
index_block_has(
    const struct index_block *block, size_t i, struct bytes key, int64_t rank)
{
	return i < block->count && compare(block, i, key, rank) == 0;
}

void
index_block_clear(struct index_block *block)
{
	gantry_buffer_clear(&block->keys);
	free(block->items);
	*block = (struct index_block){ .items = NULL };
}

/*
 * Fingerprints by the gear hash: each byte shifts the one of 64 bytes before it
 * out.
 */
#include <stdlib.h>
#include <string.h>

#include "data/transfer/pack/fingerprints.h"

#define LEAST_BITS 12
#define MOST_FOUND 64
#define WARM_UP	   64

/* A table of 256 random numbers, by splitmix64; always the same. */
static void
fill_gear(uint64_t gear[256])
{
	uint64_t state = 0, value;
	int i;

	for (i = 0; i < 256; i++) {
		state += UINT64_C(0x9e3779b97f4a7c15);
		value = state;
		value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
		value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
		gear[i] = value ^ value >> 31;
	}
}

static int
add(struct fingerprints *fingerprints, uint64_t hash, uint64_t offset)
{
	size_t capacity = fingerprints->capacity;
	struct fingerprint *larger;

	if (fingerprints->count == capacity) {
		capacity = capacity == 0 ? 1024 : capacity + capacity / 4;
		larger = reallocarray(
		    fingerprints->items, capacity, sizeof(*larger));
		if (larger == NULL)
			return -1;
		fingerprints->items = larger;
		fingerprints->capacity = capacity;
	}
	fingerprints->items[fingerprints->count++] =
	    (struct fingerprint){ hash, offset };
	return 0;
}

/* Add the fingerprints of a chunk. */
static int
add_chunk(void *argument, const struct chunk *chunk, const char *data,
    struct gantry_error *error)
{
	struct fingerprints *fingerprints = argument;
	const unsigned shift = 64 - fingerprints->bits;
	uint64_t gear[256], hash = 0;
	size_t i;

	fill_gear(gear);
	for (i = 0; i < chunk->length; i++) {
		hash = (hash << 1) + gear[(unsigned char)data[i]];
		if (hash >> shift == 0 && i >= WARM_UP &&
		    add(fingerprints, hash, chunk->offset + i) == -1)
			return gantry_error_memory(error);
	}
	return 0;
}

static int
compare(const void *a, const void *b)
{
	const struct fingerprint *one = a, *other = b;

	return (one->hash > other->hash) - (one->hash < other->hash);
}

int
fingerprints_build(struct fingerprints *fingerprints, const struct cut *cut,
    int file, struct gantry_error *error)
{
	uint64_t mean = (uint64_t)cut->page * cut->mean;

	*fingerprints = (struct fingerprints){ .bits = LEAST_BITS };
	for (; mean > (uint64_t)CUTTER_PAGES * 4096; mean /= 2)
		fingerprints->bits++;
	if (cutter_run(cut, file, add_chunk, fingerprints, error) == -1)
		return -1;
	if (fingerprints->count > 1)
		qsort(fingerprints->items, fingerprints->count,
		    sizeof(*fingerprints->items), compare);
	return 0;
}

static int
compare_distances(const void *a, const void *b)
{
	const int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

	return (one > other) - (one < other);
}

bool
fingerprints_find(const struct fingerprints *fingerprints, const char *data,
    const struct chunk *chunk, int64_t *distance)
{
	struct fingerprints own = { .bits = fingerprints->bits };
	int64_t found[MOST_FOUND];
	const struct fingerprint *item;
	struct gantry_error error;
	size_t count = 0, i;

	if (add_chunk(&own, chunk, data, &error) == 0)
		for (i = 0; i < own.count && count < MOST_FOUND; i++) {
			item = fingerprints->count == 0
			    ? NULL
			    : bsearch(&own.items[i], fingerprints->items,
				  fingerprints->count, sizeof(*item), compare);
			if (item != NULL)
				found[count++] = (int64_t)item->offset -
				    (int64_t)own.items[i].offset;
		}
	fingerprints_clear(&own);
	if (count == 0)
		return false;
	qsort(found, count, sizeof(found[0]), compare_distances);
	*distance = found[count / 2];
	return true;
}

void
fingerprints_clear(struct fingerprints *fingerprints)
{
	free(fingerprints->items);
	*fingerprints = (struct fingerprints){ .items = NULL };
}

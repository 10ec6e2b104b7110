/*
 * Sorts the parts by their keys, so that the parts of a sum come together.  The
 * amount follows the key and is not compared.
 */
#include <string.h>

#include "data/cache/sort/adder.h"

/* A sum cannot overflow this: no disk holds that many numbers. */
struct wide {
	int64_t high;
	uint64_t low;
};

void
adder_init(struct adder *adder, const char *path, size_t memory)
{
	const struct sorter_options options = {
		.path = path,
		.memory = memory,
		.tail = sizeof(int64_t),
	};

	*adder = (struct adder){ .status = 0 };
	sorter_init(&adder->parts, &options);
}

void
adder_clear(struct adder *adder)
{
	sorter_clear(&adder->parts);
	gantry_buffer_clear(&adder->key);
	*adder = (struct adder){ .status = 0 };
}

char *
adder_add(struct adder *adder, size_t length, int64_t amount,
    struct gantry_error *error)
{
	char *at = sorter_add(&adder->parts, length + sizeof(amount), error);

	if (at != NULL)
		memcpy(at + length, &amount, sizeof(amount));
	return at;
}

static void
wide_add(struct wide *wide, int64_t amount)
{
	wide->low += (uint64_t)amount;
	wide->high += (wide->low < (uint64_t)amount) - (amount < 0);
}

static int64_t
wide_clamp(const struct wide *wide)
{
	if (wide->high == -(int64_t)(wide->low >> 63))
		return (int64_t)wide->low;
	return wide->high < 0 ? INT64_MIN : INT64_MAX;
}

static int
start(struct adder *adder, struct gantry_error *error)
{
	adder->is_sorted = true;
	adder->status = sorter_sort(&adder->parts, error);
	if (adder->status == 0)
		adder->status =
		    sorter_next(&adder->parts, &adder->ahead, error);
	return adder->status;
}

static bool
has_key(const struct adder *adder, size_t length)
{
	return keysort_compare(adder->key.data, adder->key.length,
		   adder->ahead.data, length) == 0;
}

int
adder_next(
    struct adder *adder, struct adder_sum *sum, struct gantry_error *error)
{
	struct wide wide = { 0 };
	int64_t amount;
	size_t length;

	if (!adder->is_sorted)
		start(adder, error);
	if (adder->status != 1)
		return adder->status;
	length = adder->ahead.length - sizeof(amount);
	gantry_buffer_reset(&adder->key);
	if (gantry_buffer_add(&adder->key, adder->ahead.data, length) == -1)
		return gantry_error_memory(error);
	do {
		memcpy(&amount, adder->ahead.data + length, sizeof(amount));
		wide_add(&wide, amount);
		adder->status =
		    sorter_next(&adder->parts, &adder->ahead, error);
		if (adder->status == -1)
			return -1;
		length = adder->ahead.length - sizeof(amount);
	} while (adder->status == 1 && has_key(adder, length));
	sum->key = adder->key.data;
	sum->length = adder->key.length;
	sum->sum = wide_clamp(&wide);
	return 1;
}

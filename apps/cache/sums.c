/*
 * Two sorts, each by keys that are compared as bytes.  The first brings the
 * parts of a sum together:
 *
 *	parent NUL text | amount
 *
 * A path holds no NUL, so that no parent's texts come between another's.  The
 * second sorts the sums; its numbers are big-endian, with the sign's bit turned
 * so that negative ones come first, and all bits of the sum turned after that:
 *
 *	number, sum, text
 */
#include <endian.h>
#include <string.h>

#include "cache/sums.h"

#define SIGN (UINT64_C(1) << 63)

/* A sum that cannot overflow: as many numbers as fit into a disk. */
struct wide {
	int64_t high;
	uint64_t low;
};

void
sums_init(struct sums *sums, const char *path, size_t memory)
{
	struct sorter_options options = {
		.path = path,
		.memory = memory,
		.tail = sizeof(int64_t),
	};

	sorter_init(&sums->parts, &options);
	options.tail = 0;
	sorter_init(&sums->whole, &options);
}

void
sums_clear(struct sums *sums)
{
	sorter_clear(&sums->parts);
	sorter_clear(&sums->whole);
}

int
sums_add(
    struct sums *sums, const struct sums_part *part, struct gantry_error *error)
{
	char *at = sorter_add(&sums->parts,
	    part->parent_length + 1 + part->text_length + sizeof(part->amount),
	    error);

	if (at == NULL)
		return -1;
	memcpy(at, part->parent, part->parent_length);
	at += part->parent_length;
	*at++ = '\0';
	if (part->text_length > 0)
		memcpy(at, part->text, part->text_length);
	memcpy(at + part->text_length, &part->amount, sizeof(part->amount));
	return 0;
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

/* The sum that is being made, and what is known of its parent. */
struct summing {
	struct sums *sums;
	sums_number *number;
	void *argument;
	struct gantry_buffer key; /* parent NUL text */
	size_t parent_length;
	int is_numbered; /* what NUMBER said */
	int64_t parent;
	struct wide wide;
};

static int
end_sum(struct summing *summing, struct gantry_error *error)
{
	const size_t skipped = summing->parent_length + 1;
	const size_t length = summing->key.length - skipped;
	uint64_t numbers[2];
	char *at;

	if (summing->is_numbered == 0)
		return 0;
	numbers[0] = htobe64((uint64_t)summing->parent ^ SIGN);
	numbers[1] = htobe64(~((uint64_t)wide_clamp(&summing->wide) ^ SIGN));
	at = sorter_add(&summing->sums->whole, sizeof(numbers) + length, error);
	if (at == NULL)
		return -1;
	memcpy(at, numbers, sizeof(numbers));
	memcpy(at + sizeof(numbers), summing->key.data + skipped, length);
	return 0;
}

/* Is the parent of the sum that is being made that of KEY? */
static bool
is_same_parent(const struct summing *summing, const char *key, size_t length)
{
	/* With the NUL behind it. */
	const size_t compared = summing->parent_length + 1;

	return summing->key.length > 0 && compared <= length &&
	    memcmp(summing->key.data, key, compared) == 0;
}

static int
begin_sum(struct summing *summing, const char *key, size_t length,
    struct gantry_error *error)
{
	bool is_same = is_same_parent(summing, key, length);

	gantry_buffer_reset(&summing->key);
	if (gantry_buffer_add(&summing->key, key, length) == -1)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	summing->wide = (struct wide){ 0 };
	if (is_same)
		return 0;
	summing->parent_length = strlen(summing->key.data);
	summing->is_numbered = summing->number(summing->argument,
	    summing->key.data, summing->parent_length, &summing->parent, error);
	return summing->is_numbered == -1 ? -1 : 0;
}

static int
take_part(struct summing *summing, const struct run_record *part,
    struct gantry_error *error)
{
	const struct gantry_buffer *key = &summing->key;
	size_t length = part->length - sizeof(int64_t);
	int64_t amount;

	if (key->length != length ||
	    memcmp(key->data, part->data, length) != 0) {
		if ((key->length > 0 && end_sum(summing, error) == -1) ||
		    begin_sum(summing, part->data, length, error) == -1)
			return -1;
	}
	memcpy(&amount, part->data + length, sizeof(amount));
	wide_add(&summing->wide, amount);
	return 0;
}

int
sums_finish(struct sums *sums, sums_number *number, void *argument,
    struct gantry_error *error)
{
	struct summing summing = { sums, number, argument, .is_numbered = 0 };
	struct run_record part;
	int status = sorter_sort(&sums->parts, error);

	while (status == 0 &&
	    (status = sorter_next(&sums->parts, &part, error)) == 1)
		status = take_part(&summing, &part, error);
	if (status == 0 && summing.key.length > 0)
		status = end_sum(&summing, error);
	gantry_buffer_clear(&summing.key);
	sorter_clear(&sums->parts);
	return status == -1 ? -1 : sorter_sort(&sums->whole, error);
}

int
sums_next(struct sums *sums, struct sum *sum, struct gantry_error *error)
{
	struct run_record record;
	uint64_t numbers[2];
	int status = sorter_next(&sums->whole, &record, error);

	if (status != 1)
		return status;
	memcpy(numbers, record.data, sizeof(numbers));
	sum->parent = (int64_t)(be64toh(numbers[0]) ^ SIGN);
	sum->sum = (int64_t)(~be64toh(numbers[1]) ^ SIGN);
	sum->text = record.data + sizeof(numbers);
	sum->length = record.length - sizeof(numbers);
	return 1;
}

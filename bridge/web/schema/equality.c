/*
 * Equality of values (JSON Schema core, section 4.2.2), and arrays without
 * equal items.
 */
#include <stdlib.h>
#include <string.h>

#include "web/schema/schema.h"
#include "web/types/json_decimal.h"

static bool
is_number(const struct gantry_json_value *value)
{
	return value->kind == GANTRY_JSON_INTEGER ||
	    value->kind == GANTRY_JSON_NUMBER;
}

static bool
numbers_equal(const struct gantry_json_value *value,
    const struct gantry_json_value *other)
{
	struct json_decimal one, two;

	if (value->kind == GANTRY_JSON_INTEGER &&
	    other->kind == GANTRY_JSON_INTEGER)
		return value->integer == other->integer;
	json_decimal_init(&one, value);
	json_decimal_init(&two, other);
	return json_decimal_compare(&one, &two) == 0;
}

static bool
containers_equal(struct check *check, const struct gantry_json_value *value,
    const struct gantry_json_value *other)
{
	const struct gantry_json_value *item = value->items, *match;

	if (value->count != other->count)
		return false;
	match = other->items;
	for (; item != NULL; item = item->next) {
		if (value->kind == GANTRY_JSON_OBJECT) {
			if (!check_spend(check, 1 + other->count / 8))
				return false;
			match = gantry_json_member(other, item->name);
		}
		if (match == NULL || !value_equals(check, item, match))
			return false;
		match = match->next;
	}
	return true;
}

bool
value_equals(struct check *check, const struct gantry_json_value *value,
    const struct gantry_json_value *other)
{
	if (!check_spend(check, 1 + value->length / 64))
		return false;
	if (is_number(value) && is_number(other))
		return numbers_equal(value, other);
	if (value->kind != other->kind)
		return false;
	switch (value->kind) {
	case GANTRY_JSON_BOOLEAN:
		return value->boolean == other->boolean;
	case GANTRY_JSON_STRING:
		return value->length == other->length &&
		    memcmp(value->string, other->string, value->length) == 0;
	case GANTRY_JSON_ARRAY:
	case GANTRY_JSON_OBJECT:
		return containers_equal(check, value, other);
	default:
		return true;
	}
}

/* FNV-1a */
static uint64_t
hash_bytes(uint64_t hash, const void *data, size_t size)
{
	const unsigned char *p = data;

	for (; size > 0; size--)
		hash = (hash ^ *p++) * UINT64_C(0x100000001b3);
	return hash;
}

/* Equal values have equal hashes: numbers as doubles, members in any order. */
static uint64_t
hash_value(struct check *check, const struct gantry_json_value *value)
{
	const unsigned char kind =
	    (unsigned char)(is_number(value) ? GANTRY_JSON_NUMBER
					     : value->kind);
	uint64_t hash =
	    hash_bytes(UINT64_C(0xcbf29ce484222325), &kind, sizeof(kind));
	const double number = value->number + 0.0; /* not -0 */
	const struct gantry_json_value *item = value->items;
	uint64_t part;

	check_spend(check, 1 + value->length / 64);
	if (is_number(value))
		return hash_bytes(hash, &number, sizeof(number));
	if (value->kind == GANTRY_JSON_STRING)
		return hash_bytes(hash, value->string, value->length);
	if (value->kind == GANTRY_JSON_BOOLEAN)
		return hash + value->boolean;
	for (; item != NULL; item = item->next) {
		part = hash_value(check, item);
		if (value->kind == GANTRY_JSON_OBJECT)
			hash +=
			    hash_bytes(part, item->name, strlen(item->name));
		else
			hash = hash_bytes(hash, &part, sizeof(part));
	}
	return hash;
}

struct hashed {
	uint64_t hash;
	size_t index;
	const struct gantry_json_value *value;
};

static int
compare_hashed(const void *a, const void *b)
{
	const struct hashed *one = a, *other = b;

	if (one->hash != other->hash)
		return one->hash < other->hash ? -1 : 1;
	return one->index < other->index ? -1 : 1;
}

/* The twins that begin first among those of HASHED, which is sorted. */
static bool
find_first(struct check *check, const struct hashed *hashed, size_t count,
    size_t *one, size_t *other)
{
	bool is_found = false;
	size_t i, j;

	for (i = 0; i < count && !check->is_stopped; i++)
		for (j = i + 1; j < count && hashed[j].hash == hashed[i].hash &&
		     (!is_found || hashed[i].index < *one);
		     j++)
			if (value_equals(
				check, hashed[i].value, hashed[j].value)) {
				*one = hashed[i].index;
				*other = hashed[j].index;
				is_found = true;
			}
	return is_found;
}

bool
value_find_twins(struct check *check, const struct gantry_json_value *array,
    size_t *one, size_t *other)
{
	const struct gantry_json_value *item = array->items;
	struct hashed *hashed;
	size_t i;

	if (array->count < 2)
		return false;
	hashed = check_alloc(check, array->count * sizeof(*hashed));
	if (hashed == NULL)
		return false;
	for (i = 0; item != NULL; item = item->next, i++)
		hashed[i] = (struct hashed){ hash_value(check, item), i, item };
	qsort(hashed, array->count, sizeof(*hashed), compare_hashed);
	return find_first(check, hashed, array->count, one, other);
}

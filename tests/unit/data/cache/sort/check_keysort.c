/*
 * Sorting keys: the order is that of memcmp, whatever the bytes are.
 */
#include <stdlib.h>
#include <string.h>

#include "data/cache/sort/keysort.h"
#include "unit.h"

#define ITEMS_MAX 20000

static char keys[ITEMS_MAX * 40];
static struct keysort_item items[ITEMS_MAX], expected[ITEMS_MAX];
static size_t used, count;

static void
add(const void *key, size_t length)
{
	memcpy(keys + used, key, length);
	items[count++] = (struct keysort_item){
		.offset = (uint32_t)used,
		.length = (uint32_t)length,
	};
	used += length;
}

/* The order that is wanted, in other words than keysort_compare's. */
static int
compare(const void *left, const void *right)
{
	const struct keysort_item *a = left, *b = right;
	uint32_t i;

	for (i = 0; i < a->length && i < b->length; i++)
		if (keys[a->offset + i] != keys[b->offset + i])
			return (unsigned char)keys[a->offset + i] <
				(unsigned char)keys[b->offset + i]
			    ? -1
			    : 1;
	return a->length < b->length ? -1 : a->length > b->length;
}

static int
compare_places(const void *left, const void *right)
{
	const struct keysort_item *a = left, *b = right;

	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	return a->length < b->length ? -1 : a->length > b->length;
}

/* Sort, and compare with what qsort gives; an assertion for each is slow. */
static void
assert_sorted(void)
{
	size_t i, misplaced = 0, lost = 0;

	memcpy(expected, items, count * sizeof(*items));
	qsort(expected, count, sizeof(*expected), compare);
	keysort(keys, items, count);
	for (i = 0; i < count; i++)
		misplaced += compare(&items[i], &expected[i]) != 0;
	ck_assert_uint_eq(misplaced, 0);
	/* Each key is still there, and none twice. */
	qsort(items, count, sizeof(*items), compare_places);
	qsort(expected, count, sizeof(*expected), compare_places);
	for (i = 0; i < count; i++)
		lost += compare_places(&items[i], &expected[i]) != 0;
	ck_assert_uint_eq(lost, 0);
	used = count = 0;
}

/* Keys of up to LENGTH bytes out of LETTERS different ones. */
static void
add_random(size_t number, size_t length, unsigned letters)
{
	unsigned char key[40];
	size_t size, i;

	while (count < number) {
		size = (size_t)rand() % (length + 1);
		for (i = 0; i < size; i++)
			key[i] = (unsigned char)((unsigned)rand() % letters);
		add(key, size);
	}
}

START_TEST(keys_of_any_bytes_are_sorted_as_memcmp_does)
{
	static const size_t numbers[] = { 0, 1, 2, 12, 13, 100, ITEMS_MAX };
	static const size_t lengths[] = { 1, 6, 7, 8, 9, 15, 40 };
	static const unsigned letters[] = { 1, 2, 256 };
	size_t i, j, k;

	srand(1);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		for (j = 0; j < sizeof(lengths) / sizeof(lengths[0]); j++)
			for (k = 0; k < 3; k++) {
				add_random(numbers[i], lengths[j], letters[k]);
				assert_sorted();
			}
}
END_TEST

START_TEST(a_key_comes_before_the_ones_that_it_begins)
{
	/* Around each end of a digit, with what pads a shorter one. */
	static const char zeros[24], long_key[24] = "publications/p\0word";
	size_t length;

	for (length = 24; length-- > 0;) {
		add(zeros, length);
		add(long_key, length);
		add("publications/p\xff-word", length % 20);
	}
	assert_sorted();
}
END_TEST

START_TEST(nothing_is_read_behind_a_key)
{
	struct keysort_item pair[2];
	uint32_t length;
	char *memory;

	/* A sanitizer sees what is read behind the memory. */
	for (length = 1; length < 20; length++) {
		memory = malloc(length);
		ck_assert_ptr_nonnull(memory);
		memset(memory, 'x', length);
		pair[0] = (struct keysort_item){ .length = length };
		pair[1] =
		    (struct keysort_item){ .offset = 1, .length = length - 1 };
		keysort(memory, pair, 2);
		ck_assert_uint_eq(pair[0].length, length - 1);
		ck_assert_uint_eq(pair[1].length, length);
		free(memory);
	}
}
END_TEST

START_TEST(many_keys_that_begin_alike_and_many_equal_ones)
{
	char key[40];
	unsigned i;

	memset(key, 'x', sizeof(key));
	for (i = 0; i < ITEMS_MAX; i++) {
		key[38] = (char)(i * 7 % 3);
		key[39] = (char)(i * 31 % 5);
		add(key, sizeof(key));
	}
	assert_sorted();
}
END_TEST

START_TEST(sorted_and_reversed_keys_are_sorted)
{
	unsigned char key[4];
	unsigned i, turned, number;

	for (turned = 0; turned < 2; turned++) {
		for (i = 0; i < ITEMS_MAX; i++) {
			number = turned ? ITEMS_MAX - i : i;
			key[0] = (unsigned char)(number >> 16);
			key[1] = (unsigned char)(number >> 8);
			key[2] = (unsigned char)number;
			add(key, 3);
		}
		assert_sorted();
	}
}
END_TEST

START_TEST(two_keys_are_compared)
{
	ck_assert_int_eq(keysort_compare("", 0, "", 0), 0);
	ck_assert_int_lt(keysort_compare("", 0, "\0", 1), 0);
	ck_assert_int_gt(keysort_compare("\xff", 1, "a", 1), 0);
	ck_assert_int_lt(keysort_compare("ab", 2, "abc", 3), 0);
	ck_assert_int_gt(keysort_compare("b", 1, "abc", 3), 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		keys_of_any_bytes_are_sorted_as_memcmp_does,
		a_key_comes_before_the_ones_that_it_begins,
		nothing_is_read_behind_a_key,
		many_keys_that_begin_alike_and_many_equal_ones,
		sorted_and_reversed_keys_are_sorted,
		two_keys_are_compared,
		NULL,
	};

	return unit_run("cache/keysort", tests);
}

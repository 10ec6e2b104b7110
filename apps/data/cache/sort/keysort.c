/*
 * Multikey quicksort: keys are compared digit by digit, and equal digits are
 * not compared again.  A digit is seven bytes and how many of them belong to
 * the key, or 8 when more follow.  It is stored in the item, so that most
 * comparisons do not touch the key.
 */
#include <endian.h>
#include <string.h>

#include "data/cache/sort/keysort.h"

#define DIGIT_BYTES 7
#define DIGIT_MORE  8 /* in the last byte of a digit: the key continues */

/* Up to this many are sorted by insertion. */
#define FEW 12

struct range {
	struct keysort_item *items;
	size_t count;
	size_t depth; /* where in the keys the digits are from */
};

int
keysort_compare(const char *left, size_t left_length, const char *right,
    size_t right_length)
{
	size_t shorter =
	    left_length < right_length ? left_length : right_length;
	int result = shorter > 0 ? memcmp(left, right, shorter) : 0;

	if (result != 0)
		return result;
	return (left_length > right_length) - (left_length < right_length);
}

static uint64_t
digit_at(const char *key, size_t rest)
{
	uint64_t digit = 0;

	if (rest >= DIGIT_MORE) {
		memcpy(&digit, key, sizeof(digit));
		return (be64toh(digit) & ~UINT64_C(0xff)) | DIGIT_MORE;
	}
	memcpy(&digit, key, rest);
	return be64toh(digit) | rest;
}

static void
load_digits(const char *base, const struct range *range)
{
	struct keysort_item *item = range->items;
	struct keysort_item *end = item + range->count;

	for (; item < end; item++)
		item->digit = digit_at(base + item->offset + range->depth,
		    item->length - range->depth);
}

static void
swap(struct keysort_item *left, struct keysort_item *right)
{
	struct keysort_item kept = *left;

	*left = *right;
	*right = kept;
}

static int
is_before(const char *base, const struct keysort_item *left,
    const struct keysort_item *right, size_t depth)
{
	if (left->digit != right->digit)
		return left->digit < right->digit;
	return keysort_compare(base + left->offset + depth,
		   left->length - depth, base + right->offset + depth,
		   right->length - depth) < 0;
}

static void
sort_few(const char *base, const struct range *range)
{
	struct keysort_item *items = range->items;
	size_t i, j;

	for (i = 1; i < range->count; i++)
		for (j = i; j > 0 &&
		     is_before(base, &items[j], &items[j - 1], range->depth);
		     j--)
			swap(&items[j], &items[j - 1]);
}

/* Get the median of three digits. */
static uint64_t
choose_pivot(const struct range *range)
{
	uint64_t a = range->items[range->count / 4].digit;
	uint64_t b = range->items[range->count / 2].digit;
	uint64_t c = range->items[range->count / 4 * 3].digit;
	uint64_t least = a < b ? a : b, most = a < b ? b : a;

	return c < least ? least : c > most ? most : c;
}

/* Partition the items by PIVOT: smaller, equal, larger. */
static void
part(const struct range *whole, uint64_t pivot, struct range parts[3])
{
	struct keysort_item *items = whole->items;
	size_t less = 0, at = 0, more = whole->count;

	while (at < more) {
		if (items[at].digit < pivot)
			swap(&items[less++], &items[at++]);
		else if (items[at].digit > pivot)
			swap(&items[at], &items[--more]);
		else
			at++;
	}
	parts[0] = (struct range){ items, less, whole->depth };
	parts[1] = (struct range){ items + less, more - less,
		whole->depth + DIGIT_BYTES };
	parts[2] =
	    (struct range){ items + more, whole->count - more, whole->depth };
}

/* The loop continues with the largest part, to limit the stack. */
static void
sort_range(const char *base, struct range range)
{
	struct range parts[3];
	uint64_t pivot;
	int i, largest;

	while (range.count > FEW) {
		pivot = choose_pivot(&range);
		part(&range, pivot, parts);
		if ((pivot & 0xff) == DIGIT_MORE)
			load_digits(base, &parts[1]);
		else
			parts[1].count = 0; /* all equal */
		largest = parts[0].count > parts[2].count ? 0 : 2;
		if (parts[1].count > parts[largest].count)
			largest = 1;
		for (i = 0; i < 3; i++)
			if (i != largest)
				sort_range(base, parts[i]);
		range = parts[largest];
	}
	sort_few(base, &range);
}

void
keysort(const char *base, struct keysort_item *items, size_t count)
{
	const struct range all = { items, count, 0 };

	load_digits(base, &all);
	sort_range(base, all);
}

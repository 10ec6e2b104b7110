/*
 * The search for room, beside one that tries every place in full.
 */
#include <math.h>

#include "data/clouds/layout/place.h"
#include "unit.h"

#define SIDE 150

static uint32_t state;

static int
next(int below)
{
	state = state * 1664525 + 1013904223;
	return (int)(state >> 16) % below;
}

/* Ink at some pixels, so many of a hundred. */
static void
scatter(struct mask *mask, int width, int height, int percent)
{
	int x, y;

	ck_assert_int_eq(mask_resize(mask, width, height), 0);
	for (y = 0; y < height; y++)
		for (x = 0; x < width; x++)
			if (next(100) < percent)
				mask_put(mask, x, y);
}

static float
measure(const struct place *place, const struct mask *mask, int x, int y)
{
	return place->distance[2 * x + mask->width] +
	    place->distance[2 * y + mask->height];
}

/* How far away is the best place?  Infinitely, if there is none. */
static float
search(const struct place *place, const struct mask *mask)
{
	float best = INFINITY;
	int x, y;

	for (y = 0; y + mask->height <= SIDE; y++)
		for (x = 0; x + mask->width <= SIDE; x++)
			if (!mask_hits(&place->board, mask, x, y))
				best = fminf(best, measure(place, mask, x, y));
	return best;
}

START_TEST(the_place_that_is_found_is_the_nearest_that_is_free)
{
	struct mask mask = { .rows = NULL }, ink = { .rows = NULL };
	struct place place;
	int i, x, y, found = 0, full = 0;
	float best;

	for (i = 0; i < 150; i++) {
		state = (uint32_t)i;
		ck_assert_int_eq(place_init(&place, SIDE), 0);
		scatter(&ink, SIDE, SIDE, i % 12);
		place_add(&place, &ink, 0, 0);
		scatter(&mask, 1 + next(70), 1 + next(9), 10 + next(60));
		best = search(&place, &mask);
		if (place_find(&place, &mask, &x, &y)) {
			found++;
			ck_assert(!mask_hits(&place.board, &mask, x, y));
			ck_assert(measure(&place, &mask, x, y) == best);
		} else {
			full++;
			ck_assert(isinf(best));
		}
		place_clear(&place);
	}
	ck_assert_int_gt(found, 20);
	ck_assert_int_gt(full, 10);
	mask_clear(&mask);
	mask_clear(&ink);
}
END_TEST

START_TEST(the_first_mask_lies_in_the_middle)
{
	struct mask mask = { .rows = NULL };
	struct place place;
	int x, y;

	ck_assert_int_eq(place_init(&place, SIDE), 0);
	scatter(&mask, 50, 20, 100);
	ck_assert(place_find(&place, &mask, &x, &y));
	ck_assert_int_eq(x, 50);
	ck_assert_int_eq(y, 65);
	place_clear(&place);
	mask_clear(&mask);
}
END_TEST

START_TEST(a_mask_larger_than_the_board_has_no_place)
{
	struct mask mask = { .rows = NULL };
	struct place place;
	int x, y;

	ck_assert_int_eq(place_init(&place, SIDE), 0);
	scatter(&mask, SIDE + 1, 1, 50);
	ck_assert(!place_find(&place, &mask, &x, &y));
	scatter(&mask, 1, SIDE + 1, 50);
	ck_assert(!place_find(&place, &mask, &x, &y));
	scatter(&mask, SIDE, SIDE, 50);
	ck_assert(place_find(&place, &mask, &x, &y));
	place_clear(&place);
	place_clear(&place);
	mask_clear(&mask);
}
END_TEST

START_TEST(a_word_may_lie_in_the_gaps_of_another_one)
{
	struct mask ring = { .rows = NULL }, dot = { .rows = NULL };
	struct place place;
	int i, x, y;

	ck_assert_int_eq(place_init(&place, SIDE), 0);
	ck_assert_int_eq(mask_resize(&ring, SIDE, SIDE), 0);
	for (i = 0; i < SIDE; i++) {
		mask_put(&ring, i, 0);
		mask_put(&ring, i, SIDE - 1);
		mask_put(&ring, 0, i);
		mask_put(&ring, SIDE - 1, i);
	}
	place_add(&place, &ring, 0, 0);
	scatter(&dot, SIDE - 2, SIDE - 2, 100);
	ck_assert(place_find(&place, &dot, &x, &y));
	ck_assert_int_eq(x, 1);
	ck_assert_int_eq(y, 1);
	place_clear(&place);
	mask_clear(&ring);
	mask_clear(&dot);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_place_that_is_found_is_the_nearest_that_is_free,
		the_first_mask_lies_in_the_middle,
		a_mask_larger_than_the_board_has_no_place,
		a_word_may_lie_in_the_gaps_of_another_one,
		NULL,
	};

	return unit_run("clouds/place", tests);
}

/*
 * The places of routes, and their sums in the master.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/observe/score_routes.h"
#include "unit.h"

static struct score_route routes[SCORE_ROUTES];
static struct score_route_lookups lookups;
static struct route_sums *sums;
static const struct route_limits most = { 1000, 1000, 1000 };

static void
set_up(void)
{
	memset(routes, 0, sizeof(routes));
	memset(&lookups, 0, sizeof(lookups));
	sums = route_sums_new();
	ck_assert_ptr_nonnull(sums);
}

static unsigned
find(const char *mount, const char *template)
{
	return score_route_find(routes, &lookups, mount, template);
}

START_TEST(a_route_keeps_its_place)
{
	struct score_route_lookups other = { 0 };
	char copy[] = "/items/{id}";
	unsigned first, second;

	set_up();
	first = find("/a", "/items/{id}");
	second = find("/a", NULL);
	ck_assert_uint_ge(first, SCORE_ROUTE_FIRST);
	ck_assert_uint_ne(first, second);
	ck_assert_uint_eq(find("/a", "/items/{id}"), first);
	ck_assert_uint_eq(find("/a", NULL), second);
	/* Another thread, and another copy of the text. */
	ck_assert_uint_eq(score_route_find(routes, &other, "/a", copy), first);
	ck_assert_uint_ne(find("/b", copy), first);
	/* The same memory with another text. */
	ck_assert_uint_eq(find("/a", copy), first);
	copy[1] = 'j';
	ck_assert_uint_ne(find("/a", copy), first);
	free(sums);
}
END_TEST

START_TEST(routes_without_a_place_share_one)
{
	char template[32];
	unsigned i, place;

	set_up();
	for (i = SCORE_ROUTE_FIRST; i < SCORE_ROUTES + 300; i++) {
		snprintf(template, sizeof(template), "/%u", i);
		place = find("/a", template);
		ck_assert_uint_eq(
		    place, i < SCORE_ROUTES ? i : SCORE_ROUTE_OTHER);
	}
	ck_assert_uint_eq(find("/a", template), SCORE_ROUTE_OTHER);
	ck_assert_uint_eq(find("/a", "/5"), 5);
	free(sums);
}
END_TEST

START_TEST(long_names_are_cut)
{
	char template[1000];
	unsigned place;

	set_up();
	memset(template, 'x', sizeof(template));
	template[sizeof(template) - 1] = '\0';
	place = find("/a", template);
	ck_assert_uint_eq(find("/a", template), place);
	route_sums_count(sums, routes, &most);
	ck_assert_uint_eq(
	    strlen(sums->items[place].template), SCORE_TEMPLATE_SIZE - 1);
	free(sums);
}
END_TEST

START_TEST(workers_add_up_by_name)
{
	struct route_sums *other = route_sums_new();
	unsigned place;

	set_up();
	place = find("", "/x");
	atomic_store(&routes[place].answers[2], 3);
	atomic_store(&routes[place].bytes, 40);
	route_sums_count(sums, routes, &most);
	route_sums_add(other, sums);
	memset(routes, 0, sizeof(routes));
	memset(&lookups, 0, sizeof(lookups));
	free(sums);
	sums = route_sums_new();
	find("/first", NULL);
	place = find("", "/x");
	atomic_store(&routes[place].answers[5], 2);
	route_sums_count(sums, routes, &most);
	route_sums_add(other, sums);
	route_sums_add(other, NULL);
	ck_assert_uint_eq(other->count, SCORE_ROUTE_FIRST + 2);
	ck_assert_str_eq(other->items[SCORE_ROUTE_FIRST].mount, "/");
	ck_assert_int_eq(other->items[SCORE_ROUTE_FIRST].answers[2], 3);
	ck_assert_int_eq(other->items[SCORE_ROUTE_FIRST].answers[5], 2);
	ck_assert_int_eq(other->items[SCORE_ROUTE_FIRST].bytes, 40);
	ck_assert_int_eq(
	    route_sum_requests(&other->items[SCORE_ROUTE_FIRST]), 5);
	free(other);
	free(sums);
}
END_TEST

/* A page is not trusted. */
START_TEST(names_end_and_counts_are_bounded)
{
	struct route_sums *all = route_sums_new();
	unsigned turn, i;

	set_up();
	memset(routes, 0xff, sizeof(routes));
	for (i = 0; i < SCORE_ROUTES; i++)
		atomic_store(&routes[i].state, SCORE_ROUTE_NAMED);
	route_sums_count(sums, routes, &most);
	ck_assert_uint_eq(sums->count, SCORE_ROUTES);
	ck_assert_uint_eq(strlen(sums->items[9].mount), SCORE_MOUNT_SIZE - 1);
	ck_assert_int_eq(route_sum_requests(&sums->items[9]), 0);
	for (turn = 0; turn < 1000; turn++) {
		for (i = SCORE_ROUTE_FIRST; i < SCORE_ROUTES; i++)
			snprintf(
			    sums->items[i].template, 40, "%u", turn * 200 + i);
		route_sums_add(all, sums);
	}
	ck_assert_uint_eq(all->count, ROUTE_SUMS_MAX);
	free(all);
	free(sums);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		a_route_keeps_its_place,
		routes_without_a_place_share_one,
		long_names_are_cut,
		workers_add_up_by_name,
		names_end_and_counts_are_bounded,
		NULL,
	};

	return unit_run("serve/score_routes", tests);
}

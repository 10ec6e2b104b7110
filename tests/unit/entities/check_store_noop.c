/*
 * The store that makes its rows up.
 */
#include <string.h>

#include "entities/rows.h"
#include "unit.h"

static const char all[] = "ent0=0 ent1=1 ent2=2 ent3=3 ent4=4 ent5=5 ent6=6 "
			  "ent7=7 ent8=8 ent9=9 ";

START_TEST(there_are_ten_publications)
{
	struct store *store = store_noop_new();
	struct gantry_error error;

	ck_assert_int_eq(store->refresh(store, &error), 0);
	ck_assert_str_eq(store->generation(store), "noop");
	rows_assert_publications(store,
	    "pub0=0 pub1=1 pub2=2 pub3=3 pub4=4 pub5=5 pub6=6 pub7=7 pub8=8 "
	    "pub9=9 ");
	store->free(store);
}
END_TEST

START_TEST(each_publication_has_ten_words)
{
	struct store *store = store_noop_new();
	char name[] = "pub0";

	for (; name[3] <= '9'; name[3]++) {
		const struct store_page page = {
			.publication = name,
			.limit = 5000,
		};

		rows_assert_page(store, &page, all);
	}
	store->free(store);
}
END_TEST

START_TEST(other_names_are_not_publications)
{
	static const char *const names[] = { "", "pub", "pub10", "puba", "Pub1",
		"pub/", "pub:", "xpub1", "ent1" };
	struct store *store = store_noop_new();
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct store_page page = {
			.publication = names[i],
			.limit = 10,
		};

		rows_assert_page(store, &page, NULL);
	}
	store->free(store);
}
END_TEST

START_TEST(a_page_starts_after_its_checkpoint)
{
	static const struct {
		const char *word;
		int64_t count, limit;
		const char *expected;
	} cases[] = {
		{ NULL, 0, 3, "ent0=0 ent1=1 ent2=2 " },
		{ NULL, 5, 2, "ent0=0 ent1=1 " },
		{ "ent0", 0, 2, "ent1=1 ent2=2 " },
		{ "ent7", 7, 10, "ent8=8 ent9=9 " },
		{ "ent9", 9, 10, "" },
		{ "ent10", 10, 10, "" },
		{ "x", INT64_MAX, 10, "" },
		{ "x", -1, 2, "ent0=0 ent1=1 " },
		{ "x", INT64_MIN, 2, "ent0=0 ent1=1 " },
	};
	struct store *store = store_noop_new();
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct store_page page = {
			.publication = "pub3",
			.after_word = cases[i].word,
			.after_count = cases[i].count,
			.limit = cases[i].limit,
		};

		rows_assert_page(store, &page, cases[i].expected);
	}
	store->free(store);
}
END_TEST

START_TEST(pages_of_each_size_make_the_whole_list)
{
	struct store *store = store_noop_new();
	int64_t limit;

	for (limit = 1; limit <= 11; limit++)
		rows_assert_walk(store, "pub0", limit, all);
	store->free(store);
}
END_TEST

START_TEST(each_word_is_in_every_publication)
{
	struct store *store = store_noop_new();

	rows_assert_entity(store, "ent3",
	    "pub0=3 pub1=3 pub2=3 pub3=3 pub4=3 pub5=3 pub6=3 pub7=3 pub8=3 "
	    "pub9=3 ");
	rows_assert_entity(store, "ent", NULL);
	rows_assert_entity(store, "ent10", NULL);
	rows_assert_entity(store, "Ent3", NULL);
	rows_assert_entity(store, "", NULL);
	store->free(store);
}
END_TEST

START_TEST(words_are_searched_best_first)
{
	static const struct {
		struct store_search search;
		const char *expected;
	} cases[] = {
		{ { "ent", "pub3", 3 }, "ent9=9 ent8=8 ent7=7 " },
		{ { "\xc3\x89NT", NULL, 2 }, "ent9=90 ent8=80 " },
		{ { "", NULL, 1 }, "ent9=90 " },
		{ { "ent0", NULL, 10 }, "ent0=0 " },
		{ { "ent00", NULL, 10 }, "" },
		{ { "nt", "pub3", 10 }, "" },
		{ { "ent", "pub", 10 }, NULL },
		{ { "x", "ent1", 10 }, NULL },
	};
	struct store *store = store_noop_new();
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		rows_assert_search(store, &cases[i].search, cases[i].expected);
	store->free(store);
}
END_TEST

START_TEST(a_failing_visitor_ends_the_walk)
{
	const struct store_page page = { .publication = "pub1", .limit = 10 };
	const struct store_search search = { "", NULL, 10 };
	struct store *store = store_noop_new();
	struct gantry_error error;
	bool found;

	ck_assert_int_eq(store->publications(store, &rows_failing, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_MEMORY);
	error.code = GANTRY_ERROR_NONE;
	ck_assert_int_eq(
	    store->frequencies(store, &page, &found, &rows_failing, &error),
	    -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_MEMORY);
	ck_assert_int_eq(
	    store->entity(store, "ent1", &found, &rows_failing, &error), -1);
	ck_assert_int_eq(
	    store->search(store, &search, &found, &rows_failing, &error), -1);
	store->free(store);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		there_are_ten_publications,
		each_publication_has_ten_words,
		other_names_are_not_publications,
		a_page_starts_after_its_checkpoint,
		pages_of_each_size_make_the_whole_list,
		each_word_is_in_every_publication,
		words_are_searched_best_first,
		a_failing_visitor_ends_the_walk,
		NULL,
	};

	return unit_run("entities/store_noop", tests);
}

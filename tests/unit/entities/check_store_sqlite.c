/*
 * The store on a cache: the order of words, pages, and files that come and go.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cache/sample.h"
#include "entities/projection.h"
#include "rows.h"
#include "unit.h"

#define PUBLICATION(NAME, COUNT)                                   \
	{                                                          \
		"publications/" NAME,                              \
		    "{\"count\":{\"integerValue\":\"" COUNT "\"}}" \
	}
#define WORD(PUBLICATION, ID, WORD, COUNT)                        \
	{                                                         \
		"publications/" PUBLICATION "/ent/" ID,           \
		    "{\"word\":{\"stringValue\":\"" WORD "\"},"   \
		    "\"count\":{\"integerValue\":\"" COUNT "\"}}" \
	}

static const struct sample_document sample[] = {
	PUBLICATION("vox", "12"),
	PUBLICATION("Atlantic", "7"),
	PUBLICATION("caf\xc3\xa9", "9007199254740993"),
	PUBLICATION("empty", "0"),
	WORD("vox", "1", "b", "5"),
	WORD("vox", "2", "a", "5"),
	WORD("vox", "3", "\xc3\xa9", "5"),
	WORD("vox", "4", "B", "5"),
	WORD("vox", "5", "most", "9"),
	WORD("vox", "6", "least", "1"),
	WORD("vox", "7", "none", "0"),
	WORD("vox", "8", "two words", "3"),
	WORD("vox", "9", "aa", "3"),
	WORD("Atlantic", "1", "other", "4"),
	WORD("caf\xc3\xa9", "1", "large", "9007199254740993"),
	{ NULL, NULL },
};

static const char vox[] = "most=9 B=5 a=5 b=5 \xc3\xa9=5 aa=3 two words=3 "
			  "least=1 none=0 ";

static const struct sample_document other[] = {
	PUBLICATION("slate", "1"),
	WORD("slate", "1", "new", "1"),
	{ NULL, NULL },
};

static struct gantry_error error;

/* Ask STORE again and again, until it answers RESULT. */
static void
await_refresh(struct store *store, int result)
{
	const struct timespec moment = { .tv_nsec = 10000000 };
	int tries;

	for (tries = 0; tries < 500; tries++) {
		if (store->refresh(store, &error) == result)
			return;
		nanosleep(&moment, NULL);
	}
	ck_abort_msg("no change in five seconds: %s", error.text);
}

static struct store *
open_sample(void)
{
	struct store *store;

	sample_build(unit_path("x.db"), sample, &entities_projection);
	store = store_sqlite_new(unit_path("x.db"));
	ck_assert_ptr_nonnull(store);
	ck_assert_msg(store->refresh(store, &error) == 0, "%s", error.text);
	return store;
}

START_TEST(publications_come_by_name)
{
	struct store *store = open_sample();

	rows_assert_publications(
	    store, "Atlantic=7 caf\xc3\xa9=9007199254740993 empty=0 vox=12 ");
	store->free(store);
}
END_TEST

START_TEST(words_come_by_count_and_then_by_their_bytes)
{
	struct store *store = open_sample();
	struct store_page page = { .publication = "vox", .limit = 5000 };

	rows_assert_page(store, &page, vox);
	page.limit = 2;
	rows_assert_page(store, &page, "most=9 B=5 ");
	page.publication = "caf\xc3\xa9";
	rows_assert_page(store, &page, "large=9007199254740993 ");
	page.publication = "empty";
	rows_assert_page(store, &page, "");
	store->free(store);
}
END_TEST

START_TEST(pages_of_each_size_make_the_whole_list)
{
	struct store *store = open_sample();
	int64_t limit;

	for (limit = 1; limit <= 10; limit++)
		rows_assert_walk(store, "vox", limit, vox);
	rows_assert_walk(store, "empty", 1, "");
	store->free(store);
}
END_TEST

START_TEST(a_checkpoint_need_not_be_there_any_more)
{
	static const struct {
		const char *word;
		int64_t count;
		const char *expected;
	} cases[] = {
		{ "zzz", 5, "\xc3\xa9=5 aa=3 " },
		{ "\xff", 5, "aa=3 two words=3 " },
		{ "aaa", 5, "b=5 \xc3\xa9=5 " },
		{ "", 5, "B=5 a=5 " },
		{ "x", 4, "aa=3 two words=3 " },
		{ "x", INT64_MAX, "most=9 B=5 " },
		{ "x", INT64_MIN, "" },
		{ "none", 0, "" },
		{ "x", -1, "" },
	};
	struct store *store = open_sample();
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct store_page page = {
			.publication = "vox",
			.after_word = cases[i].word,
			.after_count = cases[i].count,
			.limit = 2,
		};

		rows_assert_page(store, &page, cases[i].expected);
	}
	store->free(store);
}
END_TEST

START_TEST(an_unknown_publication_is_not_found)
{
	static const char *const names[] = { "", "VOX", "vo", "voxx", "vox/ent",
		"%", "caf", "x' OR '1'='1" };
	struct store *store = open_sample();
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

START_TEST(a_visit_that_fails_ends_the_walk_and_not_the_store)
{
	const struct store_page page = { .publication = "vox", .limit = 1 };
	struct store *store = open_sample();
	bool found;

	ck_assert_int_eq(
	    store->publications(store, rows_fail, NULL, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_MEMORY);
	ck_assert_int_eq(
	    store->frequencies(store, &page, &found, rows_fail, NULL, &error),
	    -1);
	rows_assert_page(store, &page, "most=9 ");
	store->free(store);
}
END_TEST

START_TEST(a_missing_cache_is_unavailable_until_it_appears)
{
	const struct store_page page = { .publication = "vox", .limit = 1 };
	struct store *store = store_sqlite_new(unit_path("x.db"));

	ck_assert_int_eq(store->refresh(store, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(error.text, unit_path("x.db")));
	sample_build(unit_path("x.db"), sample, &entities_projection);
	await_refresh(store, 0);
	rows_assert_page(store, &page, "most=9 ");
	store->free(store);
}
END_TEST

START_TEST(a_missing_cache_is_said_to_be_missing)
{
	struct store *store = store_sqlite_new(unit_path("x.db"));

	ck_assert_int_eq(store->refresh(store, &error), -1);
	ck_assert_msg(
	    strstr(error.text, "No such file") != NULL, "%s", error.text);
	store->free(store);
}
END_TEST

START_TEST(a_new_cache_is_noticed)
{
	const struct timespec moment = { .tv_nsec = 10000000 };
	struct store *store = open_sample();
	char before[32];
	int tries;

	snprintf(before, sizeof(before), "%s", store->generation(store));
	sample_build(unit_path("x.db"), other, &entities_projection);
	for (tries = 0; tries < 500; tries++) {
		ck_assert_int_eq(store->refresh(store, &error), 0);
		if (strcmp(store->generation(store), before) != 0)
			break;
		nanosleep(&moment, NULL);
	}
	ck_assert_str_ne(store->generation(store), before);
	rows_assert_publications(store, "slate=1 ");
	store->free(store);
}
END_TEST

START_TEST(a_cache_without_the_projection_is_unavailable)
{
	struct store *store;

	sample_build(unit_path("x.db"), sample, NULL);
	store = store_sqlite_new(unit_path("x.db"));
	ck_assert_int_eq(store->refresh(store, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(error.text, "publication"));
	sample_build(unit_path("x.db"), sample, &entities_projection);
	await_refresh(store, 0);
	store->free(store);
}
END_TEST

START_TEST(a_store_that_was_never_asked_is_freed)
{
	struct store *store = store_sqlite_new(unit_path("x.db"));

	ck_assert_ptr_nonnull(store);
	store->free(store);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		publications_come_by_name,
		words_come_by_count_and_then_by_their_bytes,
		pages_of_each_size_make_the_whole_list,
		a_checkpoint_need_not_be_there_any_more,
		an_unknown_publication_is_not_found,
		a_visit_that_fails_ends_the_walk_and_not_the_store,
		a_missing_cache_is_unavailable_until_it_appears,
		a_missing_cache_is_said_to_be_missing,
		a_new_cache_is_noticed,
		a_cache_without_the_projection_is_unavailable,
		a_store_that_was_never_asked_is_freed,
		NULL,
	};

	return unit_run("entities/store_sqlite", tests);
}

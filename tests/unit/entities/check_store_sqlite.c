/*
 * The store on a cache: the order of words, pages, and files that come and go.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "data/cache/sample.h"
#include "entities/projection.h"
#include "entities/rows.h"
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

/* A store on x.db, whose path lasts as long as the test. */
static struct store *
make_store(int64_t timeout)
{
	static char path[512];
	struct store *store;

	snprintf(path, sizeof(path), "%s", unit_path("x.db"));
	store = store_sqlite_new(path, timeout, 1 << 20);
	ck_assert_ptr_nonnull(store);
	return store;
}

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
	store = make_store(0);
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

START_TEST(a_failing_visitor_ends_the_walk_but_not_the_store)
{
	const struct store_page page = { .publication = "vox", .limit = 1 };
	const struct store_search search = { "m", NULL, 1 };
	struct store *store = open_sample();
	bool found;

	ck_assert_int_eq(store->publications(store, &rows_failing, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_MEMORY);
	ck_assert_int_eq(
	    store->frequencies(store, &page, &found, &rows_failing, &error),
	    -1);
	ck_assert_int_eq(
	    store->entity(store, "most", &found, &rows_failing, &error), -1);
	ck_assert_int_eq(
	    store->search(store, &search, &found, &rows_failing, &error), -1);
	rows_assert_page(store, &page, "most=9 ");
	store->free(store);
}
END_TEST

START_TEST(a_missing_cache_is_unavailable_until_it_appears)
{
	const struct store_page page = { .publication = "vox", .limit = 1 };
	struct store *store = make_store(0);

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
	struct store *store = make_store(0);

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

/* A copy of the sample, altered by SQL, takes its place. */
static void
put_altered(const char *sql)
{
	sample_build(unit_path("y.db"), sample, &entities_projection);
	sample_alter(unit_path("y.db"), sql);
	ck_assert_int_eq(rename(unit_path("y.db"), unit_path("x.db")), 0);
}

/* Ask STORE until it complains.  Returns the pop_error. */
static const char *
await_complaint(struct store *store)
{
	const struct timespec moment = { .tv_nsec = 10000000 };
	const char *pop_error = NULL;
	int tries;

	for (tries = 0; tries < 500 && pop_error == NULL; tries++) {
		ck_assert_int_eq(store->refresh(store, &error), 0);
		pop_error = store->pop_error(store);
		nanosleep(&moment, NULL);
	}
	ck_assert_ptr_nonnull(pop_error);
	return pop_error;
}

START_TEST(an_unusable_newer_cache_leaves_the_old_one)
{
	static const struct {
		const char *sql, *says;
	} cases[] = {
		{ "DROP TABLE publication", "no such table: publication" },
		{ "DROP TABLE entity", "no such table: entity" },
		{ "DROP TABLE word", "no such table: word" },
		{ "DROP TABLE mention", "no such table: mention" },
		{ "DROP TABLE best", "no such table: best" },
		{ "PRAGMA user_version = 1", "import or pull it again" },
		{ "ALTER TABLE entity RENAME count TO number",
		    "no such column: count" },
		{ "PRAGMA user_version = 7", "schema version 7" },
		{ "PRAGMA writable_schema = ON; UPDATE sqlite_schema"
		  " SET rootpage = 1 WHERE name = 'entity'",
		    "malformed" },
		{ "ALTER TABLE entity RENAME TO e;"
		  "CREATE VIEW entity AS SELECT * FROM e",
		    "'entity' is neither a table nor an index" },
	};
	struct store *store = open_sample();
	char before[32];
	const char *pop_error;
	size_t i;

	snprintf(before, sizeof(before), "%s", store->generation(store));
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put_altered(cases[i].sql);
		pop_error = await_complaint(store);
		ck_assert_msg(strstr(pop_error, cases[i].says) != NULL,
		    "%s: %s", cases[i].sql, pop_error);
		ck_assert_ptr_nonnull(strstr(pop_error, unit_path("x.db")));
		ck_assert_int_eq(store->refresh(store, &error), 0);
		ck_assert_ptr_null(store->pop_error(store));
		ck_assert_str_eq(store->generation(store), before);
		rows_assert_walk(store, "vox", 2, vox);
	}
	sample_build(unit_path("x.db"), other, &entities_projection);
	while (strcmp(store->generation(store), before) == 0)
		await_refresh(store, 0);
	rows_assert_publications(store, "slate=1 ");
	ck_assert_ptr_null(store->pop_error(store));
	store->free(store);
}
END_TEST

/*
 * Milliseconds: enough for each query on a whole cache, however busy the
 * machine is, and soon over for one that has no end.
 */
#define TIMEOUT 200

/* A cache of which each page of words takes for ever. */
static void
put_endless_words(void)
{
	sample_build(unit_path("y.db"), sample, &entities_projection);
	sample_alter(unit_path("y.db"),
	    "DROP TABLE entity;"
	    "CREATE TABLE entity (publication, count, word);"
	    "INSERT INTO entity VALUES (99, 1, 'no one reads it')");
	sample_make_endless(unit_path("y.db"), "entity");
	ck_assert_int_eq(rename(unit_path("y.db"), unit_path("x.db")), 0);
}

START_TEST(a_newer_cache_that_is_too_slow_leaves_the_old_one)
{
	const char *pop_error;
	struct store *store;

	sample_build(unit_path("x.db"), sample, &entities_projection);
	store = make_store(0);
	ck_assert_msg(store->refresh(store, &error) == 0, "%s", error.text);
	put_endless_words();
	pop_error = await_complaint(store);
	ck_assert_msg(strstr(pop_error,
			  "trial of 1000 ms: stopped at the deadline: "
			  "SELECT word, count FROM entity") != NULL,
	    "%s", pop_error);
	ck_assert_int_eq(store->refresh(store, &error), 0);
	rows_assert_walk(store, "vox", 2, vox);
	store->free(store);
}
END_TEST

START_TEST(a_first_cache_that_is_too_slow_is_unavailable)
{
	struct store *store = make_store(0);

	put_endless_words();
	ck_assert_int_eq(store->refresh(store, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(error.text, "trial of 1000 ms"));
	store->free(store);
}
END_TEST

START_TEST(a_query_that_takes_too_long_is_stopped)
{
	const struct store_page page = { .publication = "vox", .limit = 1 };
	struct rows rows = { 0 };
	const struct store_visitor visitor = { rows_add, &rows };
	struct store *store = make_store(TIMEOUT);
	bool found;

	sample_build(unit_path("x.db"), sample, &entities_projection);
	sample_make_endless(
	    unit_path("x.db"), "sqlite_autoindex_publication_1");
	/* The trial only takes the first name, which comes at once. */
	ck_assert_msg(store->refresh(store, &error) == 0, "%s", error.text);
	ck_assert_int_eq(store->publications(store, &visitor, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	ck_assert_ptr_nonnull(strstr(error.text, unit_path("x.db")));
	ck_assert_msg(strstr(error.text,
			  "query_timeout 200 ms: stopped at the deadline: "
			  "SELECT name, count FROM publication") != NULL,
	    "%s", error.text);
	ck_assert_int_eq(store->refresh(store, &error), 0);
	ck_assert_int_eq(
	    store->entity(store, "most", &found, &visitor, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	/* It leaves nothing behind; the next request has its own time. */
	ck_assert_int_eq(store->refresh(store, &error), 0);
	rows_assert_page(store, &page, "most=9 ");
	rows_clear(&rows);
	store->free(store);
}
END_TEST

START_TEST(a_cache_without_the_projection_is_unavailable)
{
	struct store *store;

	sample_build(unit_path("x.db"), sample, NULL);
	store = make_store(0);
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
	struct store *store = make_store(0);

	ck_assert_ptr_nonnull(store);
	store->free(store);
}
END_TEST

/* Pause after each row. */
static int
add_and_pause(void *rows, const struct store_row *row)
{
	return rows_add(rows, row) == -1 ? -1 : STORE_PAUSED;
}

START_TEST(distinctive_words_may_be_visited_in_pieces)
{
	struct store *store;
	struct rows rows = { 0 };
	const struct store_visitor pausing = { add_and_pause, &rows };
	const struct store_page page = { .publication = "vox", .limit = 3 };
	bool found;
	int result;

	sample_build(unit_path("x.db"), sample, &entities_projection);
	store = make_store(0);
	ck_assert_int_eq(store->refresh(store, &error), 0);
	result = store->distinctive(store, &page, &found, &pausing, &error);
	ck_assert(found);
	while (result == STORE_PAUSED)
		result = store->resume(store, &pausing, &error);
	ck_assert_int_eq(result, 0);
	ck_assert_str_eq(rows.text.data, "most=9 B=5 a=5 ");
	rows_clear(&rows);
	/* Another walk forgets it. */
	ck_assert_int_eq(
	    store->distinctive(store, &page, &found, &pausing, &error),
	    STORE_PAUSED);
	store->pause_over(store);
	rows_clear(&rows);
	rows_assert_walk(store, "vox", 4, vox);
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
		a_failing_visitor_ends_the_walk_but_not_the_store,
		a_missing_cache_is_unavailable_until_it_appears,
		a_missing_cache_is_said_to_be_missing,
		a_new_cache_is_noticed,
		an_unusable_newer_cache_leaves_the_old_one,
		a_newer_cache_that_is_too_slow_leaves_the_old_one,
		a_first_cache_that_is_too_slow_is_unavailable,
		a_query_that_takes_too_long_is_stopped,
		a_cache_without_the_projection_is_unavailable,
		a_store_that_was_never_asked_is_freed,
		distinctive_words_may_be_visited_in_pieces,
		NULL,
	};

	return unit_run("entities/store_sqlite", tests);
}

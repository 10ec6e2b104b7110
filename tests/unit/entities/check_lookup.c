/*
 * Words that are looked up, through the store on a cache: by themselves, and by
 * how they begin.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/cache/sample.h"
#include "entities/projection.h"
#include "entities/queries.h"
#include "entities/rows.h"
#include "unit.h"

#define WORD(PUBLICATION, ID, WORD, COUNT)                        \
	{                                                         \
		"publications/" PUBLICATION "/ent/" ID,           \
		    "{\"word\":{\"stringValue\":\"" WORD "\"},"   \
		    "\"count\":{\"integerValue\":\"" COUNT "\"}}" \
	}

static const struct sample_document sample[] = {
	WORD("vox", "1", "Trump", "5"),
	WORD("vox", "2", "Donald Trump", "9"),
	WORD("vox", "3", "truth", "4"),
	WORD("vox", "4", "TRUMP", "1"),
	WORD("vox", "5", "tr", "50"),
	WORD("vox", "6",
	    "\xc3\x89"
	    "cole",
	    "2"),
	WORD("vox", "7", "ecology", "3"),
	WORD("vox", "8", "100%", "1"),
	WORD("vox", "9", "", "1"),
	WORD("Atlantic", "1", "Trump", "5"),
	WORD("Atlantic", "2", "trudge", "9"),
	WORD("Atlantic", "3", "\xf0\x9f\x98\x80 smile", "1"),
	WORD("Atlantic", "4", "Ecole", "-1"),
	WORD("slate", "1", "Trump", "7"),
	WORD("slate", "2", "Trump", "1"),
	{ "publications/empty", "{}" },
	{ NULL, NULL },
};

static struct gantry_error error;

static struct store *
open_store(void)
{
	static char path[512];
	struct store *store;

	snprintf(path, sizeof(path), "%s", unit_path("x.db"));
	store = store_sqlite_new(path, 0, 1 << 20);
	ck_assert_ptr_nonnull(store);
	ck_assert_msg(store->refresh(store, &error) == 0, "%s", error.text);
	return store;
}

static struct store *
open_sample(void)
{
	sample_build(unit_path("x.db"), sample, &entities_projection);
	return open_store();
}

START_TEST(a_word_is_found_in_every_publication)
{
	struct store *store = open_sample();

	rows_assert_entity(store, "Trump", "slate=8 Atlantic=5 vox=5 ");
	rows_assert_entity(store,
	    "\xc3\x89"
	    "cole",
	    "vox=2 ");
	rows_assert_entity(store, "Ecole", "Atlantic=-1 ");
	rows_assert_entity(store, "", "vox=1 ");
	store->free(store);
}
END_TEST

START_TEST(a_word_that_is_spelled_otherwise_is_not_found)
{
	static const char *const words[] = { "trump", "Trum", "Trump ",
		"\xc3\x89"
		"COLE",
		"ecole", "x' OR '1'='1", "\xff", "%" };
	struct store *store = open_sample();
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		rows_assert_entity(store, words[i], NULL);
	store->free(store);
}
END_TEST

START_TEST(words_are_searched_whatever_their_case_and_marks)
{
	static const struct {
		struct store_search search;
		const char *expected;
	} cases[] = {
		{ { "tru", NULL, 10 }, "Trump=18 trudge=9 truth=4 TRUMP=1 " },
		{ { "TRU", NULL, 2 }, "Trump=18 trudge=9 " },
		{ { "tr\xc3\xbbM", NULL, 10 }, "Trump=18 TRUMP=1 " },
		{ { "tru", "vox", 10 }, "Trump=5 truth=4 TRUMP=1 " },
		{ { "tru", "slate", 10 }, "Trump=8 " },
		{ { "tru", "empty", 10 }, "" },
		{ { "tru", "Vox", 10 }, NULL },
		{ { "zebra", "nobody", 10 }, NULL },
		{ { "\xc3\xa9", NULL, 10 },
		    "ecology=3 \xc3\x89"
		    "cole=2 Ecole=-1 " },
		{ { "e", "vox", 10 },
		    "ecology=3 \xc3\x89"
		    "cole=2 " },
		{ { "trump", NULL, 10 }, "Trump=18 TRUMP=1 " },
		{ { "trumps", NULL, 10 }, "" },
		{ { "d", NULL, 10 }, "Donald Trump=9 " },
		{ { "%", NULL, 10 }, "" },
		{ { "_", NULL, 10 }, "" },
		{ { "100%", NULL, 10 }, "100%=1 " },
		{ { "\xf0\x9f\x98\x80", NULL, 10 },
		    "\xf0\x9f\x98\x80 smile=1 " },
		{ { "\xf0\x9f\x98\x81", NULL, 10 }, "" },
		{ { "", "slate", 10 }, "Trump=8 " },
		{ { "", "Atlantic", 10 },
		    "trudge=9 Trump=5 \xf0\x9f\x98\x80 smile=1 Ecole=-1 " },
	};
	struct store *store = open_sample();
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		rows_assert_search(store, &cases[i].search, cases[i].expected);
	store->free(store);
}
END_TEST

/* Words of two publications, so many that beginnings have their best. */
static void
build_many(void)
{
	static char paths[6000][64], fields[6000][128];
	static struct sample_document many[6001];
	int i;

	srand(1);
	for (i = 0; i < 6000; i++) {
		snprintf(paths[i], sizeof(paths[i]), "publications/p%d/ent/%d",
		    i % 4 == 0, i);
		snprintf(fields[i], sizeof(fields[i]),
		    "{\"word\":{\"stringValue\":\"%cba%x\"},"
		    "\"count\":{\"integerValue\":\"%d\"}}",
		    "aAAb"[rand() % 4], (unsigned)rand() % 5000, rand() % 50);
		many[i] = (struct sample_document){ paths[i], fields[i] };
	}
	sample_build(unit_path("x.db"), many, &entities_projection);
}

/* What a search gives, written down. */
static void
search(struct store *store, const struct store_search *wanted,
    struct gantry_buffer *text)
{
	struct rows rows = { 0 };
	const struct store_visitor visitor = { rows_add, &rows };
	bool found;

	ck_assert_int_eq(
	    store->search(store, wanted, &found, &visitor, &error), 0);
	ck_assert(found);
	gantry_buffer_add(text, rows.text.data, rows.text.length);
	gantry_buffer_putc(text, '\n');
	rows_clear(&rows);
}

static struct gantry_buffer
search_many(void)
{
	static const char *const prefixes[] = { "", "a", "AB", "aba", "aba1",
		"aba12", "b", "c" };
	static const char *const publications[] = { NULL, "p0", "p1" };
	struct store *store = open_store();
	struct gantry_buffer text = { 0 };
	size_t i, j;

	for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		for (j = 0; j < 3; j++) {
			struct store_search wanted = { prefixes[i],
				publications[j], 7 };

			search(store, &wanted, &text);
			wanted.limit = STORE_SEARCH_MAX;
			search(store, &wanted, &text);
		}
	}
	gantry_buffer_putc(&text, '\0');
	store->free(store);
	return text;
}

START_TEST(the_best_that_are_ready_are_those_of_all_words)
{
	struct gantry_buffer ready, looked_at;
	struct db *db;
	int64_t prefixes;

	build_many();
	db = db_open(unit_path("x.db"), &error);
	ck_assert_int_eq(
	    db_integer(db,
		"SELECT count(DISTINCT publication || prefix) FROM best",
		&prefixes, &error),
	    0);
	/* "", "a", "ab" and "aba", of all words and of those of p0. */
	ck_assert_int_eq(prefixes, 8);
	db_close(db);
	ready = search_many();
	sample_alter(unit_path("x.db"), "DELETE FROM best");
	looked_at = search_many();
	ck_assert_str_eq(ready.data, looked_at.data);
	gantry_buffer_clear(&ready);
	gantry_buffer_clear(&looked_at);
}
END_TEST

/* What may be read whole are the publications, which are few. */
static const char *const plans[QUERY_COUNT] = {
	[QUERY_PUBLICATIONS] =
	    "SCAN publication USING INDEX sqlite_autoindex_publication_1",
	[QUERY_PUBLICATION_ID] = "SEARCH publication USING COVERING INDEX "
				 "sqlite_autoindex_publication_1 (name=?)",
	[QUERY_WORDS_TOP] = "SEARCH entity USING PRIMARY KEY (publication=?)",
	[QUERY_WORDS_TIED] = "SEARCH entity USING PRIMARY KEY "
			     "(publication=? AND count=? AND word>?)",
	[QUERY_WORDS_BELOW] =
	    "SEARCH entity USING PRIMARY KEY (publication=? AND count<?)",
	[QUERY_ENTITY] = "SCAN publication USING COVERING INDEX "
			 "sqlite_autoindex_publication_1; "
			 "SEARCH mention USING PRIMARY KEY "
			 "(publication=? AND folded=? AND word=?); "
			 "USE TEMP B-TREE FOR ORDER BY",
	[QUERY_SEARCH_BEST] =
	    "SEARCH best USING PRIMARY KEY (publication=? AND prefix=?)",
	[QUERY_SEARCH_ALL] =
	    "SEARCH word USING PRIMARY KEY (folded>? AND folded<?); "
	    "USE TEMP B-TREE FOR ORDER BY",
	[QUERY_SEARCH_ONE] = "SEARCH mention USING PRIMARY KEY "
			     "(publication=? AND folded>? AND folded<?); "
			     "USE TEMP B-TREE FOR ORDER BY",
	[QUERY_MENTIONS] = "SEARCH entity USING PRIMARY KEY (publication=?)",
	/* Asked once for a cache. */
	[QUERY_ALL_MENTIONS] = "SCAN entity",
	[QUERY_DISTINCTIVE] = "SEARCH mention USING PRIMARY KEY "
			      "(publication=?); "
			      "SEARCH word USING PRIMARY KEY "
			      "(folded=? AND word=?)",
};

START_TEST(no_statement_reads_all_words_for_a_request)
{
	struct queries queries = { 0 };
	struct db *db;
	char plan[256];
	int i;

	sample_build(unit_path("x.db"), sample, &entities_projection);
	db = db_open(unit_path("x.db"), &error);
	ck_assert_int_eq(queries_prepare(&queries, db, &error), 0);
	for (i = 0; i < QUERY_COUNT; i++) {
		ck_assert_int_eq(queries_plan(&queries, (enum query)i, plan,
				     sizeof(plan), &error),
		    0);
		ck_assert_str_eq(plan, plans[i]);
	}
	queries_finalize(&queries);
	queries_finalize(&queries);
	db_close(db);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_word_is_found_in_every_publication,
		a_word_that_is_spelled_otherwise_is_not_found,
		words_are_searched_whatever_their_case_and_marks,
		the_best_that_are_ready_are_those_of_all_words,
		no_statement_reads_all_words_for_a_request,
		NULL,
	};

	return unit_run("entities/lookup", tests);
}

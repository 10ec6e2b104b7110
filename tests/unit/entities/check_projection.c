/*
 * From documents to publications and their words.
 */
#include <stdio.h>
#include <stdlib.h>

#include "data/cache/sample.h"
#include "entities/projection.h"
#include "unit.h"

#define COUNT(NUMBER) "\"count\":{\"integerValue\":\"" NUMBER "\"}"
#define WORD(TEXT)    "\"word\":{\"stringValue\":\"" TEXT "\"}"

static const struct sample_document sample[] = {
	{ "publications/vox", "{" COUNT("12") "}" },
	{ "publications/nothing", "{}" },
	{ "publications/double", "{\"count\":{\"doubleValue\":7}}" },
	{ "publications/minus", "{" COUNT("-3") "}" },
	{ "publications/o'clock", "{" COUNT("1") "}" },
	/* One word under three ids. */
	{ "publications/vox/ent/1", "{" WORD("same") "," COUNT("4") "}" },
	{ "publications/vox/ent/2", "{" COUNT("5") "," WORD("same") "}" },
	{ "publications/vox/ent/3", "{" WORD("same") "," COUNT("-1") "}" },
	{ "publications/vox/ent/4", "{" WORD("Same") "," COUNT("2") "}" },
	{ "publications/vox/ent/5", "{" WORD("") "," COUNT("1") "}" },
	{ "publications/vox/ent/6",
	    "{" WORD("large") "," COUNT("9007199254740993") "}" },
	/* Malformed ones. */
	{ "publications/vox/ent/m1", "{" WORD("no count") "}" },
	{ "publications/vox/ent/m2", "{" COUNT("1") "}" },
	{ "publications/vox/ent/m3", "{}" },
	{ "publications/vox/ent/m4",
	    "{\"count\":{\"doubleValue\":2.5}," WORD("half") "}" },
	{ "publications/vox/ent/w",
	    "{\"count\":{\"doubleValue\":2.0}," WORD("whole") "}" },
	{ "publications/vox/ent/m5",
	    "{\"word\":{\"integerValue\":\"3\"}," COUNT("1") "}" },
	{ "publications/vox/ent/m6",
	    "{\"word\":{\"nullValue\":null}," COUNT("1") "}" },
	{ "publications/vox/ent/m7",
	    "{\"word\":{\"stringValue\":7}," COUNT("1") "}" },
	{ "publications/vox/ent/m8",
	    "{" WORD("plain") ",\"count\":{\"integerValue\":1}}" },
	/* A publication that is no document. */
	{ "publications/missing/ent/1", "{" WORD("found") "," COUNT("3") "}" },
	/* What lies elsewhere. */
	{ "publications/vox/other/1", "{" WORD("other") "," COUNT("1") "}" },
	{ "publications/vox/ent/1/ent/1",
	    "{" WORD("deeper") "," COUNT("1") "}" },
	{ "papers/vox", "{" COUNT("1") "}" },
	{ "papers/vox/ent/1", "{" WORD("paper") "," COUNT("1") "}" },
	{ "publications/o'clock/ent/1", "{" WORD("o'") "," COUNT("1") "}" },
	{ NULL, NULL },
};

static struct gantry_error error;
static struct db *db;

static void
set_up(void)
{
	sample_build(unit_path("x.db"), sample, &entities_projection);
	db = db_open(unit_path("x.db"), &error);
	ck_assert_ptr_nonnull(db);
}

static int64_t
ask(const char *sql)
{
	int64_t value;

	ck_assert_msg(
	    db_integer(db, sql, &value, &error) == 0, "%s", error.text);
	return value;
}

/* The sum of what a publication's words are counted, or -7. */
static int64_t
count_of(const char *publication, const char *word)
{
	char sql[512];

	snprintf(sql, sizeof(sql),
	    "SELECT ifnull(sum(entity.count), -7) FROM entity"
	    " JOIN publication ON publication = id"
	    " WHERE name = '%s' AND word = '%s'",
	    publication, word);
	return ask(sql);
}

START_TEST(publications_have_their_count_or_0)
{
	static const struct {
		const char *name;
		int64_t count;
	} cases[] = {
		{ "vox", 12 },
		{ "nothing", 0 },
		{ "double", 7 },
		{ "minus", -3 },
		{ "o''clock", 1 },
		{ "missing", 0 },
	};
	const size_t number = sizeof(cases) / sizeof(cases[0]);
	char sql[256];
	size_t i;

	set_up();
	for (i = 0; i < number; i++) {
		snprintf(sql, sizeof(sql),
		    "SELECT count FROM publication WHERE name = '%s'",
		    cases[i].name);
		ck_assert_int_eq(ask(sql), cases[i].count);
	}
	ck_assert_int_eq(
	    ask("SELECT count(*) FROM publication"), (int64_t)number);
	db_close(db);
}
END_TEST

START_TEST(a_word_under_several_ids_is_summed)
{
	set_up();
	ck_assert_int_eq(count_of("vox", "same"), 8);
	ck_assert_int_eq(
	    ask("SELECT count(*) FROM entity WHERE word = 'same'"), 1);
	ck_assert_int_eq(count_of("vox", "Same"), 2);
	ck_assert_int_eq(count_of("vox", ""), 1);
	ck_assert_int_eq(count_of("vox", "large"), 9007199254740993);
	db_close(db);
}
END_TEST

START_TEST(malformed_words_are_ignored)
{
	set_up();
	ck_assert_int_eq(ask("SELECT count(*) FROM entity JOIN publication"
			     " ON publication = id WHERE name = 'vox'"),
	    5);
	ck_assert_int_eq(count_of("vox", "no count"), -7);
	ck_assert_int_eq(count_of("vox", "half"), -7);
	ck_assert_int_eq(count_of("vox", "plain"), -7);
	db_close(db);
}
END_TEST

START_TEST(a_double_that_is_a_whole_number_counts)
{
	set_up();
	ck_assert_int_eq(count_of("vox", "whole"), 2);
	db_close(db);
}
END_TEST

START_TEST(what_is_ignored_is_counted_with_a_reason)
{
	set_up();
	ck_assert_int_eq(ask("SELECT count FROM ignored WHERE reason"
			     " LIKE '%word%'"),
	    5);
	ck_assert_int_eq(ask("SELECT count FROM ignored WHERE reason"
			     " LIKE 'an ent whose count%'"),
	    3);
	ck_assert_int_eq(
	    ask("SELECT count FROM ignored WHERE reason LIKE '%in no%'"), 2);
	ck_assert_int_eq(ask("SELECT count(*) FROM ignored WHERE example ="
			     " 'publications/nothing' AND count = 1"),
	    1);
	db_close(db);
}
END_TEST

START_TEST(a_publication_without_a_document_keeps_its_words)
{
	set_up();
	ck_assert_int_eq(count_of("missing", "found"), 3);
	db_close(db);
}
END_TEST

START_TEST(only_entities_of_publications_count)
{
	set_up();
	ck_assert_int_eq(count_of("vox", "other"), -7);
	ck_assert_int_eq(count_of("vox", "paper"), -7);
	ck_assert_int_eq(
	    ask("SELECT count(*) FROM entity WHERE word = 'deeper'"), 0);
	ck_assert_int_eq(count_of("o''clock", "o''"), 1);
	ck_assert_int_eq(ask("SELECT count(*) FROM entity"), 7);
	db_close(db);
}
END_TEST

/* What entity has to hold, in its order, by the documents themselves. */
#define ORACLE                                                           \
	"SELECT publication.id AS publication, sum(json_extract(fields," \
	" '$.count.integerValue')) AS count, json_extract(fields,"       \
	" '$.word.stringValue') AS word FROM document JOIN publication"  \
	" ON parent = 'publications/' || name WHERE collection = 'ent'"  \
	" GROUP BY 1, 3"

/* What a word of theirs is folded to. */
#define FOLDED "replace(word, '\xc3\xa9', 'e')"

/* Add words under ids in no order to publications, which come after some. */
static void
add_random(struct cache_builder *builder, int documents)
{
	char path[64], fields[128];
	struct sample_document one[2] = { { path, fields }, { NULL, NULL } };
	int i;

	srand(1);
	for (i = 0; i < documents; i++) {
		snprintf(path, sizeof(path), "publications/p%d/ent/%08x%d",
		    rand() % 30, (unsigned)rand(), i);
		snprintf(fields, sizeof(fields),
		    "{" WORD("\xc3\xa9 %d") "," COUNT("%d") "}", rand() % 500,
		    rand() % 300 - 100);
		if (i % 1000 == 0) {
			snprintf(path, sizeof(path), "publications/p%d",
			    29 - i / 1000);
			snprintf(fields, sizeof(fields), "{" COUNT("1") "}");
		}
		sample_add(builder, one);
	}
}

static void
build_random(void)
{
	static const struct cache_projection *const projections[] = {
		&entities_projection, NULL
	};
	static const struct cache_source source = {
		.name = "",
		.project = "",
		.database = "",
	};
	const struct cache_builder_options options = {
		.path = unit_path("x.db"),
		.projections = projections,
		.sums_memory = 16384,
	};
	struct cache_builder *builder = cache_builder_new(&options, &error);

	ck_assert_ptr_nonnull(builder);
	add_random(builder, 20000);
	ck_assert_msg(cache_builder_publish(builder, &source, &error) == 0,
	    "%s", error.text);
	cache_builder_free(builder);
	ck_assert_uint_eq(unit_count_files(), 1);
}

START_TEST(words_are_summed_as_sql_sums_the_documents)
{
	build_random();
	db = db_open(unit_path("x.db"), &error);
	ck_assert_ptr_nonnull(db);
	ck_assert_int_gt(ask("SELECT count(*) FROM entity"), 10000);
	ck_assert_int_eq(ask("SELECT count(*) FROM publication"), 30);
	ck_assert_int_eq(
	    ask("SELECT count(*) FROM (SELECT * FROM entity EXCEPT " ORACLE
		")"),
	    0);
	ck_assert_int_eq(
	    ask("SELECT count(*) FROM (" ORACLE
		" EXCEPT SELECT publication, count, word FROM entity)"),
	    0);
	ck_assert_int_eq(ask("SELECT count(*) FROM mention"),
	    ask("SELECT count(*) FROM entity"));
	ck_assert_int_eq(
	    ask("SELECT count(*) FROM (SELECT * FROM mention EXCEPT"
		" SELECT publication, " FOLDED ", word, count"
		" FROM entity)"),
	    0);
	ck_assert_int_eq(ask("SELECT count(*) FROM word"), 500);
	ck_assert_int_eq(ask("SELECT count(*) FROM (SELECT * FROM word EXCEPT"
			     " SELECT " FOLDED ", word, sum(count) FROM entity"
			     " GROUP BY word)"),
	    0);
	/* Documents come first, by their paths, and then what is only named. */
	ck_assert_int_eq(
	    ask("SELECT count(*) FROM publication"
		" WHERE count = 1 AND id <= 20 OR count = 0 AND id > 20"),
	    30);
	db_close(db);
}
END_TEST

/* 2001 words of one publication, the last one of another too. */
static void
build_many(void)
{
	static char paths[2001][64], fields[2001][96];
	static struct sample_document many[2003] = {
		{ "publications/x/ent/1",
		    "{" WORD("Fa7d0") "," COUNT("9000") "}" },
	};
	int i;

	for (i = 0; i < 2001; i++) {
		snprintf(
		    paths[i], sizeof(paths[i]), "publications/vox/ent/%d", i);
		snprintf(fields[i], sizeof(fields[i]),
		    "{" WORD("Fa%x") "," COUNT("%d") "}", i, i);
		many[i + 1] = (struct sample_document){ paths[i], fields[i] };
	}
	sample_build(unit_path("x.db"), many, &entities_projection);
}

START_TEST(the_best_words_of_a_common_prefix_are_prepared)
{
	build_many();
	db = db_open(unit_path("x.db"), &error);
	ck_assert_ptr_nonnull(db);
	ck_assert_int_eq(ask("SELECT count(DISTINCT prefix) FROM best"
			     " WHERE prefix IN ('', 'f', 'fa')"),
	    3);
	/* Of both publications together, and of vox. */
	ck_assert_int_eq(ask("SELECT count(*) FROM best"), 3 * 2 * 100);
	ck_assert_int_eq(ask("SELECT count FROM best WHERE publication = 0"
			     " AND prefix = 'f' AND word = 'Fa7d0'"),
	    9000 + 2000);
	ck_assert_int_eq(ask("SELECT min(count) FROM best WHERE prefix = 'fa'"
			     " AND publication = (SELECT id FROM publication"
			     " WHERE name = 'vox')"),
	    1901);
	db_close(db);
}
END_TEST

START_TEST(without_documents_there_are_no_publications)
{
	sample_build(unit_path("x.db"),
	    &(const struct sample_document){ NULL, NULL },
	    &entities_projection);
	db = db_open(unit_path("x.db"), &error);
	ck_assert_ptr_nonnull(db);
	ck_assert_int_eq(ask("SELECT count(*) FROM publication"), 0);
	ck_assert_int_eq(ask("SELECT count(*) FROM entity"), 0);
	ck_assert_int_eq(ask("SELECT count(*) FROM mention"), 0);
	ck_assert_int_eq(ask("SELECT count(*) FROM word"), 0);
	ck_assert_int_eq(ask("SELECT count(*) FROM best"), 0);
	db_close(db);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		publications_have_their_count_or_0,
		a_word_under_several_ids_is_summed,
		malformed_words_are_ignored,
		a_double_that_is_a_whole_number_counts,
		what_is_ignored_is_counted_with_a_reason,
		a_publication_without_a_document_keeps_its_words,
		only_entities_of_publications_count,
		words_are_summed_as_sql_sums_the_documents,
		the_best_words_of_a_common_prefix_are_prepared,
		without_documents_there_are_no_publications,
		NULL,
	};

	return unit_run("entities/projection", tests);
}

/*
 * Which rule a document is for, and what its rule is given.
 */
#include <stdio.h>
#include <string.h>

#include "data/cache/sample.h"
#include "unit.h"

#define TEXT(VALUE)    "\"t\":{\"stringValue\":\"" VALUE "\"}"
#define INTEGER(VALUE) "\"n\":{\"integerValue\":\"" VALUE "\"}"
#define DOUBLE(VALUE)  "\"n\":{\"doubleValue\":" VALUE "}"

static struct gantry_error error;
static struct db *db;

/* Build a cache with the projections, ended by NULL, and open it. */
static void
build(const struct sample_document *documents,
    const struct cache_projection *const *projections)
{
	static const struct cache_source source = {
		.name = "",
		.project = "",
		.database = "",
	};
	const struct cache_builder_options options = {
		.path = unit_path("x.db"),
		.projections = projections,
		.drops_documents = true,
		.sums_memory = 256,
	};
	struct cache_builder *builder = cache_builder_new(&options, &error);

	ck_assert_msg(builder != NULL, "%s", error.text);
	sample_add(builder, documents);
	ck_assert_msg(cache_builder_publish(builder, &source, &error) == 0,
	    "%s", error.text);
	cache_builder_free(builder);
	ck_assert_uint_eq(unit_count_files(), 1);
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

#define SEEN(COLLECTION)                                                     \
	{                                                                    \
		.collection = COLLECTION,                                    \
		.sql = "INSERT INTO seen VALUES ('" COLLECTION "', ?1, ?2)", \
	}

START_TEST(a_rule_is_for_a_collection_by_its_id_or_its_path)
{
	static const struct cache_rule rules[] = {
		SEEN("a/{x}/c"),
		SEEN("{any}/b/{other}/d"),
		SEEN("c"),
		SEEN("a"),
		{ .collection = NULL },
	};
	static const struct cache_projection projection = {
		.name = "seen",
		.create = "CREATE TABLE seen (rule, path, parent)",
		.rules = rules,
		.finish = "",
	};
	static const struct cache_projection *const projections[] = {
		&projection, NULL
	};
	static const struct sample_document documents[] = {
		{ "a/1", "{}" },
		{ "a/1/c/1", "{}" },
		{ "a/long id/c/2", "{}" },
		{ "aa/1/c/3", "{}" },
		{ "a/1/cc/4", "{}" },
		{ "a/1/c/1/c/5", "{}" },
		{ "c/6", "{}" },
		{ "x/b/y/d/7", "{}" },
		{ "x/e/y/d/8", "{}" },
		{ "d/9", "{}" },
		{ NULL, NULL },
	};

	build(documents, projections);
	ck_assert_int_eq(
	    ask("SELECT group_concat(path, ' ') = 'a/1/c/1 a/long id/c/2'"
		" FROM seen WHERE rule = 'a/{x}/c'"),
	    1);
	ck_assert_int_eq(
	    ask("SELECT group_concat(path, ' ') = 'aa/1/c/3 a/1/c/1/c/5 c/6'"
		" FROM seen WHERE rule = 'c'"),
	    1);
	ck_assert_int_eq(
	    ask("SELECT count(*) FROM seen WHERE path = 'x/b/y/d/7'"
		" AND parent = 'x/b/y' AND rule LIKE '{any}%'"),
	    1);
	ck_assert_int_eq(ask("SELECT count(*) FROM seen WHERE path = 'a/1'"
			     " AND parent = '' AND rule = 'a'"),
	    1);
	ck_assert_int_eq(ask("SELECT count(*) FROM seen"), 7);
	db_close(db);
}
END_TEST

START_TEST(a_double_that_is_a_whole_number_is_an_integer)
{
	static const struct cache_rule rules[] = {
		{
		    .collection = "a",
		    .fields = { "n" },
		    .types = { FIELD_INTEGER },
		    .sql = "INSERT INTO seen VALUES (?1, ?3)",
		},
		{ .collection = NULL },
	};
	static const struct cache_projection projection = {
		.name = "seen",
		.create = "CREATE TABLE seen (path, n)",
		.rules = rules,
		.finish = "",
	};
	static const struct cache_projection *const projections[] = {
		&projection, NULL
	};
	static const struct sample_document documents[] = {
		{ "a/1", "{" DOUBLE("-4.0") "}" },
		{ "a/2", "{" DOUBLE("2.5") "}" },
		{ "a/3", "{" DOUBLE("-9223372036854775808.0") "}" },
		{ "a/4", "{" DOUBLE("9223372036854775808.0") "}" },
		{ "a/5", "{" DOUBLE("1e300") "}" },
		{ "a/6", "{" DOUBLE("\"NaN\"") "}" },
		{ "a/7", "{" INTEGER("9223372036854775807") "}" },
		{ "a/8", "{}" },
		{ "a/9", "{" DOUBLE("-0.0") "}" },
		{ NULL, NULL },
	};

	build(documents, projections);
	ck_assert_int_eq(
	    ask("SELECT group_concat(path || n || typeof(n), ' ') ="
		" 'a/1-4integer a/3-9223372036854775808integer"
		" a/79223372036854775807integer a/90integer' FROM seen"),
	    1);
	db_close(db);
}
END_TEST

#define SUMMED(NAME, NUMBER)                                           \
	{                                                              \
		.name = NAME,                                          \
		.create = "CREATE TABLE " NAME " (number, sum, text)", \
		.rules = adding, .finish = "",                         \
		.sums = {                                              \
			"SELECT " NUMBER " WHERE ?1 <> 'a/not'",       \
			"INSERT INTO " NAME " SELECT * FROM summed",   \
		},                                                     \
	}

static const struct cache_rule adding[] = {
	{
	    .collection = "b",
	    .fields = { "t", "n" },
	    .types = { FIELD_TEXT, FIELD_INTEGER },
	},
	{ .collection = NULL },
};

START_TEST(a_rule_without_sql_adds_up_for_each_projection)
{
	static const struct cache_projection one = SUMMED("one", "7");
	static const struct cache_projection two = SUMMED("two", "length(?1)");
	static const struct cache_projection *const projections[] = { &one,
		&two, NULL };
	static const struct sample_document documents[] = {
		{ "a/x/b/1", "{" INTEGER("1") "," TEXT("z") "}" },
		{ "a/longer/b/1", "{" INTEGER("20") "," TEXT("b") "}" },
		{ "a/x/b/2", "{" INTEGER("2") "," TEXT("a") "}" },
		{ "a/x/b/3", "{" INTEGER("3") "," TEXT("a") "}" },
		{ "a/x/b/4", "{" DOUBLE("2.0") "," TEXT("\\u0000a") "}" },
		{ "a/x/b/5", "{" INTEGER("6") "}" },
		{ "a/not/b/1", "{" INTEGER("6") "," TEXT("a") "}" },
		{ "a/x/c/1", "{" INTEGER("6") "," TEXT("a") "}" },
		{ "b/1", "{" INTEGER("-3") "," TEXT("root") "}" },
		{ NULL, NULL },
	};

	build(documents, projections);
	ck_assert_int_eq(
	    ask("SELECT group_concat(number || '=' || sum || hex(text), ' ') ="
		" '7=2062 7=561 7=20061 7=17A 7=-3726F6F74' FROM one"),
	    1);
	ck_assert_int_eq(ask("SELECT group_concat(number || '=' || sum, ' ') ="
			     " '0=-3 3=5 3=2 3=1 8=20' FROM two"),
	    1);
	db_close(db);
}
END_TEST

START_TEST(texts_may_be_folded_and_unread_sums_still_count)
{
	static const struct cache_projection one = {
		.name = "one",
		.create = "CREATE TABLE texts (parent, folded, text, sum);"
			  "CREATE TABLE totals (folded, text, sum);"
			  "CREATE TABLE best (parent, prefix, sum, text);"
			  "CREATE TABLE sums (parent, sum, text)",
		.rules = adding,
		.finish = "",
		.sums = {
			.number = "SELECT 7 + (?1 = 'a/y')",
			.insert = "INSERT INTO sums SELECT * FROM summed",
			.insert_texts = "INSERT INTO texts"
			    " SELECT * FROM summed_texts LIMIT 2",
			.insert_totals = "INSERT INTO totals"
			    " SELECT * FROM summed_totals LIMIT 2",
			.insert_best = "INSERT INTO best"
			    " SELECT * FROM summed_best",
			.best = { .most = 1, .above = 2 },
		},
	};
	static const struct cache_projection *const projections[] = { &one,
		NULL };
	static const struct sample_document documents[] = {
		{ "a/x/b/1", "{" INTEGER("1") "," TEXT("B") "}" },
		{ "a/x/b/2", "{" INTEGER("20") "," TEXT("b") "}" },
		{ "a/x/b/3", "{" INTEGER("300") "," TEXT("bc") "}" },
		{ "a/y/b/1", "{" INTEGER("4000") "," TEXT("B") "}" },
		{ "a/y/b/2", "{" INTEGER("50000") "," TEXT("\\u00e1") "}" },
		{ NULL, NULL },
	};

	build(documents, projections);
	ck_assert_int_eq(ask("SELECT group_concat(parent || folded || text"
			     " || sum, ' ') = '7bB1 7bb20' FROM texts"),
	    1);
	ck_assert_int_eq(ask("SELECT group_concat(folded || text || sum, ' ')"
			     " = 'a\xc3\xa1"
			     "50000 bB4001' FROM totals"),
	    1);
	ck_assert_int_eq(
	    ask("SELECT group_concat(parent || prefix || ':' || text"
		" || sum, ' ') = '0:\xc3\xa1"
		"50000 0b:B4001"
		" 7:bc300 7b:bc300' FROM best"),
	    1);
	ck_assert_int_eq(ask("SELECT group_concat(parent || text || sum, ' ')"
			     " = '7bc300 7b20 7B1 8\xc3\xa1"
			     "50000 8B4000'"
			     " FROM sums"),
	    1);
	db_close(db);
}
END_TEST

START_TEST(a_wrong_statement_of_sums_is_an_error)
{
	static const struct cache_projection bad[] = {
		{ .name = "bad",
		    .create = "",
		    .rules = adding,
		    .finish = "",
		    .sums = { "SELECT wrong", "SELECT * FROM summed" } },
		{ .name = "bad",
		    .create = "",
		    .rules = adding,
		    .finish = "",
		    .sums = { "SELECT 1", "SELECT wrong FROM summed" } },
		{ .name = "bad",
		    .create = "",
		    .rules = adding,
		    .finish = "",
		    .sums = { "SELECT 1", "SELECT 1 FROM summed",
			.insert_texts = "SELECT wrong FROM summed_texts" } },
	};
	static const struct cache_source source = {
		.name = "",
		.project = "",
		.database = "",
	};
	const struct cache_projection *projections[2] = { NULL };
	const struct cache_builder_options options = {
		.path = unit_path("x.db"),
		.projections = projections,
	};
	struct cache_builder *builder;
	int i;

	for (i = 0; i < 3; i++) {
		projections[0] = &bad[i];
		builder = cache_builder_new(&options, &error);
		ck_assert_ptr_nonnull(builder);
		ck_assert_int_eq(
		    cache_builder_publish(builder, &source, &error), -1);
		ck_assert_msg(strstr(error.text, "projection bad") != NULL &&
			strstr(error.text, "wrong") != NULL,
		    "%s", error.text);
		cache_builder_free(builder);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_rule_is_for_a_collection_by_its_id_or_its_path,
		a_double_that_is_a_whole_number_is_an_integer,
		a_rule_without_sql_adds_up_for_each_projection,
		texts_may_be_folded_and_unread_sums_still_count,
		a_wrong_statement_of_sums_is_an_error,
		NULL,
	};

	return unit_run("cache/rules", tests);
}

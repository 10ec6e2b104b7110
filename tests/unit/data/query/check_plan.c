/*
 * Random queries on thousands of documents, so that every plan is taken and
 * every limit of counts reached.  A cache whose indexes are left out has to
 * give the same answers by reading every document.
 *
 * SEED and ROUNDS in the environment make it longer.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "database.h"
#include "unit.h"

#define DOCUMENTS 3000
#define ROUNDS	  250

static struct database indexed, scanned, partial;
static uint64_t state;

/* A number below LIMIT. */
static int
pick(int limit)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (int)(state >> 33) % limit;
}

static json_t *
integer(int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", value);
	return json_pack("{ss}", "integerValue", text);
}

static json_t *
text(const char *value)
{
	return json_pack("{ss}", "stringValue", value);
}

static json_t *
reference(int document)
{
	char name[128];

	snprintf(name, sizeof(name),
	    "projects/p/databases/(default)/documents/c/d%d", document);
	return json_pack("{ss}", "referenceValue", name);
}

/* Longer than a key of an index. */
static json_t *
long_text(int end)
{
	char value[1700];

	memset(value, 'x', sizeof(value));
	snprintf(value + 1600 + end % 3, 16, "%d", end);
	return text(value);
}

static json_t *
list(int count, int limit)
{
	json_t *values = json_array();

	while (count-- > 0)
		json_array_append_new(values, integer(pick(limit)));
	return json_pack("{s{so}}", "arrayValue", "values", values);
}

static json_t *
mixed(void)
{
	switch (pick(12)) {
	case 0:
		return json_pack("{sn}", "nullValue");
	case 1:
		return json_pack("{ss}", "doubleValue", "NaN");
	case 2:
		return json_pack("{sb}", "booleanValue", pick(2));
	case 3:
		return text("a");
	case 4:
		return list(pick(3), 4);
	case 5:
		return json_pack("{ss}", "timestampValue",
		    pick(2) ? "2024-01-01T00:00:00Z" : "1969-01-01T00:00:00Z");
	case 6:
		return reference(pick(DOCUMENTS));
	case 7:
		return json_pack("{sf}", "doubleValue", pick(20) / 2.0);
	default:
		return integer(pick(10));
	}
}

enum data {
	DATA_RARE,
	DATA_MANY,
	DATA_TEXT,
	DATA_MIXED,
	DATA_LIST,
	DATA_INNER,
	DATA_LONG,
	DATA_REFERENCE,
	DATA_FIELDS
};

static const char *const field_names[] = { "rare", "many", "text", "mixed",
	"list", "map.inner", "long", "reference" };

/* A value as FIELD has it. */
static json_t *
value_of(enum data field)
{
	static const char *const texts[] = { "", "a", "b", "ab", "\xc3\xa9" };

	switch (field) {
	case DATA_RARE:
		return integer(pick(5) > 0 ? 0 : pick(700));
	case DATA_MANY:
		return integer(pick(100));
	case DATA_TEXT:
		return text(texts[pick(5)]);
	case DATA_LIST:
		return list(pick(4), 40);
	case DATA_INNER:
		return integer(pick(10));
	case DATA_LONG:
		return pick(3) > 0 ? long_text(pick(30)) : text("short");
	case DATA_REFERENCE:
		return reference(pick(50));
	default:
		return mixed();
	}
}

static json_t *
make_fields(void)
{
	json_t *fields = json_object();
	int i;

	for (i = 0; i < DATA_FIELDS; i++) {
		if (pick(10) == 0 || (i == DATA_LONG && pick(10) > 0))
			continue;
		if (i == DATA_INNER)
			json_object_set_new(fields, "map",
			    json_pack("{s{s{so}}}", "mapValue", "fields",
				"inner", value_of(i)));
		else
			json_object_set_new(
			    fields, field_names[i], value_of(i));
	}
	return fields;
}

static void
add(const char *path)
{
	const struct bytes bytes = { path, strlen(path) };
	json_t *fields = make_fields();

	database_add(&indexed, bytes, fields);
	database_add(&scanned, bytes, fields);
	database_add(&partial, bytes, fields);
	json_decref(fields);
}

static void
make_documents(void)
{
	char path[64];
	int i, j;

	for (i = 0; i < DOCUMENTS; i++) {
		snprintf(path, sizeof(path), "c/d%d", i);
		add(path);
		for (j = 0; i % 20 == 0 && j < 4; j++) {
			snprintf(path, sizeof(path), "c/d%d/%s/e%d", i,
			    i % 40 == 0 ? "sub" : "c", j);
			add(path);
		}
	}
}

static void
choose(struct database *database, const char *choice, bool is_only)
{
	ck_assert_int_eq(index_choices_add(&database->choices, choice, is_only,
			     &database->error),
	    0);
}

static void
begin(void)
{
	const char *seed = getenv("SEED");

	state = (seed != NULL ? strtoull(seed, NULL, 10) : 1) *
	    UINT64_C(0x9e3779b97f4a7c15);
	database_begin(&indexed, "indexed.db");
	database_begin(&scanned, "scanned.db");
	database_begin(&partial, "partial.db");
	choose(&scanned, "nothing", true);
	choose(&partial, "many", false);
	choose(&partial, "sub:text", false);
	choose(&partial, "map", false);
	make_documents();
	database_finish(&indexed);
	database_finish(&scanned);
	database_finish(&partial);
}

static void
end(void)
{
	database_close(&indexed);
	database_close(&scanned);
	database_close(&partial);
}

static json_t *
named(const char *field)
{
	return json_pack("{ss}", "fieldPath", field);
}

static json_t *
make_values(enum data field)
{
	json_t *values = json_array();
	int i, count = 1 + pick(4);

	for (i = 0; i < count; i++)
		json_array_append_new(values, value_of(field));
	return json_pack("{s{so}}", "arrayValue", "values", values);
}

static json_t *
make_leaf(void)
{
	static const char *const comparisons[] = { "EQUAL", "EQUAL", "EQUAL",
		"LESS_THAN", "LESS_THAN_OR_EQUAL", "GREATER_THAN",
		"GREATER_THAN_OR_EQUAL", "NOT_EQUAL" };
	static const char *const unary[] = { "IS_NAN", "IS_NULL", "IS_NOT_NAN",
		"IS_NOT_NULL" };
	enum data field = (enum data)pick(DATA_FIELDS);
	const char *name = field_names[field];

	switch (pick(12)) {
	case 0:
		return json_pack("{s{soss}}", "unaryFilter", "field",
		    named(pick(3) ? "mixed" : name), "op", unary[pick(4)]);
	case 1:
		return json_pack("{s{sossso}}", "fieldFilter", "field",
		    named(name), "op", pick(3) ? "IN" : "NOT_IN", "value",
		    make_values(field));
	case 2:
		return json_pack("{s{sossso}}", "fieldFilter", "field",
		    named("list"), "op", "ARRAY_CONTAINS", "value",
		    integer(pick(40)));
	case 3:
		return json_pack("{s{sossso}}", "fieldFilter", "field",
		    named("list"), "op", "ARRAY_CONTAINS_ANY", "value",
		    make_values(DATA_MANY));
	case 4:
		return json_pack("{s{sossso}}", "fieldFilter", "field",
		    named("__name__"), "op", comparisons[pick(7)], "value",
		    reference(pick(DOCUMENTS + 9)));
	default:
		return json_pack("{s{sossso}}", "fieldFilter", "field",
		    named(name), "op", comparisons[pick(8)], "value",
		    value_of(field));
	}
}

static json_t *
make_filter(int depth)
{
	json_t *filters;
	int i, count = 2 + pick(2);
	bool is_or = pick(3) == 0;

	if (depth == 0 || pick(2))
		return make_leaf();
	filters = json_array();
	for (i = 0; i < count; i++)
		json_array_append_new(filters, make_filter(depth - 1));
	return json_pack("{s{ssso}}", "compositeFilter", "op",
	    is_or ? "OR" : "AND", "filters", filters);
}

static json_t *
make_cursor(const enum data *fields, int count)
{
	json_t *values = json_array();
	int i;

	for (i = 0; i < count; i++)
		json_array_append_new(values,
		    fields[i] == DATA_FIELDS ? reference(pick(DOCUMENTS))
					     : value_of(fields[i]));
	return json_pack("{sosb}", "values", values, "before", pick(2));
}

static void
add_orders(json_t *query)
{
	enum data fields[3];
	int i, count = pick(3);
	bool is_falling = pick(2);
	json_t *orders = json_array();

	for (i = 0; i < count; i++) {
		fields[i] = (enum data)pick(DATA_FIELDS);
		if (i > 0 && fields[i] == fields[0])
			fields[i] = (fields[i] + 1) % DATA_FIELDS;
	}
	if (pick(3) == 0)
		fields[count++] = DATA_FIELDS;
	for (i = 0; i < count; i++) {
		if (pick(4) == 0)
			is_falling = !is_falling;
		json_array_append_new(orders,
		    json_pack("{soss}", "field",
			named(fields[i] == DATA_FIELDS
				? "__name__"
				: field_names[fields[i]]),
			"direction", is_falling ? "DESCENDING" : "ASCENDING"));
	}
	json_object_set_new(query, "orderBy", orders);
	if (count > 0 && pick(3) == 0)
		json_object_set_new(
		    query, "startAt", make_cursor(fields, 1 + pick(count)));
	if (count > 0 && pick(5) == 0)
		json_object_set_new(
		    query, "endAt", make_cursor(fields, 1 + pick(count)));
}

static json_t *
make_from(void)
{
	static const char *const ids[] = { "c", "c", "c", "sub" };

	if (pick(20) == 0)
		return json_pack("[{sb}]", "allDescendants", pick(2));
	return json_pack("[{sssb}]", "collectionId", ids[pick(4)],
	    "allDescendants", pick(2));
}

static json_t *
make_query(void)
{
	json_t *query = json_pack("{so}", "from", make_from()), *json;
	static const char *const parents[] = { "", "", "", "c/d40", "c/d20" };

	if (pick(8))
		json_object_set_new(query, "where", make_filter(2));
	add_orders(query);
	if (pick(6) == 0)
		json_object_set_new(
		    query, "offset", json_integer(pick(3) ? pick(9) : 2000));
	if (pick(3))
		json_object_set_new(
		    query, "limit", json_integer(pick(3) ? 20 : pick(3000)));
	json = json_pack("{soss}", "query", query, "parent", parents[pick(5)]);
	if (pick(8) == 0)
		json_object_set_new(json, "aggregations",
		    json_pack("[{s{s{si}}ss},{s{s{ss}}ss}]", "count", "upTo",
			"value", 1 + pick(2000), "alias", "a", "sum", "field",
			"fieldPath", pick(2) ? "mixed" : "many", "alias", "b"));
	else if (pick(8) == 0)
		json_object_set_new(json, "aggregations",
		    json_pack("[{s{}ss}]", "count", "alias", "a"));
	return json;
}

/* Does DATABASE give the same answer? */
static void
compare(struct database *database, const json_t *json, const json_t *wanted)
{
	json_t *found = database_answer(database, json);
	char *shown[3] = { json_dumps(json, 0),
		wanted != NULL ? json_dumps(wanted, 0) : NULL,
		found != NULL ? json_dumps(found, 0) : NULL };
	int i;

	ck_assert_msg((found == NULL) == (wanted == NULL) &&
		(found == NULL || database_is_same(wanted, found)),
	    "%s: plan %.*s: %s: expected %.300s, found %.300s (%s)",
	    database->path, (int)database->statistics.plan.length,
	    database->statistics.plan.data, shown[0],
	    shown[1] != NULL ? shown[1] : "", shown[2] != NULL ? shown[2] : "",
	    found == NULL ? database->error.text : "");
	json_decref(found);
	for (i = 0; i < 3; i++)
		free(shown[i]);
}

START_TEST(indexes_and_scans_agree)
{
	const char *given = getenv("ROUNDS");
	int i, rounds = given != NULL ? atoi(given) : ROUNDS, answered = 0;
	json_t *json, *wanted;

	begin();
	for (i = 0; i < rounds; i++) {
		json = make_query();
		wanted = database_answer(&scanned, json);
		answered += wanted != NULL;
		compare(&indexed, json, wanted);
		compare(&partial, json, wanted);
		json_decref(wanted);
		json_decref(json);
	}
	end();
	ck_assert_int_gt(answered, rounds * 9 / 10);
}
END_TEST

/* Ask for QUERY, in JSON, and compare the answer to WANTED. */
static void
ask(struct database *database, const char *query, const char *wanted)
{
	json_t *json = json_loads(query, JSON_ALLOW_NUL, NULL);
	json_t *rows = json_loads(wanted, JSON_ALLOW_NUL, NULL), *found;

	ck_assert(json != NULL && rows != NULL);
	found = database_answer(database, json);
	ck_assert_msg(found != NULL, "%s", database->error.text);
	ck_assert_msg(json_equal(found, rows), "%s", query);
	json_decref(found);
	json_decref(rows);
	json_decref(json);
}

START_TEST(names_are_bytes)
{
	static const struct bytes paths[] = {
		{ "c/a\0b", 5 },
		{ "c/a", 3 },
		{ "c/a\0", 4 },
		{ "c/a\0b/s\0t/x", 11 },
		{ "c/ab", 4 },
	};
	struct database database;
	json_t *fields = json_pack("{s{sn}}", "f", "nullValue");
	size_t i;

	database_begin(&database, "bytes.db");
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		database_add(&database, paths[i], fields);
	database_finish(&database);
	ask(&database, "{\"query\":{\"from\":[{\"collectionId\":\"c\"}]}}",
	    "[\"c/a\",\"c/a\\u0000\",\"c/a\\u0000b\",\"c/ab\"]");
	ask(&database,
	    "{\"query\":{\"from\":[{\"collectionId\":\"s\\u0000t\"}]},"
	    "\"parent\":\"c/a\\u0000b\"}",
	    "[\"c/a\\u0000b/s\\u0000t/x\"]");
	ask(&database,
	    "{\"query\":{\"from\":[{\"collectionId\":\"c\"}],\"where\":"
	    "{\"fieldFilter\":{\"field\":{\"fieldPath\":\"__name__\"},\"op\":"
	    "\"GREATER_THAN\",\"value\":{\"referenceValue\":\"projects/p/"
	    "databases/(default)/documents/c/a\"}}}}}",
	    "[\"c/a\\u0000\",\"c/a\\u0000b\",\"c/ab\"]");
	json_decref(fields);
	database_close(&database);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		indexes_and_scans_agree,
		names_are_bytes,
		NULL,
	};

	return unit_run("query/plan", tests);
}

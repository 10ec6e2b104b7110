/*
 * Queries in JSON: what is read, and what is refused.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "data/query/language/read_query.h"
#include "unit.h"

#define SIZE(array) (sizeof(array) / sizeof((array)[0]))

static struct gantry_error error;

static int
read_text(struct query *query, const char *text)
{
	json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
	int result;

	ck_assert_msg(json != NULL, "%s", text);
	result = query_read(query, (struct bytes){ "", 0 }, json, &error);
	json_decref(json);
	return result;
}

#define FROM	 "{\"from\":[{\"collectionId\":\"c\"}],"
#define FIELD	 "\"field\":{\"fieldPath\":\"f\"},"
#define ONE	 "{\"integerValue\":\"1\"}"
#define LEAF(op) "{\"fieldFilter\":{" FIELD "\"op\":" op ",\"value\":" ONE "}}"

START_TEST(names_and_enums_may_be_written_in_two_ways)
{
	static const char *const texts[] = {
		FROM "\"where\":" LEAF("\"LESS_THAN\"") "}",
		FROM "\"where\":" LEAF("1") "}",
		"{\"from\":[{\"collection_id\":\"c\"}],\"where\":{\"field_filter"
		"\":{\"field\":{\"field_path\":\"f\"},\"op\":1,\"value\":"
		"{\"integer_value\":1}}},\"order_by\":null}",
	};
	struct query query;
	size_t i;

	for (i = 0; i < SIZE(texts); i++) {
		ck_assert_msg(read_text(&query, texts[i]) == 0, "%s: %s",
		    texts[i], error.text);
		ck_assert_int_eq(query.where->op, OP_LESS_THAN);
		ck_assert_uint_eq(query.order_count, 2);
		ck_assert(query.orders[1].field.is_name);
		ck_assert_int_eq(query.limit, -1);
		query_clear(&query);
	}
}
END_TEST

START_TEST(numbers_may_be_wrapped)
{
	struct query query;

	ck_assert_int_eq(
	    read_text(
		&query, FROM "\"limit\":{\"value\":\"3\"},\"offset\":\"2\"}"),
	    0);
	ck_assert_int_eq(query.limit, 3);
	ck_assert_int_eq(query.offset, 2);
	query_clear(&query);
}
END_TEST

START_TEST(inequalities_are_in_the_order)
{
	struct query query;

	ck_assert_int_eq(
	    read_text(&query,
		FROM "\"orderBy\":[{\"field\":{\"fieldPath\":\"g\"},"
		     "\"direction\":\"DESCENDING\"}],\"where\":" LEAF(
			 "\"NOT_EQUAL\"") "}"),
	    0);
	ck_assert_uint_eq(query.order_count, 3);
	ck_assert_uint_eq(query.explicit_count, 1);
	ck_assert(bytes_is_equal(query.orders[0].field.text, "g"));
	ck_assert(bytes_is_equal(query.orders[1].field.text, "f"));
	ck_assert(query.orders[1].is_falling && query.orders[2].is_falling);
	query_clear(&query);
}
END_TEST

/* Each is a value of JSON, but none is a query. */
static const char *const malformed[] = {
	"null",
	"1",
	"[]",
	"\"\"",
	"{\"from\":1}",
	"{\"from\":[1]}",
	"{\"from\":[{\"collectionId\":1}]}",
	"{\"from\":[{\"collectionId\":\"a/b\"}]}",
	"{\"from\":[{\"collectionId\":\"a\"},{\"collectionId\":\"b\"}]}",
	"{\"from\":[{\"collectionId\":\"a\",\"allDescendants\":1}]}",
	FROM "\"unknown\":1}",
	FROM "\"where\":1}",
	FROM "\"where\":{}}",
	FROM "\"where\":{\"x\":1}}",
	FROM "\"where\":{\"fieldFilter\":{}}}",
	FROM "\"where\":{\"fieldFilter\":{" FIELD "\"op\":\"EQUAL\"}}}",
	FROM "\"where\":" LEAF("\"NEAR\"") "}",
	FROM "\"where\":" LEAF("99") "}",
	FROM "\"where\":" LEAF("-1") "}",
	FROM "\"where\":" LEAF("0") "}",
	FROM "\"where\":" LEAF("1.5") "}",
	FROM "\"where\":" LEAF("{}") "}",
	FROM "\"where\":" LEAF("\"IN\"") "}",
	FROM "\"where\":{\"fieldFilter\":{" FIELD
	     "\"op\":\"IN\",\"value\":{\"arrayValue\":{}}}}}",
	FROM "\"where\":{\"fieldFilter\":{" FIELD
	     "\"op\":\"EQUAL\",\"value\":{}}}}",
	FROM "\"where\":{\"fieldFilter\":{" FIELD
	     "\"op\":\"EQUAL\",\"value\":{\"integerValue\":\"x\"}}}}",
	FROM "\"where\":{\"fieldFilter\":{\"field\":{\"fieldPath\":"
	     "\"a..b\"},\"op\":\"EQUAL\",\"value\":" ONE "}}}",
	FROM "\"where\":{\"fieldFilter\":{\"field\":{\"fieldPath\":"
	     "\"__name__\"},\"op\":\"EQUAL\",\"value\":" ONE "}}}",
	FROM "\"where\":{\"unaryFilter\":{" FIELD "\"op\":\"EQUAL\"}}}",
	FROM "\"where\":{\"compositeFilter\":{}}}",
	FROM "\"where\":{\"compositeFilter\":{\"op\":\"AND\",\"filters\":"
	     "[]}}}",
	FROM
	"\"where\":{\"compositeFilter\":{\"op\":\"XOR\",\"filters\":[" LEAF(
	    "1") "]}}}",
	FROM "\"orderBy\":1}",
	FROM "\"orderBy\":[{}]}",
	FROM "\"orderBy\":[{\"field\":{\"fieldPath\":\"\"}}]}",
	FROM "\"orderBy\":[{" FIELD "\"direction\":\"SIDEWAYS\"}]}",
	FROM "\"limit\":-1}",
	FROM "\"limit\":\"x\"}",
	FROM "\"limit\":2147483648}",
	FROM "\"limit\":1e99}",
	FROM "\"limit\":2.5}",
	FROM "\"offset\":-1}",
	FROM "\"startAt\":1}",
	FROM "\"startAt\":{\"values\":[" ONE "]}}",
	FROM "\"startAt\":{\"values\":[{\"referenceValue\":\"projects/p/"
	     "databases/d/documents/c/a\"},{\"nullValue\":null}]}}",
	FROM "\"select\":{\"fields\":1}}",
	FROM "\"select\":{\"fields\":[{\"fieldPath\":\"a.\"}]}}",
	FROM "\"findNearest\":{}}",
	FROM "\"findNearest\":{\"vectorField\":{\"fieldPath\":\"v\"},"
	     "\"queryVector\":" ONE ",\"distanceMeasure\":\"COSINE\","
	     "\"limit\":1}}",
};

START_TEST(malformed_queries_are_refused)
{
	struct query query;
	size_t i;

	for (i = 0; i < SIZE(malformed); i++) {
		ck_assert_msg(
		    read_text(&query, malformed[i]) == -1, "%s", malformed[i]);
		ck_assert_msg(error.code == GANTRY_ERROR_INPUT, "%s: %s",
		    malformed[i], error.text);
		query_clear(&query);
	}
}
END_TEST

/* Append a query whose filter has DEPTH levels. */
static void
nest(struct gantry_buffer *text, int depth)
{
	int i;

	gantry_buffer_puts(text, FROM "\"where\":");
	for (i = 0; i < depth; i++)
		gantry_buffer_puts(
		    text, "{\"compositeFilter\":{\"op\":\"AND\",\"filters\":[");
	gantry_buffer_puts(text, LEAF("1"));
	for (i = 0; i < depth; i++)
		gantry_buffer_puts(text, "]}}");
	gantry_buffer_puts(text, "}");
	gantry_buffer_putc(text, '\0');
}

START_TEST(sizes_are_bounded)
{
	struct gantry_buffer text = { 0 };
	struct query query;
	int i;

	nest(&text, 500);
	ck_assert_int_eq(read_text(&query, text.data), -1);
	query_clear(&query);
	gantry_buffer_reset(&text);
	/* Five of two alternatives each: 32 terms. */
	gantry_buffer_puts(&text,
	    FROM
	    "\"where\":{\"compositeFilter\":{\"op\":\"AND\",\"filters\":[");
	for (i = 0; i < 5; i++)
		gantry_buffer_printf(&text,
		    "%s{\"compositeFilter\":{\"op\":\"OR\",\"filters\":[%s,%s]"
		    "}}",
		    i > 0 ? "," : "", LEAF("1"), LEAF("3"));
	gantry_buffer_puts(&text, "]}}}");
	gantry_buffer_putc(&text, '\0');
	ck_assert_int_eq(read_text(&query, text.data), -1);
	query_clear(&query);
	gantry_buffer_reset(&text);
	gantry_buffer_puts(&text,
	    FROM
	    "\"where\":{\"compositeFilter\":{\"op\":\"AND\",\"filters\":[");
	for (i = 0; i < 1000; i++)
		gantry_buffer_puts(&text, i > 0 ? "," LEAF("5") : LEAF("5"));
	gantry_buffer_puts(&text, "]}}}");
	gantry_buffer_putc(&text, '\0');
	ck_assert_int_eq(read_text(&query, text.data), -1);
	query_clear(&query);
	gantry_buffer_clear(&text);
}
END_TEST

START_TEST(aggregations_without_an_alias_are_numbered)
{
	static const char text[] =
	    "[{\"count\":{\"upTo\":0},\"alias\":\"field_3\"},{\"count\":{}},"
	    "{\"count\":{\"upTo\":2.0}}]";
	struct query_aggregations aggregations;
	struct query query;
	json_t *json = json_loads(text, 0, NULL);

	ck_assert_int_eq(read_text(&query, FROM "\"limit\":1.0}"), 0);
	ck_assert_int_eq(query.limit, 1);
	ck_assert_int_eq(
	    query_read_aggregations(&query, json, &aggregations, &error), 0);
	ck_assert(bytes_is_equal(aggregations.items[0].alias, "field_3"));
	ck_assert(bytes_is_equal(aggregations.items[1].alias, "field_1"));
	ck_assert(bytes_is_equal(aggregations.items[2].alias, "field_2"));
	ck_assert_int_eq(aggregations.items[0].up_to, 0);
	ck_assert_int_eq(aggregations.items[2].up_to, 2);
	json_decref(json);
	query_clear(&query);
}
END_TEST

START_TEST(bad_aggregations_are_refused)
{
	static const char *const texts[] = { "1", "{}", "[]", "[1]", "[{}]",
		"[{\"count\":{},\"sum\":{}}]",
		"[{\"count\":{},\"alias\":\"__a__\"}]",
		"[{\"sum\":{\"field\":{\"fieldPath\":\"__name__\"}}}]",
		"[{\"count\":{\"upTo\":\"-1\"}}]", "[{\"sum\":{}}]",
		"[{\"avg\":{\"field\":{\"fieldPath\":\"a.\"}}}]",
		"[{\"count\":{},\"alias\":\"a\"},{\"count\":{},\"alias\":"
		"\"a\"}]",
		"[{\"count\":{}},{\"count\":{}},{\"count\":{}},{\"count\":{}},"
		"{\"count\":{}},{\"count\":{}}]" };
	struct query_aggregations aggregations;
	struct query query;
	json_t *json;
	size_t i;

	for (i = 0; i < SIZE(texts); i++) {
		ck_assert_int_eq(read_text(&query, FROM "\"limit\":1}"), 0);
		json = json_loads(texts[i], JSON_DECODE_ANY, NULL);
		ck_assert_msg(query_read_aggregations(
				  &query, json, &aggregations, &error) == -1,
		    "%s", texts[i]);
		json_decref(json);
		query_clear(&query);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		names_and_enums_may_be_written_in_two_ways,
		numbers_may_be_wrapped,
		inequalities_are_in_the_order,
		malformed_queries_are_refused,
		sizes_are_bounded,
		aggregations_without_an_alias_are_numbered,
		bad_aggregations_are_refused,
		NULL,
	};

	return unit_run("query/read_query", tests);
}

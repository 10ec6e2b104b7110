/*
 * The columns of documents.
 */
#include <stdio.h>
#include <string.h>

#include "data/tables/columns.h"
#include "unit.h"

static struct gantry_error error;

static int
add(struct columns *columns, const char *fields)
{
	return columns_add(
	    columns, (struct json_part){ fields, strlen(fields) }, &error);
}

START_TEST(columns_are_sorted_and_have_kinds)
{
	struct columns columns = { .items = NULL };

	ck_assert_int_eq(add(&columns,
			     "{\"b\":{\"integerValue\":\"1\"},"
			     "\"c\\n\":{\"nullValue\":null}}"),
	    0);
	ck_assert_int_eq(add(&columns,
			     "{\"a\":{\"stringValue\":\"x\"},"
			     "\"b\":{\"doubleValue\":1.5}}"),
	    0);
	ck_assert_int_eq(add(&columns, "{}"), 0);
	ck_assert_uint_eq(columns.count, 3);
	ck_assert_str_eq(columns.items[0].name, "a");
	ck_assert_str_eq(columns.items[1].name, "b");
	ck_assert_uint_eq(columns.items[1].kinds,
	    COLUMN_KIND(VALUE_INTEGER) | COLUMN_KIND(VALUE_DOUBLE));
	ck_assert_str_eq(columns.items[2].name, "c\n");
	columns_clear(&columns);
}
END_TEST

START_TEST(the_deepest_value_is_known)
{
	struct columns columns = { .items = NULL };

	ck_assert_int_eq(add(&columns,
			     "{\"m\":{\"mapValue\":{\"fields\":{\"a\":"
			     "{\"arrayValue\":{\"values\":[{\"mapValue\":{}}]}"
			     "}}}},\"s\":{\"stringValue\":\"\"}}"),
	    0);
	ck_assert_uint_eq(columns.items[0].depth, 3);
	ck_assert_uint_eq(columns.items[1].depth, 0);
	ck_assert_int_eq(
	    add(&columns,
		"{\"s\":{\"mapValue\":{\"fields\":{\"__type__\":"
		"{\"stringValue\":\"__vector__\"},\"value\":{\"arrayValue\":"
		"{\"values\":[{\"doubleValue\":1.0}]}}}}}}"),
	    0);
	ck_assert(columns.items[1].kinds & COLUMN_VECTOR);
	columns_clear(&columns);
}
END_TEST

START_TEST(there_may_be_too_many)
{
	struct columns columns = { .items = NULL };
	char name[16];
	int i;

	for (i = 0; i < COLUMNS_MAX; i++) {
		snprintf(name, sizeof(name), "%d", i);
		ck_assert_int_eq(
		    columns_add_name(&columns, name, strlen(name), &error), 0);
	}
	ck_assert_int_eq(columns_add_name(&columns, "0", 1, &error), 0);
	ck_assert_int_eq(columns_add_name(&columns, "x", 1, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	columns_clear(&columns);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		columns_are_sorted_and_have_kinds,
		the_deepest_value_is_known,
		there_may_be_too_many,
		NULL,
	};

	return unit_run("tables/columns", tests);
}

/*
 * Values without their types.
 */
#include <string.h>

#include "data/tables/plain_value.h"
#include "unit.h"

#define SIZE(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	const char *value, *json, *text;
} values[] = {
	{ "{\"nullValue\":null}", "null", "" },
	{ "{\"booleanValue\":true}", "true", "true" },
	{ "{\"integerValue\":\"9007199254740993\"}", "9007199254740993",
	    "9007199254740993" },
	{ "{\"doubleValue\":1.5}", "1.5", "1.5" },
	{ "{\"doubleValue\":\"NaN\"}", "\"NaN\"", "NaN" },
	{ "{\"stringValue\":\"a\\n\\\"\"}", "\"a\\n\\\"\"", "a\n\"" },
	{ "{\"timestampValue\":\"2026-01-01T00:00:00Z\"}",
	    "\"2026-01-01T00:00:00Z\"", "2026-01-01T00:00:00Z" },
	{ "{\"bytesValue\":\"AA==\"}", "\"AA==\"", "AA==" },
	{ "{\"referenceValue\":\"o/a/b\"}", "\"a/b\"", "a/b" },
	{ "{\"referenceValue\":\"p/a/b\"}", "\"p/a/b\"", "p/a/b" },
	{ "{\"geoPointValue\":{\"latitude\":1.5,\"longitude\":2.0}}",
	    "{\"latitude\":1.5,\"longitude\":2.0}",
	    "{\"latitude\":1.5,\"longitude\":2.0}" },
	{ "{\"arrayValue\":{}}", "[]", "[]" },
	{ "{\"mapValue\":{\"fields\":{\"a\":{\"arrayValue\":{\"values\":["
	  "{\"nullValue\":null},{\"integerValue\":\"1\"}]}}}}}",
	    "{\"a\":[null,1]}", "{\"a\":[null,1]}" },
	{ "{\"mapValue\":{\"fields\":{\"__type__\":{\"stringValue\":"
	  "\"__vector__\"},\"value\":{\"arrayValue\":{\"values\":["
	  "{\"doubleValue\":1.0}]}}}}}",
	    "[1.0]", "[1.0]" },
};

START_TEST(values_lose_their_types)
{
	const struct plain_style style = { .origin = { "o/", 2 } };
	struct gantry_buffer out = { 0 };
	struct value value;
	size_t i;

	for (i = 0; i < SIZE(values); i++) {
		ck_assert(value_read((struct json_part){ values[i].value,
					 strlen(values[i].value) },
		    &value));
		plain_add(&out, &style, &value);
		gantry_buffer_putc(&out, '\0');
		ck_assert_str_eq(out.data, values[i].json);
		gantry_buffer_reset(&out);
		plain_add_text(&out, &style, &value);
		gantry_buffer_putc(&out, '\0');
		ck_assert_str_eq(out.data, values[i].text);
		gantry_buffer_reset(&out);
	}
	gantry_buffer_clear(&out);
}
END_TEST

START_TEST(unknown_times_are_left_out)
{
	struct gantry_buffer out = { 0 };

	ck_assert(!plain_add_time(&out, 0));
	ck_assert(!plain_add_time(&out, INT64_MAX));
	ck_assert_uint_eq(out.length, 0);
	ck_assert(plain_add_time(&out, 1));
	gantry_buffer_putc(&out, '\0');
	ck_assert_str_eq(out.data, "\"1970-01-01T00:00:00.000001Z\"");
	gantry_buffer_clear(&out);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		values_lose_their_types,
		unknown_times_are_left_out,
		NULL,
	};

	return unit_run("tables/plain_value", tests);
}

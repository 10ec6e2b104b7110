/*
 * JSON documents: valid ones are parsed into their values; invalid ones, and
 * what the standard leaves open, are rejected with their position.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gantry/json.h"
#include "gantry/request.h"
#include "gate/environ/environ.h"
#include "unit.h"

#define LENGTH_OF(array) (sizeof(array) / sizeof((array)[0]))

static struct gantry_environ environ_;
static struct gantry_error error;

/* An exact copy, so that a read past the end is found. */
static const struct gantry_json_value *
parse(const char *text, size_t length)
{
	const struct gantry_json_value *value;
	char *copy = malloc(length > 0 ? length : 1);

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, text, length);
	environ_clear(&environ_);
	error = (struct gantry_error){ 0 };
	value = gantry_json_parse(&environ_, copy, length, &error);
	memset(copy, 'x', length);
	free(copy);
	return value;
}

static const struct gantry_json_value *
parse_text(const char *text)
{
	const struct gantry_json_value *value = parse(text, strlen(text));

	ck_assert_msg(value != NULL, "%s: %s", text, error.text);
	return value;
}

static void
write_value(
    struct gantry_json_writer *json, const struct gantry_json_value *value)
{
	const struct gantry_json_value *item;
	size_t count = 0;

	switch (value->kind) {
	case GANTRY_JSON_NULL:
		gantry_json_put_null(json, value->name);
		return;
	case GANTRY_JSON_BOOLEAN:
		gantry_json_put_boolean(json, value->name, value->boolean);
		return;
	case GANTRY_JSON_INTEGER:
		gantry_json_put_integer(json, value->name, value->integer);
		return;
	case GANTRY_JSON_NUMBER:
		gantry_json_put_number(json, value->name, value->number);
		return;
	case GANTRY_JSON_STRING:
		gantry_json_put_string(
		    json, value->name, value->string, value->length);
		return;
	case GANTRY_JSON_ARRAY:
		gantry_json_begin_array(json, value->name);
		break;
	case GANTRY_JSON_OBJECT:
		gantry_json_begin_object(json, value->name);
		break;
	}
	for (item = value->items; item != NULL; item = item->next, count++)
		write_value(json, item);
	ck_assert_uint_eq(count, value->count);
	gantry_json_end(json);
}

START_TEST(valid_json_is_accepted)
{
	static const struct {
		const char *text, *written;
	} cases[] = {
		{ "null", "null" },
		{ "true", "true" },
		{ "false", "false" },
		{ "0", "0" },
		{ "\"\"", "\"\"" },
		{ "[]", "[]" },
		{ "{}", "{}" },
		{ " \t\r\n1 \t\r\n", "1" },
		{ "[ ]", "[]" },
		{ "{\n}", "{}" },
		{ "[1]", "[1]" },
		{ "[1 , 2,\n3]", "[1,2,3]" },
		{ "[[],[[]],{}]", "[[],[[]],{}]" },
		{ "{\"a\":1}", "{\"a\":1}" },
		{ "{ \"a\" : 1 , \"b\" : [ ] }", "{\"a\":1,\"b\":[]}" },
		{ "{\"\":{\"\":{}}}", "{\"\":{\"\":{}}}" },
		{ "{\"b\":1,\"a\":2,\"aa\":3,\"A\":4}",
		    "{\"b\":1,\"a\":2,\"aa\":3,\"A\":4}" },
		{ "[{\"a\":1},{\"a\":1}]", "[{\"a\":1},{\"a\":1}]" },
		{ "{\"a\":{\"a\":1}}", "{\"a\":{\"a\":1}}" },
		{ "[true,false,null]", "[true,false,null]" },
		{ "[1.5,-2e3,1E+2,1e-2]", "[1.5,-2000,100,0.01]" },
		{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
		    "\"\\\"\\\\/\\b\\f\\n\\r\\t\"" },
		{ "\"\\u0041\\u00e9\\u20AC\\ud83e\\uDD43\"",
		    "\"A\xc3\xa9\xe2\x82\xac\xf0\x9f\xa5\x83\"" },
		{ "\"\\uFFFF\\uD800\\uDC00\\udbff\\udfff\"",
		    "\"\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"" },
		{ "\"caf\xc3\xa9 \xf0\x9f\xa5\x83\"",
		    "\"caf\xc3\xa9 \xf0\x9f\xa5\x83\"" },
		{ "\"a\\u0000b\"", "\"a\\u0000b\"" },
		{ "\"\x7f\"", "\"\\u007f\"" },
		{ "{\"\\u0061\":1,\"\\u0062\":2}", "{\"a\":1,\"b\":2}" },
	};
	struct gantry_buffer buffer = { 0 };
	struct gantry_json_writer json;
	size_t i;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		gantry_buffer_reset(&buffer);
		gantry_json_writer_init(&json, &buffer);
		write_value(&json, parse_text(cases[i].text));
		ck_assert(gantry_json_is_whole(&json));
		ck_assert_int_eq(gantry_buffer_putc(&buffer, '\0'), 0);
		ck_assert_str_eq(buffer.data, cases[i].written);
	}
	gantry_buffer_clear(&buffer);
	environ_clear(&environ_);
}
END_TEST

START_TEST(invalid_json_is_rejected_with_its_position)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "",
		    "line 1, column 1: a value is expected, but the text "
		    "ends" },
		{ " \n ", "line 2, column 2: a value is expected, but" },
		{ "x", "line 1, column 1: a value is expected" },
		{ "tru", "line 1, column 1: a value is expected" },
		{ "True", "line 1, column 1: a value is expected" },
		{ "nul", "line 1, column 1: a value is expected" },
		{ "nullx", "line 1, column 5: there is text" },
		{ "NaN", "line 1, column 1: a value is expected" },
		{ "Infinity", "line 1, column 1: a value is expected" },
		{ "-Infinity", "line 1, column 2: a digit is expected" },
		{ "'a'", "line 1, column 1: a value is expected" },
		{ "\xef\xbb\xbf{}",
		    "line 1, column 1: JSON must not begin "
		    "with a byte order mark" },
		{ "1 2", "line 1, column 3: there is text" },
		{ "{}}", "line 1, column 3: there is text" },
		{ "[]]", "line 1, column 3: there is text" },
		{ "[] // c", "line 1, column 4: there is text" },
		{ "/**/[]", "line 1, column 1: a value is expected" },
		{ "[", "line 1, column 2: a value is expected, but" },
		{ "[1", "line 1, column 3: a comma or ']' is expected" },
		{ "[1,", "line 1, column 4: a value is expected, but" },
		{ "[1,]", "line 1, column 4: a value is expected" },
		{ "[,1]", "line 1, column 2: a value is expected" },
		{ "[,]", "line 1, column 2: a value is expected" },
		{ "[1,,2]", "line 1, column 4: a value is expected" },
		{ "[1 2]", "line 1, column 4: a comma or ']' is expected" },
		{ "[1}", "line 1, column 3: a comma or ']' is expected" },
		{ "[1:2]", "line 1, column 3: a comma or ']' is expected" },
		{ "]", "line 1, column 1: a value is expected" },
		{ ",", "line 1, column 1: a value is expected" },
		{ "{", "line 1, column 2: a name in quotes is expected" },
		{ "{1:1}", "line 1, column 2: a name in quotes is expected" },
		{ "{a:1}", "line 1, column 2: a name in quotes is expected" },
		{ "{\"a\"}", "line 1, column 5: a colon is expected" },
		{ "{\"a\" 1}", "line 1, column 6: a colon is expected" },
		{ "{\"a\":}", "line 1, column 6: a value is expected" },
		{ "{\"a\":1", "line 1, column 7: a comma or '}' is expected" },
		{ "{\"a\":1]", "line 1, column 7: a comma or '}' is" },
		{ "{\"a\":1,}", "line 1, column 8: a name in quotes is" },
		{ "{\"a\":1,,\"b\":1}",
		    "line 1, column 8: a name in quotes is expected" },
		{ "{\"a\":1 \"b\":1}", "line 1, column 8: a comma or '}'" },
		{ "{,}", "line 1, column 2: a name in quotes is expected" },
		{ "{[]:1}", "line 1, column 2: a name in quotes is expected" },
		{ "+1", "line 1, column 1: a value is expected" },
		{ "-", "line 1, column 2: a digit is expected" },
		{ "-a", "line 1, column 2: a digit is expected" },
		{ "--1", "line 1, column 2: a digit is expected" },
		{ "01", "line 1, column 2: there is text" },
		{ "-01", "line 1, column 3: there is text" },
		{ "00", "line 1, column 2: there is text" },
		{ "1.", "line 1, column 3: a digit is expected" },
		{ ".1", "line 1, column 1: a value is expected" },
		{ "1.e1", "line 1, column 3: a digit is expected" },
		{ "1e", "line 1, column 3: a digit is expected" },
		{ "1e+", "line 1, column 4: a digit is expected" },
		{ "1e+-1", "line 1, column 4: a digit is expected" },
		{ "1.5.5", "line 1, column 4: there is text" },
		{ "0x10", "line 1, column 2: there is text" },
		{ "1_000", "line 1, column 2: there is text" },
		{ "1,5", "line 1, column 2: there is text" },
		{ "1e400", "line 1, column 1: the number is too large" },
		{ "[-1e400]", "line 1, column 2: the number is too large" },
		{ "\"", "line 1, column 1: the string has no end" },
		{ "[\"a", "line 1, column 2: the string has no end" },
		{ "\"\\\"", "line 1, column 1: the string has no end" },
		{ "\"\\", "line 1, column 1: the string has no end" },
		{ "\"a\nb\"", "line 1, column 3: control characters" },
		{ "\"\t\"", "line 1, column 2: control characters" },
		{ "\"\x1f\"", "line 1, column 2: control characters" },
		{ "\"\\a\"",
		    "line 1, column 2: a backslash must be followed by" },
		{ "\"\\x41\"",
		    "line 1, column 2: a backslash must be followed" },
		{ "\"\\'\"", "line 1, column 2: a backslash must be followed" },
		{ "\"\\U0041\"",
		    "line 1, column 2: a backslash must be followed" },
		{ "\"\\u\"", "line 1, column 2: \\u must be followed by four" },
		{ "\"\\u004\"",
		    "line 1, column 2: \\u must be followed by four" },
		{ "\"\\u00g0\"",
		    "line 1, column 2: \\u must be followed by four" },
		{ "\"\\ud800\"", "line 1, column 2: half of a surrogate" },
		{ "\"\\udc00\"", "line 1, column 2: half of a surrogate" },
		{ "\"\\ud800a\"", "line 1, column 2: half of a surrogate" },
		{ "\"\\ud800\\n\"", "line 1, column 2: half of a surrogate" },
		{ "\"\\ud800\\u0041\"", "line 1, column 2: half of a" },
		{ "\"\\ud800\\ud800\"", "line 1, column 2: half of a" },
		{ "\"\\udc00\\ud800\"", "line 1, column 2: half of a" },
		{ "\"\\ud800\\u00\"",
		    "line 1, column 8: \\u must be followed by" },
		{ "\"\\ud800\\udfff\\udfff\"", "line 1, column 14: half of" },
		{ "\"a\x80\"", "line 1, column 3: this is not UTF-8" },
		{ "\"\xc3\"", "line 1, column 2: this is not UTF-8" },
		{ "\"\xc0\x80\"", "line 1, column 2: this is not UTF-8" },
		{ "\"\xed\xa0\x80\"", "line 1, column 2: this is not UTF-8" },
		{ "\"\xf4\x90\x80\x80\"", "line 1, column 2: this is not UTF" },
		{ "[\"\xc3\xa9\xe2\x82\xac\", x]",
		    "line 1, column 8: a value is expected" },
		{ "{\n \"\xc3\xa9\": [\r\n  1,\n  x\n]}",
		    "line 4, column 3: a value is expected" },
		{ "[\xc2\xa0"
		  "1]",
		    "line 1, column 2: a value is expected" },
		{ "{\"a\":1,\"a\":2}",
		    "line 1, column 8: the member is given twice" },
		{ "{\"a\":1,\n\"b\":2,\n\"a\":1}",
		    "line 3, column 1: the member is given twice" },
		{ "{\"a\":1,\"\\u0061\":1}",
		    "line 1, column 8: the member is given twice" },
		{ "{\"\":1,\"\":1}",
		    "line 1, column 7: the member is given twice" },
		{ "{\"b\":0,\"a\":0,\"b\":0,\"a\":0,\"b\":0}",
		    "line 1, column 14: the member is given twice" },
		{ "[{\"a\":{\"b\":1,\"b\":2}}]",
		    "line 1, column 14: the member is given twice" },
		{ "{\"a\\u0000b\":1}",
		    "line 1, column 2: a name cannot contain \\u0000" },
	};
	size_t i;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		ck_assert_msg(
		    parse(cases[i].text, strlen(cases[i].text)) == NULL,
		    "taken: %s", cases[i].text);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strncmp(error.text, cases[i].says,
				  strlen(cases[i].says)) == 0,
		    "%s: %s", cases[i].text, error.text);
	}
	environ_clear(&environ_);
}
END_TEST

START_TEST(a_nul_is_a_character_like_others)
{
	static const struct {
		const char *text;
		size_t length;
		const char *says;
	} cases[] = {
		{ "\0", 1, "column 1: a value is expected" },
		{ "1\0", 2, "column 2: there is text" },
		{ "[\0]", 3, "column 2: a value is expected" },
		{ "\"\0\"", 3, "column 2: control characters" },
		{ "\"\\\0\"", 4, "column 2: a backslash must be followed" },
		{ "\"\\u00\0"
		  "0\"",
		    8, "column 2: \\u must be followed" },
	};
	const struct gantry_json_value *value;
	size_t i;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		ck_assert_ptr_null(parse(cases[i].text, cases[i].length));
		ck_assert_msg(strstr(error.text, cases[i].says) != NULL,
		    "case %zu: %s", i, error.text);
	}
	value = parse_text("\"a\\u0000b\"");
	ck_assert_uint_eq(value->length, 3);
	ck_assert_mem_eq(value->string, "a\0b", 4);
	ck_assert_ptr_null(gantry_json_get_text(value));
	ck_assert_ptr_null(gantry_json_get_text(NULL));
	ck_assert_ptr_null(gantry_json_get_text(parse_text("1")));
	ck_assert_str_eq(gantry_json_get_text(parse_text("\"a\"")), "a");
	environ_clear(&environ_);
}
END_TEST

START_TEST(a_whole_number_that_fits_is_an_integer)
{
	static const struct {
		const char *text;
		enum gantry_json_kind kind;
		int64_t integer;
		double number;
	} cases[] = {
		{ "0", GANTRY_JSON_INTEGER, 0, 0 },
		{ "-1", GANTRY_JSON_INTEGER, -1, -1 },
		{ "10", GANTRY_JSON_INTEGER, 10, 10 },
		{ "9007199254740993", GANTRY_JSON_INTEGER, 9007199254740993,
		    9007199254740992.0 },
		{ "9223372036854775807", GANTRY_JSON_INTEGER, INT64_MAX,
		    9223372036854775808.0 },
		{ "-9223372036854775807", GANTRY_JSON_INTEGER, -INT64_MAX,
		    -9223372036854775808.0 },
		{ "-9223372036854775808", GANTRY_JSON_INTEGER, INT64_MIN,
		    -9223372036854775808.0 },
		{ "9223372036854775808", GANTRY_JSON_NUMBER, 0,
		    9223372036854775808.0 },
		{ "-9223372036854775809", GANTRY_JSON_NUMBER, 0,
		    -9223372036854775808.0 },
		{ "18446744073709551616", GANTRY_JSON_NUMBER, 0,
		    18446744073709551616.0 },
		{ "92233720368547758070", GANTRY_JSON_NUMBER, 0,
		    92233720368547758070.0 },
		{ "1.0", GANTRY_JSON_NUMBER, 0, 1 },
		{ "1e3", GANTRY_JSON_NUMBER, 0, 1000 },
		{ "0.1", GANTRY_JSON_NUMBER, 0, 0.1 },
		{ "1e-400", GANTRY_JSON_NUMBER, 0, 0 },
		{ "1.7976931348623157e308", GANTRY_JSON_NUMBER, 0,
		    1.7976931348623157e308 },
		/* As long as the buffer for numbers, and longer. */
		{ "0.1000000000000000000000000000000000000000000000000000000000"
		  "0000",
		    GANTRY_JSON_NUMBER, 0, 0.1 },
		{ "0.00000000000000000000000000000000000000000000000000000000"
		  "00000000000000000000000000000000000000000000000000000000001",
		    GANTRY_JSON_NUMBER, 0, 1e-115 },
	};
	const struct gantry_json_value *value;
	size_t i;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		value = parse_text(cases[i].text);
		ck_assert_msg(
		    value->kind == cases[i].kind, "%s", cases[i].text);
		ck_assert_int_eq(value->integer, cases[i].integer);
		ck_assert_msg(value->number == cases[i].number, "%s is %a",
		    cases[i].text, value->number);
	}
	value = parse_text("-0");
	ck_assert_int_eq(value->kind, GANTRY_JSON_INTEGER);
	ck_assert(signbit(value->number));
	environ_clear(&environ_);
}
END_TEST

START_TEST(a_member_is_found_by_its_name)
{
	const struct gantry_json_value *value =
	    parse_text("{\"a\":1,\"b\":[2,3],\"\":null,\"\\u00e9\":{\"a\":4}}");
	const struct gantry_json_value *member;

	ck_assert_uint_eq(value->count, 4);
	ck_assert_ptr_null(value->name);
	ck_assert_int_eq(gantry_json_member(value, "a")->integer, 1);
	member = gantry_json_member(value, "b");
	ck_assert_str_eq(member->name, "b");
	ck_assert_uint_eq(member->count, 2);
	ck_assert_ptr_null(member->items->name);
	ck_assert_int_eq(member->items->next->integer, 3);
	ck_assert_ptr_null(member->items->next->next);
	ck_assert_int_eq(gantry_json_member(value, "")->kind, GANTRY_JSON_NULL);
	member = gantry_json_member(value, "\xc3\xa9");
	ck_assert_int_eq(gantry_json_member(member, "a")->integer, 4);
	ck_assert_ptr_null(gantry_json_member(value, "c"));
	ck_assert_ptr_null(gantry_json_member(value, "A"));
	ck_assert_ptr_null(gantry_json_member(value->items, "a"));
	ck_assert_ptr_null(gantry_json_member(NULL, "a"));
	environ_clear(&environ_);
}
END_TEST

/* COUNT times PART, then MIDDLE, then COUNT times the end. */
static const struct gantry_json_value *
parse_nested(size_t count, const char *part, const char *middle, char end)
{
	struct gantry_buffer buffer = { 0 };
	const struct gantry_json_value *value;
	size_t i;

	for (i = 0; i < count; i++)
		gantry_buffer_puts(&buffer, part);
	gantry_buffer_puts(&buffer, middle);
	for (i = 0; i < count; i++)
		gantry_buffer_putc(&buffer, end);
	value = parse(buffer.data, buffer.length);
	gantry_buffer_clear(&buffer);
	return value;
}

START_TEST(sixty_four_levels_are_accepted_and_no_more)
{
	ck_assert_ptr_nonnull(parse_nested(64, "[", "", ']'));
	ck_assert_ptr_nonnull(parse_nested(64, "{\"a\":", "1", '}'));
	ck_assert_ptr_null(parse_nested(65, "[", "", ']'));
	ck_assert_str_eq(error.text,
	    "line 1, column 65: containers are nested more than 64 deep");
	ck_assert_ptr_null(parse_nested(65, "{\"a\":", "1", '}'));
	ck_assert_ptr_null(parse_nested(1000000, "[", "", ']'));
	ck_assert_ptr_null(parse_nested(1000000, "[", "", ' '));
	/* There is no limit to their number on one level. */
	ck_assert_ptr_nonnull(parse_nested(1, "[", "[[]],[[]],[{}],[[]]", ']'));
	environ_clear(&environ_);
}
END_TEST

/* Comparing each with each would exceed the time limit of a test. */
START_TEST(an_object_may_have_very_many_members)
{
	const size_t count = 300000;
	struct gantry_buffer buffer = { 0 };
	const struct gantry_json_value *value;
	size_t i;

	gantry_buffer_puts(&buffer, "{\"first\":0");
	for (i = 0; i < count; i++)
		gantry_buffer_printf(&buffer, ",\"%zu\":%zu", i * 7919, i);
	gantry_buffer_puts(&buffer, "}");
	value = parse(buffer.data, buffer.length);
	ck_assert_msg(value != NULL, "%s", error.text);
	ck_assert_uint_eq(value->count, count + 1);
	ck_assert_int_eq(gantry_json_member(value, "7919")->integer, 1);
	buffer.length--;
	gantry_buffer_puts(&buffer, ",\n\"first\":0}");
	ck_assert_ptr_null(parse(buffer.data, buffer.length));
	ck_assert_str_eq(
	    error.text, "line 2, column 1: the member is given twice");
	gantry_buffer_clear(&buffer);
	environ_clear(&environ_);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		valid_json_is_accepted,
		invalid_json_is_rejected_with_its_position,
		a_nul_is_a_character_like_others,
		a_whole_number_that_fits_is_an_integer,
		a_member_is_found_by_its_name,
		sixty_four_levels_are_accepted_and_no_more,
		an_object_may_have_very_many_members,
		NULL,
	};

	return unit_run("web/json_parse", tests);
}

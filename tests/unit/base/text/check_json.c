/*
 * JSON values: the output is JSON, whatever the bytes.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "gantry/json.h"
#include "unit.h"

#define REPLACED "\xef\xbf\xbd"

static struct gantry_buffer buffer;

static const char *
written(void)
{
	ck_assert_int_eq(gantry_buffer_putc(&buffer, '\0'), 0);
	return buffer.data;
}

START_TEST(a_string_is_quoted_and_escaped)
{
	static const struct {
		const char *text, *json;
	} cases[] = {
		{ "", "\"\"" },
		{ "plain text", "\"plain text\"" },
		{ "\"", "\"\\\"\"" },
		{ "\\", "\"\\\\\"" },
		{ "/", "\"/\"" },
		{ "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
		{ "\x01\x1f", "\"\\u0001\\u001f\"" },
		{ "\x0b", "\"\\u000b\"" },
		{ "a\"b\\c\nd", "\"a\\\"b\\\\c\\nd\"" },
		{ "\x7f", "\"\\u007f\"" },
		{ "\xc2\x80\xc2\x9b[", "\"\\u0080\\u009b[\"" },
		{ "\xc2\x9f\xc2\xa0", "\"\\u009f\xc2\xa0\"" },
		{ "\xe2\x80\xa8\xe2\x80\xa9", "\"\\u2028\\u2029\"" },
		{ "\xe2\x80\xa7\xe2\x80\xaa", "\"\xe2\x80\xa7\xe2\x80\xaa\"" },
		{ "bfnrt", "\"bfnrt\"" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		gantry_buffer_reset(&buffer);
		gantry_json_text(&buffer, cases[i].text);
		ck_assert_str_eq(written(), cases[i].json);
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(utf_8_is_kept)
{
	static const char *const texts[] = { "\xc2\xa0", "\xc3\xa9", "\xdf\xbf",
		"\xe0\xa0\x80", "\xe2\x82\xac", "\xed\x9f\xbf", "\xee\x80\x80",
		"\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf0\x9f\xa5\x83",
		"\xf4\x8f\xbf\xbf", "a\xc3\xa9z" };
	char expected[16];
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		gantry_buffer_reset(&buffer);
		gantry_json_text(&buffer, texts[i]);
		expected[0] = '"';
		strcpy(expected + 1, texts[i]);
		strcat(expected, "\"");
		ck_assert_str_eq(written(), expected);
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(invalid_utf_8_is_replaced)
{
	static const struct {
		const char *text;
		int replaced; /* bytes, each for itself */
		const char *rest;
	} cases[] = {
		{ "\x80", 1, "" },
		{ "\xbfz", 1, "z" },
		{ "\xc3", 1, "" },
		{ "\xc3z", 1, "z" },
		{ "\xc0\x80", 2, "" },
		{ "\xc1\xbf", 2, "" },
		{ "\xe0\x80\x80", 3, "" },
		{ "\xe0\x9f\xbf", 3, "" },
		{ "\xe2\x82", 2, "" },
		{ "\xe2\x82z", 2, "z" },
		{ "\xed\xa0\x80", 3, "" },
		{ "\xed\xbf\xbf", 3, "" },
		{ "\xf0\x8f\xbf\xbf", 4, "" },
		{ "\xf4\x90\x80\x80", 4, "" },
		{ "\xf5\x80\x80\x80", 4, "" },
		{ "\xf0\x9f\xa5", 3, "" },
		{ "\xff\xfe", 2, "" },
	};
	char expected[64];
	size_t i;
	int j;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		gantry_buffer_reset(&buffer);
		gantry_json_text(&buffer, cases[i].text);
		strcpy(expected, "\"");
		for (j = 0; j < cases[i].replaced; j++)
			strcat(expected, REPLACED);
		strcat(strcat(expected, cases[i].rest), "\"");
		ck_assert_msg(strcmp(written(), expected) == 0, "case %zu: %s",
		    i, buffer.data);
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_string_has_its_length)
{
	gantry_json_string(&buffer, "a\0b\xc3\xa9", 4);
	ck_assert_str_eq(written(), "\"a\\u0000b" REPLACED "\"");
	gantry_buffer_clear(&buffer);
}
END_TEST

/* Strings are checked eight bytes at a time, single characters are not. */
START_TEST(characters_are_escaped_at_every_position)
{
	static const char *const specials[] = { "\"", "\\", "\x01", "\n",
		"\x1f", "\x7f", "\x80", "\xc2\x85", "\xc3\xa9", "\xff", " ",
		"~", "!", "#", "[", "]", "\xe2\x80\xa8" };
	struct gantry_buffer alone = { 0 };
	char text[64], expected[64];
	size_t i, length, at, width;

	for (i = 0; i < sizeof(specials) / sizeof(specials[0]); i++) {
		width = strlen(specials[i]);
		gantry_buffer_reset(&alone);
		gantry_json_text(&alone, specials[i]);
		for (length = width; length < 26; length++)
			for (at = 0; at + width <= length; at++) {
				memset(text, 'x', length);
				memcpy(text + at, specials[i], width);
				gantry_buffer_reset(&buffer);
				gantry_json_string(&buffer, text, length);
				sprintf(expected, "\"%.*s%.*s%.*s\"", (int)at,
				    "xxxxxxxxxxxxxxxxxxxxxxxxxx",
				    (int)alone.length - 2, alone.data + 1,
				    (int)(length - width - at),
				    "xxxxxxxxxxxxxxxxxxxxxxxxxx");
				ck_assert_str_eq(written(), expected);
			}
	}
	gantry_buffer_clear(&alone);
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_number_is_written_as_printf_does)
{
	int64_t number = 1, signs[] = { 1, -1 };
	char expected[32];
	size_t i, j;

	for (i = 0; i < 62; i++, number = number * 2 + (int64_t)(i % 2)) {
		for (j = 0; j < 2; j++) {
			gantry_buffer_reset(&buffer);
			gantry_json_integer(&buffer, number * signs[j]);
			sprintf(
			    expected, "%lld", (long long)(number * signs[j]));
			ck_assert_str_eq(written(), expected);
		}
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_null_text_becomes_null)
{
	gantry_json_text(&buffer, NULL);
	ck_assert_str_eq(written(), "null");
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_number_has_all_its_digits)
{
	static const struct {
		int64_t number;
		const char *json;
	} cases[] = {
		{ 0, "0" },
		{ 7, "7" },
		{ -1, "-1" },
		{ 10, "10" },
		{ 9007199254740993, "9007199254740993" },
		{ INT64_MAX, "9223372036854775807" },
		{ INT64_MIN, "-9223372036854775808" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		gantry_buffer_reset(&buffer);
		gantry_json_integer(&buffer, cases[i].number);
		ck_assert_str_eq(written(), cases[i].json);
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(infinity_and_nan_become_null)
{
	static const struct {
		double number;
		const char *json;
	} cases[] = {
		{ 1, "1" },
		{ 0.0, "0" },
		{ -0.0, "-0.0" },
		{ -0.5, "-0.5" },
		{ 1e300, "1e+300" },
		{ NAN, "null" },
		{ INFINITY, "null" },
		{ -INFINITY, "null" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		gantry_buffer_reset(&buffer);
		gantry_json_number(&buffer, cases[i].number);
		ck_assert_str_eq(written(), cases[i].json);
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_string_is_quoted_and_escaped,
		utf_8_is_kept,
		invalid_utf_8_is_replaced,
		a_string_has_its_length,
		characters_are_escaped_at_every_position,
		a_number_is_written_as_printf_does,
		a_null_text_becomes_null,
		a_number_has_all_its_digits,
		infinity_and_nan_become_null,
		NULL,
	};

	return unit_run("base/json", tests);
}

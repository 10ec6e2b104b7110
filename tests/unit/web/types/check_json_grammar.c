/*
 * The grammar of JSON, and where a text breaks it.
 */
#include "unit.h"
#include "web/types/json_scalar.h"

START_TEST(json_is_accepted)
{
	static const char *const texts[] = { "{}", "[]", " {\t}\r\n", "null",
		"true", "false", "0", "-0", "-1.5e+3", "1E5", "\"\"",
		"\"\\u00e9\\n\\\\\\\"\\/\"", "\"\xc3\xa9\"",
		"{\"a\":[1,{\"b\":null}],\"c\":\"d\"}", "[ 1 , 2 ]",
		"{\"a\":1,\"a\":2}" };
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ck_assert_msg(json_grammar_check(texts[i], &error) == 0,
		    "%s: %s", texts[i], error.text);
}
END_TEST

START_TEST(what_is_not_json_is_located)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ "", "line 1, column 1: a value is expected" },
		{ "{", "line 1, column 2: a string is expected" },
		{ "{\"a\"}", "line 1, column 5: a colon is expected" },
		{ "{\"a\":}", "line 1, column 6: a value is expected" },
		{ "{\"a\":1,}", "line 1, column 8: a string is expected" },
		{ "{\"a\":1]", "line 1, column 7: a comma or '}' is expected" },
		{ "[1 2]", "line 1, column 4: a comma or ']' is expected" },
		{ "[1,]", "line 1, column 4: a value is expected" },
		{ "{\n\t\"\xc3\xa9\": tru\n}",
		    "line 2, column 7: a value is expected" },
		{ "{'a':1}", "line 1, column 2: a string is expected" },
		{ "{a:1}", "line 1, column 2: a string is expected" },
		{ "{} {}",
		    "line 1, column 4: there is text after the end of the "
		    "document" },
		{ "nullx",
		    "line 1, column 5: there is text after the end of the "
		    "document" },
		{ "01", "line 1, column 1: a number must not begin with 0" },
		{ "-", "line 1, column 2: a digit is expected" },
		{ "1.", "line 1, column 3: a digit is expected" },
		{ "1e", "line 1, column 3: a digit is expected" },
		{ "+1", "line 1, column 1: a value is expected" },
		{ "NaN", "line 1, column 1: a value is expected" },
		{ "\"a", "line 1, column 3: the string does not end" },
		{ "\"\\", "line 1, column 3: this escape is not one of JSON" },
		{ "\"\\x\"",
		    "line 1, column 3: this escape is not one of JSON" },
		{ "\"\\u12g4\"",
		    "line 1, column 6: four hexadecimal digits are expected" },
		{ "\"a\nb\"",
		    "line 1, column 3: a control character must be escaped" },
		{ "\"\xff\"", "line 1, column 2: this byte is not UTF-8" },
		{ "\xef\xbb\xbf{}", "line 1, column 1: a value is expected" },
	};
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_int_eq(json_grammar_check(cases[i].text, &error), -1);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_str_eq(error.text, cases[i].why);
	}
}
END_TEST

START_TEST(levels_are_limited)
{
	struct gantry_error error;
	char text[131];
	size_t i;

	for (i = 0; i < 65; i++) {
		text[i] = '[';
		text[129 - i] = ']';
	}
	text[130] = '\0';
	ck_assert_int_eq(json_grammar_check(text, &error), -1);
	ck_assert_str_eq(
	    error.text, "line 1, column 65: there are more than 64 levels");
	text[129] = '\0';
	ck_assert_int_eq(json_grammar_check(text + 1, &error), 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		json_is_accepted,
		what_is_not_json_is_located,
		levels_are_limited,
		NULL,
	};

	return unit_run("web/json_grammar", tests);
}

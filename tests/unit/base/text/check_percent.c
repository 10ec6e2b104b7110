/*
 * Percent-encoding and decoding.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text/percent.h"
#include "unit.h"

START_TEST(escapes_are_decoded)
{
	static const struct {
		const char *encoded;
		bool plus_is_space;
		const char *decoded;
	} cases[] = {
		{ "", false, "" },
		{ "plain", false, "plain" },
		{ "%41", false, "A" },
		{ "%41%42c", false, "ABc" },
		{ "a%20b", false, "a b" },
		{ "%c3%A9", false, "\xc3\xa9" },
		{ "%fF", false, "\xff" },
		{ "%01", false, "\x01" },
		{ "%25", false, "%" },
		{ "%2541", false, "%41" },
		{ "a+b", false, "a+b" },
		{ "a+b", true, "a b" },
		{ "%2B", true, "+" },
		{ "+", true, " " },
	};
	char decoded[64];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(decoded, '!', sizeof(decoded));
		ck_assert_msg(
		    percent_decode(decoded, cases[i].encoded,
			strlen(cases[i].encoded), cases[i].plus_is_space) == 0,
		    "'%s'", cases[i].encoded);
		ck_assert_str_eq(decoded, cases[i].decoded);
	}
}
END_TEST

START_TEST(an_invalid_escape_is_an_error)
{
	static const char *const cases[] = { "%", "%4", "a%", "a%4", "%%",
		"%zz", "%4z", "%z4", "%g0", "%0g", "% 1", "%+1", "%-1", "%0x41",
		"%00", "a%00b", "%\xc3\xa9" };
	char decoded[64];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(percent_decode(decoded, cases[i],
				  strlen(cases[i]), false) == -1,
		    "'%s'", cases[i]);
}
END_TEST

START_TEST(nothing_is_read_after_the_length)
{
	char *exact = malloc(4);
	char decoded[8];

	ck_assert_ptr_nonnull(exact);
	memcpy(exact, "ab%4", 4);
	ck_assert_int_eq(percent_decode(decoded, exact, 4, false), -1);
	ck_assert_int_eq(percent_decode(decoded, exact, 3, false), -1);
	ck_assert_int_eq(percent_decode(decoded, exact, 2, false), 0);
	ck_assert_str_eq(decoded, "ab");
	ck_assert_int_eq(percent_decode(decoded, "%412", 3, false), 0);
	ck_assert_str_eq(decoded, "A");
	ck_assert_int_eq(percent_decode(decoded, "%41", 2, false), -1);
	free(exact);
}
END_TEST

START_TEST(a_text_is_decoded_in_place)
{
	char text[] = "%61b%63+%64";

	ck_assert_int_eq(percent_decode(text, text, strlen(text), true), 0);
	ck_assert_str_eq(text, "abc d");
}
END_TEST

START_TEST(a_text_is_decoded_byte_by_byte)
{
	static const char text[] = "a%ff+%4";
	const char *at = text, *end = text + strlen(text);

	ck_assert_int_eq(percent_next(&at, end, true), 'a');
	ck_assert_int_eq(percent_next(&at, end, true), 0xff);
	ck_assert_int_eq(percent_next(&at, end, true), ' ');
	ck_assert_ptr_eq(at, text + 5);
	ck_assert_int_eq(percent_next(&at, end, true), -1);
	ck_assert_ptr_eq(at, text + 5);
}
END_TEST

START_TEST(a_text_is_encoded_except_for_allowed_characters)
{
	struct gantry_buffer buffer = { 0 };

	percent_encode(&buffer, "aZ0-._~ %/\xff", "");
	percent_encode(&buffer, "/a%\"?", PERCENT_PATH);
	percent_encode_bytes(&buffer, "a\0{b", 3, PERCENT_PATH);
	gantry_buffer_putc(&buffer, '\0');
	ck_assert_str_eq(buffer.data, "aZ0-._~%20%25%2F%FF/a%25%22%3Fa%00%7B");
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_url_keeps_its_escapes)
{
	struct gantry_buffer buffer = { 0 };

	percent_encode_url(&buffer, "//h:1/a%2fb%zz%4?x=[ ]&y#\xe9%");
	gantry_buffer_putc(&buffer, '\0');
	ck_assert_str_eq(buffer.data, "//h:1/a%2fb%25zz%254?x=[%20]&y#%E9%25");
	gantry_buffer_clear(&buffer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		escapes_are_decoded,
		an_invalid_escape_is_an_error,
		nothing_is_read_after_the_length,
		a_text_is_decoded_in_place,
		a_text_is_decoded_byte_by_byte,
		a_text_is_encoded_except_for_allowed_characters,
		a_url_keeps_its_escapes,
		NULL,
	};

	return unit_run("base/percent", tests);
}

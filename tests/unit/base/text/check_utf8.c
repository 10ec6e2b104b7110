/*
 * UTF-8: every character, and nothing else.
 */
#include <stdint.h>
#include <string.h>

#include "base/text/utf8.h"
#include "unit.h"

START_TEST(characters_have_their_lengths)
{
	static const struct {
		const char *text;
		size_t length;
	} cases[] = {
		{ "a", 1 },
		{ "\x7f", 1 },
		{ "ab", 1 },
		{ "\xc2\x80", 2 },
		{ "\xdf\xbf", 2 },
		{ "\xe0\xa0\x80", 3 },
		{ "\xed\x9f\xbf", 3 },
		{ "\xee\x80\x80", 3 },
		{ "\xef\xbf\xbf", 3 },
		{ "\xf0\x90\x80\x80", 4 },
		{ "\xf4\x8f\xbf\xbf", 4 },
		{ "\xc3\xa9x", 2 },
		/* Invalid. */
		{ "\x80", 0 },
		{ "\xbf", 0 },
		{ "\xc0\xaf", 0 },
		{ "\xc1\xbf", 0 },
		{ "\xe0\x9f\xbf", 0 },
		{ "\xed\xa0\x80", 0 },
		{ "\xed\xbf\xbf", 0 },
		{ "\xf0\x8f\xbf\xbf", 0 },
		{ "\xf4\x90\x80\x80", 0 },
		{ "\xf5\x80\x80\x80", 0 },
		{ "\xfe", 0 },
		{ "\xff", 0 },
		{ "\xc3", 0 },
		{ "\xc3x", 0 },
		{ "\xe2\x82", 0 },
		{ "\xe2\x82x", 0 },
		{ "\xf0\x9f\x98", 0 },
		{ "\xf0\x9f\x98x", 0 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(utf8_length(cases[i].text,
				  strlen(cases[i].text)) == cases[i].length,
		    "case %zu", i);
}
END_TEST

static size_t
encode(char *to, uint32_t code)
{
	size_t length = code < 0x80 ? 1
	    : code < 0x800	    ? 2
	    : code < 0x10000	    ? 3
				    : 4;
	size_t i;

	if (length == 1) {
		to[0] = (char)code;
		return 1;
	}
	for (i = length; i-- > 1; code >>= 6)
		to[i] = (char)(0x80 | (code & 0x3f));
	to[0] = (char)((0xf00u >> length & 0xff) | code);
	return length;
}

START_TEST(every_character_but_surrogates_is_valid)
{
	char text[4];
	uint32_t code;
	size_t length;

	for (code = 0; code < 0x110400; code++) {
		bool is_one =
		    code < 0x110000 && (code < 0xd800 || code > 0xdfff);

		length = encode(text, code);
		/* Each assertion would be a message to the parent. */
		if (utf8_is_valid(text, length) != is_one ||
		    (length > 1 && utf8_is_valid(text, length - 1)))
			ck_abort_msg("U+%04X", (unsigned)code);
	}
}
END_TEST

START_TEST(a_text_is_valid_as_a_whole)
{
	ck_assert(utf8_is_valid("", 0));
	ck_assert(utf8_is_valid("caf\xc3\xa9 \xf0\x9f\x98\x80!", 11));
	ck_assert(utf8_is_valid("a\0b", 3));
	ck_assert(!utf8_is_valid("caf\xc3", 4));
	ck_assert(!utf8_is_valid("caf\xe9s", 5));
	ck_assert(!utf8_is_valid("\xc3\xa9\xa9", 3));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		characters_have_their_lengths,
		every_character_but_surrogates_is_valid,
		a_text_is_valid_as_a_whole,
		NULL,
	};

	return unit_run("base/utf8", tests);
}

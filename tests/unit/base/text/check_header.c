/*
 * Single headers, with every character at every position.
 */
#include <ctype.h>
#include <string.h>

#include "base/text/header.h"
#include "unit.h"

#define LENGTH_MAX 20

static bool
is_header(const char *name, const char *value)
{
	struct header_facts facts;
	struct gantry_error error;

	return header_check(name, value, &facts, &error) == 0;
}

/* Text of LENGTH bytes with CHARACTER at AT. */
static const char *
make(size_t length, size_t at, int character)
{
	static char text[LENGTH_MAX + 1];

	memset(text, 'x', length);
	text[length] = '\0';
	text[at] = (char)character;
	return text;
}

static bool
may_be_in_name(int character, bool at_end)
{
	if (character >= 0x80)
		return false;
	return isalnum(character) ||
	    (!at_end && (character == '-' || character == '_'));
}

START_TEST(a_name_is_letters_digits_and_dashes)
{
	size_t length, at;
	int character;

	for (length = 1; length <= LENGTH_MAX; length++)
		for (at = 0; at < length; at++)
			for (character = 1; character < 256; character++)
				ck_assert_msg(
				    is_header(
					make(length, at, character), "") ==
					(may_be_in_name(
					     character, at + 1 == length) &&
					    (at > 0 || isalpha(character))),
				    "byte %d at %zu of %zu", character, at,
				    length);
	ck_assert(!is_header("", ""));
}
END_TEST

START_TEST(a_value_must_not_contain_control_characters)
{
	size_t length, at;
	int character;

	for (length = 1; length <= LENGTH_MAX; length++)
		for (at = 0; at < length; at++)
			for (character = 1; character < 256; character++)
				ck_assert_msg(
				    is_header(
					"Name", make(length, at, character)) ==
					(character >= ' ' && character != 0x7f),
				    "byte %d at %zu of %zu", character, at,
				    length);
	ck_assert(is_header("Name", ""));
	ck_assert(!is_header("Name", NULL));
}
END_TEST

START_TEST(names_with_rules_are_known_in_any_case)
{
	static const struct {
		const char *name, *known;
		enum header_rule rule;
	} cases[] = {
		{ "age", "Age", HEADER_ONCE },
		{ "CONTENT-TYPE", "Content-Type", HEADER_TYPE },
		{ "content-length", "Content-Length", HEADER_LENGTH },
		{ "location", "Location", HEADER_LOCATION },
		{ "etag", "ETag", HEADER_ONCE },
		{ "access-control-allow-origin", "Access-Control-Allow-Origin",
		    HEADER_ONCE },
		{ "X-Other", "X-Other", HEADER_ANY },
		{ "Content-Typo", "Content-Typo", HEADER_ANY },
	};
	static const char *const refused[] = { "te", "status", "connection",
		"trailer", "Trailers", "upgrade", "KEEP-ALIVE",
		"transfer-encoding", "proxy-authenticate",
		"Proxy-Authorization" };
	struct header_facts facts;
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_int_eq(
		    header_check(cases[i].name, "1", &facts, &error), 0);
		ck_assert_str_eq(facts.name, cases[i].known);
		ck_assert_int_eq(facts.rule, cases[i].rule);
		ck_assert_uint_eq(facts.length, strlen(cases[i].name));
		ck_assert((facts.bit != 0) == (facts.rule != HEADER_ANY));
	}
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		ck_assert_msg(!is_header(refused[i], "1"), "%s", refused[i]);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_name_is_letters_digits_and_dashes,
		a_value_must_not_contain_control_characters,
		names_with_rules_are_known_in_any_case,
		NULL,
	};

	return unit_run("base/header", tests);
}

/*
 * Regular expressions of ECMA-262, with their meaning there.
 */
#include <string.h>

#include "unit.h"
#include "web/schema/schema.h"

static void
assert_matches(const char *expression, const char *text, bool expected)
{
	struct gantry_error error = { .text = "" };
	struct pattern *pattern =
	    pattern_new(expression, strlen(expression), &error);
	uint64_t steps = 100000;

	ck_assert_msg(pattern != NULL, "%s: %s", expression, error.text);
	ck_assert_msg(
	    pattern_matches(pattern, text, strlen(text), &steps) == expected,
	    "%s: %s", expression, text);
	ck_assert_uint_gt(steps, 0);
	pattern_free(pattern);
}

START_TEST(expressions_mean_what_ecma_262_says)
{
	static const struct {
		const char *expression, *yes, *no;
	} cases[] = {
		{ "^a$", "a", "a\n" },
		{ "^.$", "\xf0\x9f\x98\x80", "\n" },
		{ "^.$", "\x0b", "\xe2\x80\xa8" },
		{ "^\\d$", "7", "\xd9\xa7" /* an Arabic digit */ },
		{ "^\\w$", "_", "\xc3\xa9" },
		{ "^\\W$", "\xc3\xa9", "a" },
		{ "^\\s$", "\xc2\xa0", "a" },
		{ "^\\s$", "\xef\xbb\xbf", "\xc2\x85" },
		{ "^\\S$", "\xc2\x85", "\xc2\xa0" },
		{ "^[\\s,]$", "\xe3\x80\x80", "a" },
		{ "^[^\\s]$", "a", "\t" },
		{ "^\\u00e9$", "\xc3\xa9", "e" },
		{ "^\\uD83D\\uDE00$", "\xf0\x9f\x98\x80", "u" },
		{ "^\\u{1F600}$", "\xf0\x9f\x98\x80", "u" },
		{ "^\\x41$", "A", "x41" },
		{ "^\\cJ$", "\n", "J" },
		{ "^\\v$", "\x0b", "\f" },
		{ "^[\\b]$", "\b", "b" },
		{ "^\\p{Letter}+$", "\xc3\xa9z", "1" },
		{ "^\\p{Lu}\\P{L}$", "A1", "Aa" },
		{ "^\\p{Script=Greek}$", "\xce\xb1", "a" },
		{ "^\\p{gc=Decimal_Number}$", "\xd9\xa7", "a" },
		{ "^(?:a|b){2,3}$", "aba", "abab" },
		{ "^(a)\\1$", "aa", "ab" },
		{ "^(?<x>a)\\k<x>$", "aa", "a" },
		{ "^a(?=b)", "ab", "ac" },
		{ "(?<!a)b$", "cb", "ab" },
		{ "^[[:alpha:]]$", "[]", "a" },
		{ "^[a-f\\]\\-[]+$", "b]-[", "g" },
		{ "^[^]$", "\n", "" },
		{ "^a\\-b\\@c$", "a-b@c", "ab" },
		{ "^x*?y+?z{1}?$", "yz", "xz" },
		{ "^#a b$", "#a b", "#ab" },
		{ "^a}]$", "a}]", "a" },
		{ "\\bcat\\b", "a cat", "concat" },
		{ "", "", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_matches(cases[i].expression, cases[i].yes, true);
		if (cases[i].no != NULL)
			assert_matches(cases[i].expression, cases[i].no, false);
	}
}
END_TEST

START_TEST(what_only_pcre_has_is_refused)
{
	static const struct {
		const char *expression, *problem;
	} cases[] = {
		{ "a++", "there is nothing to repeat" },
		{ "*a", "there is nothing to repeat" },
		{ "a|*", "there is nothing to repeat" },
		{ "(*ACCEPT)a", "there is nothing to repeat" },
		{ "(?i)a", "'(?' begins no known group" },
		{ "(?>a)", "'(?' begins no known group" },
		{ "(?R)", "'(?' begins no known group" },
		{ "(?#a)", "'(?' begins no known group" },
		{ "(?P<a>b)", "'(?' begins no known group" },
		{ "\\Aa",
		    "a backslash is before a letter for which it has no "
		    "meaning" },
		{ "a\\Z", "has no meaning" },
		{ "\\Qa\\E", "has no meaning" },
		{ "\\C", "has no meaning" },
		{ "[\\B]", "has no meaning" },
		{ "[\\S]", "\\S in brackets is not supported" },
		{ "a\\", "it ends in a backslash" },
		{ "[a\\]", "a '[' has no ']'" },
		{ "a{b", "a '{' needs a backslash" },
		{ "\\u12", "\\u needs four digits" },
		{ "\\ud800", "half of a pair is not a character" },
		{ "\\pL", "\\p needs a name in braces" },
		{ "\\p{Nowhere}", "unknown property" },
		{ "(a", "missing closing parenthesis" },
		{ "a)", "unmatched closing parenthesis" },
		{ "[b-a]", "range out of order in character class" },
		{ "(?<=a+)b", "lookbehind assertion is not fixed length" },
		{ "\\2(a)", "reference to non-existent subpattern" },
	};
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(pattern_new(cases[i].expression,
				  strlen(cases[i].expression), &error) == NULL,
		    "%s", cases[i].expression);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strstr(error.text, cases[i].problem) != NULL,
		    "%s: %s", cases[i].expression, error.text);
	}
}
END_TEST

START_TEST(a_comparison_ends_when_its_steps_do)
{
	struct pattern *pattern = pattern_new("^(a+)+$", 7, NULL);
	uint64_t steps = 1000;

	ck_assert(!pattern_matches(
	    pattern, "aaaaaaaaaaaaaaaaaaaaaaaaab", 26, &steps));
	ck_assert_uint_eq(steps, 0);
	steps = 1000;
	ck_assert(pattern_matches(pattern, "aaaaa", 5, &steps));
	ck_assert_uint_lt(steps, 1000);
	pattern_free(pattern);
	pattern_free(NULL);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		expressions_mean_what_ecma_262_says,
		what_only_pcre_has_is_refused,
		a_comparison_ends_when_its_steps_do,
		NULL,
	};

	return unit_run("web/schema/expression", tests);
}

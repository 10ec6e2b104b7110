/*
 * Suggestions for misspelled names.
 */
#include <string.h>

#include "base/text/suggestion.h"
#include "unit.h"

static const char *
meant(const char *name, const char *const *candidates)
{
	struct suggestion suggestion = { .name = name };

	for (; *candidates != NULL; candidates++)
		suggestion_offer(&suggestion, *candidates);
	return suggestion.best;
}

START_TEST(one_typing_error_is_corrected)
{
	static const char *const names[] = { "threads", "timeout", "bind",
		"log-level", "transport", "x", NULL };
	static const struct {
		const char *name, *best;
	} cases[] = {
		{ "thread", "threads" }, /* dropped */
		{ "threadss", "threads" }, /* added */
		{ "threeds", "threads" }, /* replaced */
		{ "htreads", "threads" }, /* swapped */
		{ "bnid", "bind" }, { "Log_Level", "log-level" },
		{ "THREADS", "threads" }, { "loglevel", "log-level" },
		{ "transpotr", "transport" },
		{ "trasnprot", "transport" }, /* two of nine */
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(meant(cases[i].name, names) != NULL &&
			strcmp(meant(cases[i].name, names), cases[i].best) == 0,
		    "'%s'", cases[i].name);
}
END_TEST

START_TEST(a_distant_name_is_not_suggested)
{
	static const char *const names[] = { "threads", "bind", "x",
		"a-name-of-more-letters-than-any-key-that-there-will-be",
		NULL };
	static const char *const far[] = { "", "y", "find-it", "bond-ed",
		"band-it", "the", "treasure", "sdaerht", "bi",
		"a-name-of-more-letters-than-any-key-that-there-will-bee" };
	size_t i;

	for (i = 0; i < sizeof(far) / sizeof(far[0]); i++)
		ck_assert_msg(meant(far[i], names) == NULL, "'%s': '%s'",
		    far[i], meant(far[i], names));
}
END_TEST

START_TEST(the_nearest_name_wins_then_the_first)
{
	static const char *const nearer[] = { "body-rise", "body-size",
		"body-sizes", NULL };
	static const char *const equal[] = { "bing", "bind", NULL };

	ck_assert_str_eq(meant("body-sixe", nearer), "body-size");
	ck_assert_str_eq(meant("binx", equal), "bing");
}
END_TEST

START_TEST(a_hint_is_a_question_or_empty)
{
	struct suggestion suggestion = { .name = "bnid" };

	ck_assert_str_eq(suggestion_hint(&suggestion), "");
	suggestion_offer(&suggestion, "threads");
	ck_assert_str_eq(suggestion_hint(&suggestion), "");
	suggestion_offer(&suggestion, "bind");
	ck_assert_str_eq(
	    suggestion_hint(&suggestion), "; did you mean 'bind'?");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		one_typing_error_is_corrected,
		a_distant_name_is_not_suggested,
		the_nearest_name_wins_then_the_first,
		a_hint_is_a_question_or_empty,
		NULL,
	};

	return unit_run("base/suggestion", tests);
}

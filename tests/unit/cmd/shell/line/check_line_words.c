/*
 * The words of a line.
 */
#include <string.h>

#include "cmd/shell/line/line_words.h"
#include "unit.h"

static struct gantry_buffer word;
static struct gantry_error error;

static const char *
next(const char **at)
{
	ck_assert_int_eq(line_words_next(at, &word, &error), 1);
	return word.data;
}

START_TEST(blanks_divide_and_quotes_keep)
{
	const char *at = "  a 'b  c'd \"e \\\"f\\n\" g\\ h '' ";

	ck_assert_str_eq(next(&at), "a");
	ck_assert_str_eq(next(&at), "b  cd");
	ck_assert_str_eq(next(&at), "e \"f\\n");
	ck_assert_str_eq(next(&at), "g h");
	ck_assert(!line_words_end(at));
	ck_assert_str_eq(next(&at), "");
	ck_assert(line_words_end(at));
	ck_assert_int_eq(line_words_next(&at, &word, &error), 0);
}
END_TEST

START_TEST(an_open_quote_is_refused)
{
	const char *at = "a'b";

	ck_assert_int_eq(line_words_next(&at, &word, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "the quote ' is not closed"));
}
END_TEST

START_TEST(what_is_quoted_is_read_as_it_was)
{
	static const char *const words[] = { "", "a", "a b", "it's",
		"\"it's\" \\ x", "/a?b=c&d", "#", "a\tb" };
	struct gantry_buffer line = { 0 };
	const char *at;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		gantry_buffer_reset(&line);
		line_words_quote(&line, words[i]);
		gantry_buffer_putc(&line, '\0');
		at = line.data;
		ck_assert_str_eq(next(&at), words[i]);
		ck_assert(line_words_end(at));
	}
	gantry_buffer_clear(&line);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		blanks_divide_and_quotes_keep,
		an_open_quote_is_refused,
		what_is_quoted_is_read_as_it_was,
		NULL,
	};

	return unit_run("cmd/shell/line/line_words", tests);
}

/*
 * Text for a terminal.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/shell/show/screen.h"
#include "unit.h"

static struct gantry_buffer text;

static const char *
put(void (*function)(struct gantry_buffer *, const char *, size_t),
    const char *from, size_t length)
{
	gantry_buffer_reset(&text);
	function(&text, from, length);
	gantry_buffer_putc(&text, '\0');
	return text.data;
}

START_TEST(text_stays)
{
	static const char usual[] = "a\tb\n\xc3\xbc \xe2\x82\xac "
				    "\xf0\x9f\x98\x80~";

	ck_assert_str_eq(put(screen_put_clean, usual, strlen(usual)), usual);
	ck_assert_str_eq(put(screen_put_clean, "", 0), "");
}
END_TEST

START_TEST(what_controls_a_terminal_is_escaped)
{
	static const char *const pairs[][2] = {
		{ "\033[31m", "\\x1b[31m" },
		{ "\r", "\\x0d" },
		{ "a\r\nb", "a\nb" },
		{ "\x7f\b\a", "\\x7f\\x08\\x07" },
		{ "\xc2\x80\xc2\x9f", "\\u0080\\u009f" },
		{ "\xe2\x80\xaa\xe2\x81\xa6", "\\u202a\\u2066" },
		{ "\xff\xc3", "\\xff\\xc3" },
		{ "\xc0\x9b", "\\xc0\\x9b" },
	};
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		ck_assert_str_eq(
		    put(screen_put_clean, pairs[i][0], strlen(pairs[i][0])),
		    pairs[i][1]);
	ck_assert_str_eq(put(screen_put_clean, "\0", 1), "\\x00");
}
END_TEST

START_TEST(a_line_has_no_newlines)
{
	ck_assert_str_eq(
	    put(screen_put_line, "a\nb\tc\r\n", 7), "a\\x0ab\\x09c\\x0d\\x0a");
}
END_TEST

START_TEST(no_colours_without_a_terminal)
{
	setenv("TERM", "xterm", 1);
	ck_assert(!screen_has_colour(-1));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		text_stays,
		what_controls_a_terminal_is_escaped,
		a_line_has_no_newlines,
		no_colours_without_a_terminal,
		NULL,
	};

	return unit_run("cmd/shell/show/screen", tests);
}

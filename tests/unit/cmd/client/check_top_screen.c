/*
 * The screen of gantry top.  This process sets the clock.
 */
#include <string.h>

#include "cmd/client/top_screen.h"
#include "unit.h"

static int64_t now = 1000000;

/* The linker replaces clock_milliseconds by it. */
int64_t __wrap_clock_milliseconds(void);

int64_t
__wrap_clock_milliseconds(void)
{
	return now;
}

static struct gantry_buffer text;

static void
equals(const char *expected)
{
	gantry_buffer_putc(&text, '\0');
	ck_assert_str_eq(text.data, expected);
	gantry_buffer_reset(&text);
}

START_TEST(the_rate_is_below_the_first_line)
{
	struct top_sample last = { 0 };

	top_screen_compose(&text, &last, "ready\nworkers\n",
	    "#\ngantry_requests_total 10\n"
	    "gantry_request_duration_seconds_sum 1\n");
	equals("ready\nworkers\n");
	now += 2000;
	top_screen_compose(&text, &last, "ready\nworkers\n",
	    "#\ngantry_requests_total 30\n"
	    "gantry_request_duration_seconds_sum 2\n");
	equals("ready\nnow        10.0 requests a second, 50.000 ms each; "
	       "q quits\nworkers\n");
}
END_TEST

/* What follows the end of the status is not a part of it. */
START_TEST(a_status_may_lack_its_newline)
{
	static const char status[] = "ready\0secret";
	struct top_sample last = { 0 };

	top_screen_compose(&text, &last, status, "");
	equals("ready");
	top_screen_compose(&text, &last, "", "");
	equals("");
}
END_TEST

START_TEST(only_what_fits_is_drawn)
{
	struct gantry_buffer lines = { 0 };

	gantry_buffer_puts(&lines, "one\nlonger\n\nlast");
	top_screen_draw(&text, &lines, 4, 4);
	equals("\033[Hone\033[K\r\nlong\033[K\r\n\033[K\r\n\033[J");
	top_screen_draw(&text, &lines, 9, 4);
	equals("\033[Hone\033[K\r\nlong\033[K\r\n\033[K\r\n"
	       "last\033[K\r\n\033[J");
	gantry_buffer_clear(&lines);
	top_screen_draw(&text, &lines, 9, 4);
	equals("\033[H\033[J");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_rate_is_below_the_first_line,
		a_status_may_lack_its_newline,
		only_what_fits_is_drawn,
		NULL,
	};

	return unit_run("cmd/top_screen", tests);
}

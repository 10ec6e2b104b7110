/*
 * The lines that were typed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/shell/line/line_history.h"
#include "unit.h"

static struct line_history history;

static void
begin(void)
{
	setenv("XDG_STATE_HOME", unit_path("state"), 1);
	line_history_open(&history);
}

static void
assert_expanded(const char *line, int result, const char *expected)
{
	struct gantry_buffer text = { 0 };
	struct gantry_error error;

	ck_assert_int_eq(
	    line_history_expand(&history, line, &text, &error), result);
	if (result != -1)
		ck_assert_str_eq(text.data, expected);
	else
		ck_assert_ptr_nonnull(strstr(error.text, "no such line"));
	gantry_buffer_clear(&text);
}

START_TEST(lines_are_kept_for_the_next_time)
{
	struct stat status;

	begin();
	ck_assert(line_history_add(&history, "GET /a"));
	ck_assert(!line_history_add(&history, "GET /a"));
	ck_assert(!line_history_add(&history, " secret"));
	ck_assert(!line_history_add(&history, ""));
	ck_assert(line_history_add(&history, "GET /b"));
	line_history_close(&history);
	ck_assert_int_eq(
	    stat(unit_path("state/gantry/shell_history"), &status), 0);
	ck_assert_uint_eq(status.st_mode & 0777, 0600);
	begin();
	ck_assert_uint_eq(history.count, 2);
	ck_assert_str_eq(history.lines[0], "GET /a");
	ck_assert_str_eq(history.lines[1], "GET /b");
	line_history_close(&history);
}
END_TEST

START_TEST(exclamation_marks_find_lines)
{
	begin();
	assert_expanded("!!", -1, NULL);
	line_history_add(&history, "GET /a");
	line_history_add(&history, "sql");
	line_history_add(&history, "GET /b");
	assert_expanded("!!", 1, "GET /b");
	assert_expanded("!! x=1", 1, "GET /b x=1");
	assert_expanded("!1", 1, "GET /a");
	assert_expanded("!-2", 1, "sql");
	assert_expanded("!sq", 1, "sql");
	assert_expanded("GET /!!", 0, "GET /!!");
	assert_expanded("!", -1, NULL);
	assert_expanded("!4", -1, NULL);
	assert_expanded("!-4", -1, NULL);
	assert_expanded("!0", -1, NULL);
	assert_expanded("!99999999999999999999", -1, NULL);
	assert_expanded("!-99999999999999999999", -1, NULL);
	assert_expanded("!none", -1, NULL);
	line_history_close(&history);
}
END_TEST

START_TEST(the_oldest_lines_go)
{
	char line[32];
	int i;

	begin();
	for (i = 0; i < 2 * LINE_HISTORY_MAX + 5; i++) {
		snprintf(line, sizeof(line), "line %d", i);
		line_history_add(&history, line);
	}
	ck_assert_uint_eq(history.count, LINE_HISTORY_MAX);
	line_history_close(&history);
	begin(); /* shortens the file */
	line_history_close(&history);
	begin();
	ck_assert_uint_eq(history.count, LINE_HISTORY_MAX);
	ck_assert_str_eq(history.lines[LINE_HISTORY_MAX - 1], line);
	line_history_close(&history);
}
END_TEST

START_TEST(a_link_is_not_followed)
{
	mkdir(unit_path("state"), 0700);
	mkdir(unit_path("state/gantry"), 0700);
	unit_write_text(unit_path("other"), "text");
	ck_assert_int_eq(symlink(unit_path("other"),
			     unit_path("state/gantry/shell_history")),
	    0);
	unit_capture();
	begin();
	ck_assert_ptr_nonnull(
	    strstr(unit_captured(), "the history is not kept"));
	ck_assert_ptr_null(history.path);
	ck_assert(line_history_add(&history, "GET /"));
	line_history_close(&history);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		lines_are_kept_for_the_next_time,
		exclamation_marks_find_lines,
		the_oldest_lines_go,
		a_link_is_not_followed,
		NULL,
	};

	return unit_run("cmd/shell/line/line_history", tests);
}

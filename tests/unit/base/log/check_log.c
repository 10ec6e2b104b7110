/*
 * The error log: one line for each message, which no request can forge.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log/log.h"
#include "unit.h"

/* What follows the time and the process in the line that was captured. */
static const char *
message(const char *line)
{
	char process[32];
	const char *at = strstr(line, "Z gantry[");

	snprintf(process, sizeof(process), "Z gantry[%ld] ", (long)getpid());
	ck_assert_msg(at == line + strlen("2026-11-22T15:46:03") &&
		strncmp(at, process, strlen(process)) == 0,
	    "%s", line);
	ck_assert_ptr_eq(strchr(line, '\n'), line + strlen(line) - 1);
	return at + strlen(process);
}

START_TEST(a_message_is_a_line_with_time_process_and_level)
{
	unit_capture();
	log_error("%d bottles", 9);
	ck_assert_str_eq(message(unit_captured()), "error: 9 bottles\n");
	unit_capture();
	log_warning("few");
	ck_assert_str_eq(message(unit_captured()), "warning: few\n");
	unit_capture();
	log_info("%s", "");
	ck_assert_str_eq(message(unit_captured()), "info: \n");
}
END_TEST

START_TEST(control_characters_are_shown)
{
	unit_capture();
	log_error("a\nb\rc\td\x1b[31m\x7f\x01 caf\xc3\xa9");
	ck_assert_str_eq(message(unit_captured()),
	    "error: a\\x0ab\\x0dc\\x09d\\x1b[31m\\x7f\\x01 caf\xc3\xa9\n");
	/* Controls beyond ASCII, not characters that share a byte. */
	unit_capture();
	log_error("\xc2\x9b[31m \xc2\x80 \xc2\xa0 \xc3\x9b \xc3\x82");
	ck_assert_str_eq(message(unit_captured()),
	    "error: \\xc2\\x9b[31m \\xc2\\x80 \xc2\xa0 \xc3\x9b \xc3\x82\n");
}
END_TEST

START_TEST(a_long_message_is_cut_and_still_a_line)
{
	static const char fillers[] = { 'x', '\n' };
	char large[5000];
	const char *line;
	size_t i;

	for (i = 0; i < 2; i++) {
		memset(large, fillers[i], sizeof(large) - 1);
		large[sizeof(large) - 1] = '\0';
		unit_capture();
		log_error("%s", large);
		line = unit_captured();
		ck_assert_ptr_eq(
		    strstr(message(line), "error: "), message(line));
		ck_assert_uint_le(strlen(line), 2048);
		ck_assert_uint_gt(strlen(line), 2000);
	}
}
END_TEST

START_TEST(messages_above_the_level_are_left_out)
{
	log_set_level(LOG_LEVEL_WARNING);
	unit_capture();
	log_info("left out");
	log_warning("kept");
	ck_assert_str_eq(message(unit_captured()), "warning: kept\n");
	log_set_level(LOG_LEVEL_ERROR);
	unit_capture();
	log_info("left out");
	log_warning("left out");
	ck_assert_str_eq(unit_captured(), "");
	unit_capture();
	log_error("kept");
	ck_assert_str_eq(message(unit_captured()), "error: kept\n");
	log_set_level(LOG_LEVEL_INFO);
}
END_TEST

START_TEST(debug_messages_are_left_out_by_default)
{
	ck_assert(log_is_written(LOG_LEVEL_INFO));
	ck_assert(!log_is_written(LOG_LEVEL_DEBUG));
	unit_capture();
	log_at(LOG_LEVEL_DEBUG, "left out");
	ck_assert_str_eq(unit_captured(), "");
	log_set_level(LOG_LEVEL_DEBUG);
	ck_assert(log_is_written(LOG_LEVEL_DEBUG));
	unit_capture();
	log_at(LOG_LEVEL_DEBUG, "%s", "kept");
	ck_assert_str_eq(message(unit_captured()), "debug: kept\n");
	unit_capture();
	log_at(LOG_LEVEL_WARNING, "few");
	ck_assert_str_eq(message(unit_captured()), "warning: few\n");
	log_set_level(LOG_LEVEL_INFO);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_message_is_a_line_with_time_process_and_level,
		control_characters_are_shown,
		a_long_message_is_cut_and_still_a_line,
		messages_above_the_level_are_left_out,
		debug_messages_are_left_out_by_default,
		NULL,
	};

	return unit_run("base/log", tests);
}

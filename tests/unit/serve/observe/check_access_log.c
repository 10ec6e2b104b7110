/*
 * The access log: buffered, and written when full, old, renamed or closed.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "serve/entry.h"
#include "serve/observe/access_log.h"
#include "unit.h"

static int64_t now = 1000000;

int64_t __wrap_clock_milliseconds(void);

int64_t
__wrap_clock_milliseconds(void)
{
	return now;
}

static struct gantry_error error;
static struct access_log tested;
static struct made made;
static struct log_formatter formatter;
static char path[512];

static void
open_log(const char *format)
{
	static const char *const skipped[] = { "/health", "/m/live" };
	const struct access_log_options options = {
		.target = path,
		.format = format,
		.skipped = skipped,
		.skipped_count = 2,
	};

	snprintf(path, sizeof(path), "%s", unit_path("x.log"));
	made_init(&made);
	ck_assert_msg(
	    access_log_open(&tested, &options, &error) == 0, "%s", error.text);
}

static void
close_log(void)
{
	access_log_close(&tested);
	made_clear(&made);
	log_formatter_clear(&formatter);
}

/* The content of the file NAME. */
static const char *
content(const char *name)
{
	static char bytes[100000];
	FILE *file = fopen(unit_path(name), "r");

	ck_assert_ptr_nonnull(file);
	bytes[fread(bytes, 1, sizeof(bytes) - 1, file)] = '\0';
	fclose(file);
	return bytes;
}

static void
add(void)
{
	access_log_add(&tested, &made.entry, &formatter);
}

START_TEST(a_rare_line_is_written_at_once)
{
	open_log("%(s)s");
	add();
	ck_assert_str_eq(content("x.log"), "200\n");
	made.entry.status = 404;
	now += 199;
	add();
	ck_assert_str_eq(content("x.log"), "200\n");
	access_log_flush(&tested);
	ck_assert_str_eq(content("x.log"), "200\n404\n");
	now += 200;
	add();
	ck_assert_str_eq(content("x.log"), "200\n404\n404\n");
	close_log();
}
END_TEST

START_TEST(lines_are_written_when_the_buffer_is_full)
{
	const char *text;
	size_t i;

	open_log("%(U)s %(D)s");
	for (i = 0; i < 1000; i++)
		add();
	/* Lines of 11 bytes: the first, and then 8192 bytes at a time. */
	text = content("x.log");
	ck_assert_uint_eq(strlen(text), 11 + 8192 / 11 * 11);
	for (i = 0; i < strlen(text); i += 11)
		ck_assert_mem_eq(text + i, "/a 1002003\n", 11);
	close_log();
	ck_assert_uint_eq(strlen(content("x.log")), 11000);
}
END_TEST

START_TEST(a_long_line_is_written_whole)
{
	static char agent[4000];

	open_log("%(a)s");
	memset(agent, '\n', sizeof(agent) - 1);
	add();
	made_set(&made, "HTTP_USER_AGENT", agent);
	add();
	ck_assert_uint_eq(strlen(content("x.log")), 2 + 4 * 3999 + 1);
	close_log();
}
END_TEST

START_TEST(successful_health_checks_are_skipped)
{
	open_log("%(U)s %(s)s");
	made_set(&made, "PATH_INFO", "/health");
	add();
	made.entry.status = 304;
	add();
	made.entry.status = 503;
	add();
	made.entry.status = 200;
	made_set(&made, "PATH_INFO", "/healthy");
	add();
	made_set(&made, "SCRIPT_NAME", "/m");
	made_set(&made, "PATH_INFO", "/live");
	add();
	made_set(&made, "PATH_INFO", "/health");
	add();
	close_log();
	ck_assert_str_eq(
	    content("x.log"), "/health 503\n/healthy 200\n/m/health 200\n");
}
END_TEST

START_TEST(a_renamed_file_gets_all_earlier_lines)
{
	open_log("%(s)s");
	add();
	ck_assert_int_eq(rename(unit_path("x.log"), unit_path("y.log")), 0);
	made.entry.status = 201;
	add();
	access_log_reopen(&tested);
	made.entry.status = 202;
	add();
	close_log();
	ck_assert_str_eq(content("y.log"), "200\n201\n");
	ck_assert_str_eq(content("x.log"), "202\n");
}
END_TEST

START_TEST(errors_name_the_key_of_the_log)
{
	struct access_log_options options = {
		.target = "/nonexistent/x",
		.format = "combined",
	};

	ck_assert_int_eq(access_log_open(&tested, &options, &error), -1);
	ck_assert_ptr_nonnull(
	    strstr(error.text, "access-log: cannot write log /none"));
	options.format = "%(x)s";
	ck_assert_int_eq(access_log_open(&tested, &options, &error), -1);
	ck_assert_mem_eq(error.text, "access-log-format: ", 19);
}
END_TEST

START_TEST(a_null_log_can_be_flushed_and_reopened)
{
	access_log_flush(NULL);
	access_log_reopen(NULL);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_rare_line_is_written_at_once,
		lines_are_written_when_the_buffer_is_full,
		a_long_line_is_written_whole,
		successful_health_checks_are_skipped,
		a_renamed_file_gets_all_earlier_lines,
		errors_name_the_key_of_the_log,
		a_null_log_can_be_flushed_and_reopened,
		NULL,
	};

	return unit_run("serve/access_log", tests);
}

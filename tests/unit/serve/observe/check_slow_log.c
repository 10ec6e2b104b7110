/*
 * The slow log.
 */
#include <stdio.h>
#include <string.h>

#include "serve/entry.h"
#include "serve/observe/slow_log.h"
#include "unit.h"

static struct gantry_error error;
static struct slow_log tested;
static struct slow_log_trace trace;
static struct made made;
static struct log_formatter formatter;
static char path[512];

static void
open_log(void)
{
	struct slow_log_options options = { .target = path, .threshold = 500 };

	snprintf(path, sizeof(path), "%s", unit_path("x.log"));
	made_init(&made);
	ck_assert_int_eq(slow_log_open(&tested, &options, &error), 0);
	slow_log_trace_begin(&trace);
}

/* The line without the members that the access log has, too. */
static const char *
written(void)
{
	static char bytes[20000];
	FILE *file;

	slow_log_write(&tested, &made.entry, &trace, &formatter);
	slow_log_close(&tested);
	file = fopen(unit_path("x.log"), "r");
	ck_assert_ptr_nonnull(file);
	bytes[fread(bytes, 1, sizeof(bytes) - 1, file)] = '\0';
	fclose(file);
	made_clear(&made);
	log_formatter_clear(&formatter);
	ck_assert_mem_eq(bytes, "{\"time\":\"2026-11-22T", 20);
	ck_assert_ptr_eq(strchr(bytes, '\n'), bytes + strlen(bytes) - 1);
	*strstr(bytes, ",\"pid\":") = '\0';
	ck_assert_ptr_nonnull(strstr(bytes, ",\"cause\":\"application\","));
	return strstr(bytes, ",\"phases_ms\"");
}

START_TEST(a_line_has_phases_and_steps)
{
	open_log();
	trace.params = 1;
	trace.body = 2;
	trace.waiting = 3;
	slow_log_trace_step(&trace, "SELECT \"x\"", 1000);
	slow_log_trace_explain(&trace, "SCAN x");
	slow_log_trace_step(&trace, NULL, 5000);
	slow_log_trace_explain(&trace, "too late");
	slow_log_trace_step(&trace, "a", 6000);
	slow_log_trace_step(&trace, "b", 7000);
	trace.first_byte = 8000;
	trace.served = 10000;
	trace.writing = 4000;
	ck_assert_str_eq(written(),
	    ",\"phases_ms\":{\"params\":1,\"body\":2,\"waiting\":3,"
	    "\"first_byte\":8,\"application\":6,\"writing\":4},\"steps\":["
	    "{\"at_us\":1000,\"took_us\":4000,\"what\":\"SELECT \\\"x\\\"\","
	    "\"why\":\"SCAN x\"},"
	    "{\"at_us\":6000,\"took_us\":1000,\"what\":\"a\"},"
	    "{\"at_us\":7000,\"took_us\":null,\"what\":\"b\"}],"
	    "\"steps_left_out\":0");
}
END_TEST

START_TEST(unknown_numbers_are_null)
{
	open_log();
	ck_assert_str_eq(written(),
	    ",\"phases_ms\":{\"params\":null,\"body\":null,\"waiting\":null,"
	    "\"first_byte\":null,\"application\":0,\"writing\":0},"
	    "\"steps\":[],\"steps_left_out\":0");
}
END_TEST

START_TEST(the_last_steps_are_kept)
{
	const char *line;
	char what[8];
	int i;

	open_log();
	for (i = 1; i <= 20; i++) {
		snprintf(what, sizeof(what), "s%d", i);
		slow_log_trace_step(&trace, what, i);
	}
	line = written();
	ck_assert_ptr_null(strstr(line, "\"s4\""));
	ck_assert_ptr_nonnull(strstr(line, "[{\"at_us\":5,"));
	ck_assert_ptr_nonnull(strstr(line, "\"s20\"}]"));
	ck_assert_ptr_nonnull(strstr(line, "\"steps_left_out\":4"));
}
END_TEST

START_TEST(a_line_has_only_steps_that_fit_its_target)
{
	static char what[1000];
	const char *line;
	int i;

	open_log();
	memset(what, 'x', sizeof(what) - 1);
	for (i = 0; i < 16; i++)
		slow_log_trace_step(&trace, what, i);
	tested.target.line_max = 2048;
	line = written();
	ck_assert_uint_lt(strlen(line), 2048);
	ck_assert_ptr_nonnull(strstr(line, "\"steps_left_out\":12"));
}
END_TEST

START_TEST(a_trace_starts_empty)
{
	slow_log_trace_begin(&trace);
	slow_log_trace_step(&trace, "a", 1);
	ck_assert_str_eq(slow_log_trace_current(&trace)->what, "a");
	slow_log_trace_step(&trace, NULL, 2);
	ck_assert_ptr_null(slow_log_trace_current(&trace));
	slow_log_trace_step(&trace, "b", 3);
	slow_log_trace_begin(&trace);
	ck_assert_ptr_null(slow_log_trace_current(&trace));
}
END_TEST

START_TEST(a_null_log_can_be_reopened)
{
	slow_log_reopen(NULL);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_line_has_phases_and_steps,
		unknown_numbers_are_null,
		the_last_steps_are_kept,
		a_line_has_only_steps_that_fit_its_target,
		a_trace_starts_empty,
		a_null_log_can_be_reopened,
		NULL,
	};

	return unit_run("serve/slow_log", tests);
}

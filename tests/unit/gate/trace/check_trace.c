/*
 * Spans and notes, in and out of order, and the room that they may fill.
 */
#include <stdio.h>
#include <string.h>

#include "gate/environ/environ.h"
#include "gate/trace/trace.h"
#include "gate/trace/trace_print.h"
#include "unit.h"

static struct gantry_environ environ;
static struct trace trace;

static void
begin(void)
{
	environ_init(&environ);
	ck_assert_int_eq(trace_begin(&trace), 0);
	environ.trace = &trace;
}

static void
end(void)
{
	environ_clear(&environ);
	trace_clear(&trace);
}

/* "0 a:x|1 b:y|1 -note|", where '!' marks what did not end by itself. */
static const char *
shape(void)
{
	static char text[1024];
	const struct trace_entry *entry;
	size_t i, length = 0;

	text[0] = '\0';
	for (i = 0; i < trace.count && i < 16; i++) {
		entry = &trace.entries[i];
		length += (size_t)snprintf(text + length, sizeof(text) - length,
		    "%u %s:%s%s|", entry->depth,
		    entry->kind != NULL ? entry->kind : "-",
		    trace_text(&trace, entry), entry->was_left ? "!" : "");
	}
	return text;
}

static const char *
timing(void)
{
	static char text[1024];
	struct gantry_buffer buffer = { 0 };

	trace_put_timing(&buffer, &environ);
	snprintf(text, sizeof(text), "%.*s", (int)buffer.length, buffer.data);
	gantry_buffer_clear(&buffer);
	return text;
}

START_TEST(without_a_trace_nothing_is_noted)
{
	environ_init(&environ);
	ck_assert(!gantry_environ_is_traced(&environ));
	gantry_trace_begin(&environ, "sql", "%s", "x");
	gantry_trace_note(&environ, "%s", "x");
	gantry_trace_end(&environ);
	ck_assert_uint_eq(trace.count, 0);
	environ_clear(&environ);
}
END_TEST

START_TEST(spans_and_notes_are_a_tree)
{
	begin();
	ck_assert(gantry_environ_is_traced(&environ));
	gantry_trace_begin(&environ, "a", "%d", 1);
	gantry_trace_begin(&environ, "b", "2");
	gantry_trace_note(&environ, "rows %d", 3);
	gantry_trace_end(&environ);
	gantry_trace_begin(&environ, "b", "4");
	gantry_trace_end(&environ);
	gantry_trace_end(&environ);
	ck_assert_str_eq(shape(), "0 a:1|1 b:2|2 -:rows 3|1 b:4|");
	ck_assert_int_ge(trace.entries[0].took,
	    trace.entries[1].took + trace.entries[3].took);
	ck_assert_int_ge(trace.entries[3].begun,
	    trace.entries[1].begun + trace.entries[1].took);
	ck_assert_uint_eq(trace.dropped + trace.unmatched_ends, 0);
	end();
}
END_TEST

START_TEST(an_end_without_a_beginning_is_counted)
{
	begin();
	gantry_trace_end(&environ);
	gantry_trace_begin(&environ, "a", "1");
	gantry_trace_end(&environ);
	gantry_trace_end(&environ);
	ck_assert_str_eq(shape(), "0 a:1|");
	ck_assert_uint_eq(trace.unmatched_ends, 2);
	end();
}
END_TEST

START_TEST(an_application_ends_only_its_own)
{
	unsigned min_depth;

	begin();
	gantry_trace_begin(&environ, "gate", "1");
	min_depth = trace_enter(&trace);
	gantry_trace_end(&environ);
	gantry_trace_begin(&environ, "own", "2");
	gantry_trace_begin(&environ, "own", "3");
	trace_leave(&trace, min_depth);
	gantry_trace_begin(&environ, "gate", "4");
	gantry_trace_end(&environ);
	gantry_trace_end(&environ);
	ck_assert_str_eq(shape(), "0 gate:1|1 own:2!|2 own:3!|1 gate:4|");
	ck_assert_uint_eq(trace.unmatched_ends, 1);
	ck_assert_uint_eq(trace.depth, 0);
	end();
}
END_TEST

START_TEST(what_is_too_deep_is_dropped_and_the_rest_stays_right)
{
	unsigned i;

	begin();
	for (i = 0; i < TRACE_DEPTH_MAX + 5; i++)
		gantry_trace_begin(&environ, "a", "%u", i);
	gantry_trace_note(&environ, "lost");
	for (i = 0; i < TRACE_DEPTH_MAX + 5; i++)
		gantry_trace_end(&environ);
	ck_assert_uint_eq(trace.count, TRACE_DEPTH_MAX);
	ck_assert_uint_eq(trace.dropped, 6);
	ck_assert_uint_eq(trace.unmatched_ends, 0);
	gantry_trace_begin(&environ, "b", "again");
	ck_assert_uint_eq(trace.entries[trace.count - 1].depth, 0);
	end();
}
END_TEST

START_TEST(a_runaway_application_fills_no_memory)
{
	char text[3 * TRACE_TEXT_MAX];
	unsigned i, min_depth;

	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	begin();
	gantry_trace_begin(&environ, "gate", "1");
	min_depth = trace_enter(&trace);
	for (i = 0; i < 20000; i++) {
		gantry_trace_begin(&environ, "a", "%s", i % 2 ? text : "");
		gantry_trace_note(&environ, "x");
		gantry_trace_end(&environ);
	}
	ck_assert_uint_gt(trace.dropped, 30000);
	ck_assert_uint_le(trace.count, TRACE_ENTRIES_MAX);
	ck_assert_uint_le(trace.texts.capacity, TRACE_BYTES_MAX);
	ck_assert_uint_eq(
	    strlen(trace_text(&trace, &trace.entries[3])), TRACE_TEXT_MAX - 1);
	trace_leave(&trace, min_depth);
	/* The gate's own still have room. */
	gantry_trace_begin(&environ, "gate", "2");
	ck_assert_str_eq(trace.entries[trace.count - 1].kind, "gate");
	end();
}
END_TEST

START_TEST(a_timing_sums_kinds_up_and_counts_nested_time_once)
{
	const char *text;
	double total, outer, sql;
	int last = 0;

	begin();
	gantry_trace_begin(&environ, "request", "GET /");
	gantry_trace_begin(&environ, "hook \"x\"", "a");
	gantry_trace_begin(&environ, "sql", "1");
	gantry_trace_end(&environ);
	gantry_trace_begin(&environ, "sql", "2");
	gantry_trace_begin(&environ, "sql", "3");
	gantry_trace_end(&environ);
	gantry_trace_end(&environ);
	gantry_trace_end(&environ);
	trace.entries[1].took = 7001;
	trace.entries[2].took = 1500;
	trace.entries[3].took = 2250;
	trace.entries[4].took = 1000;
	text = timing();
	ck_assert_int_eq(sscanf(text,
			     "total;dur=%lf, hook--x-;dur=%lf;desc=\"1 span\", "
			     "sql;dur=%lf;desc=\"3 statements\"%n",
			     &total, &outer, &sql, &last),
	    3);
	ck_assert_int_eq(last, (int)strlen(text));
	ck_assert_double_eq_tol(outer, 7.001, 0.0001);
	ck_assert_double_eq_tol(sql, 3.75, 0.0001);
	end();
}
END_TEST

START_TEST(a_timing_stays_small)
{
	static const char kinds[40][4] = { "a", "b", "c", "d", "e", "f", "g",
		"h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s",
		"t" };
	unsigned i;

	begin();
	gantry_trace_begin(&environ, "request", "GET /");
	for (i = 0; i < 20; i++) {
		gantry_trace_begin(&environ, kinds[i], "x");
		gantry_trace_end(&environ);
	}
	ck_assert_ptr_nonnull(strstr(timing(), ", p;dur="));
	ck_assert_ptr_null(strstr(timing(), ", q;dur="));
	end();
}
END_TEST

/* "-A=1|+A=2|" of what was sent and what is seen. */
static const char *
difference(void)
{
	static char text[1024];
	struct trace_difference found;
	size_t position = 0, length = 0;

	text[0] = '\0';
	while (trace_next_difference(&environ, &position, &found))
		length += (size_t)snprintf(text + length, sizeof(text) - length,
		    "%c%s=%s|", "=-+"[found.change], found.name, found.value);
	return text;
}

START_TEST(a_difference_says_what_became_of_each_variable)
{
	environ_init(&environ);
	environ.keeps_received = true;
	environ_add(&environ, "KEPT", 4, "1", NULL);
	environ_add(&environ, "HTTP_PROXY", 10, "2", NULL);
	environ_add(&environ, "HTTP_A", 6, "3", NULL);
	environ_add(&environ, "HTTP_A", 6, "4", NULL);
	environ_add(&environ, "CHANGED", 7, "5", NULL);
	environ_set(&environ, "CHANGED", "6", NULL);
	environ_set(&environ, "NEW", "7", NULL);
	ck_assert_str_eq(difference(),
	    "=KEPT=1|-HTTP_PROXY=2|-HTTP_A=3|-HTTP_A=4|+HTTP_A=3, 4|"
	    "-CHANGED=5|+CHANGED=6|+NEW=7|");
	environ_reset(&environ);
	ck_assert_str_eq(difference(), "");
	environ_clear(&environ);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		without_a_trace_nothing_is_noted,
		spans_and_notes_are_a_tree,
		an_end_without_a_beginning_is_counted,
		an_application_ends_only_its_own,
		what_is_too_deep_is_dropped_and_the_rest_stays_right,
		a_runaway_application_fills_no_memory,
		a_timing_sums_kinds_up_and_counts_nested_time_once,
		a_timing_stays_small,
		a_difference_says_what_became_of_each_variable,
		NULL,
	};

	return unit_run("gate/trace", tests);
}

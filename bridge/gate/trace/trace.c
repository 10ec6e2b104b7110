/*
 * The public functions that trace.  Without a trace they return at once.  Calls
 * of an application need not match: ends without a beginning are counted, and
 * the gate ends the spans that are left open.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "gate/environ/environ.h"
#include "gate/trace/trace.h"

int
trace_begin(struct trace *trace)
{
	if (trace->entries == NULL)
		trace->entries =
		    calloc(TRACE_ENTRIES_MAX, sizeof(*trace->entries));
	if (trace->entries == NULL)
		return -1;
	gantry_buffer_reset(&trace->texts);
	trace->begun = clock_microseconds();
	trace->count = 0;
	trace->depth = trace->min_depth = trace->skipped = 0;
	trace->dropped = trace->unmatched_ends = 0;
	return 0;
}

void
trace_clear(struct trace *trace)
{
	free(trace->entries);
	gantry_buffer_clear(&trace->texts);
	*trace = (struct trace){ 0 };
}

int64_t
trace_now(const struct trace *trace)
{
	return clock_microseconds() - trace->begun;
}

const char *
trace_text(const struct trace *trace, const struct trace_entry *entry)
{
	return trace->texts.data + entry->text;
}

int64_t
trace_took(const struct trace *trace, const struct trace_entry *entry)
{
	if (entry->kind == NULL)
		return 0;
	return entry->took != -1 ? entry->took
				 : trace_now(trace) - entry->begun;
}

/* The gate's own entries always fit. */
static bool
has_room(const struct trace *trace, size_t length)
{
	size_t entries = TRACE_ENTRIES_MAX, bytes = TRACE_BYTES_MAX;

	if (trace->skipped > 0)
		return false;
	if (trace->min_depth > 0) {
		entries -= TRACE_RESERVED;
		bytes -= TRACE_RESERVED * TRACE_TEXT_MAX;
	}
	return trace->count < entries && trace->texts.length + length < bytes;
}

/* Returns the length of the text, cut to TRACE_TEXT_MAX with its NUL. */
static size_t
write_text(char *text, const char *format, va_list arguments)
{
	int wanted = vsnprintf(text, TRACE_TEXT_MAX, format, arguments);

	if (wanted < 0)
		text[0] = '\0';
	if (wanted >= TRACE_TEXT_MAX)
		memcpy(text + TRACE_TEXT_MAX - 4, "...", 4);
	return strlen(text);
}

/* Returns the new entry, or NULL, counted as dropped, when it does not fit. */
static struct trace_entry *
add(struct trace *trace, const char *format, va_list arguments)
{
	struct trace_entry *entry = &trace->entries[trace->count];
	char text[TRACE_TEXT_MAX];
	size_t length = 0;

	/* Do not format texts that would be dropped. */
	if (has_room(trace, length))
		length = write_text(text, format, arguments);
	if (!has_room(trace, length) ||
	    gantry_buffer_reserve(&trace->texts, length + 1) == NULL) {
		trace->dropped++;
		return NULL;
	}
	*entry = (struct trace_entry){
		.text = trace->texts.length,
		.depth = trace->depth,
		.begun = trace_now(trace),
		.took = -1,
	};
	gantry_buffer_add(&trace->texts, text, length + 1);
	trace->count++;
	return entry;
}

static void
end_span(struct trace *trace, bool was_left)
{
	struct trace_entry *entry =
	    &trace->entries[trace->open[--trace->depth]];

	entry->took = trace_now(trace) - entry->begun;
	entry->was_left = was_left;
}

unsigned
trace_enter(struct trace *trace)
{
	unsigned before = trace->min_depth;

	trace->min_depth = trace->depth;
	return before;
}

void
trace_leave(struct trace *trace, unsigned min_depth)
{
	trace->skipped = 0;
	while (trace->depth > trace->min_depth)
		end_span(trace, true);
	trace->min_depth = min_depth;
}

bool
gantry_environ_is_traced(const struct gantry_environ *environ)
{
	if (environ_lacks(environ, environ, __func__, "environ"))
		return false;
	return environ->trace != NULL;
}

void
gantry_trace_begin(
    struct gantry_environ *environ, const char *kind, const char *format, ...)
{
	struct trace_entry *entry = NULL;
	struct trace *trace;
	va_list arguments;

	if (environ_lacks(environ, kind, __func__, "kind") ||
	    environ_lacks(environ, format, __func__, "format"))
		return;
	trace = environ->trace;
	if (trace == NULL)
		return;
	if (trace->depth == TRACE_DEPTH_MAX) {
		trace->dropped++;
	} else {
		va_start(arguments, format);
		entry = add(trace, format, arguments);
		va_end(arguments);
	}
	if (entry == NULL) {
		trace->skipped++;
		return;
	}
	entry->kind = kind;
	trace->open[trace->depth++] = trace->count - 1;
}

void
gantry_trace_note(struct gantry_environ *environ, const char *format, ...)
{
	va_list arguments;

	if (environ_lacks(environ, format, __func__, "format"))
		return;
	if (environ->trace == NULL)
		return;
	va_start(arguments, format);
	add(environ->trace, format, arguments);
	va_end(arguments);
}

void
gantry_trace_end(struct gantry_environ *environ)
{
	struct trace *trace;

	if (environ_lacks(environ, environ, __func__, "environ"))
		return;
	trace = environ->trace;
	if (trace == NULL)
		return;
	if (trace->skipped > 0)
		trace->skipped--;
	else if (trace->depth > trace->min_depth)
		end_span(trace, false);
	else
		trace->unmatched_ends++;
}

/*
 * Print a traced request as text.  The columns are the begin and the duration,
 * in microseconds.
 */
#include <string.h>

#include "base/log/log.h"
#include "gate/environ/environ.h"
#include "gate/reply.h"
#include "gate/trace/trace.h"
#include "gate/trace/trace_print.h"

/* The longest value that is not cut, in bytes. */
#define VALUE_MAX 16384

/* Write TEXT without control characters, so that it stays on one line. */
static void
put_escaped(struct gantry_buffer *buffer, const char *text)
{
	char line[VALUE_MAX];
	size_t length = log_escape(line, sizeof(line), 0, text);

	gantry_buffer_add(buffer, line, length);
	if (length + 5 >= sizeof(line))
		gantry_buffer_puts(buffer, " ...");
}

void
trace_put_environ(
    struct gantry_buffer *buffer, const struct gantry_environ *environ)
{
	static const char *const signs[] = {
		[TRACE_KEPT] = "    ",
		[TRACE_REMOVED] = "  - ",
		[TRACE_ADDED] = "  + ",
	};
	struct trace_difference difference;
	size_t position = 0;

	gantry_buffer_puts(buffer,
	    "environ (- as it was sent, + as the application sees it)\n");
	while (trace_next_difference(environ, &position, &difference)) {
		gantry_buffer_puts(buffer, signs[difference.change]);
		put_escaped(buffer, difference.name);
		gantry_buffer_puts(buffer, " = ");
		put_escaped(buffer, difference.value);
		gantry_buffer_putc(buffer, '\n');
	}
}

static void
put_entry(struct gantry_buffer *buffer, const struct trace *trace,
    const struct trace_entry *entry)
{
	int indent = (int)entry->depth * 2;

	if (entry->kind == NULL) {
		gantry_buffer_printf(buffer, "%22s%*s", "", indent, "");
	} else {
		gantry_buffer_printf(buffer, "%9lld %9lld  %*s%s ",
		    (long long)entry->begun,
		    (long long)trace_took(trace, entry), indent, "",
		    entry->kind);
	}
	put_escaped(buffer, trace_text(trace, entry));
	if (entry->was_left)
		gantry_buffer_puts(buffer, " (was not ended)");
	gantry_buffer_putc(buffer, '\n');
}

void
trace_put_spans(struct gantry_buffer *buffer, const struct trace *trace)
{
	size_t i;

	gantry_buffer_puts(
	    buffer, "spans (microseconds: from the start, and taken)\n");
	for (i = 0; i < trace->count; i++)
		put_entry(buffer, trace, &trace->entries[i]);
	if (trace->dropped > 0)
		gantry_buffer_printf(buffer,
		    "  dropped: %u spans and notes for which there was no "
		    "room\n",
		    trace->dropped);
	if (trace->unmatched_ends > 0)
		gantry_buffer_printf(buffer,
		    "  surplus: %u ends of spans that did not begin\n",
		    trace->unmatched_ends);
}

/* Status and headers, as the gate sends them. */
static void
put_answer(struct gantry_buffer *buffer, const struct gantry_body *body)
{
	const char *at = body->head.data;
	const char *end = at + body->head.length, *next;

	gantry_buffer_puts(buffer, "\nanswer\n");
	for (; at < end; at = next + 1) {
		next = memchr(at, '\n', (size_t)(end - at));
		if (next == NULL || next - at <= 1)
			break;
		gantry_buffer_puts(buffer, "  ");
		gantry_buffer_add(buffer, at, (size_t)(next - at) - 1);
		gantry_buffer_putc(buffer, '\n');
	}
	gantry_buffer_printf(
	    buffer, "  (a body of %lld bytes)\n", (long long)body->written);
}

void
trace_put_text(
    struct gantry_buffer *buffer, const struct gantry_environ *environ)
{
	trace_put_environ(buffer, environ);
	gantry_buffer_putc(buffer, '\n');
	trace_put_spans(buffer, environ->trace);
	put_answer(buffer, environ->body);
}

/*
 * A traced request as JSON.  Spans are a flat list in the order in which they
 * began, each with its depth, so that no nesting is too deep for a reader.
 */
#include <string.h>

#include "gantry/json.h"
#include "gate/environ/environ.h"
#include "gate/reply.h"
#include "gate/trace/trace.h"
#include "gate/trace/trace_print.h"

/* ,"NAME":"TEXT" */
static void
put_text(struct gantry_buffer *buffer, const char *name, const char *text)
{
	gantry_buffer_printf(buffer, ",\"%s\":", name);
	gantry_json_text(buffer, text);
}

static void
put_integer(struct gantry_buffer *buffer, const char *name, int64_t value)
{
	gantry_buffer_printf(buffer, ",\"%s\":", name);
	gantry_json_integer(buffer, value);
}

static void
put_environ(struct gantry_buffer *buffer, const struct gantry_environ *environ)
{
	static const char *const changes[] = {
		[TRACE_KEPT] = "kept",
		[TRACE_REMOVED] = "removed",
		[TRACE_ADDED] = "added",
	};
	struct trace_difference difference;
	size_t position = 0;
	const char *comma = "";

	gantry_buffer_puts(buffer, "\"environ\":[");
	while (trace_next_difference(environ, &position, &difference)) {
		gantry_buffer_printf(buffer, "%s{\"change\":\"%s\"", comma,
		    changes[difference.change]);
		put_text(buffer, "name", difference.name);
		put_text(buffer, "value", difference.value);
		gantry_buffer_putc(buffer, '}');
		comma = ",";
	}
	gantry_buffer_putc(buffer, ']');
}

static void
put_entry(struct gantry_buffer *buffer, const struct trace *trace,
    const struct trace_entry *entry)
{
	gantry_buffer_printf(buffer, "{\"depth\":%u", entry->depth);
	if (entry->kind == NULL) {
		put_text(buffer, "note", trace_text(trace, entry));
	} else {
		put_text(buffer, "kind", entry->kind);
		put_text(buffer, "what", trace_text(trace, entry));
		put_integer(buffer, "at_us", entry->begun);
		put_integer(buffer, "took_us", trace_took(trace, entry));
	}
	gantry_buffer_putc(buffer, '}');
}

static void
put_spans(struct gantry_buffer *buffer, const struct trace *trace)
{
	size_t i;

	gantry_buffer_puts(buffer, ",\"spans\":[");
	for (i = 0; i < trace->count; i++) {
		if (i > 0)
			gantry_buffer_putc(buffer, ',');
		put_entry(buffer, trace, &trace->entries[i]);
	}
	gantry_buffer_putc(buffer, ']');
	put_integer(buffer, "dropped", trace->dropped);
	put_integer(buffer, "surplus_ends", trace->surplus);
}

/* ["NAME","VALUE"] */
static void
put_header(struct gantry_buffer *buffer, const char *line, size_t length)
{
	const char *colon = memchr(line, ':', length);

	if (colon == NULL)
		return;
	gantry_buffer_putc(buffer, '[');
	gantry_json_string(buffer, line, (size_t)(colon - line));
	gantry_buffer_putc(buffer, ',');
	gantry_json_string(
	    buffer, colon + 2, length - (size_t)(colon + 2 - line));
	gantry_buffer_putc(buffer, ']');
}

static void
put_answer(struct gantry_buffer *buffer, const struct gantry_body *body)
{
	const char *at = body->head.data;
	const char *end = at + body->head.length, *next;

	gantry_buffer_printf(
	    buffer, ",\"answer\":{\"status\":%d,\"headers\":[", body->status);
	for (; at < end; at = next + 1) {
		next = memchr(at, '\n', (size_t)(end - at));
		if (next == NULL || next - at <= 1)
			break;
		if (at > body->head.data)
			gantry_buffer_putc(buffer, ',');
		put_header(buffer, at, (size_t)(next - at) - 1);
	}
	gantry_buffer_putc(buffer, ']');
	put_integer(buffer, "body_bytes", body->written);
	gantry_buffer_putc(buffer, '}');
}

void
trace_put_json(
    struct gantry_buffer *buffer, const struct gantry_environ *environ)
{
	put_environ(buffer, environ);
	put_spans(buffer, environ->trace);
	put_answer(buffer, environ->body);
}

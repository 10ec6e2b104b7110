/*
 * Print a traced request as JSON.  Spans are a flat list in the order in which
 * they began, each with its depth, since deep nesting is a problem for JSON
 * readers.
 */
#include <string.h>

#include "gantry/json.h"
#include "gate/environ/environ.h"
#include "gate/reply.h"
#include "gate/trace/trace.h"
#include "gate/trace/trace_print.h"

static void
put_environ(
    struct gantry_json_writer *json, const struct gantry_environ *environ)
{
	static const char *const changes[] = {
		[TRACE_KEPT] = "kept",
		[TRACE_REMOVED] = "removed",
		[TRACE_ADDED] = "added",
	};
	struct trace_difference difference;
	size_t position = 0;

	gantry_json_begin_array(json, "environ");
	while (trace_next_difference(environ, &position, &difference)) {
		gantry_json_begin_object(json, NULL);
		gantry_json_put_text(
		    json, "change", changes[difference.change]);
		gantry_json_put_text(json, "name", difference.name);
		gantry_json_put_text(json, "value", difference.value);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

static void
put_entry(struct gantry_json_writer *json, const struct trace *trace,
    const struct trace_entry *entry)
{
	gantry_json_begin_object(json, NULL);
	gantry_json_put_integer(json, "depth", entry->depth);
	if (entry->kind == NULL) {
		gantry_json_put_text(json, "note", trace_text(trace, entry));
	} else {
		gantry_json_put_text(json, "kind", entry->kind);
		gantry_json_put_text(json, "what", trace_text(trace, entry));
		gantry_json_put_integer(json, "at_us", entry->begun);
		gantry_json_put_integer(
		    json, "took_us", trace_took(trace, entry));
	}
	gantry_json_end(json);
}

static void
put_spans(struct gantry_json_writer *json, const struct trace *trace)
{
	size_t i;

	gantry_json_begin_array(json, "spans");
	for (i = 0; i < trace->count; i++)
		put_entry(json, trace, &trace->entries[i]);
	gantry_json_end(json);
	gantry_json_put_integer(json, "dropped", trace->dropped);
	gantry_json_put_integer(json, "surplus_ends", trace->unmatched_ends);
}

/* ["NAME","VALUE"] */
static void
put_header(struct gantry_json_writer *json, const char *line, size_t length)
{
	const char *colon = memchr(line, ':', length);

	if (colon == NULL)
		return;
	gantry_json_begin_array(json, NULL);
	gantry_json_put_string(json, NULL, line, (size_t)(colon - line));
	gantry_json_put_string(
	    json, NULL, colon + 2, length - (size_t)(colon + 2 - line));
	gantry_json_end(json);
}

static void
put_answer(struct gantry_json_writer *json, const struct gantry_body *body)
{
	const char *at = body->head.data;
	const char *end = at + body->head.length, *next;

	gantry_json_begin_object(json, "answer");
	gantry_json_put_integer(json, "status", body->status);
	gantry_json_begin_array(json, "headers");
	for (; at < end; at = next + 1) {
		next = memchr(at, '\n', (size_t)(end - at));
		if (next == NULL || next - at <= 1)
			break;
		put_header(json, at, (size_t)(next - at) - 1);
	}
	gantry_json_end(json);
	gantry_json_put_integer(json, "body_bytes", body->written);
	gantry_json_end(json);
}

void
trace_put_json(
    struct gantry_json_writer *json, const struct gantry_environ *environ)
{
	put_environ(json, environ);
	put_spans(json, environ->trace);
	put_answer(json, environ->body);
}

/*
 * Print a traced request as a Server-Timing header.  A span inside one of the
 * same kind is counted, but its time is already part of the outer one.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "gate/environ/environ.h"
#include "gate/trace/trace.h"
#include "gate/trace/trace_print.h"

/* The most kinds, so that the header stays small. */
#define KINDS_MAX 16

struct kind {
	const char *name;
	int64_t took;
	unsigned count;
};

struct kinds {
	struct kind items[KINDS_MAX];
	size_t count;
};

/* The kind NAME, added if it is new; NULL: there are too many. */
static struct kind *
find_kind(struct kinds *kinds, const char *name)
{
	size_t i;

	for (i = 0; i < kinds->count; i++)
		if (strcmp(kinds->items[i].name, name) == 0)
			return &kinds->items[i];
	if (kinds->count == KINDS_MAX)
		return NULL;
	kinds->items[kinds->count] = (struct kind){ .name = name };
	return &kinds->items[kinds->count++];
}

/* Is the span at INDEX inside one of the same kind? */
static bool
is_nested(const struct trace *trace, size_t index)
{
	const struct trace_entry *span = &trace->entries[index], *outer;
	unsigned depth = span->depth;

	while (depth > 0 && index-- > 0) {
		outer = &trace->entries[index];
		if (outer->kind == NULL || outer->depth >= depth)
			continue;
		if (strcmp(outer->kind, span->kind) == 0)
			return true;
		depth = outer->depth;
	}
	return false;
}

/* A token (RFC 9110 section 5.6.2), whatever the application called it. */
static void
put_name(struct gantry_buffer *buffer, const char *name)
{
	for (; *name != '\0'; name++)
		gantry_buffer_putc(buffer,
		    isascii((unsigned char)*name) &&
			    isalnum((unsigned char)*name)
			? *name
			: '-');
}

static void
put_kind(struct gantry_buffer *buffer, const struct kind *kind)
{
	const char *noun =
	    strcmp(kind->name, "sql") == 0 ? "statement" : "span";

	gantry_buffer_puts(buffer, ", ");
	put_name(buffer, kind->name);
	gantry_buffer_printf(buffer, ";dur=%lld.%03lld;desc=\"%u %s%s\"",
	    (long long)(kind->took / 1000), (long long)(kind->took % 1000),
	    kind->count, noun, kind->count == 1 ? "" : "s");
}

void
trace_put_timing(
    struct gantry_buffer *buffer, const struct gantry_environ *environ)
{
	const struct trace *trace = environ->trace;
	const struct trace_entry *entry;
	struct kinds kinds = { .count = 0 };
	struct kind *kind;
	int64_t total = trace_now(trace);
	size_t i;

	gantry_buffer_printf(buffer, "total;dur=%lld.%03lld",
	    (long long)(total / 1000), (long long)(total % 1000));
	for (i = 0; i < trace->count; i++) {
		entry = &trace->entries[i];
		/* The outermost span is the total. */
		if (entry->kind == NULL || entry->depth == 0)
			continue;
		kind = find_kind(&kinds, entry->kind);
		if (kind == NULL)
			continue;
		kind->count++;
		if (!is_nested(trace, i))
			kind->took += trace_took(trace, entry);
	}
	for (i = 0; i < kinds.count; i++)
		put_kind(buffer, &kinds.items[i]);
}

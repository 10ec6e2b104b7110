#ifndef GATE_TRACE_H
#define GATE_TRACE_H

#include <stdint.h>

#include "gantry/buffer.h"
#include "gantry/trace.h"

/*
 * What is noted of a traced request.  A trace belongs to a gate and is used
 * again and again.  Its memory is bounded: what an application traces beyond
 * that is dropped and counted.
 *
 * The entries are in the order in which they began, each with its depth, so
 * they form a tree.
 */

#define TRACE_ENTRIES_MAX 2000 /* spans and notes */
#define TRACE_BYTES_MAX	  (256 * 1024) /* of their texts */
#define TRACE_TEXT_MAX	  4096 /* of one text; longer ones are cut */
#define TRACE_DEPTH_MAX	  32 /* spans within spans */

/* So many entries are left for the gate itself. */
#define TRACE_RESERVED 16

struct trace_entry {
	const char *kind; /* of a span; NULL: it is a note */
	size_t text; /* where in the trace's texts, NUL-terminated */
	unsigned depth; /* 0: in no span */
	int64_t begun; /* microseconds since the trace began */
	int64_t took; /* microseconds; -1: it did not end */
	bool was_left; /* the application did not end it, the gate did */
};

struct trace {
	int64_t begun; /* on clock_microseconds() */
	struct trace_entry *entries; /* TRACE_ENTRIES_MAX; NULL: none yet */
	size_t count;
	struct gantry_buffer texts;
	size_t open[TRACE_DEPTH_MAX]; /* the entries of the open spans */
	unsigned depth; /* how many are open */
	unsigned floor; /* so many are not the application's to end */
	unsigned skipped; /* open spans that were dropped */
	unsigned dropped; /* spans and notes for which there was no room */
	unsigned surplus; /* ends of spans that did not begin */
};

/* Begin anew.  Returns 0, or -1 when memory ran out. */
int trace_begin(struct trace *trace);

/* Free everything; idempotent, and safe on zeros. */
void trace_clear(struct trace *trace);

/*
 * From now on, only spans that begin later can be ended by an application.
 * Returns what trace_unguard is to be told.
 */
unsigned trace_guard(struct trace *trace);

/* End what was left open since trace_guard returned FLOOR. */
void trace_unguard(struct trace *trace, unsigned floor);

/* The text of an entry. */
const char *trace_text(
    const struct trace *trace, const struct trace_entry *entry);

/* Microseconds since the trace began. */
int64_t trace_now(const struct trace *trace);

/*
 * The time that an entry took, until now if it did not end; 0 of a note.
 */
int64_t trace_took(const struct trace *trace, const struct trace_entry *entry);

#endif

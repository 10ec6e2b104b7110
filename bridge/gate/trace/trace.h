#ifndef GATE_TRACE_H
#define GATE_TRACE_H

#include <stdint.h>

#include "gantry/buffer.h"
#include "gantry/trace.h"

/*
 * The trace of a request: its spans and notes.  A trace belongs to a gate and
 * is reused.  Its memory is bounded: spans and notes beyond that are dropped
 * and counted.
 *
 * The entries are in the order in which they began, each with its depth, so
 * they form a tree.
 */

#define TRACE_ENTRIES_MAX 2000 /* spans and notes */
#define TRACE_BYTES_MAX	  (256 * 1024) /* of their texts */
#define TRACE_TEXT_MAX	  4096 /* of one text; longer ones are cut */
#define TRACE_DEPTH_MAX	  32 /* spans within spans */

/* Entries that only the gate may use. */
#define TRACE_RESERVED 16

struct trace_entry {
	const char *kind; /* of a span; NULL: it is a note */
	size_t text; /* offset in the trace's texts, NUL-terminated */
	unsigned depth; /* 0: in no span */
	int64_t begun; /* microseconds since the trace began */
	int64_t took; /* microseconds; -1: it did not end */
	bool was_left; /* ended by the gate, not by the application */
};

struct trace {
	int64_t begun; /* on clock_microseconds() */
	struct trace_entry *entries; /* TRACE_ENTRIES_MAX; NULL: none yet */
	size_t count;
	struct gantry_buffer texts;
	size_t open[TRACE_DEPTH_MAX]; /* the entries of the open spans */
	unsigned depth; /* how many are open */
	unsigned min_depth; /* the application cannot end these outer spans */
	unsigned skipped; /* open spans that were dropped */
	unsigned dropped; /* spans and notes that did not fit */
	unsigned unmatched_ends; /* ends without a beginning */
};

/* Begin anew.  Returns 0, or -1 when memory ran out. */
int trace_begin(struct trace *trace);

/* Free everything; idempotent, and safe on zeros. */
void trace_clear(struct trace *trace);

/*
 * Enter the application: it can end only spans that begin from now on.  Returns
 * the value to pass to trace_leave.
 */
unsigned trace_enter(struct trace *trace);

/*
 * Leave it: end the spans that it left open.  MIN_DEPTH is what trace_enter
 * returned.
 */
void trace_leave(struct trace *trace, unsigned min_depth);

/* The text of an entry. */
const char *trace_text(
    const struct trace *trace, const struct trace_entry *entry);

/* Microseconds since the trace began. */
int64_t trace_now(const struct trace *trace);

/*
 * The duration of a span in microseconds, until now if it has not ended; 0 for
 * a note.
 */
int64_t trace_took(const struct trace *trace, const struct trace_entry *entry);

/*
 * gantry_trace_begin and gantry_trace_end for the gate, which calls them in
 * each request: no call where nothing is traced.
 */
#define TRACE_BEGIN(environ, ...)                                 \
	do {                                                      \
		if ((environ)->trace != NULL)                     \
			gantry_trace_begin(environ, __VA_ARGS__); \
	} while (0)
#define TRACE_END(environ)                         \
	do {                                       \
		if ((environ)->trace != NULL)      \
			gantry_trace_end(environ); \
	} while (0)

#endif

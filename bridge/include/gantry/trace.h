#ifndef GANTRY_TRACE_H
#define GANTRY_TRACE_H

#include <gantry/contract.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What a request does, for someone who watches it (gantry trace, --debug): a
 * tree of spans, each with its time.  Without a watcher a call costs a test of
 * a pointer, and gantry_environ_is_traced saves what must be prepared for it.
 */

bool gantry_environ_is_traced(const struct gantry_environ *environ);

/*
 * A span begins, within the one that is open: KIND is a short word without
 * blanks ("hook", "sql"), a literal; the rest says which, as by printf(3).
 */
void gantry_trace_begin(struct gantry_environ *environ, const char *kind,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A line that belongs to the open span. */
void gantry_trace_note(struct gantry_environ *environ, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The open span ends. */
void gantry_trace_end(struct gantry_environ *environ);

#ifdef __cplusplus
}
#endif

#endif

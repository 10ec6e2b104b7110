#ifndef GANTRY_TRACE_H
#define GANTRY_TRACE_H

#include <gantry/contract.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Tracing (gantry trace, --debug): a tree of spans that shows what a request
 * does, with times.  If the request is not traced, each call only tests a
 * pointer. gantry_environ_is_traced tells whether preparing expensive arguments
 * is worthwhile.
 */

bool gantry_environ_is_traced(const struct gantry_environ *environ);

/*
 * Begin a span inside the open one.  KIND is a literal, a short word without
 * blanks ("hook", "sql").  The other arguments describe the span, as for
 * printf(3).
 */
void gantry_trace_begin(struct gantry_environ *environ, const char *kind,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Add a line to the open span. */
void gantry_trace_note(struct gantry_environ *environ, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* End the open span. */
void gantry_trace_end(struct gantry_environ *environ);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif

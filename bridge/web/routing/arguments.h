#ifndef WEB_ROUTING_ARGUMENTS_H
#define WEB_ROUTING_ARGUMENTS_H

#include <stddef.h>

#include <gantry/error.h>

/*
 * The arguments of a converter, "2, max=99" or "format_string='%Y, %m'":
 * positional arguments first, in the order of the names, then named ones.
 * White space around a value is dropped.  A value that holds a comma is written
 * in single or double quotes.
 */

/* A value, not NUL-terminated; TEXT is NULL when it was not given. */
struct argument {
	const char *text;
	size_t length;
};

/*
 * Parse TEXT into VALUES, one for each of NAMES, which end with NULL.  Returns
 * 0, or -1 with ERROR filled.
 */
int arguments_parse(const char *text, const char *const *names,
    struct argument *values, struct gantry_error *error);

#endif

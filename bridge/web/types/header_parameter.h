#ifndef WEB_TYPES_HEADER_PARAMETER_H
#define WEB_TYPES_HEADER_PARAMETER_H

#include <gantry/contract.h>

/*
 * The parameters of a header's value: "text/plain; charset=utf-8" has one.
 */
struct header_parameter {
	const char *name; /* NAME_LENGTH bytes of the header */
	size_t name_length;
	const char *text; /* the value: TEXT_LENGTH bytes, with escapes */
	size_t text_length;
	bool is_quoted;
};

/*
 * Read the parameter at *AT, which follows the value or another parameter; *AT
 * moves past it.  Returns 1, 0 after the last, or -1 when it is malformed.
 */
int header_parameter_next(const char **at, struct header_parameter *parameter);

/* Is its name NAME, in any case? */
bool header_parameter_is(
    const struct header_parameter *parameter, const char *name);

/* Its value in the request's memory, or NULL when memory ran out. */
char *header_parameter_copy(
    struct gantry_environ *environ, const struct header_parameter *parameter);

#endif

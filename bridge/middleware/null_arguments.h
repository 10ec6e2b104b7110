#ifndef MIDDLEWARE_NULL_ARGUMENTS_H
#define MIDDLEWARE_NULL_ARGUMENTS_H

#include "base/null.h"

/* The arguments of process_request and its like, and of open. */

/* Is one of what FUNCTION processes NULL?  If so, that is logged. */
static inline bool
process_lacks(const void *request, const void *response, const void *state,
    const char *function)
{
	return null_given(request, function, "request") ||
	    null_given(response, function, "response") ||
	    null_given(state, function, "state");
}

/* Has FUNCTION no OPTIONS, or no STATE to fill?  If so, ERROR is filled. */
static inline bool
open_lacks(const void *options, void *const *state, const char *function,
    struct gantry_error *error)
{
	return null_error(options, function, "options", error) ||
	    null_error(state, function, "state", error);
}

#endif

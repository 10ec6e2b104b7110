#ifndef BASE_NULL_H
#define BASE_NULL_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * NULL where a public function needs a value (gantry/error.h): the function
 * logs its name and that of the argument, and returns its error.
 *
 *	if (null_given(buffer, __func__, "buffer"))
 *		return -1;
 */

/*
 * The functions that are called for a NULL return nothing, so that the compiler
 * keeps no values for after them.
 */

/*
 * Log that ARGUMENT of FUNCTION is NULL.  Defined in base/log/null_log.c.
 * Although it is not public, it is global in libgantry.a: the objects there are
 * two, and both call it.
 */
void gantry_null_log(const char *function, const char *argument)
    __attribute__((cold, visibility("default")));

/* Is VALUE NULL?  If so, that is logged. */
static inline bool
null_given(const void *value, const char *function, const char *argument)
{
	if (value != NULL)
		return false;
	gantry_null_log(function, argument);
	return true;
}

/* The same, and ERROR, which may be NULL, is filled. */
void null_fail(const char *function, const char *argument,
    struct gantry_error *error) __attribute__((cold));

static inline bool
null_error(const void *value, const char *function, const char *argument,
    struct gantry_error *error)
{
	if (value != NULL)
		return false;
	null_fail(function, argument, error);
	return true;
}

/* The same for a VALUE to append to BUFFER, which fails. */
void null_appended(struct gantry_buffer *buffer, const char *function,
    const char *argument) __attribute__((cold));

static inline bool
buffer_lacks(struct gantry_buffer *buffer, const void *value,
    const char *function, const char *argument)
{
	if (buffer != NULL && value != NULL)
		return false;
	null_appended(buffer, function, argument);
	return true;
}

#endif

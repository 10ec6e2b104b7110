/*
 * What happens to a NULL that an application passes by mistake, often because
 * a call that it did not check has failed.
 */
#include "base/null.h"

void
null_fail(
    const char *function, const char *argument, struct gantry_error *error)
{
	gantry_null_log(function, argument);
	gantry_error_set(
	    error, GANTRY_ERROR_ARGUMENT, "%s: %s is NULL", function, argument);
}

void
null_appended(
    struct gantry_buffer *buffer, const char *function, const char *argument)
{
	gantry_null_log(function, buffer == NULL ? "buffer" : argument);
	if (buffer != NULL)
		buffer->failed = true;
}

#ifndef GANTRY_ERROR_H
#define GANTRY_ERROR_H

#include <gantry/initializers.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Why a call failed: a code to act on and a sentence to print.  The caller
 * supplies the struct.  A function that fails fills it and returns -1 or NULL.
 * The text names what is wrong, where, and, if that is known, what to do.
 *
 * ERROR may be NULL in every function, if the caller does not need the reason.
 *
 * Any other argument, and any member of a struct, may be NULL only where its
 * description says so.  A NULL where a value is needed does not end the
 * process: the function logs its name and that of the argument, and returns -1,
 * NULL, 0 or false, as for other errors; ERROR gets GANTRY_ERROR_ARGUMENT.  A
 * function that has a request or a response also makes the response fail: the
 * client gets 500.  A function that appends to a buffer makes the buffer fail.
 * The result of a call can thus be passed on without a check:
 *
 *	gantry_response_location(response,
 *	    gantry_url_for(request, "item", fields));
 *
 * If there is no such URL, the client gets 500, and the log says why.
 *
 * Functions named ..._clear, ..._close and ..._free do nothing with NULL.
 */

enum gantry_error_code {
	GANTRY_ERROR_NONE = 0,
	GANTRY_ERROR_MEMORY, /* out of memory */
	GANTRY_ERROR_SYSTEM, /* a system call failed; the text says why */
	GANTRY_ERROR_HANGUP, /* the peer went away */
	GANTRY_ERROR_INPUT, /* the input is malformed */
	GANTRY_ERROR_LIMIT, /* the input exceeds a limit */
	GANTRY_ERROR_BUSY, /* try again later */
	GANTRY_ERROR_UNAVAILABLE, /* something required is missing */
	GANTRY_ERROR_ARGUMENT, /* an argument is NULL where a value is needed */
	GANTRY_ERROR_CONFLICT, /* it does not agree with what is stored */
};

struct gantry_error {
	enum gantry_error_code code;
	char text[512]; /* NUL-terminated, cut when longer */
};

/*
 * Fill ERROR from a printf format.  Always returns -1, so
 * that a function can end with "return gantry_error_set(...)".
 */
int gantry_error_set(struct gantry_error *error, enum gantry_error_code code,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/*
 * The same with GANTRY_ERROR_SYSTEM.  Appends ": " and the meaning of errno,
 * which is not changed.
 */
int gantry_error_system(struct gantry_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Fill ERROR with GANTRY_ERROR_MEMORY and "out of memory".  Returns -1. */
int gantry_error_memory(struct gantry_error *error);

/* Put "PREFIX: " before the text of ERROR.  Keeps the code.  Returns -1. */
int gantry_error_prefix(struct gantry_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif

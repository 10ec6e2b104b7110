#ifndef GANTRY_ERROR_H
#define GANTRY_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Why a call failed: a code to act on and a sentence to print.  The caller
 * supplies the struct.  A function that fails fills it and returns -1 or NULL.
 * The text names what is wrong, where, and, if that is known, what to do.
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
};

struct gantry_error {
	enum gantry_error_code code;
	char text[512]; /* NUL-terminated, cut when longer */
};

/*
 * Fill ERROR, which may be NULL, from a printf format.  Always returns -1, so
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

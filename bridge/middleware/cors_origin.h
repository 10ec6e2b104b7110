#ifndef MIDDLEWARE_CORS_ORIGIN_H
#define MIDDLEWARE_CORS_ORIGIN_H

#include <stddef.h>

#include "gantry/error.h"

/*
 * Check that browsers can send LENGTH bytes at TEXT as an Origin: a serialized
 * origin (RFC 6454 section 6.2, WHATWG HTML section 7.1.1), so that it can be
 * compared byte by byte.  Returns 0, or -1 with GANTRY_ERROR_INPUT, which says
 * how to write it.
 */
int cors_origin_check(
    const char *text, size_t length, struct gantry_error *error);

/* The same for each word of LIST, which may also be "*". */
int cors_origin_check_list(const char *list, struct gantry_error *error);

#endif

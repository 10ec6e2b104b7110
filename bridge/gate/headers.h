#ifndef GATE_HEADERS_H
#define GATE_HEADERS_H

#include <stdint.h>

#include "gantry/contract.h"

/* What PEP 3333 demands of a status and of response headers. */

enum {
	CONTENT_LENGTH_NONE = -1,
};

/*
 * Check STATUS: three digits from 200 to 599, a space, a reason without control
 * characters.  Returns the number, or -1 with the rule in ERROR.
 */
int status_check(const char *status, struct gantry_error *error);

/*
 * Check HEADERS.  *CONTENT_LENGTH becomes the Content-Length given, or
 * CONTENT_LENGTH_NONE.  Returns 0, or -1 with the rule in ERROR.
 */
int headers_check(const struct gantry_header *headers, int64_t *content_length,
    struct gantry_error *error);

#endif

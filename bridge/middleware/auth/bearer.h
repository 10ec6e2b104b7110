#ifndef MIDDLEWARE_AUTH_BEARER_H
#define MIDDLEWARE_AUTH_BEARER_H

#include <gantry/web.h>

/* The errors of RFC 6750, section 3.1. */

/*
 * The request has no credentials of the scheme: 401 without an error code.
 * REALM may be NULL.  Each returns -1.
 */
int bearer_fail_missing(struct gantry_request *request, const char *realm);

/* TOKEN is not the right one: 400 if it is malformed, or 401. */
int bearer_fail_invalid(
    struct gantry_request *request, const char *realm, const char *token);

#endif

#ifndef MIDDLEWARE_SESSION_CSRF_H
#define MIDDLEWARE_SESSION_CSRF_H

#include <gantry/session.h>

/* Tokens against forged requests. */

#define CSRF_HEADER "X-CSRF-Token"
#define CSRF_FIELD  "csrf_token"

/* An opened middleware. */
struct csrf {
	const struct gantry_csrf_options *options;
	const char *secret;
	const char *name; /* of the cookie */
};

/* Let gantry_csrf_token find CSRF.  Returns 0, or -1 with a failure. */
int csrf_put(struct gantry_request *request, struct csrf *csrf);

/*
 * Check the token of the request.  Returns 0, or -1 with the response failed:
 * 403 if it is missing or not valid.
 */
int csrf_check_token(struct gantry_request *request, const struct csrf *csrf);

/* Fail with 403, CODE and DETAIL.  Returns -1. */
int csrf_fail(
    struct gantry_request *request, const char *code, const char *detail);

#endif

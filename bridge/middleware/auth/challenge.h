#ifndef MIDDLEWARE_AUTH_CHALLENGE_H
#define MIDDLEWARE_AUTH_CHALLENGE_H

#include <stdbool.h>

#include <gantry/web.h>

/*
 * What the middleware for schemes of authentication shares: the realm, the
 * credentials in Authorization, and challenges (RFC 9110, section 11).
 */

#define CHALLENGE_REALM "gantry"

/*
 * Check that REALM, which may be NULL, can be a quoted string.  Returns 0, or
 * -1 with GANTRY_ERROR_INPUT.
 */
int challenge_check_realm(const char *realm, struct gantry_error *error);

/*
 * The credentials in Authorization if their scheme is SCHEME, without blanks
 * around them, or NULL.
 */
const char *challenge_credentials(
    struct gantry_request *request, const char *scheme);

/* SCHEME realm="REALM"PARAMETERS. */
struct challenge {
	const char *scheme;
	const char *realm; /* NULL: CHALLENGE_REALM */
	const char *parameters; /* after the realm: ", error=..." or "" */
};

/* Make the request fail with STATUS, DETAIL and CHALLENGE.  Returns -1. */
int challenge_fail(struct gantry_request *request, const char *status,
    const char *detail, const struct challenge *challenge);

/*
 * Add CHALLENGE to a response with 401 that has none of its scheme.  Returns 0,
 * or -1 with the response failed.
 */
int challenge_add(
    struct gantry_request *request, const struct challenge *challenge);

/*
 * A middleware has authenticated the request, or asks whether one did.  Returns
 * 0, or -1 with the response failed.
 */
int challenge_pass(struct gantry_request *request);
bool challenge_has_passed(const struct gantry_request *request);

#endif

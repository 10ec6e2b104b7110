#ifndef FIRESTORE_REST_CORS_H
#define FIRESTORE_REST_CORS_H

#include <gantry/contract.h>
#include <gantry/error.h>

/*
 * Cross-origin requests (WHATWG Fetch, section 3.2): which pages may read the
 * answers.  The SDKs for the web send everything with credentials, so an origin
 * in the list is answered with its name, never with "*".
 */

#define CORS_HEADERS_MAX 8

/* Is LIST origins with blanks or commas between, or "*"?  NULL is allowed. */
int cors_check(const char *list, struct gantry_error *error);

/*
 * Fill HEADERS for an answer to the request, with an end.  Returns their
 * number.
 */
size_t cors_answer(const char *list, const struct gantry_environ *environ,
    struct gantry_header headers[CORS_HEADERS_MAX]);

/* The same for the answer to OPTIONS, with what may be sent. */
size_t cors_preflight(const char *list, const struct gantry_environ *environ,
    struct gantry_header headers[CORS_HEADERS_MAX]);

#endif

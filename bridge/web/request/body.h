#ifndef WEB_REQUEST_BODY_H
#define WEB_REQUEST_BODY_H

#include <gantry/request.h>
#include <gantry/response.h>

/* What the readers of bodies share. */

/*
 * The type in HEADER, a Content-Type, without parameters and in lower case, in
 * the request's memory; NULL when memory ran out.
 */
char *body_copy_type(struct gantry_environ *environ, const char *header);

/*
 * The type of the body, without parameters and in lower case; "" when the
 * client sent none; NULL with the response failed when memory ran out.
 */
const char *body_type(struct gantry_request *request);

/* Is TYPE JSON?  One that ends in +json is, too (RFC 6839 section 3.1). */
bool body_is_json(const char *type);

/*
 * Fail with 415, since the body is of TYPE and must be of WANTED, which is the
 * end of the sentence.  Returns -1.
 */
int body_reject_type(
    struct gantry_request *request, const char *type, const char *wanted);

#endif

#ifndef WEB_REQUEST_BODY_H
#define WEB_REQUEST_BODY_H

#include <gantry/request.h>
#include <gantry/response.h>

/* What the readers of a request's body share. */

/*
 * HEADER, a Content-Type, without its parameters and in lower case, in the
 * request's memory; NULL when that ran out.
 */
char *body_copy_type(struct gantry_environ *environ, const char *header);

/*
 * Content-Type without its parameters, in lower case; "" when there is none;
 * NULL with the response failed when memory ran out.
 */
const char *body_type(struct gantry_request *request);

/*
 * The body is of TYPE and should be of WANTED, of which this is the end of the
 * sentence: 415.  Returns -1.
 */
int body_refuse_type(
    struct gantry_request *request, const char *type, const char *wanted);

#endif

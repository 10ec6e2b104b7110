#ifndef GANTRY_WEB_H
#define GANTRY_WEB_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/contract.h>
#include <gantry/middleware.h>
#include <gantry/request.h>
#include <gantry/response.h>
#include <gantry/route.h>
#include <gantry/status.h>
#include <gantry/trace.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Help for applications, built on the contract alone: query parameters,
 * conditional requests, percent-encoding.
 */

/*
 * The decoded value of the query parameter NAME (application/x-www-form-
 * urlencoded, WHATWG URL section 5.1: '+' is a space).  Names are decoded, too;
 * one that is badly percent-encoded is no one's.  *VALUE becomes NULL when
 * there is none.  Returns 0, or -1 with GANTRY_ERROR_INPUT and a text for the
 * client when it is given twice, is badly percent-encoded or holds a NUL; or
 * with GANTRY_ERROR_MEMORY.
 */
int gantry_query_get(struct gantry_environ *environ, const char *name,
    const char **value, struct gantry_error *error);

/*
 * The query parameter NAME as a whole number.  *VALUE is left alone and *GIVEN
 * becomes false when there is none.  Returns 0, or -1 as above, also when it is
 * no number from MINIMUM to MAXIMUM.
 */
int gantry_query_integer(struct gantry_environ *environ, const char *name,
    int64_t minimum, int64_t maximum, int64_t *value, bool *given,
    struct gantry_error *error);

/*
 * Does If-None-Match name ETAG, which is given with its quotes (RFC 9110
 * section 13.1.2, weak comparison)?  The answer to a GET is then 304.
 */
bool gantry_etag_matches(
    const struct gantry_environ *environ, const char *etag);

/*
 * Append TEXT with everything but RFC 3986's unreserved characters
 * percent-encoded, as a path segment or a query value.
 */
void gantry_percent_encode(struct gantry_buffer *buffer, const char *text);

#ifdef __cplusplus
}
#endif

#endif

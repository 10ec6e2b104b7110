#ifndef GANTRY_WEB_H
#define GANTRY_WEB_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/contract.h>
#include <gantry/events.h>
#include <gantry/html.h>
#include <gantry/middleware.h>
#include <gantry/request.h>
#include <gantry/response.h>
#include <gantry/route.h>
#include <gantry/session.h>
#include <gantry/status.h>
#include <gantry/trace.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Helpers for applications that use only the contract: query parameters,
 * conditional requests, percent-encoding.
 */

/*
 * Return the decoded value of the query parameter NAME (application/x-www-form-
 * urlencoded, WHATWG URL section 5.1: '+' is a space).  Names are decoded, too;
 * a badly percent-encoded name never matches.  *VALUE becomes NULL if the
 * parameter is absent.  Returns 0, or -1 with GANTRY_ERROR_INPUT and a text for
 * the client if it is given twice, is badly percent-encoded or contains a NUL;
 * or with GANTRY_ERROR_MEMORY.
 */
int gantry_query_get(struct gantry_environ *environ, const char *name,
    const char **value, struct gantry_error *error);

/*
 * Read the query parameter NAME as a whole number.  If it is absent, *GIVEN
 * becomes false and *VALUE is unchanged.  Returns 0, or -1 as above, and also
 * if it is not a number from MINIMUM to MAXIMUM.
 */
int gantry_query_integer(struct gantry_environ *environ, const char *name,
    int64_t minimum, int64_t maximum, int64_t *value, bool *given,
    struct gantry_error *error);

/*
 * Return whether If-None-Match contains ETAG, with or without its quotes (RFC
 * 9110 section 13.1.2, weak comparison).  The response to a GET is then 304.
 */
bool gantry_etag_matches(
    const struct gantry_environ *environ, const char *etag);

/*
 * Append TEXT.  Everything except the unreserved characters of RFC 3986 is
 * percent-encoded, as in a path segment or a query value.
 */
void gantry_percent_encode(struct gantry_buffer *buffer, const char *text);

/*
 * Append PATH, which may have several segments: the slashes stay, as does
 * everything else that RFC 3986 section 3.3 permits in a segment.
 */
void gantry_percent_encode_path(struct gantry_buffer *buffer, const char *path);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif

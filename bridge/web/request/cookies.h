#ifndef WEB_REQUEST_COOKIES_H
#define WEB_REQUEST_COOKIES_H

#include "web/request/request.h"

/* Cookies as a client sends them; a name may occur several times. */

/* The header Cookie, or "". */
const char *cookies_header(const struct gantry_request *request);

/*
 * The value of the next cookie NAME in the rest of the header at *AT, without
 * quotes.  NULL when there is none or memory ran out.
 */
const char *cookies_next(
    struct gantry_request *request, const char **at, const char *name);

#endif

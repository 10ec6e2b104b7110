#ifndef WEB_REQUEST_COOKIES_H
#define WEB_REQUEST_COOKIES_H

#include "web/request/request.h"

/* Cookies as a client sends them, several of a name, too. */

/* The header Cookie, or "". */
const char *cookies_sent(const struct gantry_request *request);

/*
 * The next cookie NAME in what is left at *AT, without its quotes, or NULL,
 * also when memory ran out.
 */
const char *cookies_next(
    struct gantry_request *request, const char **at, const char *name);

#endif

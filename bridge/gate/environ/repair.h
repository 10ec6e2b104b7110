#ifndef GATE_ENVIRON_REPAIR_H
#define GATE_ENVIRON_REPAIR_H

#include "gate/environ/environ.h"
#include "gate/environ/forwarded.h"

/*
 * Here the differences between web servers are repaired, so that an application
 * sees the same environ behind all of them.
 */

enum {
	LENGTH_UNKNOWN = -1, /* only the end of the body tells its length */
};

/*
 * Check the variables added and set those that PEP 3333 requires: the CGI ones,
 * and wsgi.url_scheme.  Proxies that are TRUSTED are believed
 * (gate/environ/forwarded.h); NULL trusts none.  *CONTENT_LENGTH becomes the
 * length of the body in bytes, or LENGTH_UNKNOWN.
 *
 * Returns 0, or -1 with GANTRY_ERROR_INPUT when something essential is missing
 * or malformed.  The text is what a client may know; behind a colon follows
 * what is for the log alone: the value, or the likely mistake in the web
 * server's configuration.
 */
int environ_repair(struct gantry_environ *environ,
    const struct trusted *trusted, int64_t *content_length,
    struct gantry_error *error);

/* The same of CONTENT_LENGTH alone, which stays as it is. */
int environ_content_length(const struct gantry_environ *environ,
    int64_t *content_length, struct gantry_error *error);
/*
 * Of such a text what a client may know, in the request's memory: what stands
 * before the first colon.
 */
const char *repair_detail(struct gantry_environ *environ, const char *text);

#endif

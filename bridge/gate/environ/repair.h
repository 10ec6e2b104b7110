#ifndef GATE_ENVIRON_REPAIR_H
#define GATE_ENVIRON_REPAIR_H

#include "gate/environ/environ.h"
#include "gate/environ/forwarded.h"

/*
 * Repair the differences between web servers, so that an application sees the
 * same environ behind all of them.
 */

enum {
	LENGTH_UNKNOWN = -1, /* only the end of the body tells its length */
	LENGTH_MISSING = -2, /* so does it if the body has an end, as FastCGI's;
				 otherwise there is no body */
};

/*
 * Check the variables added and set those that PEP 3333 requires: the CGI ones,
 * and wsgi.url_scheme.  What TRUSTED proxies say of the client is applied
 * (gate/environ/forwarded.h); NULL trusts none.  *CONTENT_LENGTH becomes the
 * length of the body in bytes, or LENGTH_UNKNOWN.
 *
 * Returns 0, or -1 with GANTRY_ERROR_INPUT when something essential is missing
 * or malformed.  A client may see the text before the first colon.  What
 * follows is for the log alone: the value, or the likely error in the web
 * server's configuration.
 */
int environ_repair(struct gantry_environ *environ,
    const struct trusted *trusted, int64_t *content_length,
    struct gantry_error *error);

/*
 * Only parse CONTENT_LENGTH; the variable is not changed.  *CONTENT_LENGTH
 * becomes the length, LENGTH_UNKNOWN or LENGTH_MISSING; a number that does not
 * fit becomes INT64_MAX, which exceeds every limit.
 */
int environ_content_length(const struct gantry_environ *environ,
    int64_t *content_length, struct gantry_error *error);

/*
 * Return the part of TEXT that a client may see: everything before the first
 * colon, copied to the request's memory.
 */
const char *repair_detail(struct gantry_environ *environ, const char *text);

#endif

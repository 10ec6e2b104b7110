#ifndef GATE_REPAIR_H
#define GATE_REPAIR_H

#include "gate/environ.h"

/*
 * What web servers send differently is made equal here, so that an application
 * sees one environ behind all of them.
 */

enum {
	LENGTH_UNKNOWN = -1, /* a body of which only its end tells the length */
};

/*
 * Check the variables added and set those that PEP 3333 requires: the CGI ones,
 * and wsgi.url_scheme.  *CONTENT_LENGTH becomes the length of the body in
 * bytes, or LENGTH_UNKNOWN.  Returns 0, or -1 with GANTRY_ERROR_INPUT when
 * something essential is missing or malformed; the text names the likely
 * mistake in the web server's configuration.
 */
int environ_repair(struct gantry_environ *environ, int64_t *content_length,
    struct gantry_error *error);

/* The same of CONTENT_LENGTH alone, which stays as it is. */
int environ_content_length(const struct gantry_environ *environ,
    int64_t *content_length, struct gantry_error *error);

#endif

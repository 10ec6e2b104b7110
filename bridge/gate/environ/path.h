#ifndef GATE_ENVIRON_PATH_H
#define GATE_ENVIRON_PATH_H

#include "gate/environ/environ.h"

/* The path as the client sent it, and as applications see it. */

/*
 * If REQUEST_URI is set, reduce it to /path?query: Apache passes on the
 * absolute form unchanged (RFC 9112 section 3.2).  Then set gantry.raw_path to
 * the part before the query, not decoded.  Returns 0, or -1 with
 * GANTRY_ERROR_MEMORY.
 */
int path_keep_raw(struct gantry_environ *environ, struct gantry_error *error);

/*
 * Join SCRIPT_NAME and PATH_INFO as the web server passes them on, each "" if
 * it does not, and remove empty and dot segments, as many web servers do
 * themselves (RFC 3986 section 5.2.4).  If the path equals REQUEST_URI, the web
 * server did not decode it; it is decoded here.
 *
 * Returns "" or a path that begins with a slash; NULL when memory ran out.
 */
const char *path_join(struct gantry_environ *environ, const char *script_name,
    const char *path_info);

#endif

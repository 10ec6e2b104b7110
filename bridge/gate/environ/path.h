#ifndef GATE_ENVIRON_PATH_H
#define GATE_ENVIRON_PATH_H

#include "gate/environ/environ.h"

/* Paths: as a client wrote them, and as applications see them. */

/*
 * Bring REQUEST_URI, if there is one, into its usual form, /path?query, since
 * Apache passes on the absolute form as it is (RFC 9112 section 3.2), and set
 * gantry.raw_path: what comes before its query, not decoded.  Returns 0, or -1
 * with GANTRY_ERROR_MEMORY.
 */
int path_keep_raw(struct gantry_environ *environ, struct gantry_error *error);

/*
 * The path that the web server passes on as SCRIPT_NAME and PATH_INFO, which
 * are NULL or "" when it does not, joined and without empty and dot segments,
 * as half of the web servers write it anyway (RFC 3986 section 5.2.4).  A path
 * that was not decoded, which is REQUEST_URI word for word, is.
 *
 * Returns "" or a path that begins with a slash; NULL when memory ran out.
 */
const char *path_join(struct gantry_environ *environ, const char *script_name,
    const char *path_info);

#endif

#ifndef WEB_ROUTING_ROUTED_PATH_H
#define WEB_ROUTING_ROUTED_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/contract.h>

/*
 * A decoded path and its segments.  In a URL, "/" separates segments and "%2F"
 * is a slash in one (RFC 3986 section 2.2); decoding makes them alike, so ENDS
 * tells them apart.
 */
struct routed_path {
	const char *text; /* NUL-terminated */
	/*
	 * Where each segment of TEXT ends, COUNT of them, at least one.  NULL:
	 * each slash ends a segment, except those that TEXT begins with.
	 */
	const uint32_t *ends;
	size_t count;
};

/*
 * Set *PATH to the path that routes match.  The segments are those of
 * "gantry.raw_path", each decoded once, without those of SCRIPT_NAME that it
 * begins with; empty and dot segments are removed.  PATH_INFO replaces them
 *
 * - if the raw path is absent or has no encoded slash, since both are then
 *   alike;
 * - if the web server resolves the raw path to another one, or rewrote it: the
 *   segments, joined and without empty and dot segments, must be PATH_INFO;
 * - if a segment climbs: "..%2Fx" in "/a/..%2Fx".  A web server allows such a
 *   request as "/x", so it must not reach the routes below "/a".
 *
 * With STRIPS_TRAILING_SLASH, an empty last segment is removed.  Returns 0, or
 * -1 when memory ran out.
 */
int routed_path_find(struct routed_path *path, struct gantry_environ *environ,
    bool strips_trailing_slash);

/* For people: PATH_INFO, or the raw path if its segments differ. */
const char *routed_path_show(
    const struct routed_path *path, const struct gantry_environ *environ);

/* The first segment; then call routed_path_next. */
const char *routed_path_first(const struct routed_path *path);

/*
 * The length of the segment INDEX (from 0), which begins at *AT.  *AT moves
 * past the slash after it, or becomes NULL after the last segment.
 */
size_t routed_path_next(
    const struct routed_path *path, size_t index, const char **at);

/*
 * Is TEXT, the decoded text of a segment or several, "." or "..", or does it
 * climb: do the ".." in it outnumber the segments before them?
 */
bool routed_path_is_resolved(const char *text, size_t length);

#endif

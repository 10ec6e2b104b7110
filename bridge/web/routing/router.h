#ifndef WEB_ROUTING_ROUTER_H
#define WEB_ROUTING_ROUTER_H

#include <gantry/buffer.h>
#include <gantry/route.h>

#include "web/routing/routed_path.h"
#include "web/routing/tree.h"

/*
 * The router: templates, compiled into a tree that is searched segment by
 * segment.  The tree does not change once it is filled, and a search allocates
 * nothing.  Several slashes at the beginning of a path count as one.
 */

struct router {
	const struct gantry_converter *converters;
	bool strips_trailing_slash; /* for URLs; a search does not strip it */
	struct arena arena;
	struct tree_node root;
};

/* CONVERTERS are a site's own, or NULL.  NULL when memory ran out. */
struct router *router_new(const struct gantry_converter *converters);
void router_free(struct router *router);

/*
 * Add the template TEXT, which must outlive the router, for TARGET.  Returns
 * TARGET, or the target that the same template was added with before.  Returns
 * NULL with ERROR filled when TEXT is not a template, has more than
 * MATCH_FIELDS_MAX fields or TEMPLATE_SEGMENTS_MAX segments, or conflicts with
 * a template that was added before: two templates must not differ only in the
 * braces of a segment.
 */
void *router_add(struct router *router, const char *text, void *target,
    struct gantry_error *error);

/* The template TEXT, if it was added, or NULL. */
const struct template *router_template(
    const struct router *router, const char *text);

/* The target for PATH with MATCH filled, or NULL. */
void *router_find(const struct router *router, const struct routed_path *path,
    struct match *match);

/*
 * Append the URL of the template TEXT, which was added, with FIELDS (ended by
 * { NULL, NULL }, or NULL) filled in and percent-encoded.  Returns 0, or -1
 * with ERROR filled when a field is missing, unknown or not valid, or when the
 * router would not read the same fields from the path: "{a}-{b}" splits "1-2-3"
 * in one way only, clients resolve the segments "." and "..", and web servers
 * "..%2Fx".  Slashes in a field are encoded; those of a path converter are kept
 * unless a segment between them would be empty, or "." or "..".
 */
int router_url(const struct router *router, const char *text,
    const struct gantry_url_field *fields, struct gantry_buffer *url,
    struct gantry_error *error);

/*
 * Does the template TEXT, which was added, match PATH by itself?  Returns NULL
 * with MATCH filled if so, or else why not ("segment 2: 'x' is not a valid
 * int"), appended to BUFFER.
 */
const char *router_explain(const struct router *router, const char *text,
    const struct routed_path *path, struct match *match,
    struct gantry_buffer *buffer);

#endif

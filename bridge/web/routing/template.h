#ifndef WEB_ROUTING_TEMPLATE_H
#define WEB_ROUTING_TEMPLATE_H

#include <stddef.h>

#include <gantry/error.h>

#include "base/arena.h"
#include "web/routing/segment.h"

#define TEMPLATE_SEGMENTS_MAX 32

/* A parsed template, "/a/{b:int}": at least one segment, which may be empty. */
struct template
{
	const char *text;
	size_t count;
	const struct segment *segments;
};

/*
 * Parse TEXT, which must outlive TEMPLATE; all else is ARENA's.  CONVERTERS are
 * a site's own, or NULL.  Returns 0, or -1 with ERROR filled.
 */
int template_parse(struct template *template, const char *text,
    const struct gantry_converter *converters, struct arena *arena,
    struct gantry_error *error);

/* The field INDEX of TEMPLATE, or NULL after the last. */
const struct template_field *template_get_field(
    const struct template *template, size_t index);

/*
 * The length of the segment at *AT, in a template or a path.  *AT moves past
 * the slash after it, or becomes NULL after the last segment.
 */
size_t template_next(const char **at);

#endif

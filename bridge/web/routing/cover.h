#ifndef WEB_ROUTING_COVER_H
#define WEB_ROUTING_COVER_H

#include "web/routing/router.h"

/*
 * Templates that other templates leave no path for.  What is found is certain;
 * not all is found, for converters may take less than they seem to.
 */

/*
 * The template that always matches before TEXT, which was added: "/x{a}" before
 * "/x{b}y" in the order of the table.  NULL: none is known.
 */
const struct template *cover_find(
    const struct router *router, const char *text);

/*
 * The template of ROUTER that matches each path that the PREFIX, of another
 * router, matches or that continues it with a slash.  NULL: none is known.
 */
const struct template *cover_find_below(
    const struct router *router, const struct template *prefix);

#endif

#ifndef WEB_ROUTE_LIST_H
#define WEB_ROUTE_LIST_H

#include "gantry/buffer.h"
#include "gantry/route.h"

/* A site for its author to look at. */

/*
 * Append a table of all that is answered: method, template, responder, hooks
 * and middleware.
 */
void route_list_print(const struct gantry_web *web, struct gantry_buffer *text);

/*
 * Append which template PATH leads to, with its fields, and why the others have
 * it not.  Is there one?
 */
bool route_list_match(
    const struct gantry_web *web, const char *path, struct gantry_buffer *text);

#endif

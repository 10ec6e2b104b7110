#ifndef WEB_ROUTE_LIST_H
#define WEB_ROUTE_LIST_H

#include "gantry/buffer.h"
#include "gantry/route.h"

/* What `gantry routes` prints. */

/*
 * Append a table of all operations: method, template, responder, hooks and
 * middleware.
 */
void route_list_print(const struct gantry_web *web, struct gantry_buffer *text);

/*
 * Append which template matches PATH, with its fields, and why the others do
 * not.  Returns whether one matches.
 */
bool route_list_match(
    const struct gantry_web *web, const char *path, struct gantry_buffer *text);

#endif

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
 * Append which template matches the path of ENVIRON, with its fields, and why
 * the others do not.  Returns 1 if one matches, 0 if none does, or -1 when
 * memory ran out.
 */
int route_list_match(const struct gantry_web *web,
    struct gantry_environ *environ, struct gantry_buffer *text);

#endif

#ifndef WEB_OPERATIONS_H
#define WEB_OPERATIONS_H

#include "web/site.h"

/* The methods of one template. */

/*
 * Add the responders of ROUTE, which lie in SCOPE, to ENTRY.  Returns 0, or -1
 * with ERROR filled when there is none, or one for a method that has one.
 */
int operations_add(struct arena *arena, struct entry *entry,
    const struct gantry_route *route, const struct scope *scope,
    struct gantry_error *error);

/* Let RESPONDER answer all methods of ENTRY. */
int operations_add_sink(struct arena *arena, struct entry *entry,
    const struct gantry_responder *responder, const struct scope *scope,
    struct gantry_error *error);

/*
 * Once all were added: what answers OPTIONS and methods without a responder, of
 * all ENTRIES.  Returns 0, or -1 with ERROR filled.
 */
int operations_finish(
    struct arena *arena, struct entry *entries, struct gantry_error *error);

#endif

#ifndef WEB_ROUTING_EXPLAIN_H
#define WEB_ROUTING_EXPLAIN_H

#include "web/routing/router.h"

/* As router_explain; when TEMPLATE matches, MATCH is filled. */
const char *explain(const struct router *router, const char *template,
    const char *path, struct match *match, struct gantry_buffer *buffer);

#endif

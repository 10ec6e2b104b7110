#ifndef WEB_SITE_H
#define WEB_SITE_H

#include <gantry/middleware.h>
#include <gantry/route.h>

#include "base/arena.h"
#include "web/routing/router.h"

/*
 * A site, compiled: each template leads to an entry, each method of it to an
 * operation, each operation to the scope that it lies in.
 */

/* A middleware as it is used once. */
struct instance {
	const struct gantry_middleware *middleware;
	void *state;
};

/* A site, a group or a route, as far as it goes around a responder. */
struct scope {
	const struct scope *outer; /* NULL: it is the site's */
	const struct gantry_hook *before, *after; /* ended by { 0 }; or NULL */
	const struct gantry_error_handler *error_handlers; /* likewise */
	struct instance *instances;
	size_t instance_count; /* those that were opened */
	struct scope *next; /* of all, the newest first */
};

/* What answers a method. */
struct operation {
	const char *method; /* NULL: all without their own */
	struct gantry_responder responder;
	const struct gantry_route *route; /* NULL: built in, or a sink's */
	const struct scope *scope;
	struct operation *next; /* of the entry */
};

/* A template, or a sink's prefix. */
struct entry {
	const char *template; /* with the prefixes of its groups */
	const struct scope *scope; /* of the first group that has it */
	struct operation *operations; /* in the order of the tables */
	struct operation options; /* 204 with Allow */
	struct operation refusal; /* 405 with Allow */
	const char *allow; /* "GET, HEAD, OPTIONS"; NULL for a sink */
	struct entry *next; /* in the order of the tables */
};

struct site {
	const struct gantry_site *source;
	const struct gantry_settings *settings; /* while it is compiled */
	struct arena arena;
	struct scope *scopes;
	struct scope *scope; /* the site's own */
	struct router *router;
	struct router *sinks;
	struct entry *entries, **last_entry;
	struct entry *sink_entries, **last_sink;
};

/* Compile SOURCE.  Returns 0, or -1 with ERROR filled; clear it in any case. */
int site_compile(struct site *site, const struct gantry_site *source,
    const struct gantry_settings *settings, struct gantry_error *error);

/* Close the middleware and free everything; idempotent. */
void site_clear(struct site *site);

/* The entry of PATH, a sink's if there is no route's; or NULL. */
const struct entry *site_find(
    const struct site *site, const char *path, struct match *match);

/* What answers METHOD; never NULL. */
const struct operation *entry_operation(
    const struct entry *entry, const char *method);

/* The entry of the route that is called NAME, or NULL. */
const struct entry *site_named(const struct site *site, const char *name);

#endif

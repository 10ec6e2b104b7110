#ifndef WEB_SITE_H
#define WEB_SITE_H

#include "web/group_prefix.h"
#include "web/operations.h"
#include "web/request/declared_body.h"
#include "web/routing/router.h"

/*
 * A compiled site.  Each template leads to an entry, each method of the entry
 * to an operation, and each operation to its scope.
 */

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
	struct group_prefixes prefixes;
	struct declared_body *bodies;
};

/*
 * Compile SOURCE.  Returns 0, or -1 with ERROR filled; SITE must be cleared in
 * both cases.
 */
int site_compile(struct site *site, const struct gantry_site *source,
    const struct gantry_settings *settings, struct gantry_error *error);

/* Close the middleware and free everything; idempotent. */
void site_clear(struct site *site);

/* The entry of the route that matches PATH, or else of the sink; or NULL. */
const struct entry *site_find(const struct site *site,
    const struct routed_path *path, struct match *match);

/*
 * The scope of PATH, which has no entry: that of the group whose prefix it has,
 * with MATCH filled by the prefix, or else the site's.
 */
const struct scope *site_find_scope(const struct site *site,
    const struct routed_path *path, struct match *match);

/* The entry of the route NAME, or NULL. */
const struct entry *site_find_name(const struct site *site, const char *name);

#endif

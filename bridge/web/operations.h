#ifndef WEB_OPERATIONS_H
#define WEB_OPERATIONS_H

#include <gantry/middleware.h>
#include <gantry/route.h>

#include "base/arena.h"

/* The methods of a template, and what runs around their responders. */

/* An opened middleware. */
struct instance {
	const struct gantry_middleware *middleware;
	void *state;
};

/* What a site, a group or a route adds around its responders. */
struct scope {
	const struct scope *outer; /* NULL: it is the site's */
	const struct gantry_hook *before, *after; /* ended by { 0 }; or NULL */
	const struct gantry_error_handler *error_handlers; /* likewise */
	struct instance *instances;
	size_t instance_count; /* those that were opened */
	struct scope *next; /* of all scopes, the newest first */
};

/* The innermost scope around both, which may be one of them. */
const struct scope *scope_common(const struct scope *a, const struct scope *b);

struct declared_body;

/* The responder of one method. */
struct operation {
	const char *method; /* NULL: every method without its own */
	struct gantry_responder responder;
	const struct gantry_route *route; /* NULL: built in, or a sink's */
	const struct scope *scope;
	struct operation *next; /* of the entry */
	const struct declared_body *body; /* NULL: none is declared */
};

/* A template, or a sink's prefix. */
struct entry {
	const char *template; /* with the prefixes of its groups */
	const struct scope *scope; /* the innermost around all operations */
	struct operation *operations; /* in the order of the tables */
	struct operation options; /* 204 with Allow */
	struct operation not_allowed; /* 405 with Allow */
	const char *allow; /* "GET, HEAD, OPTIONS"; NULL for a sink */
	const struct gantry_static_files *files; /* of a sink, or NULL */
	const char *folder; /* of them */
	struct entry *next; /* in the order of the tables */
};

/*
 * Add the responders of ROUTE, which is in SCOPE, to ENTRY.  Returns 0, or -1
 * with ERROR filled when ROUTE has no responder, or a method has two.
 */
int operations_add(struct arena *arena, struct entry *entry,
    const struct gantry_route *route, const struct scope *scope,
    struct gantry_error *error);

/* Let RESPONDER answer every method of ENTRY. */
int operations_add_sink(struct arena *arena, struct entry *entry,
    const struct gantry_responder *responder, const struct scope *scope,
    struct gantry_error *error);

/*
 * After the last operations_add: set what answers OPTIONS and methods without a
 * responder, for all ENTRIES.  Returns 0, or -1 with ERROR filled.
 */
int operations_finish(
    struct arena *arena, struct entry *entries, struct gantry_error *error);

/* The same for those of sinks, which answer all methods themselves. */
void operations_finish_sinks(struct entry *entries);

/*
 * The operation that answers a preflight for the method WANTED (WHATWG Fetch,
 * section 3.2.2), and in *SCOPE the scope that it runs in, which is that of the
 * responder for WANTED.  It is ENTRY's own for OPTIONS, or the built-in one;
 * but what answers all methods also answers preflights, unless middleware
 * around it does so.
 */
const struct operation *operations_find_preflight(
    const struct entry *entry, const char *wanted, const struct scope **scope);

/*
 * Is METHOD registered with IANA, or does one of ENTRIES declare it?  Others
 * get 501, not 405 (RFC 9110 section 9.1).  Methods are case-sensitive.
 */
bool method_is_known(const struct entry *entries, const char *method);

/* The operation that answers METHOD; never NULL. */
const struct operation *operations_find(
    const struct entry *entry, const char *method);

#endif

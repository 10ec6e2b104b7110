#ifndef WEB_GROUP_PREFIX_H
#define WEB_GROUP_PREFIX_H

#include "web/operations.h"
#include "web/routing/router.h"

/*
 * The prefixes of groups.  A path that no route matches belongs to the group
 * with the longest prefix that the path equals or continues with a slash.
 * Prefixes are compared segment by segment.  Of several with as many segments,
 * the one with the fewest fields counts.  If several groups have it, the path
 * belongs to what is around all of them.  A group without a prefix of its own
 * has no such paths.
 */

struct group_prefix;

struct group_prefixes {
	const struct gantry_converter *converters; /* the site's, or NULL */
	struct group_prefix *list;
};

/*
 * Add the group whose SCOPE has PREFIX, which includes those of the groups
 * around it.  ARENA must outlive PREFIXES.  Returns 0, or -1 with ERROR filled
 * when memory ran out.  A PREFIX that is not a template matches nothing: the
 * error is that of its routes.
 */
int group_prefix_add(struct group_prefixes *prefixes, struct arena *arena,
    const char *prefix, const struct scope *scope, struct gantry_error *error);

/* Free what is not in the arena; idempotent. */
void group_prefix_clear(struct group_prefixes *prefixes);

/*
 * The scope of the group that PATH belongs to, with MATCH filled by its prefix;
 * NULL with an empty MATCH when it belongs to none.
 */
const struct scope *group_prefix_find(const struct group_prefixes *prefixes,
    const struct routed_path *path, struct match *match);

#endif

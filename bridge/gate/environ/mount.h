#ifndef GATE_ENVIRON_MOUNT_H
#define GATE_ENVIRON_MOUNT_H

#include "gate/environ/environ.h"

/* Which application answers which paths. */

struct module;
struct rights;

struct mount {
	const char *prefix; /* "" for /, else "/hello": no slash at the end */
	const struct gantry_application *application;
	const struct gantry_settings *settings; /* of this mount alone */
	const char *name; /* NULL: that of the application */
	/* What the operator adds (gate/rights/rights.h); NULL: nothing. */
	const struct rights *rights;
	/*
	 * What the application is loaded from (gate/module/module.h), before
	 * its functions are called; NULL: it is compiled in.
	 */
	struct module *module;
};

/*
 * What the status, the log and jobs call MOUNT.  Two mounts have one name only
 * if they have the same application and the same settings.
 */
static inline const char *
mount_name(const struct mount *mount)
{
	return mount->name != NULL ? mount->name : mount->application->name;
}

/*
 * Is PREFIX one that mounts may have: "/", or segments without an empty one,
 * beginning with a slash and not ending with one?
 */
bool mount_prefix_is_valid(const char *prefix);

/*
 * The index of the mount with the longest prefix of PATH, or COUNT; the one at
 * / counts if WITH_ROOT.
 */
size_t mount_find(
    const struct mount *mounts, size_t count, const char *path, bool with_root);

/* Which mounts a request may find. */
struct mount_search {
	const struct mount *mounts;
	size_t count;
	bool trust_script_name; /* an absent PATH_INFO is an empty one (CGI) */
};

/* What it finds. */
struct mount_match {
	const struct mount *mount; /* NULL: no mount has the path */
	const char *path; /* all of it, normalized */
};

/*
 * Find the mount with the longest prefix of the request's path and set
 * SCRIPT_NAME and PATH_INFO for it (RFC 3875 sections 4.1.5 and 4.1.13).  If no
 * mount has the path, they stay as they are.
 *
 * The path is SCRIPT_NAME and PATH_INFO together, normalized
 * (gate/environ/path.h); when both are absent, that of REQUEST_URI.  It is
 * split at its mount, wherever the web server split it.  A path that lies below
 * no mount but / is also searched below SCRIPT_NAME, if the web server sends
 * both variables.  A bare nginx does not: it sends the whole path as
 * SCRIPT_NAME, without PATH_INFO.
 *
 * Returns 0, or -1: GANTRY_ERROR_INPUT when the path is malformed,
 * GANTRY_ERROR_MEMORY.
 */
int mount_resolve(const struct mount_search *search,
    struct gantry_environ *environ, struct mount_match *match,
    struct gantry_error *error);

#endif

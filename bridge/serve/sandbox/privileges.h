#ifndef SERVE_SANDBOX_PRIVILEGES_H
#define SERVE_SANDBOX_PRIVILEGES_H

#include <stdbool.h>
#include <sys/types.h>

#include "gantry/error.h"

/*
 * The user and groups that workers run as.  The master looks up the names once,
 * so that workers do not need the user database.
 */

struct privileges {
	bool has_user, has_group; /* are configured */
	uid_t user;
	gid_t group;
	gid_t *groups; /* the supplementary ones; privileges_clear frees them */
	int group_count;
	char *name, *home; /* of the user, freed likewise; NULL: unknown */
};

/*
 * Look up TEXT, a name or any number.  Return 0, or -1 with ERROR filled.
 */
int privileges_find_user(
    const char *text, uid_t *user, struct gantry_error *error);
int privileges_find_group(
    const char *text, gid_t *group, struct gantry_error *error);

/*
 * Complete PRIVILEGES, whose user and group are as configured: find the group
 * of the user, unless configured, and the supplementary groups (initgroups(3)).
 * Returns 0, or -1 with ERROR filled if the group is unknown or this process
 * may not become another user.
 */
int privileges_complete(
    struct privileges *privileges, struct gantry_error *error);

/*
 * Become that user permanently, in all threads; without a configured user
 * nothing happens.  This resets PR_SET_PDEATHSIG.  Returns 0, or -1 with ERROR
 * filled, also if root could be regained: the process must exit then.
 */
int privileges_drop(
    const struct privileges *privileges, struct gantry_error *error);

/*
 * Set HOME, USER and LOGNAME to those of the configured user, if they are
 * known.  Returns 0, or -1 with ERROR filled.
 */
int privileges_set_environment(
    const struct privileges *privileges, struct gantry_error *error);

/* Free what privileges_complete found; idempotent. */
void privileges_clear(struct privileges *privileges);

#endif

#ifndef SERVE_SANDBOX_PRIVILEGES_H
#define SERVE_SANDBOX_PRIVILEGES_H

#include <stdbool.h>
#include <sys/types.h>

#include "gantry/error.h"

/*
 * Who the workers are.  Names are looked up once, by the master; a worker that
 * is started later, or is locked in, needs no user database.
 */

struct privileges {
	bool has_user, has_group; /* were asked for */
	uid_t user;
	gid_t group;
	gid_t *groups; /* the supplementary ones; privileges_clear frees them */
	int group_count;
};

/*
 * Look up TEXT, a name or a number that need not be in the database.  Return 0,
 * or -1 with ERROR filled.
 */
int privileges_find_user(
    const char *text, uid_t *user, struct gantry_error *error);
int privileges_find_group(
    const char *text, gid_t *group, struct gantry_error *error);

/*
 * After HAS_USER, USER, HAS_GROUP and GROUP were set: find the user's group, if
 * none was asked for, and its supplementary groups (initgroups(3)).  Returns 0,
 * or -1 with ERROR filled: the group is unknown, or this process may not become
 * another user.
 */
int privileges_complete(
    struct privileges *privileges, struct gantry_error *error);

/*
 * Become that user for good, in all threads; nothing happens when none was
 * asked for.  PR_SET_PDEATHSIG is lost by it.  Returns 0, or -1 with ERROR
 * filled, also when root could be had back: the process must end then.
 */
int privileges_drop(
    const struct privileges *privileges, struct gantry_error *error);

/* Free what privileges_complete found; idempotent. */
void privileges_clear(struct privileges *privileges);

#endif

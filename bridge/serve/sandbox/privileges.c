/*
 * From root to an unprivileged user.  The real, effective and saved ids are all
 * set, and a test confirms that root cannot be regained.
 */
#include <ctype.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "serve/sandbox/privileges.h"

/* The most groups that a user has on Linux (NGROUPS_MAX). */
#define GROUPS_MAX 65536

/* Is TEXT a valid id?  (id_t)-1 is not: it means "unchanged". */
static bool
is_id(const char *text, unsigned long *value)
{
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*value = strtoul(text, &end, 10);
	return *end == '\0' && errno == 0 && *value < (id_t)-1;
}

int
privileges_find_user(const char *text, uid_t *user, struct gantry_error *error)
{
	const struct passwd *entry;
	unsigned long value;

	if (is_id(text, &value)) {
		*user = (uid_t)value;
		return 0;
	}
	entry = getpwnam(text);
	if (entry == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "no such user: %s", text);
	*user = entry->pw_uid;
	return 0;
}

int
privileges_find_group(
    const char *text, gid_t *group, struct gantry_error *error)
{
	const struct group *entry;
	unsigned long value;

	if (is_id(text, &value)) {
		*group = (gid_t)value;
		return 0;
	}
	entry = getgrnam(text);
	if (entry == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "no such group: %s", text);
	*group = entry->gr_gid;
	return 0;
}

/* Find the groups of NAME; a user without a name has only one. */
static int
find_groups(
    struct privileges *privileges, const char *name, struct gantry_error *error)
{
	gid_t *groups;
	int count = name != NULL ? GROUPS_MAX : 1;

	groups = calloc((size_t)count, sizeof(*groups));
	if (groups == NULL)
		return gantry_error_memory(error);
	groups[0] = privileges->group;
	if (name != NULL)
		getgrouplist(name, privileges->group, groups, &count);
	free(privileges->groups);
	privileges->groups = groups;
	privileges->group_count = count;
	return 0;
}

/* Returns 0, or -1 with ERROR filled. */
static int
copy_entry(struct privileges *privileges, const struct passwd *entry,
    struct gantry_error *error)
{
	free(privileges->name);
	free(privileges->home);
	privileges->name = privileges->home = NULL;
	if (entry == NULL || !privileges->has_user)
		return 0;
	privileges->name = strdup(entry->pw_name);
	privileges->home = strdup(entry->pw_dir);
	return privileges->name != NULL && privileges->home != NULL
	    ? 0
	    : gantry_error_memory(error);
}

/* Does this process already run as that user? */
static bool
is_own(const struct privileges *privileges)
{
	return privileges->user == getuid() && privileges->user == geteuid() &&
	    privileges->group == getgid() && privileges->group == getegid();
}

int
privileges_complete(struct privileges *privileges, struct gantry_error *error)
{
	const struct passwd *entry;

	if (!privileges->has_user && !privileges->has_group)
		return 0;
	if (!privileges->has_user)
		privileges->user = geteuid();
	entry = getpwuid(privileges->user);
	if (!privileges->has_group && entry == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "user %lu is not in the user database, so its group is "
		    "unknown; use --group",
		    (unsigned long)privileges->user);
	if (!privileges->has_group)
		privileges->group = entry->pw_gid;
	if (geteuid() != 0 && !is_own(privileges))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "only root can become another user or group; start gantry "
		    "as root, or leave out --user and --group");
	if (copy_entry(privileges, entry, error) == -1)
		return -1;
	return find_groups(
	    privileges, entry != NULL ? entry->pw_name : NULL, error);
}

int
privileges_set_environment(
    const struct privileges *privileges, struct gantry_error *error)
{
	if (privileges == NULL || privileges->name == NULL)
		return 0;
	if (setenv("HOME", privileges->home, 1) == -1 ||
	    setenv("USER", privileges->name, 1) == -1 ||
	    setenv("LOGNAME", privileges->name, 1) == -1)
		return gantry_error_memory(error);
	return 0;
}

static bool
can_be_root_again(const struct privileges *privileges)
{
	uid_t real, effective, saved;
	gid_t real_group, effective_group, saved_group;

	if (getresuid(&real, &effective, &saved) == -1 ||
	    getresgid(&real_group, &effective_group, &saved_group) == -1)
		return true;
	if (real != privileges->user || effective != real || saved != real ||
	    real_group != privileges->group || effective_group != real_group ||
	    saved_group != real_group)
		return true;
	return privileges->user != 0 && (setuid(0) == 0 || seteuid(0) == 0);
}

int
privileges_drop(const struct privileges *privileges, struct gantry_error *error)
{
	if (privileges->groups == NULL)
		return 0;
	/* Without root, the process already runs as that user. */
	if (geteuid() != 0)
		return 0;
	if (setgroups((size_t)privileges->group_count, privileges->groups) ==
		-1 ||
	    setresgid(privileges->group, privileges->group,
		privileges->group) == -1 ||
	    setresuid(privileges->user, privileges->user, privileges->user) ==
		-1)
		return gantry_error_system(error, "cannot become user %lu",
		    (unsigned long)privileges->user);
	if (can_be_root_again(privileges))
		return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "could regain root after becoming user %lu",
		    (unsigned long)privileges->user);
	return 0;
}

void
privileges_clear(struct privileges *privileges)
{
	free(privileges->groups);
	privileges->groups = NULL;
	privileges->group_count = 0;
	free(privileges->name);
	free(privileges->home);
	privileges->name = privileges->home = NULL;
}

/*
 * From the request's path to a mount, and to the SCRIPT_NAME and PATH_INFO that
 * its application sees.
 */
#include <string.h>

#include "gate/mount.h"

bool
mount_prefix_is_valid(const char *prefix)
{
	size_t length = strlen(prefix);

	if (strcmp(prefix, "/") == 0)
		return true;
	return prefix[0] == '/' && prefix[length - 1] != '/' &&
	    strstr(prefix, "//") == NULL;
}

/* Does PATH lie at or below PREFIX? */
static bool
lies_below(const char *path, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(path, prefix, length) == 0 &&
	    (path[length] == '\0' || path[length] == '/');
}

/* The mount with the longest prefix of PATH, or COUNT. */
static size_t
find_longest(const struct mount *mounts, size_t count, const char *path)
{
	size_t i, found = count;

	for (i = 0; i < count; i++)
		if (lies_below(path, mounts[i].prefix) &&
		    (found == count ||
			strlen(mounts[i].prefix) >
			    strlen(mounts[found].prefix)))
			found = i;
	return found;
}

/* The mount whose prefix is exactly SCRIPT_NAME, or COUNT. */
static size_t
find_exact(const struct mount *mounts, size_t count, const char *script_name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (*script_name != '\0' &&
		    strcmp(mounts[i].prefix, script_name) == 0)
			break;
	return i;
}

static int
set_paths(struct gantry_environ *environ, const char *script_name,
    const char *prefix, const char *path, struct gantry_error *error)
{
	const char *joined = prefix;

	if (*script_name != '\0') {
		joined =
		    gantry_environ_format(environ, "%s%s", script_name, prefix);
		if (joined == NULL)
			return gantry_error_set(
			    error, GANTRY_ERROR_MEMORY, "out of memory");
	}
	if (environ_set(environ, "SCRIPT_NAME", joined, error) == -1)
		return -1;
	return environ_set(environ, "PATH_INFO", path + strlen(prefix), error);
}

int
mount_resolve(const struct mount *mounts, size_t count,
    struct gantry_environ *environ, bool trust_script_name, size_t *index,
    struct gantry_error *error)
{
	const char *script_name = environ_text(environ, "SCRIPT_NAME");
	const char *path = environ_text(environ, "PATH_INFO");

	if (strcmp(script_name, "/") == 0) {
		script_name = "";
		if (*path == '\0')
			path = "/";
	}
	if (*path == '\0' && !trust_script_name) {
		path = script_name;
		script_name = "";
	}
	if ((*path != '\0' && *path != '/') ||
	    (*script_name != '\0' && *script_name != '/'))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the path does not begin with a slash: '%.64s', '%.64s'",
		    script_name, path);
	*index = find_exact(mounts, count, script_name);
	if (*index < count)
		return set_paths(environ, script_name, "", path, error);
	*index = find_longest(mounts, count, path);
	if (*index == count)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "no application is mounted at '%.256s'", path);
	return set_paths(
	    environ, script_name, mounts[*index].prefix, path, error);
}

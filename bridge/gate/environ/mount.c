/*
 * Find the mount of a request's path, and set the SCRIPT_NAME and PATH_INFO
 * that its application sees.
 */
#include <string.h>

#include "gate/environ/mount.h"
#include "gate/environ/path.h"

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

size_t
mount_find(
    const struct mount *mounts, size_t count, const char *path, bool with_root)
{
	size_t i, length, longest = 0, found = count;

	for (i = 0; i < count; i++) {
		length = strlen(mounts[i].prefix);
		if ((length > 0 ? length > longest
				: with_root && found == count) &&
		    lies_below(path, mounts[i].prefix)) {
			found = i;
			longest = length;
		}
	}
	return found;
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
			return gantry_error_memory(error);
	}
	path += strlen(prefix);
	if (*joined == '\0' && *path == '\0')
		path = "/"; /* one of the two begins with a slash */
	if (environ_set(environ, "SCRIPT_NAME", joined, error) == -1)
		return -1;
	return environ_set(environ, "PATH_INFO", path, error);
}

/*
 * With SetHandler, Apache looks for a file before it passes the request to a
 * proxy: SCRIPT_NAME ends where no more file matches, usually after the first
 * segment.
 */
static bool
is_guess(const struct gantry_environ *environ)
{
	return strncmp(environ_text(environ, "SCRIPT_FILENAME"), "proxy:", 6) ==
	    0;
}

/* The path as the web server splits it, unless it does not. */
struct split {
	const char *script_name; /* "" if the pair cannot be trusted */
	const char *path; /* all of it */
};

static int
read_split(struct gantry_environ *environ, bool trust_script_name,
    struct split *split, struct gantry_error *error)
{
	const char *script_name = environ_get(environ, "SCRIPT_NAME");
	const char *path_info = environ_get(environ, "PATH_INFO");

	if (script_name == NULL && path_info == NULL) {
		path_info = environ_get(environ, "REQUEST_URI");
		if (path_info == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the request has no path: the web server sends "
			    "neither SCRIPT_NAME nor PATH_INFO nor "
			    "REQUEST_URI (nginx: include fastcgi_params; "
			    "HAProxy: give the fcgi-app a docroot)");
	}
	script_name = script_name != NULL ? script_name : "";
	path_info = path_info != NULL ? path_info : "";
	if ((*path_info != '\0' && *path_info != '/') ||
	    (*script_name != '\0' && *script_name != '/'))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the path does not begin with a slash: SCRIPT_NAME is "
		    "'%.64s', PATH_INFO '%.64s' (nginx: correct "
		    "fastcgi_split_path_info; Apache: end both sides of "
		    "ProxyPass with a slash, or neither)",
		    script_name, path_info);
	split->path = path_join(environ, script_name, path_info);
	if (split->path == NULL)
		return gantry_error_memory(error);
	split->script_name = "";
	if (is_guess(environ))
		return 0;
	if ((*path_info != '\0' || trust_script_name) &&
	    strcmp(script_name, "/") != 0 &&
	    lies_below(split->path, script_name))
		split->script_name = script_name;
	return 0;
}

/* The mount of PATH, or NULL. */
static const struct mount *
find(const struct mount_search *search, const char *path, bool with_root)
{
	size_t index =
	    mount_find(search->mounts, search->count, path, with_root);

	return index < search->count ? &search->mounts[index] : NULL;
}

int
mount_resolve(const struct mount_search *search, struct gantry_environ *environ,
    struct mount_match *match, struct gantry_error *error)
{
	const char *path;
	struct split split = { "", "" };

	if (read_split(environ, search->trust_script_name, &split, error) == -1)
		return -1;
	environ_remove(environ, "SCRIPT_FILENAME");
	match->path = split.path;
	match->mount = find(search, split.path, false);
	if (match->mount != NULL)
		return set_paths(
		    environ, "", match->mount->prefix, split.path, error);
	path = split.path + strlen(split.script_name);
	match->mount = find(search, path, true);
	if (match->mount == NULL)
		return 0;
	return set_paths(
	    environ, split.script_name, match->mount->prefix, path, error);
}

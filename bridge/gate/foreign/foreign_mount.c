/*
 * Paths in the file system come from the configuration, never from the web
 * server.
 */
#include <string.h>

#include "base/text/percent.h"
#include "gate/foreign/foreign_mount.h"

/* The value of KEY if APPLICATION has such a setting of TYPE; or NULL. */
static const char *
value_of(const struct gantry_application *application,
    const struct gantry_settings *settings, const char *key)
{
	const struct gantry_setting *setting = application->settings;

	for (; setting != NULL && setting->key != NULL; setting++)
		if (strcmp(setting->key, key) == 0)
			return gantry_settings_get(settings, key);
	return NULL;
}

static bool
is_true(const struct gantry_application *application,
    const struct gantry_settings *settings, const char *key)
{
	const struct gantry_setting *setting = application->settings;

	for (; setting != NULL && setting->key != NULL; setting++)
		if (strcmp(setting->key, key) == 0)
			return setting->type == GANTRY_SETTING_BOOLEAN &&
			    gantry_settings_boolean(settings, key);
	return false;
}

void
foreign_init(struct foreign *foreign,
    const struct gantry_application *application,
    const struct gantry_settings *settings)
{
	const char *path_info;

	*foreign = (struct foreign){ .repairs = false };
	if (!application->foreign)
		return;
	path_info = value_of(application, settings, "path_info");
	foreign->has_raw_path =
	    path_info != NULL && strcmp(path_info, "raw") == 0;
	foreign->document_root =
	    value_of(application, settings, "document_root");
	if (foreign->document_root != NULL && *foreign->document_root == '\0')
		foreign->document_root = NULL;
	foreign->repairs = !is_true(application, settings, "strict");
}

/* Skip one slash and all that follow it. */
static const char *
skip_slashes(const char *at)
{
	return at + strspn(at, "/");
}

/*
 * What follows PREFIX in PATH, which may have more slashes than PREFIX; NULL if
 * PATH does not begin so.
 */
static const char *
skip_prefix(const char *path, const char *prefix)
{
	while (*prefix != '\0') {
		if (*path != *prefix)
			return NULL;
		path = *path == '/' ? skip_slashes(path) : path + 1;
		prefix++;
	}
	return path;
}

/*
 * The path that the client sent, decoded, without SCRIPT_NAME.  If that is not
 * its beginning, the web server has rewritten the path, and PATH_INFO stays.
 */
static int
set_raw_path(struct gantry_environ *environ, struct gantry_error *error)
{
	const char *raw = environ_get(environ, "gantry.raw_path");
	const char *script_name = environ_text(environ, "SCRIPT_NAME"), *rest;
	size_t length;
	char *decoded;

	if (raw == NULL)
		return 0;
	length = strlen(raw);
	decoded = arena_alloc(&environ->arena, length + 2);
	if (decoded == NULL)
		return gantry_error_memory(error);
	if (percent_decode(decoded, raw, length, false) == -1)
		return 0;
	rest = skip_prefix(decoded, script_name);
	/* The last slash of the prefix may have been followed by others. */
	if (rest == NULL || (*rest != '/' && *rest != '\0'))
		return 0;
	return environ_set(environ, "PATH_INFO", rest, error);
}

/* Set NAME to the document root and PATH behind it. */
static int
set_path(struct gantry_environ *environ, const char *name, const char *root,
    const char *path, struct gantry_error *error)
{
	const size_t length = strlen(root);
	const char *joined;

	joined = gantry_environ_format(environ, "%.*s%s",
	    (int)(length > 1 && root[length - 1] == '/' ? length - 1 : length),
	    root, path);
	if (joined == NULL)
		return gantry_error_memory(error);
	return environ_set(environ, name, joined, error);
}

int
foreign_set_environ(const struct foreign *foreign,
    struct gantry_environ *environ, struct gantry_error *error)
{
	const char *root = foreign->document_root;
	const char *path_info;

	if (foreign->has_raw_path && set_raw_path(environ, error) == -1)
		return -1;
	if (root == NULL)
		return 0;
	path_info = environ_text(environ, "PATH_INFO");
	if (environ_set(environ, "DOCUMENT_ROOT", root, error) == -1 ||
	    set_path(environ, "SCRIPT_FILENAME", root,
		environ_text(environ, "SCRIPT_NAME"), error) == -1)
		return -1;
	if (*path_info == '\0')
		return 0;
	return set_path(environ, "PATH_TRANSLATED", root, path_info, error);
}

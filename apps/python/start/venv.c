/*
 * Find out before Python starts whether its home is usable, since Python itself
 * would only say that it has no module "encodings".
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "python/start/start.h"

#define LINE_SIZE 1024

static int
check_folder(const char *home, struct gantry_error *error)
{
	struct stat status;

	if (stat(home, &status) == -1)
		return gantry_error_system(error, "python.home: '%s'", home);
	if (!S_ISDIR(status.st_mode))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "python.home: '%s' is not a folder", home);
	if (access(home, R_OK | X_OK) == -1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "python.home: the workers' user cannot read '%s': %s", home,
		    strerror(errno));
	return 0;
}

/* Is LINE "KEY = VALUE"?  Returns the value without its newline, or NULL. */
static char *
value_of(char *line, const char *key)
{
	const size_t length = strlen(key);
	char *at = line + strspn(line, " \t");

	if (strncmp(at, key, length) != 0)
		return NULL;
	at += length;
	at += strspn(at, " \t");
	if (*at != '=')
		return NULL;
	at += 1 + strspn(at + 1, " \t");
	at[strcspn(at, " \t\r\n")] = '\0';
	return at;
}

/* Does the version TEXT, such as "3.11.2", begin with VERSION? */
static bool
is_of(const char *text, const char *version)
{
	const size_t length = strlen(version);

	return strncmp(text, version, length) == 0 &&
	    (text[length] == '\0' || text[length] == '.');
}

/* Compare the version in the pyvenv.cfg, which STREAM is, if it has one. */
static int
check_version(FILE *stream, const char *home, const char *version,
    struct gantry_error *error)
{
	char line[LINE_SIZE], *value;

	while (fgets(line, sizeof(line), stream) != NULL) {
		value = value_of(line, "version");
		if (value == NULL)
			value = value_of(line, "version_info");
		if (value != NULL && !is_of(value, version))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "python.home: '%s' was made for Python %.32s, and "
			    "this module is Python %s; make it again with "
			    "python%s -m venv %s",
			    home, value, version, version, home);
	}
	return 0;
}

static int
check_library(const char *home, const char *version, struct gantry_error *error)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/lib/python%s", home, version);
	if (access(path, R_OK | X_OK) == 0)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "python.home: '%s' is neither a virtual environment nor an "
	    "installation of Python %s: it has no lib/python%s",
	    home, version, version);
}

int
venv_find(struct venv *venv, const char *home, const char *version,
    struct gantry_error *error)
{
	char path[PATH_MAX];
	FILE *stream;
	int result = 0;

	*venv = (struct venv){ 0 };
	if (strlen(home) > PATH_MAX - 64)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "python.home: the path is too long");
	if (check_folder(home, error) == -1)
		return -1;
	snprintf(path, sizeof(path), "%s/pyvenv.cfg", home);
	stream = fopen(path, "re");
	venv->is_venv = stream != NULL;
	if (stream != NULL) {
		result = check_version(stream, home, version, error);
		fclose(stream);
	}
	if (result == -1 || check_library(home, version, error) == -1)
		return -1;
	snprintf(venv->python, sizeof(venv->python), "%s/bin/python", home);
	if (!venv->is_venv)
		snprintf(venv->python, sizeof(venv->python), "%s/bin/python%s",
		    home, version);
	return 0;
}

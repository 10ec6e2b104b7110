#ifndef PYTHON_START_PYTHON_OPTIONS_H
#define PYTHON_START_PYTHON_OPTIONS_H

#include <gantry/contract.h>

/* The settings of a mount of Python, see gantry-python(7). */

extern const struct gantry_setting python_settings[];

/* Of one mount; the texts are those of its settings. */
struct options {
	const char *app; /* "package.module:callable" */
	const char *home; /* a virtual environment or installation; or NULL */
	const char *path; /* folders with colons between; or NULL */
	const char *chdir; /* or NULL */
	const char *env; /* "NAME=VALUE NAME=VALUE"; or NULL */
	const char *warnings; /* as of python -W; or NULL */
	const char *cache; /* of gantry.cache; or NULL */
	const char *on_fork; /* "module:function"; or NULL */
	int optimize; /* as often as python -O */
	int64_t switch_interval; /* in milliseconds; 0: that of Python */
	bool writes_bytecode;
	bool preload; /* in a template process */
	bool reload; /* when a file of a module changes */
	bool connect; /* the sandbox allows connections */
	bool exec; /* and programs */
};

/*
 * Read SETTINGS, which must outlive OPTIONS.  Returns 0, or -1 with ERROR
 * filled if the application is missing.
 */
int options_read(struct options *options,
    const struct gantry_settings *settings, struct gantry_error *error);

/*
 * Where two mounts differ in what is the same for the whole process, returns
 * the name of the setting; NULL: they do not.
 */
const char *options_differ(const struct options *a, const struct options *b);

/* Set the variables of OPTIONS->env in this process.  Returns 0 or -1. */
int options_set_env(const struct options *options, struct gantry_error *error);

#endif

#ifndef CMD_SHELL_MOUNTED_H
#define CMD_SHELL_MOUNTED_H

#include "cmd/config/config.h"
#include "gate/gate.h"
#include "web/web.h"

/*
 * The applications that the shell sends requests to, with settings of its own.
 */

struct mounted {
	const struct config *config;
	struct mount *mounts; /* copies of the configuration's */
	struct gantry_settings *settings; /* those that are in use */
	struct gantry_settings *wanted; /* with what was set since */
	size_t count;
	struct gate gate;
};

/* Open those of CONFIG.  Returns 0, or -1 with ERROR filled and none open. */
int mounted_open(struct mounted *mounted, const struct config *config,
    struct gantry_error *error);
void mounted_close(struct mounted *mounted);

/*
 * Close and open them with what mounted_set has set.  Returns 0, or -1 with
 * ERROR filled: they stay as they are.
 */
int mounted_reload(struct mounted *mounted, struct gantry_error *error);

/*
 * Set NAME for the next reload: "KEY", "APPLICATION.KEY" or "/PREFIX.KEY".
 * Returns the number of mounts that have such a setting, or -1 with ERROR
 * filled.
 */
int mounted_set(struct mounted *mounted, const char *name, const char *value,
    struct gantry_error *error);

/* Append the settings of all; secrets are masked. */
void mounted_put_settings(
    const struct mounted *mounted, struct gantry_buffer *text);

/* Told where a request would go. */
struct mounted_probe {
	/* MOUNT is the index of the mount. */
	void (*found)(
	    void *owner, struct gantry_environ *environ, size_t mount);
	void *owner;
	const struct mount *mounts; /* for the room */
	bool was_found;
};

/*
 * Call PROBE->found with the environ that an application would see for METHOD
 * and TARGET, but do not call the application.  Returns 0, or -1 with ERROR
 * filled: no mount has the path, or it is malformed.
 */
int mounted_look(const struct mounted *mounted, struct mounted_probe *probe,
    const char *method, const char *target, struct gantry_error *error);

#endif

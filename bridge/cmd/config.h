#ifndef CMD_CONFIG_H
#define CMD_CONFIG_H

#include "gate/mount.h"
#include "gate/settings.h"

/*
 * What gantry was told, from wherever: each key has one meaning, whether it
 * comes as an option (--bind-public), from the environment (GANTRY_BIND_PUBLIC)
 * or from the file (bind-public).  Sources are applied in the order of
 * enum config_source; a later one replaces what an earlier one said, a whole
 * list of mounts too.
 */

enum config_source {
	CONFIG_DEFAULT,
	CONFIG_FILE,
	CONFIG_ENVIRONMENT,
	CONFIG_COMMAND_LINE,
};

/* Strings collected from one source. */
struct config_list {
	char **items;
	size_t count;
	enum config_source source;
};

struct config {
	const struct gantry_application *const *applications;
	size_t application_count;
	struct gantry_settings *settings; /* parallel to the applications */
	struct config_list binds;
	struct config_list mount_texts; /* "/PREFIX=APP" */
	struct mount *mounts; /* made by config_finish */
	size_t mount_count;
	bool bind_public;
	unsigned workers;
	unsigned threads;
	unsigned timeout; /* seconds */
};

/* One thing that can be said. */
struct config_key {
	const char *name; /* "bind-public" */
	const char *argument; /* what --help calls its value; NULL: a switch */
	const char *help;
	int (*put)(struct config *config, enum config_source source,
	    const char *value, struct gantry_error *error);
	bool is_list; /* GANTRY_... may hold several, separated by blanks */
};

/* All of them, ended by a NULL name. */
extern const struct config_key config_keys[];

/* Begin with the defaults.  Returns 0, or -1 with ERROR filled. */
int config_init(struct config *config,
    const struct gantry_application *const *applications,
    struct gantry_error *error);
void config_clear(struct config *config);

/* The key called NAME, or NULL. */
const struct config_key *config_find(const char *name);

/* Set an application's setting.  Returns 0, or -1 with ERROR filled. */
int config_put_setting(struct config *config, const char *application,
    const char *key, const char *value, struct gantry_error *error);

/* Take over what is in the environment as GANTRY_... */
int config_read_environment(struct config *config, struct gantry_error *error);

/* Take over what the INI file PATH says. */
int config_read_file(
    struct config *config, const char *path, struct gantry_error *error);

/* After the last source: resolve the mounts. */
int config_finish(struct config *config, struct gantry_error *error);

#endif

#ifndef CMD_CONFIG_PROVENANCE_H
#define CMD_CONFIG_PROVENANCE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Each value of a configuration as it was written, and where: in the order in
 * which the sources were read, so that a later one takes precedence.
 */

enum config_source {
	CONFIG_DEFAULT,
	CONFIG_FILE,
	CONFIG_ENVIRONMENT,
	CONFIG_COMMAND_LINE,
	CONFIG_POOL, /* [pool NAME] in the file, for that pool alone */
};

struct provenance {
	const void *subject; /* a key, or a setting of an application */
	/* Of a setting: its application, or the mount that it is set for. */
	const void *owner;
	bool by_alias; /* the setting was set by another name */
	enum config_source source;
	char *place; /* "/etc/gantry.conf:3", "GANTRY_BIND", "--bind" */
	char *value;
};

struct provenance_list {
	struct provenance *items;
	size_t count;
};

/* Append a copy of PROVENANCE.  Returns 0, or -1 when memory ran out. */
int provenance_add(
    struct provenance_list *list, const struct provenance *provenance);

/* The last value of SUBJECT of OWNER, which is the one in force, or NULL. */
const struct provenance *provenance_last(
    const struct provenance_list *list, const void *subject, const void *owner);

/*
 * Iterate over the values of SUBJECT, a list, from the source in force.
 * *POSITION starts at 0 and is advanced.  NULL after the last.
 */
const struct provenance *provenance_next(
    const struct provenance_list *list, const void *subject, size_t *position);

void provenance_clear(struct provenance_list *list);

#endif

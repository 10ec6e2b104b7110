#ifndef CMD_CONFIG_PROVENANCE_H
#define CMD_CONFIG_PROVENANCE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What a configuration was told, in its order: each value as it was written,
 * and by what.  A later one counts, as the sources are read in the order of
 * their weight.
 */

enum config_source {
	CONFIG_DEFAULT,
	CONFIG_FILE,
	CONFIG_ENVIRONMENT,
	CONFIG_COMMAND_LINE,
};

struct provenance {
	const void *subject; /* a key, or an application's setting ... */
	const void
	    *owner; /* ... and the application, since tables are shared */
	bool by_alias; /* the setting was set by another name */
	enum config_source source;
	char *place; /* "/etc/gantry.conf:3", "GANTRY_BIND", "--bind" */
	char *value;
};

struct provenance_list {
	struct provenance *items;
	size_t count;
};

/* Append a copy of SAID.  Returns 0, or -1 when memory ran out. */
int provenance_add(
    struct provenance_list *list, const struct provenance *provenance);

/* What counts of SUBJECT of OWNER: what was said last, or NULL. */
const struct provenance *provenance_last(
    const struct provenance_list *list, const void *subject, const void *owner);

/*
 * Walk over what the source that counts said of SUBJECT, a list.  *POSITION
 * starts at 0 and is moved on.  NULL after the last.
 */
const struct provenance *provenance_next(
    const struct provenance_list *list, const void *subject, size_t *position);

void provenance_clear(struct provenance_list *list);

#endif

#ifndef CMD_CONFIG_PROVENANCE_H
#define CMD_CONFIG_PROVENANCE_H

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

struct said {
	const void *subject; /* a key, or an application's setting ... */
	const void
	    *owner; /* ... and the application, since tables are shared */
	enum config_source source;
	char *place; /* "/etc/gantry.conf:3", "GANTRY_BIND", "--bind" */
	char *value;
};

struct said_list {
	struct said *items;
	size_t count;
};

/* Append a copy of SAID.  Returns 0, or -1 when memory ran out. */
int said_add(struct said_list *list, const struct said *said);

/* What counts of SUBJECT of OWNER: what was said last, or NULL. */
const struct said *said_last(
    const struct said_list *list, const void *subject, const void *owner);

/*
 * Walk over what the source that counts said of SUBJECT, a list.  *POSITION
 * starts at 0 and is moved on.  NULL after the last.
 */
const struct said *said_next(
    const struct said_list *list, const void *subject, size_t *position);

void said_clear(struct said_list *list);

#endif

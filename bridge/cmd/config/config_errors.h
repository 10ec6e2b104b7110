#ifndef CMD_CONFIG_ERRORS_H
#define CMD_CONFIG_ERRORS_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/error.h"

/* All that is wrong with a configuration, in the order in which it was read. */

struct config_errors {
	struct gantry_error *items;
	size_t count;
	bool is_short; /* memory ran out: there are more */
};

/* Append a copy of MISTAKE.  Returns -1, as what found it does. */
int config_errors_add(
    struct config_errors *errors, const struct gantry_error *mistake);

/*
 * Is there any after the first COUNT?  Returns 0, or -1 with ERROR, which may
 * be NULL, filled with the first of them.
 */
int config_errors_since(const struct config_errors *errors, size_t count,
    struct gantry_error *error);

void config_errors_clear(struct config_errors *errors);

#endif

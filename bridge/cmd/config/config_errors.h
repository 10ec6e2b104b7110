#ifndef CMD_CONFIG_ERRORS_H
#define CMD_CONFIG_ERRORS_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/error.h"

/* The errors in a configuration, in the order in which it was read. */

struct config_errors {
	struct gantry_error *items;
	size_t count;
	bool is_short; /* memory ran out: there were more */
};

/* Append a copy of ERROR.  Returns -1, for the caller to return. */
int config_errors_add(
    struct config_errors *errors, const struct gantry_error *error);

/*
 * Returns 0 if there are no more than COUNT errors, or -1 with ERROR, which may
 * be NULL, filled with the first one after COUNT.
 */
int config_errors_since(const struct config_errors *errors, size_t count,
    struct gantry_error *error);

void config_errors_clear(struct config_errors *errors);

#endif

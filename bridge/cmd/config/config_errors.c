/*
 * A list of errors that does not lose one silently.
 */
#include <stdlib.h>

#include "cmd/config/config_errors.h"

int
config_errors_add(
    struct config_errors *errors, const struct gantry_error *error)
{
	struct gantry_error *items =
	    realloc(errors->items, (errors->count + 1) * sizeof(*items));

	if (items == NULL) {
		errors->is_short = true;
		return -1;
	}
	errors->items = items;
	errors->items[errors->count++] = *error;
	return -1;
}

int
config_errors_since(const struct config_errors *errors, size_t count,
    struct gantry_error *error)
{
	if (errors->count > count) {
		if (error != NULL)
			*error = errors->items[count];
		return -1;
	}
	if (errors->is_short)
		return gantry_error_memory(error);
	return 0;
}

void
config_errors_clear(struct config_errors *errors)
{
	free(errors->items);
	*errors = (struct config_errors){ 0 };
}

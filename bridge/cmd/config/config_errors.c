/*
 * A list of mistakes that is never silently shorter than what was wrong.
 */
#include <stdlib.h>

#include "cmd/config/config_errors.h"

int
mistakes_add(struct mistakes *mistakes, const struct gantry_error *mistake)
{
	struct gantry_error *items =
	    realloc(mistakes->items, (mistakes->count + 1) * sizeof(*items));

	if (items == NULL) {
		mistakes->is_short = true;
		return -1;
	}
	mistakes->items = items;
	mistakes->items[mistakes->count++] = *mistake;
	return -1;
}

int
mistakes_since(
    const struct mistakes *mistakes, size_t count, struct gantry_error *error)
{
	if (mistakes->count > count) {
		if (error != NULL)
			*error = mistakes->items[count];
		return -1;
	}
	if (mistakes->is_short)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	return 0;
}

void
mistakes_clear(struct mistakes *mistakes)
{
	free(mistakes->items);
	*mistakes = (struct mistakes){ 0 };
}

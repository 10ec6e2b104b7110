/*
 * What import, pull and index have in common.
 */
#include <stdlib.h>

#include "data/gantry-cache/indexing/indexing.h"

/* Add TEXTS, from the option NAME. */
static int
add_choices(struct index_choices *choices, const char *const *texts,
    const char *name, bool is_only, struct gantry_error *error)
{
	for (; texts != NULL && *texts != NULL; texts++)
		if (index_choices_add(choices, *texts, is_only, error) == -1)
			return gantry_error_prefix(error, "%s", name);
	return 0;
}

int
indexing_read(struct indexing *indexing, const char *skip, const char *only,
    struct gantry_error *error)
{
	if (add_choices(&indexing->choices,
		(const char *const *)indexing->skipped, skip, false,
		error) == -1)
		return -1;
	return add_choices(&indexing->choices,
	    (const char *const *)indexing->only, only, true, error);
}

static bool
has_any(const char *const *texts)
{
	return texts != NULL && texts[0] != NULL;
}

int
indexing_check(const struct indexing *indexing, const struct cmdline *cmdline)
{
	if (!indexing->is_wanted &&
	    (has_any((const char *const *)indexing->skipped) ||
		has_any((const char *const *)indexing->only)))
		return cmdline_misused(
		    cmdline, "--skip-index and --only-index need --index");
	return 0;
}

int
indexing_make(void *argument, struct db *db, struct gantry_error *error)
{
	return index_build(db, argument, error);
}

void
indexing_clear(struct indexing *indexing)
{
	index_choices_clear(&indexing->choices);
	free(indexing->skipped);
	free(indexing->only);
}

#include "data/gantry-cache/importing/subset.h"

int
subset_init(struct subset *subset, const struct subset_choice *choice,
    struct gantry_error *error)
{
	subset->choice = *choice;
	if (choice->conditions == NULL || choice->conditions[0] == NULL)
		return 0;
	subset->conditions =
	    conditions_new((const char *const *)choice->conditions, error);
	return subset->conditions != NULL ? 0 : -1;
}

void
subset_clear(struct subset *subset)
{
	conditions_free(subset->conditions);
	subset->conditions = NULL;
}

bool
subset_is_partial(const struct subset *subset)
{
	return subset->conditions != NULL || subset->choice.depth > 0 ||
	    subset->choice.limit > 0;
}

/* A path has an id for each collection. */
static unsigned
depth_of(const struct firestore_document *document)
{
	unsigned slashes = 0;
	size_t i;

	for (i = 0; i < document->path_length; i++)
		slashes += document->path[i] == '/';
	return slashes / 2 + 1;
}

int
subset_has(struct subset *subset, const struct firestore_document *document,
    struct gantry_error *error)
{
	const struct subset_choice *choice = &subset->choice;
	int holds = 1;

	if ((choice->depth > 0 && depth_of(document) > choice->depth) ||
	    (choice->limit > 0 && subset->taken >= choice->limit))
		return 0;
	if (subset->conditions != NULL)
		holds = conditions_hold(subset->conditions, document, error);
	subset->taken += holds == 1;
	return holds;
}

void
subset_describe(const struct subset *subset, struct gantry_buffer *text)
{
	const struct subset_choice *choice = &subset->choice;
	const char *begin = "all but documents";
	size_t i;

	if (choice->depth > 0) {
		gantry_buffer_printf(text, "%s of collections at most %u deep",
		    begin, choice->depth);
		begin = " and";
	}
	for (i = 0; subset->conditions != NULL && choice->conditions[i] != NULL;
	     i++) {
		gantry_buffer_printf(
		    text, "%s with %s", begin, choice->conditions[i]);
		begin = " and";
	}
	if (choice->limit > 0)
		gantry_buffer_printf(text, "%s%s the first %u",
		    choice->depth > 0 || subset->conditions != NULL
			? ", and of these "
			: "",
		    "all but", choice->limit);
}

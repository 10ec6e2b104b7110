/*
 * A list of values and their sources.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/config/provenance.h"

int
provenance_add(
    struct provenance_list *list, const struct provenance *provenance)
{
	struct provenance *items =
	    realloc(list->items, (list->count + 1) * sizeof(*items));
	struct provenance copy = *provenance;

	if (items == NULL)
		return -1;
	list->items = items;
	copy.place = strdup(provenance->place);
	copy.value = strdup(provenance->value);
	if (copy.place == NULL || copy.value == NULL) {
		free(copy.place);
		free(copy.value);
		return -1;
	}
	list->items[list->count++] = copy;
	return 0;
}

const struct provenance *
provenance_last(
    const struct provenance_list *list, const void *subject, const void *owner)
{
	size_t i;

	for (i = list->count; i > 0; i--)
		if (list->items[i - 1].subject == subject &&
		    list->items[i - 1].owner == owner)
			return &list->items[i - 1];
	return NULL;
}

const struct provenance *
provenance_next(
    const struct provenance_list *list, const void *subject, size_t *position)
{
	const struct provenance *last = provenance_last(list, subject, NULL),
				*provenance;

	while (*position < list->count) {
		provenance = &list->items[(*position)++];
		if (provenance->subject == subject &&
		    provenance->owner == NULL &&
		    provenance->source == last->source)
			return provenance;
	}
	return NULL;
}

void
provenance_clear(struct provenance_list *list)
{
	while (list->count > 0) {
		list->count--;
		free(list->items[list->count].place);
		free(list->items[list->count].value);
	}
	free(list->items);
	list->items = NULL;
}

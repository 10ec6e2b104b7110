/*
 * What was said, and where.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/config/provenance.h"

int
said_add(struct said_list *list, const struct said *said)
{
	struct said *items =
	    realloc(list->items, (list->count + 1) * sizeof(*items));
	struct said copy = *said;

	if (items == NULL)
		return -1;
	list->items = items;
	copy.place = strdup(said->place);
	copy.value = strdup(said->value);
	if (copy.place == NULL || copy.value == NULL) {
		free(copy.place);
		free(copy.value);
		return -1;
	}
	list->items[list->count++] = copy;
	return 0;
}

const struct said *
said_last(const struct said_list *list, const void *subject, const void *owner)
{
	size_t i;

	for (i = list->count; i > 0; i--)
		if (list->items[i - 1].subject == subject &&
		    list->items[i - 1].owner == owner)
			return &list->items[i - 1];
	return NULL;
}

const struct said *
said_next(const struct said_list *list, const void *subject, size_t *position)
{
	const struct said *last = said_last(list, subject, NULL), *said;

	while (*position < list->count) {
		said = &list->items[(*position)++];
		if (said->subject == subject && said->owner == NULL &&
		    said->source == last->source)
			return said;
	}
	return NULL;
}

void
said_clear(struct said_list *list)
{
	while (list->count > 0) {
		list->count--;
		free(list->items[list->count].place);
		free(list->items[list->count].value);
	}
	free(list->items);
	list->items = NULL;
}

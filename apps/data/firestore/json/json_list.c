/*
 * Compares the collection of each page of a list with that of the page before.
 */
#include <string.h>

#include "data/firestore/json/json_list.h"

/* The next page of the list before is missing. */
static void
note(struct json_list *list)
{
	const struct gantry_buffer *collection = &list->previous;

	size_t i;

	if (list->incomplete++ == 0) {
		for (i = 0; i < collection->length &&
		     i + 1 < sizeof(list->first_incomplete);
		     i++)
			list->first_incomplete[i] = collection->data[i] != '\0'
			    ? collection->data[i]
			    : '?';
		list->first_incomplete[i] = '\0';
	}
	list->is_continued = false;
}

static bool
is_equal(const struct gantry_buffer *a, const struct gantry_buffer *b)
{
	return a->length == b->length &&
	    (a->length == 0 || memcmp(a->data, b->data, a->length) == 0);
}

int
json_list_add(
    struct json_list *list, const json_t *document, struct gantry_error *error)
{
	const json_t *given = json_object_get(document, "name");
	const char *name = json_string_value(given);
	const char *slash =
	    name != NULL ? memrchr(name, '/', json_string_length(given)) : NULL;

	if (slash == NULL || list->collection.length > 0)
		return 0;
	gantry_buffer_add(&list->collection, name, (size_t)(slash - name));
	return gantry_buffer_failed(&list->collection)
	    ? gantry_error_memory(error)
	    : 0;
}

int
json_list_end_page(
    struct json_list *list, bool is_continued, struct gantry_error *error)
{
	struct gantry_buffer *page = &list->collection;

	if (list->is_continued && page->length > 0 &&
	    list->previous.length > 0 && !is_equal(page, &list->previous))
		note(list);
	/* A page may be empty and have a next one. */
	if (page->length > 0) {
		gantry_buffer_reset(&list->previous);
		gantry_buffer_add(&list->previous, page->data, page->length);
		gantry_buffer_reset(page);
	} else if (!list->is_continued) {
		gantry_buffer_reset(&list->previous);
	}
	list->is_continued = is_continued;
	return gantry_buffer_failed(&list->previous)
	    ? gantry_error_memory(error)
	    : 0;
}

void
json_list_finish(struct json_list *list)
{
	if (list->is_continued)
		note(list);
}

void
json_list_clear(struct json_list *list)
{
	gantry_buffer_clear(&list->collection);
	gantry_buffer_clear(&list->previous);
	*list = (struct json_list){ 0 };
}

/*
 * A stack.  The path of an outer collection is the beginning of that of an
 * inner one.
 */
#include <stdlib.h>
#include <string.h>

#include "data/query/index/collections.h"

static struct collection *
last_of(struct collections *collections)
{
	if (collections->count == 0)
		return NULL;
	return &collections->items[collections->count - 1];
}

/* Is PATH, of a collection, below the one that has LENGTH bytes of ours? */
static bool
is_within(
    const struct collections *collections, size_t length, struct bytes path)
{
	return path.length >= length &&
	    memcmp(path.data, collections->path.data, length) == 0 &&
	    (path.length == length || path.data[length] == '/');
}

/* Leave those that PATH is not in; all, when it is empty. */
static int
leave(struct collections *collections, struct bytes path,
    collections_left *left, void *argument, struct gantry_error *error)
{
	struct collection *last;

	while ((last = last_of(collections)) != NULL) {
		if (path.length > 0 &&
		    is_within(collections, last->length, path))
			break;
		if (left != NULL &&
		    left(argument, last,
			(struct bytes){ collections->path.data, last->length },
			error) == -1)
			return -1;
		collections->count--;
	}
	return 0;
}

static int
grow(struct collections *collections, struct gantry_error *error)
{
	size_t capacity = collections->capacity * 2 + 8;
	struct collection *items;

	if (collections->count < collections->capacity)
		return 0;
	items = realloc(collections->items, capacity * sizeof(*items));
	if (items == NULL)
		return gantry_error_memory(error);
	collections->items = items;
	collections->capacity = capacity;
	return 0;
}

struct collection *
collections_enter(struct collections *collections, struct bytes path,
    collections_left *left, void *argument, struct gantry_error *error)
{
	struct collection *last;

	while (path.length > 0 && path.data[path.length - 1] != '/')
		path.length--;
	path.length -= path.length > 0;
	if (leave(collections, path, left, argument, error) == -1)
		return NULL;
	last = last_of(collections);
	if (last != NULL && last->length == path.length)
		return last;
	gantry_buffer_reset(&collections->path);
	gantry_buffer_add(&collections->path, path.data, path.length);
	if (gantry_buffer_failed(&collections->path)) {
		gantry_error_memory(error);
		return NULL;
	}
	if (grow(collections, error) == -1)
		return NULL;
	last = &collections->items[collections->count++];
	*last = (struct collection){
		.length = path.length,
		.id = ++collections->last_id,
	};
	return last;
}

int
collections_leave(struct collections *collections, collections_left *left,
    void *argument, struct gantry_error *error)
{
	return leave(
	    collections, (struct bytes){ NULL, 0 }, left, argument, error);
}

void
collections_clear(struct collections *collections)
{
	gantry_buffer_clear(&collections->path);
	free(collections->items);
	*collections = (struct collections){ 0 };
}

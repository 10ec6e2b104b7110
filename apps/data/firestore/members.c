/*
 * Sorts the members of a JSON object.  The output of most programs is sorted
 * already, so that is checked first.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/members.h"

static int
compare(const void *a, const void *b)
{
	const struct member *left = a, *right = b;

	return bytes_compare(left->name, right->name);
}

static void
sort(struct members *members)
{
	size_t i;

	for (i = 1; i < members->count; i++) {
		if (compare(&members->items[i - 1], &members->items[i]) > 0) {
			qsort(members->items, members->count,
			    sizeof(*members->items), compare);
			return;
		}
	}
}

int
members_list(
    struct members *members, const json_t *object, struct gantry_error *error)
{
	json_t *value;
	const char *name;
	size_t length;

	members->count = 0;
	members->items = members->few;
	if (json_object_size(object) > MEMBERS_FEW) {
		members->items =
		    calloc(json_object_size(object), sizeof(*members->items));
		if (members->items == NULL)
			return gantry_error_memory(error);
	}
	json_object_keylen_foreach(members_of(object), name, length, value)
	{
		if (length == 0)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "expected the name of a field, found an empty one");
		members->items[members->count++] = (struct member){
			.name = { name, length },
			.value = value,
		};
	}
	sort(members);
	return 0;
}

void
members_clear(struct members *members)
{
	if (members->items != members->few)
		free(members->items);
	members->items = NULL;
}

int
member_failed(const struct member *member, struct gantry_error *error)
{
	return gantry_error_prefix(
	    error, "field %s", bytes_show(member->name).text);
}

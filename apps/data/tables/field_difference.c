/*
 * One pass over both: names are in the same order in each document.
 */
#include <string.h>

#include "data/tables/field_difference.h"

struct side {
	struct json_walk walk;
	struct json_part name, value;
	bool has_more;
};

static void
advance(struct side *side)
{
	side->has_more = json_walk_next(&side->walk, &side->name, &side->value);
}

/* Compare names that are between quotes by what they stand for. */
static int
compare_names(struct json_part a, struct json_part b)
{
	struct gantry_buffer left = { 0 }, right = { 0 };
	int result;

	if (memchr(a.data, '\\', a.length) == NULL &&
	    memchr(b.data, '\\', b.length) == NULL)
		return bytes_compare((struct bytes){ a.data, a.length },
		    (struct bytes){ b.data, b.length });
	json_unescape(&left, a.data, a.data + a.length);
	json_unescape(&right, b.data, b.data + b.length);
	result = bytes_compare((struct bytes){ left.data, left.length },
	    (struct bytes){ right.data, right.length });
	gantry_buffer_clear(&left);
	gantry_buffer_clear(&right);
	return result;
}

static bool
is_same(struct json_part a, struct json_part b)
{
	return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

void
difference_each(struct json_part old, struct json_part new,
    difference_visit *visit, void *argument)
{
	struct side left = { .walk = json_walk(old) };
	struct side right = { .walk = json_walk(new) };
	int order;

	advance(&left);
	advance(&right);
	while (left.has_more || right.has_more) {
		order = !left.has_more ? 1
		    : !right.has_more  ? -1
				       : compare_names(left.name, right.name);
		if (order < 0)
			visit(argument, left.name, &left.value, NULL);
		else if (order > 0)
			visit(argument, right.name, NULL, &right.value);
		else if (!is_same(left.value, right.value))
			visit(argument, left.name, &left.value, &right.value);
		if (order <= 0)
			advance(&left);
		if (order >= 0)
			advance(&right);
	}
}

/*
 * query.c has counted the terms: there are few.
 */
#include <string.h>

#include "data/query/plan/plan.h"

static int make(struct terms *terms, const struct filter *filter,
    struct arena *arena, struct gantry_error *error);

static int
make_room(struct terms *terms, size_t count, struct arena *arena,
    struct gantry_error *error)
{
	*terms = (struct terms){
		.items = arena_alloc(arena, (count + 1) * sizeof(struct term)),
	};
	return terms->items == NULL ? gantry_error_memory(error) : 0;
}

/* Append a term with the leaves of A and B. */
static int
add_joined(struct terms *terms, const struct term *a, const struct term *b,
    struct arena *arena, struct gantry_error *error)
{
	struct term *term = &terms->items[terms->count++];
	size_t i;

	*term = (struct term){
		.leaves = arena_alloc(
		    arena, (a->count + b->count + 1) * sizeof(*term->leaves)),
	};
	if (term->leaves == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < a->count; i++)
		term->leaves[term->count++] = a->leaves[i];
	for (i = 0; i < b->count; i++)
		term->leaves[term->count++] = b->leaves[i];
	return 0;
}

/* Each term of LEFT with each of RIGHT. */
static int
multiply(struct terms *terms, const struct terms *left,
    const struct terms *right, struct arena *arena, struct gantry_error *error)
{
	size_t i, j;

	if (make_room(terms, left->count * right->count, arena, error) == -1)
		return -1;
	for (i = 0; i < left->count; i++)
		for (j = 0; j < right->count; j++)
			if (add_joined(terms, &left->items[i], &right->items[j],
				arena, error) == -1)
				return -1;
	return 0;
}

static int
add(struct terms *terms, const struct terms *left, const struct terms *right,
    struct arena *arena, struct gantry_error *error)
{
	if (make_room(terms, left->count + right->count, arena, error) == -1)
		return -1;
	memcpy(terms->items, left->items, left->count * sizeof(struct term));
	memcpy(terms->items + left->count, right->items,
	    right->count * sizeof(struct term));
	terms->count = left->count + right->count;
	return 0;
}

static int
make_leaf(struct terms *terms, const struct filter *leaf, struct arena *arena,
    struct gantry_error *error)
{
	if (make_room(terms, 1, arena, error) == -1)
		return -1;
	terms->count = 1;
	terms->items[0] = (struct term){
		.leaves = arena_alloc(arena, sizeof(*terms->items->leaves)),
	};
	if (terms->items[0].leaves == NULL)
		return gantry_error_memory(error);
	if (leaf != NULL)
		terms->items[0].leaves[terms->items[0].count++] = leaf;
	return 0;
}

static int
make(struct terms *terms, const struct filter *filter, struct arena *arena,
    struct gantry_error *error)
{
	struct terms left, right;
	size_t i;
	int result;

	if (filter->kind == FILTER_LEAF)
		return make_leaf(terms, filter, arena, error);
	result = make(terms, filter->parts[0], arena, error);
	for (i = 1; i < filter->part_count && result == 0; i++) {
		left = *terms;
		result = make(&right, filter->parts[i], arena, error);
		if (result == -1)
			break;
		result = filter->kind == FILTER_OR
		    ? add(terms, &left, &right, arena, error)
		    : multiply(terms, &left, &right, arena, error);
	}
	return result;
}

int
terms_make(struct terms *terms, const struct filter *filter,
    struct arena *arena, struct gantry_error *error)
{
	return filter == NULL ? make_leaf(terms, NULL, arena, error)
			      : make(terms, filter, arena, error);
}

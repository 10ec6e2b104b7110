/*
 * The nodes of the router's tree.
 */
#include <string.h>

#include "web/routing/tree.h"

uint32_t
tree_hash_of(const char *text, size_t length)
{
	uint32_t hash = TREE_HASH;
	size_t i;

	for (i = 0; i < length; i++)
		hash = tree_hash(hash, text[i]);
	return hash;
}

static bool
is_raw(const struct segment *segment, const char *text, size_t length)
{
	return segment->raw_length == length &&
	    memcmp(segment->raw, text, length) == 0;
}

const struct tree_node *
tree_literal(const struct tree_node *node, const char *text, size_t length,
    uint32_t hash)
{
	const struct tree_node *child;
	size_t i;

	if (node->literal_size == 0)
		return NULL;
	/* The table is never full. */
	for (i = hash;
	     (child = node->literals[i & (node->literal_size - 1)]) != NULL;
	     i++)
		if (child->hash == hash &&
		    is_raw(&child->segment, text, length))
			return child;
	return NULL;
}

/* The child whose text is LENGTH bytes at RAW. */
static const struct tree_node *
find_child(const struct tree_node *node, const char *raw, size_t length)
{
	const struct tree_node *child;

	child = tree_literal(node, raw, length, tree_hash_of(raw, length));
	if (child != NULL)
		return child;
	for (child = node->mixed; child != NULL; child = child->next)
		if (is_raw(&child->segment, raw, length))
			return child;
	child = node->field;
	return child != NULL && is_raw(&child->segment, raw, length) ? child
								     : NULL;
}

struct tree_node *
tree_child(const struct tree_node *node, const struct segment *segment)
{
	return (struct tree_node *)find_child(
	    node, segment->raw, segment->raw_length);
}

const struct template *
tree_template(const struct tree_node *root, const char *text)
{
	const struct tree_node *node = root;
	const char *at = text + 1, *raw;

	if (*text != '/')
		return NULL;
	while (at != NULL && node != NULL) {
		raw = at;
		node = find_child(node, raw, template_next(&at));
	}
	return node != NULL ? node->template : NULL;
}

const struct tree_node *
tree_conflict(const struct tree_node *node, const struct segment *segment)
{
	const struct tree_node *child;

	if (segment_is_literal(segment))
		return NULL;
	if (segment_is_field(segment))
		return node->field;
	for (child = node->mixed; child != NULL; child = child->next)
		if (segment_is_like(&child->segment, segment))
			return child;
	return NULL;
}

static void
put_literal(struct tree_node *node, struct tree_node *child)
{
	size_t i = child->hash;

	while (node->literals[i & (node->literal_size - 1)] != NULL)
		i++;
	node->literals[i & (node->literal_size - 1)] = child;
}

/* Grow the table of literals before it is more than half full. */
static int
make_room(struct tree_node *node, struct arena *arena)
{
	struct tree_node **before = node->literals;
	size_t size_before = node->literal_size, i;
	size_t size = size_before == 0 ? 4 : 2 * size_before;

	if (2 * (node->literal_count + 1) <= size_before)
		return 0;
	node->literals = arena_alloc(arena, size * sizeof(struct tree_node *));
	if (node->literals == NULL) {
		node->literals = before;
		return -1;
	}
	node->literal_size = size;
	memset(node->literals, 0, size * sizeof(struct tree_node *));
	for (i = 0; i < size_before; i++)
		if (before[i] != NULL)
			put_literal(node, before[i]);
	return 0;
}

struct tree_node *
tree_add(struct tree_node *node, const struct segment *segment,
    const char *text, struct arena *arena)
{
	struct tree_node *child = arena_alloc(arena, sizeof(*child));
	struct tree_node **last = &node->mixed;

	if (child == NULL)
		return NULL;
	*child = (struct tree_node){
		.segment = *segment,
		.hash = tree_hash_of(segment->raw, segment->raw_length),
		.first = text,
	};
	if (segment_is_field(segment)) {
		node->field = child;
	} else if (segment_is_literal(segment)) {
		if (make_room(node, arena) == -1)
			return NULL;
		node->literal_count++;
		put_literal(node, child);
	} else {
		while (*last != NULL)
			last = &(*last)->next;
		*last = child;
	}
	return child;
}

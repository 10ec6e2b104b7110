/*
 * Templates are added to the tree, and paths are searched in it.
 *
 * At each node the search tries the literal child first, then the mixed ones,
 * then the lone field, and backtracks from what leads nowhere.  A segment of
 * the path is split off and hashed when the search first reaches it.
 */
#include <stdlib.h>
#include <string.h>

#include "web/routing/router.h"

/* A segment of a path. */
struct part {
	const char *text;
	size_t length;
	uint32_t hash;
};

struct search {
	struct match *match;
	const struct routed_path *path;
	const char *rest; /* of the path, not split yet; NULL: nothing */
	size_t count; /* of PARTS so far */
	struct part parts[TEMPLATE_SEGMENTS_MAX + 1];
};

struct router *
router_new(const struct gantry_converter *converters)
{
	struct router *router = calloc(1, sizeof(*router));

	if (router == NULL)
		return NULL;
	router->converters = converters;
	arena_init(&router->arena);
	return router;
}

void
router_free(struct router *router)
{
	if (router == NULL)
		return;
	arena_clear(&router->arena);
	free(router);
}

/* The child of NODE for SEGMENT, new or not; NULL with ERROR filled. */
static struct tree_node *
grow(struct router *router, struct tree_node *node,
    const struct segment *segment, const char *text, struct gantry_error *error)
{
	struct tree_node *child = tree_child(node, segment);
	const struct tree_node *other;

	if (child != NULL)
		return child;
	other = tree_conflict(node, segment);
	if (other != NULL) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the template '%s' conflicts with '%s': '%.*s' and '%.*s' "
		    "match the same segment, so their fields must have the "
		    "same names and converters",
		    text, other->first, (int)segment->raw_length, segment->raw,
		    (int)other->segment.raw_length, other->segment.raw);
		return NULL;
	}
	child = tree_add(node, segment, text, &router->arena);
	if (child == NULL)
		gantry_error_memory(error);
	return child;
}

/* TEXT parsed, in the router's memory; NULL with ERROR filled. */
static struct template *
parse(struct router *router, const char *text, struct gantry_error *error)
{
	struct template *template =
	    arena_alloc(&router->arena, sizeof(*template));

	if (template == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	return template_parse(template, text, router->converters,
		   &router->arena, error) == 0
	    ? template
	    : NULL;
}

void *
router_add(struct router *router, const char *text, void *target,
    struct gantry_error *error)
{
	const struct template *template = parse(router, text, error);
	struct tree_node *node = &router->root;
	size_t i;

	if (template == NULL)
		return NULL;
	for (i = 0; i < template->count; i++) {
		node = grow(router, node, &template->segments[i], text, error);
		if (node == NULL)
			return NULL;
	}
	if (node->target == NULL) {
		node->template = template;
		node->target = target;
	}
	return node->target;
}

const struct template *
router_template(const struct router *router, const char *text)
{
	return tree_template(&router->root, text);
}

/* The part INDEX of the path, whose earlier parts are split off; or NULL. */
static const struct part *
get_part(struct search *search, size_t index)
{
	struct part *part = &search->parts[index];
	const char *at = search->rest;

	if (index < search->count)
		return part;
	if (at == NULL)
		return NULL;
	*part = (struct part){ .text = at, .hash = TREE_HASH };
	if (search->path->ends != NULL) {
		part->length =
		    routed_path_next(search->path, index, &search->rest);
		part->hash = tree_hash_of(at, part->length);
	} else {
		for (; *at != '/' && *at != '\0'; at++)
			part->hash = tree_hash(part->hash, *at);
		part->length = (size_t)(at - part->text);
		search->rest = *at == '/' ? at + 1 : NULL;
	}
	search->count++;
	return part;
}

static const struct tree_node *search_below(
    struct search *search, const struct tree_node *node, size_t index);

/* Try CHILD, which has fields, for the part INDEX of the path. */
static const struct tree_node *
try_child(struct search *search, const struct tree_node *child, size_t index)
{
	const struct part *part = &search->parts[index];
	struct match *match = search->match;
	bool takes_rest = segment_takes_rest(&child->segment);
	size_t length = takes_rest ? strlen(part->text) : part->length;
	size_t count = match->count, rejected;
	const struct tree_node *found;

	if (!segment_match(
		&child->segment, part->text, length, match, &rejected))
		return NULL;
	if (takes_rest)
		return child;
	found = search_below(search, child, index + 1);
	if (found == NULL)
		match->count = count;
	return found;
}

/* Search for the path from its part INDEX on.  Recursion ends with the tree. */
static const struct tree_node *
search_below(struct search *search, const struct tree_node *node, size_t index)
{
	const struct part *part = get_part(search, index);
	const struct tree_node *child, *found = NULL;

	if (part == NULL)
		return node->target != NULL ? node : NULL;
	child = tree_literal(node, part->text, part->length, part->hash);
	if (child != NULL)
		found = search_below(search, child, index + 1);
	for (child = node->mixed; found == NULL && child != NULL;
	     child = child->next)
		found = try_child(search, child, index);
	if (found == NULL && node->field != NULL)
		found = try_child(search, node->field, index);
	return found;
}

void *
router_find(const struct router *router, const struct routed_path *path,
    struct match *match)
{
	struct search search;
	const struct tree_node *node;

	search.match = match;
	search.path = path;
	search.rest = routed_path_first(path);
	search.count = 0;
	match->count = 0;
	node = search_below(&search, &router->root, 0);
	return node != NULL ? node->target : NULL;
}

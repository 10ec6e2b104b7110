/*
 * The router: templates are put into the tree, and paths are searched in it.
 *
 * Below a node the literal segment is tried first, then those with literal text
 * and fields, then the field; what turns out to lead nowhere is taken back, and
 * the next one is tried.  Each segment of the path is looked at, and hashed,
 * when it is first come to.
 */
#include <stdlib.h>
#include <string.h>

#include "web/routing/tree.h"
#include "web/types/uuid.h"

/* A segment of a path. */
struct part {
	const char *text;
	size_t length;
	uint32_t hash;
};

struct search {
	struct match *match;
	const char *rest; /* what was not looked at; NULL: nothing */
	size_t count; /* of the parts */
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

/* The child of NODE for SEGMENT, which is made if need be, or NULL. */
static struct tree_node *
grow(struct router *router, struct tree_node *node,
    const struct segment *segment, const char *template,
    struct gantry_error *error)
{
	struct tree_node *child = tree_child(node, segment);
	const struct tree_node *other;

	if (child != NULL)
		return child;
	other = tree_conflict(node, segment);
	if (other != NULL) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the template '%s' conflicts with '%s': '%.*s' and '%.*s' "
		    "match at the same place, where fields must have the same "
		    "names and converters",
		    template, other->template, (int)segment->raw_length,
		    segment->raw, (int)other->segment.raw_length,
		    other->segment.raw);
		return NULL;
	}
	child = tree_add(node, segment, template, &router->arena);
	if (child == NULL)
		gantry_error_memory(error);
	return child;
}

void *
router_add(struct router *router, const char *template, void *target,
    struct gantry_error *error)
{
	struct segment segments[TEMPLATE_SEGMENTS_MAX];
	struct tree_node *node = &router->root;
	size_t count, i;

	if (template_parse(template, router->converters, &router->arena,
		segments, &count, error) == -1)
		return NULL;
	for (i = 0; i < count; i++) {
		node = grow(router, node, &segments[i], template, error);
		if (node == NULL)
			return NULL;
	}
	if (node->target == NULL)
		node->target = target;
	return node->target;
}

/* The part INDEX of the path, of which the parts before are known, or NULL. */
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
	for (; *at != '/' && *at != '\0'; at++)
		part->hash = tree_hash(part->hash, *at);
	part->length = (size_t)(at - part->text);
	search->rest = *at == '/' ? at + 1 : NULL;
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
	size_t count = match->count, refused;
	const struct tree_node *found;

	if (!segment_match(
		&child->segment, part->text, length, match, &refused))
		return NULL;
	if (takes_rest)
		return child;
	found = search_below(search, child, index + 1);
	if (found == NULL)
		match->count = count;
	return found;
}

/* Search for the path from its part INDEX on.  No deeper than the tree is. */
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
router_find(const struct router *router, const char *path, struct match *match)
{
	struct search search;
	const struct tree_node *node;

	search.match = match;
	search.rest = path + strspn(path, "/");
	search.count = 0;
	match->count = 0;
	node = search_below(&search, &router->root, 0);
	return node != NULL ? node->target : NULL;
}

size_t
match_field_size(const struct match_field *field)
{
	return field->is_uuid ? UUID_SIZE : field->length + 1;
}

void
match_field_write(const struct match_field *field, char *to)
{
	if (field->is_uuid) {
		uuid_write(field->text, field->length, to);
		return;
	}
	memcpy(to, field->text, field->length);
	to[field->length] = '\0';
}

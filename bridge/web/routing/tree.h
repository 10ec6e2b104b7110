#ifndef WEB_ROUTING_TREE_H
#define WEB_ROUTING_TREE_H

#include <stdint.h>

#include "base/arena.h"
#include "web/routing/template.h"

/*
 * Nodes of the router's tree.  What a segment can be below a node: literal,
 * found by its hash; of fields and literal text, in the order in which they
 * were added; or one field.
 */

struct tree_node {
	struct segment segment;
	uint32_t hash; /* of the segment's text */
	const char *template; /* the first that runs through the node */
	void *target; /* of the template that ends here, or NULL */
	struct tree_node **literals; /* LITERAL_SIZE, a power of 2, or 0 */
	size_t literal_count, literal_size;
	struct tree_node *mixed; /* the first */
	struct tree_node *field;
	struct tree_node *next; /* in a list of the mixed */
};

/*
 * The hash of a segment, byte by byte: begin with TREE_HASH (FNV-1a; what is
 * hashed for good are the site's own templates, which do not attack it).
 */
#define TREE_HASH UINT32_C(2166136261)
static inline uint32_t
tree_hash(uint32_t hash, char byte)
{
	return (hash ^ (unsigned char)byte) * UINT32_C(16777619);
}

/* The literal child with LENGTH bytes at TEXT, whose hash is HASH, or NULL. */
const struct tree_node *tree_literal(const struct tree_node *node,
    const char *text, size_t length, uint32_t hash);

/* The child for the very text of SEGMENT, or NULL. */
struct tree_node *tree_child(
    const struct tree_node *node, const struct segment *segment);

/* The child that SEGMENT could not be told from, or NULL. */
const struct tree_node *tree_conflict(
    const struct tree_node *node, const struct segment *segment);

/*
 * Add a child for SEGMENT of TEMPLATE, of ARENA's memory.  NULL when that ran
 * out.
 */
struct tree_node *tree_add(struct tree_node *node,
    const struct segment *segment, const char *template, struct arena *arena);

/*
 * The child for the segment of a template at *AT, which moves on as with
 * template_next; or NULL.
 */
const struct tree_node *tree_next(
    const struct tree_node *node, const char **at);

/* Was TEMPLATE added? */
bool tree_has(const struct router *router, const char *template);

struct router {
	const struct gantry_converter *converters;
	struct arena arena;
	struct tree_node root;
};

#endif

#ifndef WEB_ROUTING_TREE_H
#define WEB_ROUTING_TREE_H

#include <stdint.h>

#include "base/arena.h"
#include "web/routing/template.h"

/*
 * Nodes of the router's tree.  The children of a node are of three kinds:
 * literal segments, found by their hash; mixed segments (fields and literal
 * text), in the order in which they were added; and at most one lone field.
 */

struct tree_node {
	struct segment segment;
	uint32_t hash; /* of the segment's text */
	const char *first; /* the first template that has this node */
	const struct template *template; /* that ends here, or NULL */
	void *target; /* of that template */
	struct tree_node **literals; /* LITERAL_SIZE, a power of 2, or 0 */
	size_t literal_count, literal_size;
	struct tree_node *mixed; /* the first */
	struct tree_node *field;
	struct tree_node *next; /* of the mixed ones */
};

/*
 * The hash of a segment (FNV-1a), byte by byte from TREE_HASH on.  Only the
 * site's own templates are stored, so an attacker cannot cause collisions.
 */
#define TREE_HASH UINT32_C(2166136261)
static inline uint32_t
tree_hash(uint32_t hash, char byte)
{
	return (hash ^ (unsigned char)byte) * UINT32_C(16777619);
}

/* The hash of LENGTH bytes at TEXT. */
uint32_t tree_hash_of(const char *text, size_t length);

/* The literal child with LENGTH bytes at TEXT, whose hash is HASH, or NULL. */
const struct tree_node *tree_literal(const struct tree_node *node,
    const char *text, size_t length, uint32_t hash);

/* The child with exactly the text of SEGMENT, or NULL. */
struct tree_node *tree_child(
    const struct tree_node *node, const struct segment *segment);

/* The child that matches the same paths as SEGMENT, or NULL. */
const struct tree_node *tree_conflict(
    const struct tree_node *node, const struct segment *segment);

/*
 * Add a child for SEGMENT of the template TEXT in ARENA's memory.  NULL when
 * memory ran out.
 */
struct tree_node *tree_add(struct tree_node *node,
    const struct segment *segment, const char *text, struct arena *arena);

/* The template TEXT, if it was added below ROOT, or NULL. */
const struct template *tree_template(
    const struct tree_node *root, const char *text);

#endif

/*
 * Does a segment match each text that another one does?  To find out, the
 * fields of the other one are replaced by a character that occurs in neither:
 * what matches that text matches every text in its place.
 */
#include <string.h>

#include "web/routing/cover.h"

#define TEXT_MAX 256

/* Does SEGMENT take every text in its fields, wherever one ends? */
static bool
is_free(const struct segment *segment)
{
	size_t i;

	for (i = 0; i < segment->count; i++)
		if (segment->fields[i].converter.text != NULL ||
		    (i + 1 < segment->count &&
			segment->fields[i].literal_length == 0))
			return false;
	return true;
}

/* A character that is in neither segment, or NUL. */
static char
free_character(const struct segment *a, const struct segment *b)
{
	char c;

	for (c = 1; c < 127; c++)
		if (memchr(a->raw, c, a->raw_length) == NULL &&
		    memchr(b->raw, c, b->raw_length) == NULL)
			return c;
	return '\0';
}

/* Does A match SEGMENT with C in place of each field? */
static bool
matches_with(const struct segment *a, const struct segment *segment, char c)
{
	char text[TEXT_MAX];
	struct match match = { 0 };
	size_t length = segment->literal_length, rejected, i;

	if (segment->raw_length >= TEXT_MAX)
		return false;
	memcpy(text, segment->raw, length);
	for (i = 0; i < segment->count; i++) {
		text[length++] = c;
		memcpy(text + length, segment->fields[i].literal,
		    segment->fields[i].literal_length);
		length += segment->fields[i].literal_length;
	}
	text[length] = '\0';
	return segment_match(a, text, length, &match, &rejected);
}

/* Does A match each text that B does? */
static bool
covers(const struct segment *a, const struct segment *b)
{
	char c;

	if (a->raw_length == b->raw_length &&
	    memcmp(a->raw, b->raw, a->raw_length) == 0)
		return true;
	if (segment_is_literal(a))
		return false;
	if (segment_is_literal(b))
		return matches_with(a, b, '\0');
	if (segment_takes_rest(a))
		return true;
	c = free_character(a, b);
	return c != '\0' && !segment_takes_rest(b) && is_free(a) &&
	    matches_with(a, b, c);
}

/* The template at or below NODE that covers TEMPLATE from segment I on. */
static const struct template *
find_from(
    const struct tree_node *node, const struct template *template, size_t i)
{
	const struct template *found = NULL;
	const struct tree_node *child;
	size_t j;

	if (!covers(&node->segment, &template->segments[i]))
		return NULL;
	if (++i == template->count || segment_takes_rest(&node->segment))
		return node->template;
	for (j = 0; found == NULL && j < node->literal_size; j++)
		if (node->literals[j] != NULL)
			found = find_from(node->literals[j], template, i);
	for (child = node->mixed; found == NULL && child != NULL;
	     child = child->next)
		found = find_from(child, template, i);
	if (found == NULL && node->field != NULL)
		found = find_from(node->field, template, i);
	return found;
}

const struct template *
cover_find(const struct router *router, const char *text)
{
	const struct template *template = router_template(router, text), *found;
	const struct tree_node *node = &router->root, *child, *own;
	size_t i;

	for (i = 0; template != NULL && i < template->count; i++) {
		own = tree_child(node, &template->segments[i]);
		/* Literals are tried first; a field alone has no rival. */
		if (!segment_is_literal(&own->segment) &&
		    !segment_is_field(&own->segment))
			for (child = node->mixed; child != own;
			     child = child->next) {
				found = find_from(child, template, i);
				if (found != NULL)
					return found;
			}
		node = own;
	}
	return NULL;
}

/* The child of NODE, or one below it, that takes the rest of PREFIX. */
static const struct template *
find_rest(const struct tree_node *node, const struct template *prefix, size_t i)
{
	const struct template *found = NULL;
	const struct tree_node *child = node->field;
	const struct segment *segment = &prefix->segments[i];
	size_t j;

	if (i == prefix->count)
		return NULL;
	if (child != NULL && covers(&child->segment, segment))
		found = segment_takes_rest(&child->segment)
		    ? child->template
		    : find_rest(child, prefix, i + 1);
	for (child = node->mixed; found == NULL && child != NULL;
	     child = child->next)
		if (covers(&child->segment, segment))
			found = find_rest(child, prefix, i + 1);
	for (j = 0; found == NULL && j < node->literal_size; j++)
		if (node->literals[j] != NULL &&
		    covers(&node->literals[j]->segment, segment))
			found = find_rest(node->literals[j], prefix, i + 1);
	return found;
}

const struct template *
cover_find_below(const struct router *router, const struct template *prefix)
{
	return find_rest(&router->root, prefix, 0);
}

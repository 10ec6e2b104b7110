/*
 * Why a template does not match a path: they are walked along side by side.
 */
#include <string.h>

#include "web/routing/explain.h"
#include "web/routing/tree.h"

/* Say why SEGMENT, number INDEX, does not match LENGTH bytes at TEXT. */
static void
say_why(struct gantry_buffer *buffer, const struct segment *segment,
    size_t index, const char *text, size_t length,
    const struct match_field *refused, const struct converter *converter)
{
	gantry_buffer_printf(buffer, "segment %zu", index);
	if (length == 0)
		gantry_buffer_printf(buffer, " is empty, not '%.*s'",
		    (int)segment->raw_length, segment->raw);
	else if (segment_is_literal(segment))
		gantry_buffer_printf(buffer, ": '%.*s' is not '%.*s'",
		    (int)length, text, (int)segment->raw_length, segment->raw);
	else if (refused == NULL)
		gantry_buffer_printf(buffer, ": '%.*s' is not like '%.*s'",
		    (int)length, text, (int)segment->raw_length, segment->raw);
	else
		gantry_buffer_printf(buffer, ": '%.*s' is no %s",
		    (int)refused->length, refused->text, converter->text);
}

/* Does the segment match?  Else BUFFER says why not. */
static bool
explain_segment(const struct segment *segment, size_t index, const char *text,
    size_t length, struct match *match, struct gantry_buffer *buffer)
{
	const struct match_field *field = NULL;
	const struct converter *converter = NULL;
	size_t refused;

	if (segment_is_literal(segment)) {
		if (length == segment->raw_length &&
		    memcmp(text, segment->raw, length) == 0)
			return true;
	} else {
		if (segment_match(segment, text, length, match, &refused))
			return true;
		if (refused < segment->count) {
			field = &match->fields[match->count + refused];
			converter = &segment->fields[refused].converter;
		}
	}
	say_why(buffer, segment, index, text, length, field, converter);
	return false;
}

/* Walk along both.  Does TEMPLATE match?  Else BUFFER says why not. */
static bool
walk(const struct router *router, const char *template, const char *path,
    struct match *match, struct gantry_buffer *buffer)
{
	const struct tree_node *node = &router->root;
	const char *at = template + 1, *text;
	size_t index, length;

	path += strspn(path, "/");
	for (index = 1; at != NULL; index++) {
		node = tree_next(node, &at);
		text = path;
		if (text == NULL) {
			gantry_buffer_printf(buffer,
			    "the path ends before segment %zu, '%.*s'", index,
			    (int)node->segment.raw_length, node->segment.raw);
			return false;
		}
		length = template_next(&path);
		if (segment_takes_rest(&node->segment)) {
			length = strlen(text);
			path = NULL;
		}
		if (!explain_segment(
			&node->segment, index, text, length, match, buffer))
			return false;
	}
	if (path != NULL)
		gantry_buffer_printf(buffer,
		    "the path goes on behind the template with '/%s'", path);
	return path == NULL;
}

const char *
explain(const struct router *router, const char *template, const char *path,
    struct match *match, struct gantry_buffer *buffer)
{
	size_t start = buffer->length;

	match->count = 0;
	if (!tree_has(router, template))
		gantry_buffer_printf(
		    buffer, "there is no template '%s'", template);
	else if (walk(router, template, path, match, buffer))
		return NULL;
	gantry_buffer_putc(buffer, '\0');
	return gantry_buffer_failed(buffer) ? "out of memory"
					    : buffer->data + start;
}

const char *
router_explain(const struct router *router, const char *template,
    const char *path, struct gantry_buffer *buffer)
{
	struct match match;

	return explain(router, template, path, &match, buffer);
}

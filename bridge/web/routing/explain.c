/*
 * Why a template does not match a path: both are walked in step.
 */
#include <string.h>

#include "web/routing/router.h"

/* A segment of the template and the segment of the path at the same place. */
struct pair {
	size_t number; /* from 1 */
	const struct segment *segment;
	const char *text; /* of the path, LENGTH bytes */
	size_t length;
};

static bool
is_same(const struct pair *pair)
{
	return pair->length == pair->segment->raw_length &&
	    memcmp(pair->text, pair->segment->raw, pair->length) == 0;
}

static void
put_difference(struct gantry_buffer *buffer, const struct pair *pair)
{
	const struct segment *segment = pair->segment;

	gantry_buffer_printf(buffer, "segment %zu", pair->number);
	if (pair->length == 0)
		gantry_buffer_printf(buffer, " is empty, not '%.*s'",
		    (int)segment->raw_length, segment->raw);
	else
		gantry_buffer_printf(buffer, ": '%.*s' %s '%.*s'",
		    (int)pair->length, pair->text,
		    segment_is_literal(segment) ? "is not" : "does not match",
		    (int)segment->raw_length, segment->raw);
}

/* Does the pair match?  Else BUFFER says why not. */
static bool
explain_pair(
    const struct pair *pair, struct match *match, struct gantry_buffer *buffer)
{
	const struct segment *segment = pair->segment;
	const struct match_field *field;
	size_t rejected;

	if (segment_is_literal(segment)) {
		if (is_same(pair))
			return true;
	} else if (segment_match(
		       segment, pair->text, pair->length, match, &rejected)) {
		return true;
	} else if (rejected < segment->count) {
		field = &match->fields[match->count + rejected];
		gantry_buffer_printf(buffer,
		    "segment %zu: '%.*s' is not a valid %s", pair->number,
		    (int)field->length, field->text,
		    segment->fields[rejected].converter.text);
		return false;
	}
	put_difference(buffer, pair);
	return false;
}

/* Does TEMPLATE match?  Else BUFFER says why not. */
static bool
explain_template(const struct template *template,
    const struct routed_path *path, struct match *match,
    struct gantry_buffer *buffer)
{
	const char *at = routed_path_first(path);
	struct pair pair;
	size_t i;

	for (i = 0; i < template->count; i++) {
		pair.number = i + 1;
		pair.segment = &template->segments[i];
		pair.text = at;
		if (at == NULL) {
			gantry_buffer_printf(buffer,
			    "the path ends before segment %zu, '%.*s'",
			    pair.number, (int)pair.segment->raw_length,
			    pair.segment->raw);
			return false;
		}
		pair.length = routed_path_next(path, i, &at);
		if (segment_takes_rest(pair.segment)) {
			pair.length = strlen(pair.text);
			at = NULL;
		}
		if (!explain_pair(&pair, match, buffer))
			return false;
	}
	if (at != NULL)
		gantry_buffer_printf(buffer,
		    "the path continues after the template with '/%s'", at);
	return at == NULL;
}

const char *
router_explain(const struct router *router, const char *text,
    const struct routed_path *path, struct match *match,
    struct gantry_buffer *buffer)
{
	const struct template *template = router_template(router, text);
	size_t start = buffer->length;

	match->count = 0;
	if (template == NULL)
		gantry_buffer_printf(buffer, "no such template: '%s'", text);
	else if (explain_template(template, path, match, buffer))
		return NULL;
	gantry_buffer_putc(buffer, '\0');
	return gantry_buffer_failed(buffer) ? "out of memory"
					    : buffer->data + start;
}

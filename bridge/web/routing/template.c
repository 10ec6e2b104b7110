/*
 * The parser of templates.
 */
#include <ctype.h>
#include <string.h>

#include "web/routing/template.h"

struct parser {
	const struct gantry_converter *converters;
	struct arena *arena;
	struct gantry_error *error;
	struct segment segments[TEMPLATE_SEGMENTS_MAX];
	size_t count; /* of the segments so far */
	const char *names[MATCH_FIELDS_MAX]; /* of the fields so far */
	size_t name_count;
};

static bool
is_name(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) && text[i] != '_')
			return false;
	return length > 0 && !isdigit((unsigned char)text[0]);
}

static int
parse_name(struct parser *parser, struct template_field *field,
    const char *text, size_t length)
{
	size_t i;

	if (!is_name(text, length))
		return gantry_error_set(parser->error, GANTRY_ERROR_INPUT,
		    "'%.*s' is not a field name: use letters, digits and '_', "
		    "and no digit first",
		    (int)length, text);
	field->name = arena_strndup(parser->arena, text, length);
	if (field->name == NULL)
		return gantry_error_memory(parser->error);
	for (i = 0; i < parser->name_count; i++)
		if (strcmp(parser->names[i], field->name) == 0)
			return gantry_error_set(parser->error,
			    GANTRY_ERROR_INPUT, "two fields are named '%s'",
			    field->name);
	if (parser->name_count == MATCH_FIELDS_MAX)
		return gantry_error_set(parser->error, GANTRY_ERROR_LIMIT,
		    "more than %d fields", MATCH_FIELDS_MAX);
	parser->names[parser->name_count++] = field->name;
	return 0;
}

/* Parse what is between braces: "name" or "name:converter(arguments)". */
static int
parse_field(struct parser *parser, struct template_field *field,
    const char *text, size_t length)
{
	const char *colon = memchr(text, ':', length);
	const char *parenthesis, *converter;
	size_t name_length = colon == NULL ? length : (size_t)(colon - text);

	if (parse_name(parser, field, text, name_length) == -1)
		return -1;
	if (colon == NULL)
		return 0;
	length -= name_length + 1;
	parenthesis = memchr(colon + 1, '(', length);
	if (length == 0 || parenthesis == colon + 1)
		return gantry_error_set(parser->error, GANTRY_ERROR_INPUT,
		    "the converter of the field '%s' is missing", field->name);
	if (parenthesis != NULL && colon[length] != ')')
		return gantry_error_set(parser->error, GANTRY_ERROR_INPUT,
		    "the arguments of the field '%s' do not end with ')'",
		    field->name);
	converter = arena_strndup(parser->arena, colon + 1, length);
	if (converter == NULL)
		return gantry_error_memory(parser->error);
	return converter_init(&field->converter, converter, parser->converters,
	    parser->arena, parser->error);
}

/* The length of the literal text at TEXT: up to a '{', or all LENGTH bytes. */
static int
parse_literal(struct parser *parser, const char *text, size_t length,
    size_t *literal_length)
{
	size_t i;

	for (i = 0; i < length && text[i] != '{'; i++) {
		if (text[i] == '}')
			return gantry_error_set(parser->error,
			    GANTRY_ERROR_INPUT, "a '}' has no '{' before it");
		if (isspace((unsigned char)text[i]))
			return gantry_error_set(parser->error,
			    GANTRY_ERROR_INPUT, "white space outside a field");
	}
	*literal_length = i;
	return 0;
}

/* Parse the field that begins with the '{' at *AT, and the text after it. */
static int
parse_field_and_literal(struct parser *parser, struct template_field *field,
    const char **at, const char *end)
{
	const char *close = memchr(*at, '}', (size_t)(end - *at));

	if (close == NULL)
		return gantry_error_set(parser->error, GANTRY_ERROR_INPUT,
		    "'%.*s' has no '}' before the segment ends",
		    (int)(end - *at), *at);
	if (parse_field(parser, field, *at + 1, (size_t)(close - *at) - 1) ==
	    -1)
		return -1;
	field->literal = close + 1;
	if (parse_literal(parser, field->literal, (size_t)(end - close) - 1,
		&field->literal_length) == -1)
		return -1;
	*at = field->literal + field->literal_length;
	return 0;
}

static size_t
count_braces(const char *text, size_t length)
{
	size_t count = 0, i;

	for (i = 0; i < length; i++)
		count += text[i] == '{';
	return count;
}

/* Dot segments are resolved before a path is routed. */
static int
check_literal(struct parser *parser, const char *text, size_t length)
{
	if (length == 0 || length > 2 || memcmp(text, "..", length) != 0)
		return 0;
	return gantry_error_set(parser->error, GANTRY_ERROR_INPUT,
	    "no path has the segment '%.*s'", (int)length, text);
}

static int
parse_segment(struct parser *parser, struct segment *segment, const char *text,
    size_t length)
{
	const char *at = text, *end = text + length;
	struct template_field *fields;
	size_t size = count_braces(text, length) * sizeof(*fields);

	*segment = (struct segment){ .raw = text, .raw_length = length };
	if (parse_literal(parser, at, length, &segment->literal_length) == -1)
		return -1;
	at += segment->literal_length;
	if (at == end)
		return check_literal(parser, text, length);
	fields = arena_alloc(parser->arena, size);
	if (fields == NULL)
		return gantry_error_memory(parser->error);
	memset(fields, 0, size);
	segment->fields = fields;
	while (at < end)
		if (parse_field_and_literal(
			parser, &fields[segment->count++], &at, end) == -1)
			return -1;
	return 0;
}

/* A field that matches the rest of the path must be the entire last segment. */
static int
check_rest(struct parser *parser, const struct segment *segment, bool is_last)
{
	size_t i;

	for (i = 0; i < segment->count; i++) {
		if (!segment->fields[i].converter.takes_rest ||
		    (is_last && segment_is_field(segment)))
			continue;
		return gantry_error_set(parser->error, GANTRY_ERROR_INPUT,
		    "'{%s:%s}' must be the entire last segment",
		    segment->fields[i].name, segment->fields[i].converter.text);
	}
	return 0;
}

size_t
template_next(const char **at)
{
	size_t length = strcspn(*at, "/");

	*at = (*at)[length] == '/' ? *at + length + 1 : NULL;
	return length;
}

static int
parse_segments(struct parser *parser, const char *at)
{
	struct segment *segment;
	const char *text;
	size_t length;

	for (; at != NULL; parser->count++) {
		text = at;
		length = template_next(&at);
		if (parser->count == TEMPLATE_SEGMENTS_MAX)
			return gantry_error_set(parser->error,
			    GANTRY_ERROR_LIMIT, "more than %d segments",
			    TEMPLATE_SEGMENTS_MAX);
		segment = &parser->segments[parser->count];
		if (length == 0 && at != NULL)
			return gantry_error_set(parser->error,
			    GANTRY_ERROR_INPUT,
			    "a segment is empty ('//'); leave out a slash, "
			    "also at the end of a group's prefix");
		if (parse_segment(parser, segment, text, length) == -1 ||
		    check_rest(parser, segment, at == NULL) == -1)
			return -1;
	}
	return 0;
}

/* Move the parser's segments to the arena. */
static int
keep_segments(struct parser *parser, struct template *template)
{
	size_t size = parser->count * sizeof(*parser->segments);
	struct segment *segments = arena_alloc(parser->arena, size);

	if (segments == NULL)
		return gantry_error_memory(parser->error);
	memcpy(segments, parser->segments, size);
	template->segments = segments;
	template->count = parser->count;
	return 0;
}

int
template_parse(struct template *template, const char *text,
    const struct gantry_converter *converters, struct arena *arena,
    struct gantry_error *error)
{
	struct parser parser = {
		.converters = converters,
		.arena = arena,
		.error = error,
	};

	*template = (struct template){ .text = text };
	if (*text != '/')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the template '%s' does not begin with '/'", text);
	if (parse_segments(&parser, text + 1) == -1)
		return gantry_error_prefix(error, "the template '%s'", text);
	return keep_segments(&parser, template);
}

const struct template_field *
template_get_field(const struct template *template, size_t index)
{
	const struct segment *segment;
	size_t i;

	for (i = 0; i < template->count; i++) {
		segment = &template->segments[i];
		if (index < segment->count)
			return &segment->fields[index];
		index -= segment->count;
	}
	return NULL;
}

/*
 * The parser of JSON from clients (RFC 8259).  It is strict: it also rejects
 * what the standard leaves open, such as a member that is given twice, a number
 * that no double can hold, or a name that no C string can hold.  Levels are
 * kept in an array instead of the stack, so no input exhausts the stack, and
 * the time is O(n log n).
 */
#include <stdlib.h>
#include <string.h>

#include "base/null.h"
#include "gantry/buffer.h"
#include "gantry/request.h"
#include "web/types/json_scalar.h"

#define DEPTH_MAX 64

/* A value, and where it, or its name, begins. */
struct node {
	struct gantry_json_value value;
	const char *at;
};

struct level {
	struct node *container;
	struct node *last; /* of its items, or NULL */
};

struct parser {
	struct json_memory memory;
	const char *text;
	struct json_cursor cursor;
	struct node *root;
	struct level levels[DEPTH_MAX];
	unsigned depth;
	struct gantry_buffer members; /* pointers to nodes, to be sorted */
	bool refuses_nul; /* in a string; a name never has one */
};

static int
fail(struct parser *parser, const char *at, const char *problem)
{
	parser->cursor.at = at;
	parser->cursor.problem = problem;
	return -1;
}

static void
skip_blanks(struct json_cursor *cursor)
{
	while (cursor->at < cursor->end &&
	    (*cursor->at == ' ' || *cursor->at == '\n' || *cursor->at == '\r' ||
		*cursor->at == '\t'))
		cursor->at++;
}

static bool
is_in_object(const struct parser *parser)
{
	return parser->depth > 0 &&
	    parser->levels[parser->depth - 1].container->value.kind ==
	    GANTRY_JSON_OBJECT;
}

static bool
skip_word(struct json_cursor *cursor, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(cursor->end - cursor->at) < length ||
	    memcmp(cursor->at, word, length) != 0)
		return false;
	cursor->at += length;
	return true;
}

static int
read_word(struct parser *parser, struct gantry_json_value *value)
{
	struct json_cursor *cursor = &parser->cursor;

	value->kind = GANTRY_JSON_BOOLEAN;
	if (skip_word(cursor, "true"))
		value->boolean = true;
	else if (skip_word(cursor, "null"))
		value->kind = GANTRY_JSON_NULL;
	else if (!skip_word(cursor, "false"))
		return fail(parser, cursor->at,
		    cursor->at < cursor->end
			? "a value is expected"
			: "a value is expected, but the text ends");
	return 0;
}

static int
open_container(
    struct parser *parser, struct node *node, enum gantry_json_kind kind)
{
	if (parser->depth == DEPTH_MAX)
		return fail(parser, parser->cursor.at,
		    "containers are nested more than 64 deep");
	node->value.kind = kind;
	parser->levels[parser->depth++] = (struct level){ node, NULL };
	parser->cursor.at++;
	return 0;
}

static int
read_string(struct parser *parser, struct gantry_json_value *value)
{
	const char *begin = parser->cursor.at;

	value->kind = GANTRY_JSON_STRING;
	value->string =
	    json_string_read(&parser->memory, &parser->cursor, &value->length);
	if (value->string == NULL)
		return -1;
	if (parser->refuses_nul && strlen(value->string) != value->length)
		return fail(parser, begin, "a string cannot contain \\u0000");
	return 0;
}

/* Read the value at the cursor, or the bracket that opens a container. */
static int
read_value(struct parser *parser, struct node *node)
{
	struct json_cursor *cursor = &parser->cursor;

	switch (cursor->at < cursor->end ? *cursor->at : '\0') {
	case '{':
		return open_container(parser, node, GANTRY_JSON_OBJECT);
	case '[':
		return open_container(parser, node, GANTRY_JSON_ARRAY);
	case '"':
		return read_string(parser, &node->value);
	case '-':
	case '0':
	case '1':
	case '2':
	case '3':
	case '4':
	case '5':
	case '6':
	case '7':
	case '8':
	case '9':
		return json_number_read(&parser->memory, cursor, &node->value);
	default:
		return read_word(parser, &node->value);
	}
}

/* "name": */
static int
read_name(struct parser *parser, struct gantry_json_value *value)
{
	struct json_cursor *cursor = &parser->cursor;
	const char *begin = cursor->at;
	size_t length;

	if (begin == cursor->end || *begin != '"')
		return fail(parser, begin, "a name in quotes is expected");
	value->name = json_string_read(&parser->memory, cursor, &length);
	if (value->name == NULL)
		return -1;
	if (strlen(value->name) != length)
		return fail(parser, begin, "a name cannot contain \\u0000");
	skip_blanks(cursor);
	if (!json_skip(cursor, ':'))
		return fail(parser, cursor->at, "a colon is expected");
	skip_blanks(cursor);
	return 0;
}

static void
append(struct parser *parser, struct node *node)
{
	struct level *level;

	if (parser->depth == 0) {
		parser->root = node;
		return;
	}
	level = &parser->levels[parser->depth - 1];
	if (level->last == NULL)
		level->container->value.items = &node->value;
	else
		level->last->value.next = &node->value;
	level->last = node;
	level->container->value.count++;
}

static int
read_item(struct parser *parser)
{
	struct node *node = json_alloc(&parser->memory, sizeof(*node));

	if (node == NULL)
		return -1;
	*node = (struct node){ .at = parser->cursor.at };
	if (is_in_object(parser) && read_name(parser, &node->value) == -1)
		return -1;
	append(parser, node);
	return read_value(parser, node);
}

/* By name, then by position in the text. */
static int
compare_members(const void *a, const void *b)
{
	const struct node *const *one = a, *const *other = b;
	int order = strcmp((*one)->value.name, (*other)->value.name);

	if (order != 0)
		return order;
	return (*one)->at < (*other)->at ? -1 : (*one)->at > (*other)->at;
}

/*
 * Fail if a member is given twice.  The members are sorted, since a client
 * could make a hash table slow.
 */
static int
check_members(struct parser *parser, const struct gantry_json_value *object)
{
	const struct gantry_json_value *item;
	const struct node *const *nodes;
	const char *twice = NULL;
	size_t i;

	gantry_buffer_reset(&parser->members);
	for (item = object->items; item != NULL; item = item->next) {
		const struct node *node = (const struct node *)item;

		gantry_buffer_add(&parser->members, &node, sizeof(node));
	}
	if (gantry_buffer_failed(&parser->members))
		return -1;
	qsort(parser->members.data, object->count, sizeof(*nodes),
	    compare_members);
	nodes = (const struct node *const *)(void *)parser->members.data;
	for (i = 1; i < object->count; i++)
		if (strcmp(nodes[i - 1]->value.name, nodes[i]->value.name) ==
			0 &&
		    (twice == NULL || nodes[i]->at < twice))
			twice = nodes[i]->at;
	if (twice != NULL)
		return fail(parser, twice, "the member is given twice");
	return 0;
}

/* Skip the brackets that close containers here. */
static int
close_containers(struct parser *parser)
{
	struct json_cursor *cursor = &parser->cursor;
	const struct gantry_json_value *value;

	skip_blanks(cursor);
	while (parser->depth > 0) {
		value = &parser->levels[parser->depth - 1].container->value;
		if (!json_skip(cursor, is_in_object(parser) ? '}' : ']'))
			break;
		if (is_in_object(parser) && value->count > 1 &&
		    check_members(parser, value) == -1)
			return -1;
		parser->depth--;
		skip_blanks(cursor);
	}
	return 0;
}

/* Skip the comma before an item, except before the first. */
static int
read_comma(struct parser *parser)
{
	struct json_cursor *cursor = &parser->cursor;

	if (parser->levels[parser->depth - 1].last == NULL)
		return 0;
	if (!json_skip(cursor, ','))
		return fail(parser, cursor->at,
		    is_in_object(parser) ? "a comma or '}' is expected"
					 : "a comma or ']' is expected");
	skip_blanks(cursor);
	return 0;
}

static int
read_document(struct parser *parser)
{
	if (skip_word(&parser->cursor, "\xef\xbb\xbf"))
		return fail(parser, parser->text,
		    "JSON must not begin with a byte order mark");
	skip_blanks(&parser->cursor);
	do {
		if (parser->depth > 0 && read_comma(parser) == -1)
			return -1;
		if (read_item(parser) == -1 || close_containers(parser) == -1)
			return -1;
	} while (parser->depth > 0);
	if (parser->cursor.at < parser->cursor.end)
		return fail(parser, parser->cursor.at,
		    "there is text after the end of the document");
	return 0;
}

/* Columns count characters; lines and columns begin with 1. */
static void
explain(const struct parser *parser, struct gantry_error *error)
{
	const struct json_cursor *cursor = &parser->cursor;
	const char *p;
	size_t line = 1, column = 1;

	if (cursor->problem == NULL) {
		gantry_error_memory(error);
		return;
	}
	for (p = parser->text; p < cursor->at; p++) {
		if (*p == '\n') {
			line++;
			column = 1;
		} else if ((*p & 0xc0) != 0x80) {
			column++;
		}
	}
	gantry_error_set(error, GANTRY_ERROR_INPUT, "line %zu, column %zu: %s",
	    line, column, cursor->problem);
}

static const struct gantry_json_value *
parse(struct parser *parser, struct gantry_error *error)
{
	int result = read_document(parser);

	if (result == -1)
		explain(parser, error);
	gantry_buffer_clear(&parser->members);
	return result == 0 ? &parser->root->value : NULL;
}

const struct gantry_json_value *
gantry_json_parse(struct gantry_environ *environ, const char *text,
    size_t length, struct gantry_error *error)
{
	struct parser parser = {
		.memory = { .environ = environ },
		.text = text,
		.cursor = { .at = text, .end = text + length },
	};

	if (length == 0)
		parser.text = parser.cursor.at = parser.cursor.end = "";
	if (null_error(environ, __func__, "environ", error) ||
	    null_error(parser.text, __func__, "text", error))
		return NULL;
	return parse(&parser, error);
}

const struct gantry_json_value *
json_parse_texts(struct gantry_environ *environ, const char *text,
    size_t length, struct gantry_error *error)
{
	struct parser parser = {
		.memory = { .environ = environ },
		.text = text,
		.cursor = { .at = text, .end = text + length },
		.refuses_nul = true,
	};

	return parse(&parser, error);
}

const struct gantry_json_value *
json_parse_kept(struct arena *arena, const char *text, size_t length,
    struct gantry_error *error)
{
	struct parser parser = {
		.memory = { .arena = arena },
		.text = text,
		.cursor = { .at = text, .end = text + length },
	};

	return parse(&parser, error);
}

const char *
gantry_json_get_text(const struct gantry_json_value *value)
{
	if (value == NULL || value->kind != GANTRY_JSON_STRING ||
	    value->string == NULL || strlen(value->string) != value->length)
		return NULL;
	return value->string;
}

const struct gantry_json_value *
gantry_json_member(const struct gantry_json_value *object, const char *name)
{
	const struct gantry_json_value *item;

	if (null_given(name, __func__, "name") || object == NULL ||
	    object->kind != GANTRY_JSON_OBJECT)
		return NULL;
	for (item = object->items; item != NULL; item = item->next)
		if (item->name != NULL && strcmp(item->name, name) == 0)
			return item;
	return NULL;
}

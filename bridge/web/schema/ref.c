/*
 * References within the document ($ref), and schemas that refer to themselves
 * without an end.  There is one resource, so that a dynamic reference is like
 * any other.
 */
#include <string.h>

#include "base/text/percent.h"
#include "web/schema/schema.h"

/* The member or item of VALUE that a token of a pointer names, or NULL. */
static const struct gantry_json_value *
find_token(const struct gantry_json_value *value, const char *token)
{
	const struct gantry_json_value *item = value->items;
	size_t index = 0;

	if (value->kind == GANTRY_JSON_OBJECT)
		return gantry_json_member(value, token);
	if (value->kind != GANTRY_JSON_ARRAY || *token == '\0' ||
	    token[strspn(token, "0123456789")] != '\0' || strlen(token) > 9 ||
	    (*token == '0' && token[1] != '\0'))
		return NULL;
	for (; *token != '\0'; token++)
		index = index * 10 + (size_t)(*token - '0');
	for (; item != NULL && index > 0; index--)
		item = item->next;
	return item;
}

/* Undo the escapes of a token of LENGTH bytes, in place. */
static bool
unescape(char *token)
{
	char *to = token;

	for (; *token != '\0'; token++) {
		if (*token == '~') {
			token++;
			if (*token != '0' && *token != '1')
				return false;
			*to++ = *token == '0' ? '~' : '/';
		} else {
			*to++ = *token;
		}
	}
	*to = '\0';
	return true;
}

/* The value at POINTER, which is changed; NULL if there is none. */
static const struct gantry_json_value *
find_value(const struct gantry_json_value *value, char *pointer)
{
	char *token = pointer, *end;

	while (value != NULL && *token != '\0') {
		if (*token++ != '/')
			return NULL;
		end = token + strcspn(token, "/");
		pointer = *end != '\0' ? end : NULL;
		*end = '\0';
		if (!unescape(token))
			return NULL;
		value = find_token(value, token);
		if (pointer == NULL)
			return value;
		*end = '/';
		token = end;
	}
	return value;
}

/* The schema whose $anchor or $dynamicAnchor is NAME, or NULL. */
static const struct schema *
find_anchor(const struct gantry_schema *document, const char *name)
{
	static const char *const keywords[] = { "$anchor", "$dynamicAnchor" };
	const struct schema *schema;
	const char *anchor;
	size_t i;

	for (schema = document->schemas; schema != NULL;
	     schema = schema->next) {
		for (i = 0; i < 2; i++) {
			anchor = gantry_json_get_text(
			    gantry_json_member(schema->source, keywords[i]));
			if (anchor != NULL && strcmp(anchor, name) == 0)
				return schema;
		}
	}
	return NULL;
}

/* The fragment of a reference in the document; NULL if it leads elsewhere. */
static const char *
find_fragment(const struct gantry_schema *document, const char *reference)
{
	const char *id =
	    gantry_json_get_text(gantry_json_member(document->source, "$id"));
	size_t length = id != NULL ? strcspn(id, "#") : 0;

	if (*reference == '#')
		return reference + 1;
	if (length == 0 || strncmp(reference, id, length) != 0)
		return NULL;
	reference += length;
	if (*reference == '\0')
		return reference;
	return *reference == '#' ? reference + 1 : NULL;
}

static const struct schema *
find_target(struct compiler *compiler, const char *fragment)
{
	const struct gantry_json_value *value;
	size_t size = strlen(fragment) + 1;
	char *pointer = compile_alloc(compiler, size);
	char *copy = compile_alloc(compiler, size);

	if (pointer == NULL || copy == NULL ||
	    percent_decode(pointer, fragment, size - 1, false) == -1)
		return NULL;
	if (*pointer != '\0' && *pointer != '/')
		return find_anchor(compiler->document, pointer);
	value = find_value(compiler->document->source, strcpy(copy, pointer));
	if (value == NULL ||
	    (value->kind != GANTRY_JSON_OBJECT &&
		value->kind != GANTRY_JSON_BOOLEAN))
		return NULL;
	return compile_schema(compiler, value, pointer);
}

static int
resolve(struct compiler *compiler, struct keyword *keyword)
{
	const char *reference = keyword->value->string;
	const char *fragment = find_fragment(compiler->document, reference);

	if (fragment == NULL)
		return compile_fail(compiler, keyword,
		    "is '%s', which is not in this document; it must begin "
		    "with '#'",
		    reference);
	compiler->error->code = GANTRY_ERROR_NONE;
	keyword->below = find_target(compiler, fragment);
	if (keyword->below != NULL)
		return 0;
	return compiler->error->code != GANTRY_ERROR_NONE
	    ? -1
	    : compile_fail(compiler, keyword, "is '%s', but no schema is there",
		  reference);
}

static int check_loops(struct compiler *compiler, struct schema *schema);

/* Does a schema that KEYWORD has for the same value lead back to it? */
static int
check_keyword(struct compiler *compiler, const struct keyword *keyword)
{
	const struct property *table = keyword->data;
	const struct schema *next;
	size_t i;

	for (i = 0; i <= keyword->count; i++) {
		if (i == keyword->count)
			next = keyword->below;
		else if (keyword->list != NULL)
			next = keyword->list[i];
		else
			next = table[i].schema;
		if (next == NULL)
			continue;
		if (next->state == STATE_OPEN)
			return compile_fail(compiler, keyword,
			    "leads back to its own schema without an end");
		if (check_loops(compiler, (struct schema *)next) == -1)
			return -1;
	}
	return 0;
}

static int
check_loops(struct compiler *compiler, struct schema *schema)
{
	const struct keyword *keyword = schema->keywords;

	if (schema->state == STATE_DONE)
		return 0;
	schema->state = STATE_OPEN;
	for (; keyword != NULL; keyword = keyword->next)
		if (keyword->rule->is_in_place &&
		    check_keyword(compiler, keyword) == -1)
			return -1;
	schema->state = STATE_DONE;
	return 0;
}

int
reference_resolve(struct compiler *compiler)
{
	struct schema *schema;
	struct keyword *keyword;

	/* Targets are appended to the list, and so resolved as well. */
	for (schema = compiler->document->schemas; schema != NULL;
	     schema = schema->next)
		for (keyword = schema->keywords; keyword != NULL;
		     keyword = keyword->next)
			if (strcmp(keyword->rule->name, "$ref") == 0 ||
			    strcmp(keyword->rule->name, "$dynamicRef") == 0)
				if (resolve(compiler, keyword) == -1)
					return -1;
	for (schema = compiler->document->schemas; schema != NULL;
	     schema = schema->next)
		if (check_loops(compiler, schema) == -1)
			return -1;
	return 0;
}

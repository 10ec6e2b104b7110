/*
 * Compiles a schema, keyword by keyword.  What is wrong with it is found here
 * and not when a value is checked.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/null.h"
#include "web/schema/schema.h"
#include "web/types/json_decimal.h"
#include "web/types/json_scalar.h"

int
compile_fail(struct compiler *compiler, const struct keyword *keyword,
    const char *format, ...)
{
	char text[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	return gantry_error_set(compiler->error, GANTRY_ERROR_INPUT,
	    "'%s/%s' %s", keyword->schema->pointer, keyword->value->name, text);
}

void *
compile_alloc(struct compiler *compiler, size_t size)
{
	void *memory = arena_alloc(&compiler->document->arena, size);

	if (memory == NULL)
		gantry_error_memory(compiler->error);
	else
		memset(memory, 0, size);
	return memory;
}

const struct keyword *
schema_find(const struct schema *schema, const char *name)
{
	const struct keyword *keyword = schema->keywords;

	while (keyword != NULL && strcmp(keyword->rule->name, name) != 0)
		keyword = keyword->next;
	return keyword;
}

/* Append NAME to a pointer: "~" and "/" are escaped (RFC 6901 section 3). */
static char *
put_token(char *to, const char *name)
{
	*to++ = '/';
	for (; *name != '\0'; name++) {
		if (*name == '~' || *name == '/') {
			*to++ = '~';
			*to++ = *name == '~' ? '0' : '1';
		} else {
			*to++ = *name;
		}
	}
	*to = '\0';
	return to;
}

/* The schema VALUE, whose pointer is that of KEYWORD and, if not NULL, NAME. */
static const struct schema *
compile_part(struct compiler *compiler, const struct keyword *keyword,
    const struct gantry_json_value *value, const char *name)
{
	const char *outer = keyword->schema->pointer;
	size_t size = strlen(outer) + strlen(keyword->value->name) + 3;
	char *pointer, *to;

	if (value->kind != GANTRY_JSON_OBJECT &&
	    value->kind != GANTRY_JSON_BOOLEAN) {
		compile_fail(compiler, keyword,
		    name != NULL ? "has '%s', which is not a schema: an "
				   "object, true or false"
				 : "must be a schema: an object, true or false",
		    name);
		return NULL;
	}
	pointer = compile_alloc(
	    compiler, size + (name != NULL ? 2 * strlen(name) : 0));
	if (pointer == NULL)
		return NULL;
	to = put_token(
	    strcpy(pointer, outer) + strlen(outer), keyword->value->name);
	if (name != NULL)
		put_token(to, name);
	return compile_schema(compiler, value, pointer);
}

int
compile_below(struct compiler *compiler, struct keyword *keyword)
{
	keyword->below = compile_part(compiler, keyword, keyword->value, NULL);
	return keyword->below != NULL ? 0 : -1;
}

int
compile_list(struct compiler *compiler, struct keyword *keyword)
{
	const struct gantry_json_value *item = keyword->value->items;
	char number[24];

	if (keyword->value->kind != GANTRY_JSON_ARRAY || item == NULL)
		return compile_fail(compiler, keyword,
		    "must be an array of one schema or more");
	keyword->list = compile_alloc(
	    compiler, keyword->value->count * sizeof(*keyword->list));
	if (keyword->list == NULL)
		return -1;
	for (; item != NULL; item = item->next) {
		snprintf(number, sizeof(number), "%zu", keyword->count);
		keyword->list[keyword->count] =
		    compile_part(compiler, keyword, item, number);
		if (keyword->list[keyword->count++] == NULL)
			return -1;
	}
	return 0;
}

static int
compare_properties(const void *a, const void *b)
{
	const struct property *one = a, *other = b;

	return strcmp(one->name, other->name);
}

int
compile_table(struct compiler *compiler, struct keyword *keyword)
{
	const struct gantry_json_value *item;
	struct property *table, *property;

	if (keyword->value->kind != GANTRY_JSON_OBJECT)
		return compile_fail(
		    compiler, keyword, "must be an object of schemas");
	table = compile_alloc(
	    compiler, (keyword->value->count + 1) * sizeof(*table));
	if (table == NULL)
		return -1;
	for (item = keyword->value->items; item != NULL; item = item->next) {
		property = &table[keyword->count++];
		property->name = item->name;
		property->schema =
		    compile_part(compiler, keyword, item, item->name);
		if (property->schema == NULL)
			return -1;
	}
	qsort(table, keyword->count, sizeof(*table), compare_properties);
	keyword->data = table;
	return 0;
}

int
compile_count(struct compiler *compiler, struct keyword *keyword)
{
	const struct gantry_json_value *value = keyword->value;
	const bool is_number = value->kind == GANTRY_JSON_INTEGER ||
	    value->kind == GANTRY_JSON_NUMBER;
	struct json_decimal decimal;

	if (is_number)
		json_decimal_init(&decimal, value);
	if (!is_number || !json_decimal_is_whole(&decimal) || value->number < 0)
		return compile_fail(
		    compiler, keyword, "must be a whole number, at least 0");
	keyword->count =
	    value->number < 9e18 ? (size_t)value->number : SIZE_MAX;
	return 0;
}

int
compile_names(struct compiler *compiler, struct keyword *keyword)
{
	const struct gantry_json_value *item = keyword->value->items, *other;

	if (keyword->value->kind != GANTRY_JSON_ARRAY)
		return compile_fail(
		    compiler, keyword, "must be an array of strings");
	for (; item != NULL; item = item->next) {
		if (item->kind != GANTRY_JSON_STRING)
			return compile_fail(
			    compiler, keyword, "must be an array of strings");
		for (other = keyword->value->items; other != item;
		     other = other->next)
			if (strcmp(other->string, item->string) == 0)
				return compile_fail(compiler, keyword,
				    "has '%s' twice", item->string);
	}
	return 0;
}

struct pattern *
compile_pattern(struct compiler *compiler, const struct keyword *keyword,
    const char *text, size_t length)
{
	struct pattern *pattern = pattern_new(text, length, compiler->error);

	if (pattern == NULL) {
		gantry_error_prefix(compiler->error, "'%s/%s'",
		    keyword->schema->pointer, keyword->value->name);
		return NULL;
	}
	*pattern_next(pattern) = compiler->document->patterns;
	compiler->document->patterns = pattern;
	return pattern;
}

/* Compile the keywords of SCHEMA that RULES have, and set *LAST to the end. */
static int
compile_keywords(struct compiler *compiler, struct schema *schema,
    const struct rule *rule, struct keyword ***last)
{
	const struct gantry_json_value *value;
	struct keyword *keyword;

	for (; rule->name != NULL; rule++) {
		value = gantry_json_member(schema->source, rule->name);
		if (value == NULL)
			continue;
		keyword = compile_alloc(compiler, sizeof(*keyword));
		if (keyword == NULL)
			return -1;
		*keyword = (struct keyword){
			.rule = rule,
			.schema = schema,
			.value = value,
		};
		**last = keyword;
		*last = &keyword->next;
		if (rule->compile != NULL &&
		    rule->compile(compiler, keyword) == -1)
			return -1;
	}
	return 0;
}

const struct schema *
compile_schema(struct compiler *compiler, const struct gantry_json_value *value,
    const char *pointer)
{
	static const struct rule *const tables[] = { schema_logic_rules,
		schema_scalar_rules, schema_array_rules, schema_object_rules,
		schema_last_rules };
	struct gantry_schema *document = compiler->document;
	struct schema *schema;
	struct keyword **last;
	size_t i;

	for (schema = document->schemas; schema != NULL; schema = schema->next)
		if (schema->source == value)
			return schema;
	schema = compile_alloc(compiler, sizeof(*schema));
	if (schema == NULL)
		return NULL;
	*schema = (struct schema){
		.source = value,
		.pointer = pointer,
		.is_false =
		    value->kind == GANTRY_JSON_BOOLEAN && !value->boolean,
	};
	*document->last_schema = schema;
	document->last_schema = &schema->next;
	last = &schema->keywords;
	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (compile_keywords(compiler, schema, tables[i], &last) == -1)
			return NULL;
	return schema;
}

static int
compile(struct compiler *compiler, const char *text)
{
	struct gantry_schema *document = compiler->document;

	document->source = json_parse_kept(
	    &document->arena, text, strlen(text), compiler->error);
	if (document->source == NULL)
		return gantry_error_prefix(
		    compiler->error, "the schema is not JSON");
	if (document->source->kind != GANTRY_JSON_OBJECT &&
	    document->source->kind != GANTRY_JSON_BOOLEAN)
		return gantry_error_set(compiler->error, GANTRY_ERROR_INPUT,
		    "the schema is neither an object nor a boolean");
	document->root = compile_schema(compiler, document->source, "");
	if (document->root == NULL || reference_resolve(compiler) == -1)
		return gantry_error_prefix(
		    compiler->error, "the schema is not valid");
	return 0;
}

struct gantry_schema *
gantry_schema_new(const char *text, struct gantry_error *error)
{
	struct gantry_error ignored;
	struct compiler compiler = { .error = error };

	if (error == NULL)
		compiler.error = &ignored;
	if (null_error(text, __func__, "text", error))
		return NULL;
	compiler.document = calloc(1, sizeof(*compiler.document));
	if (compiler.document == NULL) {
		gantry_error_memory(compiler.error);
		return NULL;
	}
	arena_init(&compiler.document->arena);
	compiler.document->last_schema = &compiler.document->schemas;
	if (compile(&compiler, text) == 0)
		return compiler.document;
	gantry_schema_free(compiler.document);
	return NULL;
}

void
gantry_schema_free(struct gantry_schema *schema)
{
	struct pattern *pattern, *next;

	if (schema == NULL)
		return;
	for (pattern = schema->patterns; pattern != NULL; pattern = next) {
		next = *pattern_next(pattern);
		pattern_free(pattern);
	}
	arena_clear(&schema->arena);
	free(schema);
}

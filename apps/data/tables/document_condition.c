/*
 * A condition becomes a filter of Firestore's queries, which knows how values
 * compare.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/json/json_parse.h"
#include "data/query/answer/document_match.h"
#include "data/query/language/parse.h"
#include "data/tables/document_condition.h"

struct conditions {
	struct arena arena; /* of the filters */
	const struct filter **leaves;
	size_t count;
	struct match match;
};

struct operator
{
	const char *text;
	const char *name; /* of fieldFilter */
	bool takes_list;
};

/* The longer ones first. */
static const struct operator operators[] = {
	{ "array-contains-any", "ARRAY_CONTAINS_ANY", true },
	{ "array-contains", "ARRAY_CONTAINS", false },
	{ "not-in", "NOT_IN", true },
	{ "in", "IN", true },
	{ "==", "EQUAL", false },
	{ "!=", "NOT_EQUAL", false },
	{ "<=", "LESS_THAN_OR_EQUAL", false },
	{ ">=", "GREATER_THAN_OR_EQUAL", false },
	{ "<", "LESS_THAN", false },
	{ ">", "GREATER_THAN", false },
	{ "=", "EQUAL", false },
	{ NULL, NULL, false },
};

static int
malformed(struct gantry_error *error, const char *text, const char *what)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "condition \"%s\": %s; write FIELD OPERATOR VALUE, for example "
	    "\"population >= 1000\" or \"country == 'IT'\"",
	    text, what);
}

static const char *
skip_space(const char *at)
{
	return at + strspn(at, " \t");
}

/* Find the end of the field at AT: backquotes may hold anything. */
static const char *
skip_field(const char *at)
{
	bool is_quoted = false;

	for (; *at != '\0'; at++) {
		if (is_quoted && *at == '\\' && at[1] != '\0')
			at++;
		else if (*at == '`')
			is_quoted = !is_quoted;
		else if (!is_quoted && strchr(" \t=!<>", *at) != NULL)
			break;
	}
	return at;
}

/* Is TEXT a date and time, as RFC 3339 has it? */
static bool
is_time(const char *text)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd";
	size_t i;

	for (i = 0; form[i] != '\0'; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9'
				   : text[i] != form[i])
			return false;
	return text[i] == 'Z' || text[i] == '.' || text[i] == '+' ||
	    text[i] == '-';
}

/* Wrap a scalar: {"stringValue": TEXT}. */
static json_t *
scalar(const char *kind, json_t *value)
{
	return json_pack("{s:o}", kind, value);
}

static json_t *typed(const json_t *plain);

static json_t *
typed_array(const json_t *plain)
{
	json_t *values = json_array();
	size_t i;

	for (i = 0; i < json_array_size(plain); i++)
		json_array_append_new(values, typed(json_array_get(plain, i)));
	return json_pack("{s:{s:o}}", "arrayValue", "values", values);
}

/* Make the value of the REST API that PLAIN stands for. */
static json_t *
typed(const json_t *plain)
{
	char number[32];

	switch (json_typeof(plain)) {
	case JSON_NULL:
		return scalar("nullValue", json_null());
	case JSON_TRUE:
	case JSON_FALSE:
		return scalar(
		    "booleanValue", json_boolean(json_is_true(plain)));
	case JSON_INTEGER:
		snprintf(number, sizeof(number), "%lld",
		    (long long)json_integer_value(plain));
		return scalar("integerValue", json_string(number));
	case JSON_REAL:
		return scalar("doubleValue", json_real(json_real_value(plain)));
	case JSON_STRING:
		return scalar("stringValue",
		    json_stringn(
			json_string_value(plain), json_string_length(plain)));
	case JSON_ARRAY:
		return typed_array(plain);
	default:
		return json_deep_copy(plain);
	}
}

/* 'IT': quotes that a shell's double quotes let through. */
static bool
is_single_quoted(const char *text, size_t length)
{
	return length >= 2 && text[0] == '\'' && text[length - 1] == '\'';
}

/* Parse TEXT, one JSON value of any kind; NULL when it is not one. */
static json_t *
parse_any(const char *text)
{
	struct gantry_buffer list = { 0 };
	struct gantry_error unused;
	json_t *array = NULL, *value = NULL;

	/* The parser takes objects and arrays. */
	gantry_buffer_printf(&list, "[%s]", text);
	if (!gantry_buffer_failed(&list))
		array = json_parse(
		    (struct bytes){ list.data, list.length }, NULL, &unused);
	if (json_array_size(array) == 1)
		value = json_incref(json_array_get(array, 0));
	json_decref(array);
	gantry_buffer_clear(&list);
	return value;
}

static json_t *
read_value(const char *text)
{
	size_t length = strlen(text);
	json_t *plain, *value;

	if (is_time(text))
		return scalar("timestampValue", json_string(text));
	if (is_single_quoted(text, length))
		return scalar(
		    "stringValue", json_stringn(text + 1, length - 2));
	plain = parse_any(text);
	if (plain == NULL)
		return scalar("stringValue", json_stringn(text, length));
	value = typed(plain);
	json_decref(plain);
	return value;
}

/* A filter for null is unary. */
static json_t *
make_filter(const char *field, size_t length, const struct operator* operator,
    json_t * value)
{
	const char *name = operator->name;

	if (json_object_get(value, "nullValue") != NULL &&
	    (strcmp(name, "EQUAL") == 0 || strcmp(name, "NOT_EQUAL") == 0)) {
		json_decref(value);
		return json_pack("{s:{s:{s:s%},s:s}}", "unaryFilter", "field",
		    "fieldPath", field, length, "op",
		    strcmp(name, "EQUAL") == 0 ? "IS_NULL" : "IS_NOT_NULL");
	}
	return json_pack("{s:{s:{s:s%},s:s,s:o}}", "fieldFilter", "field",
	    "fieldPath", field, length, "op", name, "value", value);
}

static const struct operator* find_operator(const char *at)
{
	const struct operator* operator;
	size_t length;

	for (operator= operators; operator->text != NULL; operator++) {
		length = strlen(operator->text);
		if (strncmp(at, operator->text, length) != 0)
			continue;
		/* "in" is a word, "<" need not be. */
		if (strchr("=!<>", at[0]) != NULL ||
		    strchr(" \t[", at[length]) != NULL)
			return operator;
	}
	return NULL;
}

/* Read TEXT as the JSON of a filter.  NULL with ERROR. */
static json_t *
read_text(const char *text, struct gantry_error *error)
{
	const char *field = skip_space(text), *end = skip_field(field);
	const char *at = skip_space(end);
	const struct operator* operator= find_operator(at);
	json_t *value, *filter;

	if (end == field || operator== NULL) {
		malformed(error, text,
		    end == field ? "it has no field" : "it has no operator");
		return NULL;
	}
	at = skip_space(at + strlen(operator->text));
	if (*at == '\0') {
		malformed(error, text, "it has no value");
		return NULL;
	}
	value = read_value(at);
	if (operator->takes_list &&
	    json_object_get(value, "arrayValue") == NULL) {
		json_decref(value);
		malformed(error, text, "its value is not a list, as [1, 2] is");
		return NULL;
	}
	filter = make_filter(field, (size_t)(end - field), operator, value);
	if (filter == NULL)
		gantry_error_memory(error);
	return filter;
}

static int
add(struct conditions *conditions, const char *text, struct gantry_error *error)
{
	json_t *json = read_text(text, error);
	struct filter *filter = NULL;
	int result = -1;

	if (json == NULL)
		return -1;
	if (parse_filter(json, &conditions->arena, &filter, error) == -1)
		gantry_error_prefix(error, "condition \"%s\"", text);
	else if (filter->field.is_name)
		malformed(error, text,
		    "the names of documents are chosen by their paths");
	else
		result = 0;
	json_decref(json);
	if (result == 0)
		conditions->leaves[conditions->count++] = filter;
	return result;
}

struct conditions *
conditions_new(const char *const *texts, struct gantry_error *error)
{
	struct conditions *conditions = calloc(1, sizeof(*conditions));
	size_t count = 0, i;
	int result = 0;

	while (texts != NULL && texts[count] != NULL)
		count++;
	if (conditions != NULL)
		conditions->leaves =
		    calloc(count + 1, sizeof(*conditions->leaves));
	if (conditions == NULL || conditions->leaves == NULL)
		result = gantry_error_memory(error);
	for (i = 0; i < count && result == 0; i++)
		result = add(conditions, texts[i], error);
	if (result == 0)
		return conditions;
	conditions_free(conditions);
	return NULL;
}

void
conditions_free(struct conditions *conditions)
{
	if (conditions == NULL)
		return;
	match_clear(&conditions->match);
	arena_clear(&conditions->arena);
	free(conditions->leaves);
	free(conditions);
}

int
conditions_hold(struct conditions *conditions,
    const struct firestore_document *document, struct gantry_error *error)
{
	const struct term term = { conditions->leaves, conditions->count };
	const struct store_document stored = {
		.path = { document->path, document->path_length },
		.fields = { document->fields, document->fields_length },
	};
	bool result = match_term(&conditions->match, &term, &stored);

	if (match_failed(&conditions->match))
		return gantry_error_memory(error);
	return result;
}

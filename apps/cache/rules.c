/*
 * Running the projections' rules: the fields that a rule names are looked up in
 * the document and bound to its statement.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cache/fields.h"
#include "cache/rules.h"

/* The first parameter that is a field. */
#define FIRST_FIELD 3

static int
add_rules(struct rules *rules, struct db *db,
    const struct cache_projection *projection, struct gantry_error *error)
{
	const struct cache_rule *rule;
	struct rule *items;
	struct db_statement *statement;

	for (rule = projection->rules; rule->collection != NULL; rule++) {
		items =
		    realloc(rules->items, (rules->count + 1) * sizeof(*items));
		if (items == NULL)
			return gantry_error_set(
			    error, GANTRY_ERROR_MEMORY, "out of memory");
		rules->items = items;
		statement = db_prepare(db, rule->sql, error);
		if (statement == NULL)
			return gantry_error_prefix(
			    error, "projection %s", projection->name);
		items[rules->count].projection = projection;
		items[rules->count].rule = rule;
		items[rules->count++].statement = statement;
	}
	return 0;
}

int
rules_prepare(struct rules *rules, struct db *db,
    const struct cache_projection *const projections[],
    struct gantry_error *error)
{
	*rules = (struct rules){ 0 };
	rules->scratch = calloc(PROJECTION_FIELDS_MAX, sizeof(*rules->scratch));
	if (rules->scratch == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	for (; *projections != NULL; projections++)
		if (add_rules(rules, db, *projections, error) == -1)
			return -1;
	return 0;
}

void
rules_clear(struct rules *rules)
{
	size_t i;

	for (i = 0; i < rules->count; i++)
		db_finalize(rules->items[i].statement);
	for (i = 0; rules->scratch != NULL && i < PROJECTION_FIELDS_MAX; i++)
		gantry_buffer_clear(&rules->scratch[i]);
	free(rules->items);
	free(rules->scratch);
	*rules = (struct rules){ 0 };
}

static void
bind_field(struct db_statement *statement, int index, const struct field *field)
{
	switch (field->type) {
	case FIELD_TEXT:
		db_bind_text(statement, index, field->text, field->text_length);
		break;
	case FIELD_INTEGER:
		db_bind_integer(statement, index, field->integer);
		break;
	case FIELD_DOUBLE:
		db_bind_double(statement, index, field->real);
		break;
	default:
		db_bind_null(statement, index);
		break;
	}
}

static bool
is_for(const struct rule *rule, const char *collection, size_t length)
{
	return strlen(rule->rule->collection) == length &&
	    memcmp(rule->rule->collection, collection, length) == 0;
}

/*
 * Look the rule's fields up in DOCUMENT and bind them.  Returns false, part of
 * them being bound, when the types do not fit.
 */
static bool
bind_fields(struct rules *rules, const struct rule *rule,
    const struct cache_document *document)
{
	struct field field;
	int i;

	for (i = 0; rule->rule->fields[i] != NULL; i++) {
		field = field_find(document->fields, document->fields_length,
		    rule->rule->fields[i], &rules->scratch[i]);
		if (rule->rule->types[i] != FIELD_OTHER &&
		    rule->rule->types[i] != field.type)
			return false;
		bind_field(rule->statement, FIRST_FIELD + i, &field);
	}
	return true;
}

int
rules_run(struct rules *rules, const struct cache_document *document,
    size_t parent_length, const char *collection, size_t collection_length,
    struct gantry_error *error)
{
	const struct cache_projection *done = NULL;
	const struct rule *rule = rules->items;
	const struct rule *end = rule + rules->count;

	for (; rule < end; rule++) {
		if (rule->projection == done ||
		    !is_for(rule, collection, collection_length) ||
		    !bind_fields(rules, rule, document))
			continue;
		db_bind_text(
		    rule->statement, 1, document->path, document->path_length);
		db_bind_text(rule->statement, 2, document->path, parent_length);
		if (db_execute(rule->statement, error) == -1)
			return -1;
		done = rule->projection;
	}
	return 0;
}

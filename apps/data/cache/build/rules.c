/*
 * Runs the rules of the projections: the fields that a rule names are looked up
 * in the document and bound to its statement.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/build/rules.h"
#include "data/cache/json_field.h"

/* The first parameter that is a field. */
#define FIRST_FIELD 3

static int
add_rule(struct rules *rules, struct db *db, const struct rule *added,
    struct gantry_error *error)
{
	struct rule *items =
	    realloc(rules->items, (rules->count + 1) * sizeof(*items));
	struct rule *item;

	if (items == NULL)
		return gantry_error_memory(error);
	rules->items = items;
	item = &items[rules->count];
	*item = *added;
	item->has_path = strchr(added->rule->collection, '/') != NULL;
	item->length = strlen(added->rule->collection);
	if (item->rule->sql != NULL) {
		item->statement = db_prepare(db, item->rule->sql, error);
		if (item->statement == NULL)
			return -1;
	}
	rules->count++;
	return 0;
}

static int
add_rules(struct rules *rules, struct db *db,
    const struct cache_projection *projection, struct gantry_error *error)
{
	struct rule added = {
		.projection = projection,
		.rule = projection->rules,
		.sums = &rules->sums[rules->sums_count - 1],
	};

	for (; added.rule->collection != NULL; added.rule++)
		if (add_rule(rules, db, &added, error) == -1)
			return gantry_error_prefix(
			    error, "projection %s", projection->name);
	return 0;
}

static void
init_sums(struct sums *sums, const struct cache_projection *projection,
    const struct rules_options *options)
{
	const struct sums_options wanted = {
		.path = options->path,
		.memory = options->sums_memory > 0 ? options->sums_memory
						   : SUMS_MEMORY,
		.folds = projection->sums.insert_texts != NULL,
		.best = projection->sums.best,
	};

	sums_init(sums, &wanted);
}

int
rules_prepare(struct rules *rules, struct db *db,
    const struct rules_options *options, struct gantry_error *error)
{
	const struct cache_projection *const *projection;
	size_t count = 0;

	while (options->projections[count] != NULL)
		count++;
	*rules = (struct rules){ 0 };
	rules->scratch = calloc(PROJECTION_FIELDS_MAX, sizeof(*rules->scratch));
	rules->sums = calloc(count + 1, sizeof(*rules->sums));
	if (rules->scratch == NULL || rules->sums == NULL)
		return gantry_error_memory(error);
	for (projection = options->projections; *projection != NULL;
	     projection++) {
		init_sums(
		    &rules->sums[rules->sums_count++], *projection, options);
		if (add_rules(rules, db, *projection, error) == -1)
			return -1;
	}
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
	for (i = 0; i < rules->sums_count; i++)
		sums_clear(&rules->sums[i]);
	free(rules->items);
	free(rules->sums);
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

/* Get the length of the path segment at *AT, and move *AT after its slash. */
static size_t
next_segment(const char **at, const char *end)
{
	const char *start = *at;
	const char *slash = memchr(start, '/', (size_t)(end - start));

	*at = slash != NULL ? slash + 1 : end;
	return (size_t)((slash != NULL ? slash : end) - start);
}

/* Does the path of a collection match the rule, in which "{name}" is any id? */
static bool
fits(const struct rule *rule, const char *path, const char *path_end)
{
	const char *pattern = rule->rule->collection;
	const char *pattern_end = pattern + rule->length;
	const char *wanted, *found;
	size_t length, found_length;

	while (pattern < pattern_end && path < path_end) {
		wanted = pattern;
		found = path;
		length = next_segment(&pattern, pattern_end);
		found_length = next_segment(&path, path_end);
		if (*wanted != '{' &&
		    (length != found_length ||
			memcmp(wanted, found, length) != 0))
			return false;
	}
	return pattern == pattern_end && path == path_end;
}

static bool
is_for(const struct rule *rule, const struct rules_document *given)
{
	if (rule->has_path)
		return fits(rule, given->document->path,
		    given->collection + given->collection_length);
	return rule->length == given->collection_length &&
	    memcmp(rule->rule->collection, given->collection,
		given->collection_length) == 0;
}

/* Turn a double that is a whole number into an integer. */
static bool
make_integer(struct field *field)
{
	/* From the smallest integer up to, excluding, the largest plus one. */
	if (field->type == FIELD_DOUBLE && field->real >= -0x1p63 &&
	    field->real < 0x1p63) {
		field->integer = (int64_t)field->real;
		if ((double)field->integer == field->real)
			field->type = FIELD_INTEGER;
	}
	return field->type == FIELD_INTEGER;
}

/*
 * Find the fields of the rule in DOCUMENT.  Returns false when their types do
 * not match.
 */
static bool
find_fields(struct rules *rules, const struct cache_rule *rule,
    const struct cache_document *document, struct field *found)
{
	int i;

	for (i = 0; rule->fields[i] != NULL; i++) {
		found[i] =
		    json_field_find(document->fields, document->fields_length,
			rule->fields[i], &rules->scratch[i]);
		if (rule->types[i] == FIELD_INTEGER
			? !make_integer(&found[i])
			: rule->types[i] != FIELD_OTHER &&
			    rule->types[i] != found[i].type)
			return false;
	}
	return true;
}

static int
run_statement(const struct rule *rule, const struct rules_document *given,
    const struct field *fields, struct gantry_error *error)
{
	const struct cache_document *document = given->document;
	int i;

	db_bind_text(rule->statement, 1, document->path, document->path_length);
	db_bind_text(rule->statement, 2, document->path, given->parent_length);
	for (i = 0; rule->rule->fields[i] != NULL; i++)
		bind_field(rule->statement, FIRST_FIELD + i, &fields[i]);
	return db_execute(rule->statement, error);
}

static int
add_part(const struct rule *rule, const struct rules_document *given,
    const struct field *fields, struct gantry_error *error)
{
	const struct sums_part part = {
		.parent = given->document->path,
		.parent_length = given->parent_length,
		.text = fields[0].text,
		.text_length = fields[0].text_length,
		.amount = fields[1].integer,
	};

	return sums_add(rule->sums, &part, error);
}

int
rules_run(struct rules *rules, const struct rules_document *given,
    struct gantry_error *error)
{
	const struct cache_projection *done = NULL;
	const struct rule *rule;
	struct field fields[PROJECTION_FIELDS_MAX];
	size_t i;

	for (i = 0; i < rules->count; i++) {
		rule = &rules->items[i];
		if (rule->projection == done || !is_for(rule, given) ||
		    !find_fields(rules, rule->rule, given->document, fields))
			continue;
		if ((rule->statement != NULL ? run_statement : add_part)(
			rule, given, fields, error) == -1)
			return -1;
		done = rule->projection;
	}
	return 0;
}

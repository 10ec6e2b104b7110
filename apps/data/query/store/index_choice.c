/*
 * A handful of rules, which are tried one after the other.
 */
#include <string.h>

#include "data/query/store/index_choice.h"

static int
add(struct index_choices *choices, struct bytes collection, struct bytes field,
    bool is_only, struct gantry_error *error)
{
	struct index_choice *choice =
	    arena_alloc(&choices->arena, sizeof(*choice));
	const char *copy =
	    arena_strndup(&choices->arena, collection.data, collection.length);

	if (choice == NULL || copy == NULL)
		return gantry_error_memory(error);
	*choice = (struct index_choice){
		.collection = { copy, collection.length },
		.is_only = is_only,
		.next = choices->first,
	};
	if (field_read(&choice->field, &choices->arena, field, error) == -1)
		return -1;
	if (choice->field.is_name)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "__name__ is always indexed; expected another field");
	choices->first = choice;
	return 0;
}

int
index_choices_add(struct index_choices *choices, const char *text, bool is_only,
    struct gantry_error *error)
{
	const char *colon = strchr(text, ':'), *quote = strchr(text, '`');
	struct bytes collection = { text, 0 };

	if (colon != NULL && (quote == NULL || colon < quote)) {
		collection.length = (size_t)(colon - text);
		text = colon + 1;
	}
	return add(choices, collection, (struct bytes){ text, strlen(text) },
	    is_only, error);
}

void
index_choices_clear(struct index_choices *choices)
{
	arena_clear(&choices->arena);
	choices->first = NULL;
}

static bool
begins_with(struct bytes key, struct bytes prefix)
{
	return key.length >= prefix.length &&
	    memcmp(key.data, prefix.data, prefix.length) == 0;
}

/* Does CHOICE speak of COLLECTION?  Of an empty one, all do. */
static bool
is_about(const struct index_choice *choice, struct bytes collection)
{
	return choice->collection.length == 0 || collection.length == 0 ||
	    bytes_compare(choice->collection, collection) == 0;
}

enum index_cover
index_choices_cover(const struct index_choices *choices,
    struct bytes collection, struct bytes key)
{
	const struct index_choice *choice;
	enum index_cover cover = INDEX_NOTHING;
	bool has_only = false;

	for (choice = choices->first; choice != NULL; choice = choice->next) {
		if (!is_about(choice, collection))
			continue;
		if (!choice->is_only && begins_with(key, choice->field.key))
			return INDEX_NOTHING;
		if (!choice->is_only)
			continue;
		has_only = true;
		if (begins_with(key, choice->field.key) &&
		    (collection.length > 0 || choice->collection.length == 0))
			cover = INDEX_WHOLE;
		else if (cover == INDEX_NOTHING &&
		    begins_with(choice->field.key, key))
			cover = INDEX_INNER;
	}
	return has_only ? cover : INDEX_WHOLE;
}

int
index_choices_write(const struct index_choices *choices, struct db *db,
    struct gantry_error *error)
{
	const struct index_choice *choice;
	struct db_statement *add;
	int result = 0;

	add = db_prepare(db, "INSERT INTO choice VALUES (?1, ?2, ?3)", error);
	if (add == NULL)
		return -1;
	for (choice = choices->first; choice != NULL && result == 0;
	     choice = choice->next) {
		db_bind_text(
		    add, 1, choice->collection.data, choice->collection.length);
		db_bind_text(
		    add, 2, choice->field.text.data, choice->field.text.length);
		db_bind_integer(add, 3, choice->is_only);
		result = db_execute(add, error);
	}
	db_finalize(add);
	return result;
}

int
index_choices_read(
    struct index_choices *choices, struct db *db, struct gantry_error *error)
{
	struct db_statement *rows = db_prepare(
	    db, "SELECT collection, field, is_only FROM choice", error);
	struct bytes collection, field;
	int result;

	if (rows == NULL)
		return -1;
	while ((result = db_step(rows, error)) == 1) {
		collection.data = db_column_text(rows, 0, &collection.length);
		field.data = db_column_text(rows, 1, &field.length);
		if (add(choices, collection, field,
			db_column_integer(rows, 2) != 0, error) == -1) {
			result = -1;
			break;
		}
	}
	db_finalize(rows);
	return result == -1 ? -1 : 0;
}

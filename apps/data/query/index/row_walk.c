/*
 * The names in maps are fields of their own, and so are the elements of arrays.
 */
#include <string.h>

#include "data/query/index/places.h"
#include "data/query/index/row_walk.h"
#include "data/query/keys/key.h"
#include "data/query/store/index_schema.h"

#define PROGRESS_STEP 10000

/* Visit the key that was made, of FIELD. */
static int
visit(struct row_walk *walk, int64_t field, unsigned numbers,
    struct gantry_error *error)
{
	const struct row row = {
		.collection = walk->collection->id,
		.group = walk->collection->group,
		.field = field,
		.key = { walk->key.data, walk->key.length },
		.rank = walk->rank,
		.numbers = numbers,
	};

	if (gantry_buffer_failed(&walk->key))
		return gantry_error_memory(error);
	return walk->visit(walk->argument, &row, error);
}

static int
add_value(struct row_walk *walk, const struct value *value, int64_t field,
    struct gantry_error *error)
{
	gantry_buffer_reset(&walk->key);
	if (!key_add(&walk->key, value))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected a value that Firestore has, found %s",
		    bytes_show(
			(struct bytes){ value->text.data, value->text.length })
			.text);
	return visit(walk, field,
	    value->kind == VALUE_INTEGER      ? INDEX_INTEGERS
		: value->kind == VALUE_DOUBLE ? INDEX_DOUBLES
					      : 0,
	    error);
}

static int64_t
field_of(struct row_walk *walk, bool is_element, struct gantry_error *error)
{
	if (gantry_buffer_failed(&walk->path)) {
		gantry_error_memory(error);
		return -1;
	}
	return field_ids_get(walk->ids,
	    (struct bytes){ walk->path.data, walk->path.length }, is_element,
	    error);
}

static int
add_elements(struct row_walk *walk, struct json_part elements,
    struct gantry_error *error)
{
	int64_t field = field_of(walk, true, error);
	struct json_walk members = json_walk(elements);
	struct json_part json;
	struct value value;

	if (field == -1)
		return -1;
	while (json_walk_next(&members, NULL, &json)) {
		if (!value_read(json, &value))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "an element is malformed");
		if (add_value(walk, &value, field, error) == -1)
			return -1;
	}
	return 0;
}

static int add_fields(
    struct row_walk *walk, struct json_part fields, struct gantry_error *error);

/* Add what is in VALUE, of the field that PATH ends with. */
static int
add_inner(struct row_walk *walk, const struct value *value,
    struct gantry_error *error)
{
	struct json_part elements;

	if (value->kind == VALUE_MAP &&
	    !value_is_vector(value->text, &elements))
		return add_fields(walk, value->text, error);
	return 0;
}

static int
add_whole(struct row_walk *walk, const struct value *value,
    struct gantry_error *error)
{
	int64_t field = field_of(walk, false, error);

	if (field == -1 || add_value(walk, value, field, error) == -1)
		return -1;
	if (value->kind == VALUE_ARRAY &&
	    add_elements(walk, value->text, error) == -1)
		return -1;
	return add_inner(walk, value, error);
}

static int
add_field(struct row_walk *walk, struct json_part name, struct json_part json,
    struct gantry_error *error)
{
	const struct bytes path = { walk->path.data, walk->path.length };
	struct value value;

	if (!value_read(json, &value))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the field %s is malformed",
		    bytes_show((struct bytes){ name.data, name.length }).text);
	switch (index_choices_cover(walk->choices, walk->id, path)) {
	case INDEX_WHOLE:
		return add_whole(walk, &value, error);
	case INDEX_INNER:
		return add_inner(walk, &value, error);
	case INDEX_NOTHING:
		break;
	}
	return 0;
}

static int
add_fields(
    struct row_walk *walk, struct json_part fields, struct gantry_error *error)
{
	struct json_walk members = json_walk(fields);
	struct gantry_buffer plain = { 0 };
	const size_t outer = walk->path.length;
	struct json_part name, json;
	int result = 0;

	while (result == 0 && json_walk_next(&members, &name, &json)) {
		gantry_buffer_reset(&plain);
		json_unescape(&plain, name.data, name.data + name.length);
		key_add_text(
		    &walk->path, (struct bytes){ plain.data, plain.length });
		if (gantry_buffer_failed(&plain) ||
		    gantry_buffer_failed(&walk->path))
			result = gantry_error_memory(error);
		else
			result = add_field(walk, name, json, error);
		walk->path.length = outer;
	}
	gantry_buffer_clear(&plain);
	return result;
}

/* Get the group of the collection, if the group has several; else 0. */
static int
find_group(struct row_walk *walk, struct collection *collection,
    struct gantry_error *error)
{
	int result;

	db_bind_integer(walk->find_group, 1, collection->id);
	result = db_step(walk->find_group, error);
	if (result == 1)
		collection->group = db_column_integer(walk->find_group, 0);
	db_reset(walk->find_group);
	return result == -1 ? -1 : 0;
}

/* Set the collection of the document PATH, the next one by its name. */
static int
enter(struct row_walk *walk, struct bytes path, struct gantry_error *error)
{
	struct collection *collection = collections_enter(
	    &walk->collections, path, walk->left, walk->argument, error);

	if (collection == NULL)
		return -1;
	walk->collection = collection;
	return collection->documents++ == 0
	    ? find_group(walk, collection, error)
	    : 0;
}

/* Set it to that with ID; documents of one are often next to each other. */
static int
enter_known(struct row_walk *walk, int64_t id, struct gantry_error *error)
{
	walk->collection = &walk->last;
	if (walk->last.id == id)
		return 0;
	walk->last = (struct collection){ .id = id };
	return find_group(walk, &walk->last, error);
}

/* Find the id of the collection in the path of a document. */
static struct bytes
collection_id(struct bytes path)
{
	size_t start, length = path.length;

	while (length > 0 && path.data[length - 1] != '/')
		length--;
	length -= length > 0;
	for (start = length; start > 0 && path.data[start - 1] != '/';)
		start--;
	return (struct bytes){ path.data + start, length - start };
}

static int
add_document(struct row_walk *walk, struct bytes path, struct json_part fields,
    struct gantry_error *error)
{
	walk->id = collection_id(path);
	walk->documents++;
	gantry_buffer_reset(&walk->key);
	if (visit(walk, INDEX_NAME_FIELD, 0, error) == -1 ||
	    add_fields(walk, fields, error) == -1 ||
	    (walk->end_document != NULL &&
		walk->end_document(walk->argument, path, error) == -1))
		return gantry_error_prefix(
		    error, "document %s", bytes_show(path).text);
	if (walk->documents % PROGRESS_STEP == 0 && walk->progress != NULL)
		walk->progress(walk->progress_argument, walk->documents);
	return 0;
}

/* Set the rank and the collection of the document with ROWID and PATH. */
static int
find_place(struct row_walk *walk, int64_t rowid, struct bytes path,
    struct gantry_error *error)
{
	struct place_of place;
	int result;

	if (walk->places == NULL) {
		walk->rank++;
		return enter(walk, path, error);
	}
	result = places_next(walk->places, &place, error);
	if (result == 1 && place.rowid == rowid) {
		walk->rank = place.rank;
		return enter_known(walk, place.collection, error);
	}
	return result == -1 ? -1
			    : gantry_error_set(error, GANTRY_ERROR_SYSTEM,
				  "a document is lost");
}

static int
read_documents(struct row_walk *walk, struct gantry_error *error)
{
	struct db_statement *documents = db_prepare(walk->db,
	    walk->places != NULL
		? "SELECT rowid, path, fields FROM document ORDER BY rowid"
		: "SELECT d.rowid, d.path, d.fields FROM name"
		  " CROSS JOIN document AS d ON d.rowid = name.doc"
		  " ORDER BY name.rank",
	    error);
	struct json_part fields;
	struct bytes path;
	int result;

	if (documents == NULL)
		return -1;
	while ((result = db_step(documents, error)) == 1) {
		path.data = db_column_text(documents, 1, &path.length);
		fields.data = db_column_text(documents, 2, &fields.length);
		if (find_place(walk, db_column_integer(documents, 0), path,
			error) == -1 ||
		    add_document(walk, path, fields, error) == -1) {
			result = -1;
			break;
		}
	}
	db_finalize(documents);
	if (result == -1)
		return -1;
	return collections_leave(
	    &walk->collections, walk->left, walk->argument, error);
}

int
row_walk_run(struct row_walk *walk, struct gantry_error *error)
{
	int result = -1;

	walk->find_group = db_prepare(walk->db,
	    "SELECT coll.grp FROM coll JOIN grp ON grp.id = coll.grp"
	    " WHERE coll.id = ?1 AND grp.colls > 1",
	    error);
	if (walk->find_group != NULL)
		result = read_documents(walk, error);
	db_finalize(walk->find_group);
	collections_clear(&walk->collections);
	gantry_buffer_clear(&walk->path);
	gantry_buffer_clear(&walk->key);
	return result;
}

/*
 * Reads the documents in the order of their names, makes a record for each key,
 * sorts the records, and writes them in the order of the tables, which SQLite
 * appends to.
 *
 * A record is the table, the collection or group, the field, the key and the
 * rank, all in the order of their bytes.
 */
#include <endian.h>
#include <stdbool.h>
#include <string.h>

#include "data/cache/sort/sorter.h"
#include "data/query/index/collections.h"
#include "data/query/index/field_ids.h"
#include "data/query/index/index_build.h"
#include "data/query/index/index_passes.h"
#include "data/query/keys/key.h"
#include "data/query/store/index_schema.h"

#define SORTER_MEMORY ((size_t)24 << 20)
#define PROGRESS_STEP 10000

enum table {
	TABLE_COLLECTION,
	TABLE_GROUP,
	TABLES
};

/* Where the parts of a record are. */
#define SCOPE_OFFSET 1
#define FIELD_OFFSET 5
#define KEY_OFFSET   9
#define RANK_SIZE    4

struct rows {
	struct db *db;
	const struct index_options *options;
	struct sorter sorter;
	struct field_ids *ids;
	struct collections collections;
	struct db_statement *find_group, *inserts[TABLES];
	struct gantry_buffer path; /* of the field */
	struct gantry_buffer key;
	/* Of the document. */
	const struct collection *collection;
	struct bytes id; /* of the collection */
	uint32_t rank;
};

static void
put_u32(char *at, uint32_t value)
{
	value = htobe32(value);
	memcpy(at, &value, sizeof(value));
}

static uint32_t
get_u32(const char *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return be32toh(value);
}

/* Add the key of FIELD to TABLE. */
static int
add_record(struct rows *rows, enum table table, int64_t field,
    struct gantry_error *error)
{
	size_t length = rows->key.length < KEY_MAX ? rows->key.length : KEY_MAX;
	char *record =
	    sorter_add(&rows->sorter, KEY_OFFSET + length + RANK_SIZE, error);
	int64_t scope = table == TABLE_COLLECTION ? rows->collection->id
						  : rows->collection->group;

	if (record == NULL)
		return -1;
	record[0] = (char)table;
	put_u32(record + SCOPE_OFFSET, (uint32_t)scope);
	put_u32(record + FIELD_OFFSET, (uint32_t)field);
	if (length > 0)
		memcpy(record + KEY_OFFSET, rows->key.data, length);
	put_u32(record + KEY_OFFSET + length, rows->rank);
	return 0;
}

/* Add the key that was made to the tables. */
static int
add_records(struct rows *rows, int64_t field, struct gantry_error *error)
{
	if (gantry_buffer_failed(&rows->key))
		return gantry_error_memory(error);
	if (rows->key.length > KEY_MAX &&
	    field_ids_cut(rows->ids, field, error) == -1)
		return -1;
	if (add_record(rows, TABLE_COLLECTION, field, error) == -1)
		return -1;
	return rows->collection->group == 0
	    ? 0
	    : add_record(rows, TABLE_GROUP, field, error);
}

static int
add_value(struct rows *rows, const struct value *value, int64_t field,
    struct gantry_error *error)
{
	gantry_buffer_reset(&rows->key);
	if (!key_add(&rows->key, value))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected a value that Firestore has, found %s",
		    bytes_show(
			(struct bytes){ value->text.data, value->text.length })
			.text);
	return add_records(rows, field, error);
}

static int64_t
field_of(struct rows *rows, bool is_element, struct gantry_error *error)
{
	if (gantry_buffer_failed(&rows->path)) {
		gantry_error_memory(error);
		return -1;
	}
	return field_ids_get(rows->ids,
	    (struct bytes){ rows->path.data, rows->path.length }, is_element,
	    error);
}

static int
add_elements(
    struct rows *rows, struct json_part elements, struct gantry_error *error)
{
	int64_t field = field_of(rows, true, error);
	struct json_walk walk = json_walk(elements);
	struct json_part json;
	struct value value;

	if (field == -1)
		return -1;
	while (json_walk_next(&walk, NULL, &json)) {
		if (!value_read(json, &value))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "an element is malformed");
		if (add_value(rows, &value, field, error) == -1)
			return -1;
	}
	return 0;
}

static int add_fields(
    struct rows *rows, struct json_part fields, struct gantry_error *error);

/* Add what is in VALUE, of the field that PATH ends with. */
static int
add_inner(
    struct rows *rows, const struct value *value, struct gantry_error *error)
{
	struct json_part elements;

	if (value->kind == VALUE_MAP &&
	    !value_is_vector(value->text, &elements))
		return add_fields(rows, value->text, error);
	return 0;
}

static int
add_whole(
    struct rows *rows, const struct value *value, struct gantry_error *error)
{
	int64_t field = field_of(rows, false, error);

	if (field == -1 || add_value(rows, value, field, error) == -1)
		return -1;
	if (value->kind == VALUE_ARRAY &&
	    add_elements(rows, value->text, error) == -1)
		return -1;
	return add_inner(rows, value, error);
}

static int
add_field(struct rows *rows, struct json_part name, struct json_part json,
    struct gantry_error *error)
{
	const struct bytes path = { rows->path.data, rows->path.length };
	struct value value;

	if (!value_read(json, &value))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the field %s is malformed",
		    bytes_show((struct bytes){ name.data, name.length }).text);
	switch (index_choices_cover(rows->options->choices, rows->id, path)) {
	case INDEX_WHOLE:
		return add_whole(rows, &value, error);
	case INDEX_INNER:
		return add_inner(rows, &value, error);
	case INDEX_NOTHING:
		break;
	}
	return 0;
}

static int
add_fields(
    struct rows *rows, struct json_part fields, struct gantry_error *error)
{
	struct json_walk walk = json_walk(fields);
	struct gantry_buffer plain = { 0 };
	const size_t outer = rows->path.length;
	struct json_part name, json;
	int result = 0;

	while (result == 0 && json_walk_next(&walk, &name, &json)) {
		gantry_buffer_reset(&plain);
		json_unescape(&plain, name.data, name.data + name.length);
		key_add_text(
		    &rows->path, (struct bytes){ plain.data, plain.length });
		if (gantry_buffer_failed(&plain) ||
		    gantry_buffer_failed(&rows->path))
			result = gantry_error_memory(error);
		else
			result = add_field(rows, name, json, error);
		rows->path.length = outer;
	}
	gantry_buffer_clear(&plain);
	return result;
}

/* Get the group of the collection, if the group has several; else 0. */
static int
find_group(struct rows *rows, struct collection *collection,
    struct gantry_error *error)
{
	int result;

	db_bind_integer(rows->find_group, 1, collection->id);
	result = db_step(rows->find_group, error);
	if (result == 1)
		collection->group = db_column_integer(rows->find_group, 0);
	db_reset(rows->find_group);
	return result == -1 ? -1 : 0;
}

/* Set the collection of the document PATH. */
static int
enter(struct rows *rows, struct bytes path, struct gantry_error *error)
{
	struct collection *collection =
	    collections_enter(&rows->collections, path, NULL, NULL, error);
	size_t start;

	if (collection == NULL)
		return -1;
	if (collection->documents++ == 0 &&
	    find_group(rows, collection, error) == -1)
		return -1;
	rows->collection = collection;
	for (start = collection->length;
	     start > 0 && rows->collections.path.data[start - 1] != '/';)
		start--;
	rows->id = (struct bytes){ rows->collections.path.data + start,
		collection->length - start };
	return 0;
}

static int
add_document(struct rows *rows, struct bytes path, struct json_part fields,
    struct gantry_error *error)
{
	rows->rank++;
	gantry_buffer_reset(&rows->key);
	if (enter(rows, path, error) == -1 ||
	    add_records(rows, INDEX_NAME_FIELD, error) == -1 ||
	    add_fields(rows, fields, error) == -1)
		return gantry_error_prefix(
		    error, "document %s", bytes_show(path).text);
	if (rows->rank % PROGRESS_STEP == 0 && rows->options->progress != NULL)
		rows->options->progress(rows->options->argument, rows->rank);
	return 0;
}

static int
read_documents(struct rows *rows, struct gantry_error *error)
{
	struct db_statement *documents = db_prepare(rows->db,
	    "SELECT d.path, d.fields FROM name CROSS JOIN document AS d"
	    " ON d.rowid = name.doc ORDER BY name.rank",
	    error);
	struct json_part fields;
	struct bytes path;
	int result;

	if (documents == NULL)
		return -1;
	while ((result = db_step(documents, error)) == 1) {
		path.data = db_column_text(documents, 0, &path.length);
		fields.data = db_column_text(documents, 1, &fields.length);
		if (add_document(rows, path, fields, error) == -1) {
			result = -1;
			break;
		}
	}
	db_finalize(documents);
	return result == -1 ? -1 : sorter_sort(&rows->sorter, error);
}

static int
write_record(
    struct rows *rows, struct run_record record, struct gantry_error *error)
{
	struct db_statement *insert = rows->inserts[(size_t)record.data[0]];
	size_t key = record.length - KEY_OFFSET - RANK_SIZE;

	db_bind_integer(insert, 1, get_u32(record.data + SCOPE_OFFSET));
	db_bind_integer(insert, 2, get_u32(record.data + FIELD_OFFSET));
	db_bind_blob(insert, 3, record.data + KEY_OFFSET, key);
	db_bind_integer(insert, 4, get_u32(record.data + KEY_OFFSET + key));
	return db_execute(insert, error);
}

/* Write the records; equal ones, of an array's equal elements, once. */
static int
write_records(struct rows *rows, struct gantry_error *error)
{
	struct gantry_buffer *last = &rows->key;
	struct run_record record;
	int result;

	gantry_buffer_reset(last);
	while ((result = sorter_next(&rows->sorter, &record, error)) == 1) {
		if (record.length == last->length &&
		    memcmp(record.data, last->data, record.length) == 0)
			continue;
		if (write_record(rows, record, error) == -1)
			return -1;
		gantry_buffer_reset(last);
		if (gantry_buffer_add(last, record.data, record.length) == -1)
			return gantry_error_memory(error);
	}
	return result;
}

static int
prepare(struct rows *rows, struct gantry_error *error)
{
	rows->find_group = db_prepare(rows->db,
	    "SELECT coll.grp FROM coll JOIN grp ON grp.id = coll.grp"
	    " WHERE coll.id = ?1 AND grp.colls > 1",
	    error);
	if (rows->find_group == NULL)
		return -1;
	rows->inserts[TABLE_COLLECTION] = db_prepare(
	    rows->db, "INSERT INTO idx VALUES (?1, ?2, ?3, ?4)", error);
	if (rows->inserts[TABLE_COLLECTION] == NULL)
		return -1;
	rows->inserts[TABLE_GROUP] = db_prepare(
	    rows->db, "INSERT INTO idxg VALUES (?1, ?2, ?3, ?4)", error);
	if (rows->inserts[TABLE_GROUP] == NULL)
		return -1;
	rows->ids = field_ids_new(rows->db, error);
	return rows->ids == NULL ? -1 : 0;
}

static void
clear(struct rows *rows)
{
	db_finalize(rows->find_group);
	db_finalize(rows->inserts[TABLE_COLLECTION]);
	db_finalize(rows->inserts[TABLE_GROUP]);
	field_ids_free(rows->ids);
	collections_clear(&rows->collections);
	gantry_buffer_clear(&rows->path);
	gantry_buffer_clear(&rows->key);
	sorter_clear(&rows->sorter);
}

int
index_rows(struct db *db, const struct index_options *options,
    struct gantry_error *error)
{
	const struct sorter_options sorting = {
		.path = options->path,
		.memory = SORTER_MEMORY,
	};
	struct rows rows = { .db = db, .options = options };
	int result;

	sorter_init(&rows.sorter, &sorting);
	result = prepare(&rows, error);
	if (result == 0)
		result = read_documents(&rows, error);
	if (result == 0)
		result = write_records(&rows, error);
	clear(&rows);
	return result;
}

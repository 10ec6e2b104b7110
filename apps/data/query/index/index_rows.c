/*
 * Makes a record of each row, sorts the records, and writes them in the order
 * of the tables, which SQLite appends to.
 *
 * A record is the table, the collection or group, the field, the key and the
 * rank, all in the order of their bytes.
 */
#include <endian.h>
#include <stdbool.h>
#include <string.h>

#include "data/cache/sort/sorter.h"
#include "data/query/index/field_ids.h"
#include "data/query/index/index_build.h"
#include "data/query/index/index_passes.h"
#include "data/query/index/row_walk.h"
#include "data/query/keys/key.h"
#include "data/query/store/index_schema.h"

#define SORTER_MEMORY ((size_t)16 << 20)
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
	struct db_statement *inserts[TABLES];
	struct gantry_buffer last; /* the record that was written */
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

/* Add ROW to TABLE, with its SCOPE. */
static int
add_record(struct rows *rows, enum table table, int64_t scope,
    const struct row *row, struct gantry_error *error)
{
	size_t length = row->key.length < KEY_MAX ? row->key.length : KEY_MAX;
	char *record =
	    sorter_add(&rows->sorter, KEY_OFFSET + length + RANK_SIZE, error);

	if (record == NULL)
		return -1;
	record[0] = (char)table;
	put_u32(record + SCOPE_OFFSET, (uint32_t)scope);
	put_u32(record + FIELD_OFFSET, (uint32_t)row->field);
	if (length > 0)
		memcpy(record + KEY_OFFSET, row->key.data, length);
	put_u32(record + KEY_OFFSET + length, row->rank);
	return 0;
}

static int
add_row(void *argument, const struct row *row, struct gantry_error *error)
{
	struct rows *rows = argument;

	if (row->key.length > KEY_MAX &&
	    field_ids_cut(rows->ids, row->field, error) == -1)
		return -1;
	if (add_record(rows, TABLE_COLLECTION, row->collection, row, error) ==
	    -1)
		return -1;
	return row->group == 0
	    ? 0
	    : add_record(rows, TABLE_GROUP, row->group, row, error);
}

static int
add_rows(struct rows *rows, struct gantry_error *error)
{
	struct row_walk walk = {
		.db = rows->db,
		.choices = rows->options->choices,
		.ids = rows->ids,
		.visit = add_row,
		.argument = rows,
		.progress = rows->options->progress,
		.progress_argument = rows->options->argument,
	};

	if (row_walk_run(&walk, error) == -1)
		return -1;
	return sorter_sort(&rows->sorter, error);
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
	struct gantry_buffer *last = &rows->last;
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
	rows->inserts[TABLE_COLLECTION] = db_prepare(
	    rows->db, "INSERT INTO idx VALUES (?1, ?2, ?3, ?4)", error);
	if (rows->inserts[TABLE_COLLECTION] == NULL)
		return -1;
	rows->inserts[TABLE_GROUP] = db_prepare(
	    rows->db, "INSERT INTO idxg VALUES (?1, ?2, ?3, ?4)", error);
	if (rows->inserts[TABLE_GROUP] == NULL)
		return -1;
	rows->ids = field_ids_new(rows->db, true, error);
	return rows->ids == NULL ? -1 : 0;
}

static void
clear(struct rows *rows)
{
	db_finalize(rows->inserts[TABLE_COLLECTION]);
	db_finalize(rows->inserts[TABLE_GROUP]);
	field_ids_free(rows->ids);
	gantry_buffer_clear(&rows->last);
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
		result = add_rows(&rows, error);
	if (result == 0)
		result = write_records(&rows, error);
	clear(&rows);
	return result;
}

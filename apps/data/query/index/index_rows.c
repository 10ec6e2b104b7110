/*
 * Makes a record of each row, sorts the records, and writes them in blocks, in
 * the order of the table, which SQLite appends to.
 *
 * A record is a head, the key and the rank, all in the order of their bytes.
 * The head is short, since most of the time goes into sorting: the table and
 * the length of the scope in a byte, the collection or group, and the field: a
 * byte, or 0xf0 and the number of the bytes that follow.
 */
#include <endian.h>
#include <stdbool.h>
#include <string.h>

#include "data/query/index/field_ids.h"
#include "data/query/index/index_build.h"
#include "data/query/index/index_passes.h"
#include "data/query/index/places.h"
#include "data/query/index/row_walk.h"
#include "data/query/keys/key.h"
#include "data/query/store/index_block.h"

#define SORTER_MEMORY ((size_t)16 << 20)

enum table {
	TABLE_COLLECTION,
	TABLE_GROUP,
};

#define HEAD_MAX    10
#define FIELD_SMALL 0xf0 /* fields below it take one byte */
#define RANK_SIZE   4

/* What the head of a record says. */
struct head {
	uint32_t table, scope, field;
	size_t length;
};

struct rows {
	struct db *db;
	const struct index_options *options;
	struct sorter sorter, *places;
	struct field_ids *ids;
	struct db_statement *add, *add_block;
	struct index_block_writer block;
	struct gantry_buffer last; /* the record that was written */
	int64_t before; /* rows of the field, before the block */
	int64_t last_id; /* in idx_block */
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

/* Write NUMBER without the zeros before it.  Returns how many bytes it has. */
static size_t
put_short(char *at, uint32_t number)
{
	size_t length = 1, i;

	while (length < sizeof(number) && number >> 8 * length != 0)
		length++;
	for (i = 0; i < length; i++)
		at[i] = (char)(number >> 8 * (length - 1 - i));
	return length;
}

static uint32_t
get_short(const char *at, size_t length)
{
	uint32_t number = 0;
	size_t i;

	for (i = 0; i < length; i++)
		number = number << 8 | (unsigned char)at[i];
	return number;
}

/* Write a head.  Returns its length. */
static size_t
put_head(char at[HEAD_MAX], enum table table, uint32_t scope, uint32_t field)
{
	const size_t scope_length = put_short(at + 1, scope);
	char *end = at + 1 + scope_length;
	size_t length;

	at[0] = (char)((unsigned)table << 4 | scope_length);
	if (field < FIELD_SMALL) {
		*end = (char)field;
		return scope_length + 2;
	}
	length = put_short(end + 1, field);
	*end = (char)(FIELD_SMALL | length);
	return scope_length + length + 2;
}

static struct head
get_head(const char *at)
{
	const unsigned first = (unsigned char)at[0];
	const size_t scope_length = first & 0xf;
	struct head head = { .table = first >> 4 };

	head.scope = get_short(at + 1, scope_length);
	at += 1 + scope_length;
	head.field = (unsigned char)*at;
	head.length = scope_length + 2;
	if (head.field >= FIELD_SMALL) {
		head.length += head.field & 0xf;
		head.field = get_short(at + 1, head.field & 0xf);
	}
	return head;
}

/* Add ROW to TABLE, with its SCOPE. */
static int
add_record(struct rows *rows, enum table table, int64_t scope,
    const struct row *row, struct gantry_error *error)
{
	const size_t length =
	    row->key.length < KEY_MAX ? row->key.length : KEY_MAX;
	char head[HEAD_MAX];
	const size_t before =
	    put_head(head, table, (uint32_t)scope, (uint32_t)row->field);
	char *record =
	    sorter_add(&rows->sorter, before + length + RANK_SIZE, error);

	if (record == NULL)
		return -1;
	memcpy(record, head, before);
	if (length > 0)
		memcpy(record + before, row->key.data, length);
	put_u32(record + before + length, row->rank);
	return 0;
}

static int
add_row(void *argument, const struct row *row, struct gantry_error *error)
{
	struct rows *rows = argument;

	if (row->key.length > KEY_MAX &&
	    field_ids_cut(rows->ids, row->field, error) == -1)
		return -1;
	if (row->numbers != 0 &&
	    field_ids_note(rows->ids, row->field, row->numbers, error) == -1)
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
		.places = rows->places,
		.visit = add_row,
		.argument = rows,
		.progress = rows->options->progress,
		.progress_argument = rows->options->argument,
	};

	if (row_walk_run(&walk, error) == -1)
		return -1;
	return sorter_sort(&rows->sorter, error);
}

/* Write the rows of the block, if they are many.  *ID gets 0 otherwise. */
static int
write_large(struct rows *rows, int64_t *id, struct gantry_error *error)
{
	const struct gantry_buffer *packed = &rows->block.rows;

	*id = 0;
	if (packed->length < INDEX_BLOCK_INLINE)
		return 0;
	*id = ++rows->last_id;
	db_bind_integer(rows->add_block, 1, *id);
	db_bind_blob(rows->add_block, 2, packed->data, packed->length);
	return db_execute(rows->add_block, error);
}

/* Write the block, if there is one.  RECORD is one of its rows. */
static int
write_block(struct rows *rows, struct bytes record, struct gantry_error *error)
{
	struct index_block_writer *block = &rows->block;
	struct db_statement *add = rows->add;
	struct head head;
	int64_t id;

	if (block->count == 0)
		return 0;
	if (index_block_failed(block))
		return gantry_error_memory(error);
	if (write_large(rows, &id, error) == -1)
		return -1;
	head = get_head(record.data);
	db_bind_integer(add, 1, head.table == TABLE_GROUP);
	db_bind_integer(add, 2, head.scope);
	db_bind_integer(add, 3, head.field);
	db_bind_blob(add, 4, block->first_key.data, block->first_key.length);
	db_bind_integer(add, 5, block->first_rank);
	db_bind_integer(add, 6, rows->before);
	db_bind_integer(add, 7, id);
	if (id == 0)
		db_bind_blob(add, 8, block->rows.data, block->rows.length);
	else
		db_bind_null(add, 8);
	rows->before += block->count;
	block->count = 0;
	return db_execute(add, error);
}

/* Add RECORD to the block, after LAST; it may be the first of another one. */
static int
write_record(struct rows *rows, struct bytes last,
    const struct run_record *record, struct gantry_error *error)
{
	const size_t before = get_head(record->data).length;
	const size_t length = record->length - before - RANK_SIZE;
	const struct bytes key = { record->data + before, length };
	const uint32_t rank = get_u32(record->data + before + length);
	const bool is_same = last.length >= before &&
	    memcmp(last.data, record->data, before) == 0;

	if ((!is_same || index_block_is_full(&rows->block)) &&
	    write_block(rows, last, error) == -1)
		return -1;
	if (!is_same)
		rows->before = 0;
	if (rows->block.count == 0)
		index_block_begin(&rows->block, key, rank);
	else
		index_block_add(&rows->block, key, rank);
	return 0;
}

/* Write the records; equal ones, of an array's equal elements, once. */
static int
write_records(struct rows *rows, struct gantry_error *error)
{
	struct gantry_buffer *kept = &rows->last;
	struct run_record record;
	struct bytes last;
	int result;

	gantry_buffer_reset(kept);
	while ((result = sorter_next(&rows->sorter, &record, error)) == 1) {
		last = (struct bytes){ kept->data, kept->length };
		if (record.length == last.length &&
		    memcmp(record.data, last.data, record.length) == 0)
			continue;
		if (write_record(rows, last, &record, error) == -1)
			return -1;
		gantry_buffer_reset(kept);
		if (gantry_buffer_add(kept, record.data, record.length) == -1)
			return gantry_error_memory(error);
	}
	if (result == -1)
		return -1;
	return write_block(
	    rows, (struct bytes){ kept->data, kept->length }, error);
}

static int
prepare(struct rows *rows, struct gantry_error *error)
{
	rows->add = db_prepare(rows->db,
	    "INSERT INTO idx VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", error);
	if (rows->add == NULL)
		return -1;
	rows->add_block = db_prepare(
	    rows->db, "INSERT INTO idx_block VALUES (?1, ?2)", error);
	if (rows->add_block == NULL)
		return -1;
	rows->ids = field_ids_new(rows->db, true, error);
	return rows->ids == NULL ? -1 : 0;
}

static void
clear(struct rows *rows)
{
	db_finalize(rows->add);
	db_finalize(rows->add_block);
	index_block_writer_clear(&rows->block);
	field_ids_free(rows->ids);
	gantry_buffer_clear(&rows->last);
	sorter_clear(&rows->sorter);
}

int
index_rows(struct db *db, const struct index_options *options,
    struct sorter *places, struct gantry_error *error)
{
	const struct sorter_options sorting = {
		.path = options->path,
		.memory = SORTER_MEMORY,
	};
	struct rows rows = {
		.db = db,
		.options = options,
		.places = places,
	};
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

/*
 * The rows that the documents should have are counted, and their hashes added
 * up, and so are those that the indexes have.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/hash.h"
#include "data/query/index/child_collections.h"
#include "data/query/index/index_build.h"
#include "data/query/index/row_walk.h"
#include "data/query/keys/key.h"
#include "data/query/store/index_block.h"
#include "data/query/store/index_schema.h"

enum statement {
	FIND_CUT,
	FIND_NUMBERS,
	FIND_COLLECTION,
	FIND_CHILD,
	STATEMENTS,
};

static const char *const sqls[] = {
	[FIND_CUT] = "SELECT 1 FROM field WHERE id = ?1 AND is_cut = 1",
	[FIND_NUMBERS] = "SELECT 1 FROM field"
			 " WHERE id = ?1 AND numbers & ?2 <> 0",
	[FIND_COLLECTION] = "SELECT 1 FROM coll JOIN grp ON grp.id = coll.grp"
			    " WHERE coll.id = ?1 AND coll.path = ?2"
			    " AND coll.n = ?3 AND grp.name = ?4",
	[FIND_CHILD] = "SELECT 1 FROM child WHERE parent = ?1 AND id = ?2",
};

/* Rows, and the sum of their hashes. */
struct total {
	int64_t rows;
	uint64_t hash;
};

enum table {
	TABLE_COLLECTION,
	TABLE_GROUP,
	TABLES,
};

/* Fields whose numbers are remembered. */
#define KNOWN 256

struct check {
	struct db *db;
	struct index_choices choices;
	struct field_ids *ids;
	struct db_statement *statements[STATEMENTS];
	/* The hashes of the document's rows, of which some may be equal. */
	struct gantry_buffer hashes;
	int64_t known[KNOWN]; /* numbers that were looked for */
	int64_t scopes[TABLES]; /* of the document; 0: no index */
	int64_t rank;
	struct total expected[TABLES], found[TABLES];
	struct child_collections children;
	struct gantry_buffer parent; /* the key of a path */
	struct gantry_buffer names[2]; /* the keys of the last and this path */
	int64_t collections, child_collections, documents;
};

/* Is there a row of STATEMENT, which is bound?  WHAT is missing otherwise. */
static int
expect(struct db_statement *statement, const char *what,
    struct gantry_error *error)
{
	int result = db_step(statement, error);

	db_reset(statement);
	if (result == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s does not match the documents", what);
	return result == -1 ? -1 : 0;
}

/* The hash of what two rows of a document may have in common. */
static uint64_t
hash_row(int64_t field, struct bytes key)
{
	uint64_t hash = hash_add(HASH_START, &field, sizeof(field));

	return hash_finish(hash_add(hash, key.data, key.length));
}

/* Add the row with HASH of the document RANK. */
static void
add_to(struct total *total, int64_t scope, int64_t rank, uint64_t hash)
{
	hash = hash_add(HASH_START, &hash, sizeof(hash));
	hash = hash_add(hash, &scope, sizeof(scope));
	total->rows++;
	total->hash += hash_finish(hash_add(hash, &rank, sizeof(rank)));
}

/* Does the table say that the field has such numbers? */
static int
check_numbers(
    struct check *check, const struct row *row, struct gantry_error *error)
{
	struct db_statement *find = check->statements[FIND_NUMBERS];
	int64_t *known = &check->known[(uint64_t)row->field % KNOWN];

	/* Field and bit, so that most rows need no look. */
	if (*known == row->field * 4 + row->numbers)
		return 0;
	*known = row->field * 4 + row->numbers;
	db_bind_integer(find, 1, row->field);
	db_bind_integer(find, 2, row->numbers);
	return expect(find, "table field", error);
}

static int
check_row(void *argument, const struct row *row, struct gantry_error *error)
{
	struct check *check = argument;
	struct bytes key = row->key;
	uint64_t hash;

	if (key.length > KEY_MAX) {
		key.length = KEY_MAX;
		db_bind_integer(check->statements[FIND_CUT], 1, row->field);
		if (expect(check->statements[FIND_CUT], "table field", error) ==
		    -1)
			return -1;
	}
	if (row->numbers != 0 && check_numbers(check, row, error) == -1)
		return -1;
	hash = hash_row(row->field, key);
	if (gantry_buffer_add(&check->hashes, &hash, sizeof(hash)) == -1)
		return gantry_error_memory(error);
	check->scopes[TABLE_COLLECTION] = row->collection;
	check->scopes[TABLE_GROUP] = row->group;
	check->rank = row->rank;
	return 0;
}

static int
compare(const void *left, const void *right)
{
	uint64_t a, b;

	memcpy(&a, left, sizeof(a));
	memcpy(&b, right, sizeof(b));
	return (a > b) - (a < b);
}

/* Add the rows of the document, equal ones once. */
static void
add_rows(struct check *check)
{
	struct gantry_buffer *hashes = &check->hashes;
	uint64_t hash, last = 0;
	size_t i;
	int table;

	if (hashes->length == 0)
		return;
	qsort(
	    hashes->data, hashes->length / sizeof(hash), sizeof(hash), compare);
	for (i = 0; i < hashes->length; i += sizeof(hash)) {
		memcpy(&hash, hashes->data + i, sizeof(hash));
		if (i > 0 && hash == last)
			continue;
		last = hash;
		for (table = 0; table < TABLES; table++)
			if (check->scopes[table] != 0)
				add_to(&check->expected[table],
				    check->scopes[table], check->rank, hash);
	}
	gantry_buffer_reset(hashes);
}

static int
check_child(void *argument, struct bytes parent, struct bytes id,
    struct gantry_error *error)
{
	struct check *check = argument;
	struct db_statement *find = check->statements[FIND_CHILD];

	check->child_collections++;
	gantry_buffer_reset(&check->parent);
	key_add_path(&check->parent, parent);
	if (gantry_buffer_failed(&check->parent))
		return gantry_error_memory(error);
	db_bind_blob(find, 1, check->parent.data, check->parent.length);
	db_bind_text(find, 2, id.data, id.length);
	return expect(find, "table child", error);
}

static int
end_document(void *argument, struct bytes path, struct gantry_error *error)
{
	struct check *check = argument;
	struct gantry_buffer *last = &check->names[0];
	struct gantry_buffer *name = &check->names[1], kept;
	struct bytes collection = path;

	add_rows(check);
	while (collection.length > 0 &&
	    collection.data[collection.length - 1] != '/')
		collection.length--;
	collection.length -= collection.length > 0;
	if (child_collections_enter(
		&check->children, collection, check_child, check, error) == -1)
		return -1;
	gantry_buffer_reset(name);
	key_add_path(name, path);
	if (gantry_buffer_failed(name))
		return gantry_error_memory(error);
	if (check->documents++ > 0 &&
	    bytes_compare((struct bytes){ last->data, last->length },
		(struct bytes){ name->data, name->length }) >= 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "table name does not have it in its place");
	kept = *last;
	*last = *name;
	*name = kept;
	return 0;
}

static int
check_collection(void *argument, const struct collection *collection,
    struct bytes path, struct gantry_error *error)
{
	struct check *check = argument;
	struct db_statement *find = check->statements[FIND_COLLECTION];
	size_t start = path.length;

	while (start > 0 && path.data[start - 1] != '/')
		start--;
	check->collections++;
	db_bind_integer(find, 1, collection->id);
	db_bind_text(find, 2, path.data, path.length);
	db_bind_integer(find, 3, collection->documents);
	db_bind_text(find, 4, path.data + start, path.length - start);
	return expect(find, "table coll", error);
}

static int
check_count(struct check *check, const char *table, const char *sql,
    int64_t wanted, struct gantry_error *error)
{
	int64_t found;

	if (db_integer(check->db, sql, &found, error) == -1)
		return -1;
	if (found == wanted)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "table %s does not match the documents: expected %" PRId64
	    " rows, found %" PRId64,
	    table, wanted, found);
}

static int
check_counts(struct check *check, struct gantry_error *error)
{
	int64_t documents, wrong;

	if (db_integer(check->db, "SELECT count(*) FROM document", &documents,
		error) == -1 ||
	    check_count(check, "name",
		"SELECT max(rank) FROM name HAVING"
		" count(DISTINCT doc) = count(*)",
		documents, error) == -1 ||
	    check_count(check, "coll", "SELECT count(*) FROM coll",
		check->collections, error) == -1 ||
	    check_count(check, "child", "SELECT count(*) FROM child",
		check->child_collections, error) == -1 ||
	    db_integer(check->db,
		"SELECT count(*) FROM grp WHERE colls <>"
		" (SELECT count(*) FROM coll WHERE coll.grp = grp.id)",
		&wrong, error) == -1)
		return -1;
	if (wrong > 0 || check->documents != documents)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "table %s does not match the documents",
		    wrong > 0 ? "grp" : "name");
	return 0;
}

/* What comes before a row of the table idx. */
struct blocks {
	int64_t table, scope, field;
	struct gantry_buffer key; /* of the last row */
	int64_t rank;
	int64_t rows; /* of the field */
	int64_t last_id;
	struct index_block block;
};

/* Are the rows of the block in order, behind the last one?  Add them. */
static bool
add_block(struct check *check, struct blocks *blocks)
{
	const struct index_block *block = &blocks->block;
	struct bytes last, key;
	size_t i;
	int order;

	for (i = 0; i < block->count; i++) {
		key = index_block_key(block, i);
		last = (struct bytes){ blocks->key.data, blocks->key.length };
		order = blocks->rows == 0 ? -1 : bytes_compare(last, key);
		if (order > 0 ||
		    (order == 0 && blocks->rank >= block->items[i].rank))
			return false;
		blocks->rank = block->items[i].rank;
		blocks->rows++;
		if (order != 0) {
			gantry_buffer_reset(&blocks->key);
			gantry_buffer_add(&blocks->key, key.data, key.length);
		}
		add_to(&check->found[blocks->table], blocks->scope,
		    blocks->rank, hash_row(blocks->field, key));
	}
	return true;
}

/* Check the block in ROW. */
static int
check_block(struct check *check, struct blocks *blocks,
    struct db_statement *row, struct gantry_error *error)
{
	const int64_t table = db_column_integer(row, 0) != 0;
	const int64_t scope = db_column_integer(row, 1);
	const int64_t field = db_column_integer(row, 2);
	const int64_t id = db_column_integer(row, 6);
	struct bytes key, rows;

	if (table != blocks->table || scope != blocks->scope ||
	    field != blocks->field)
		blocks->rows = 0;
	blocks->table = table;
	blocks->scope = scope;
	blocks->field = field;
	blocks->last_id += id != 0;
	key.data = db_column_blob(row, 3, &key.length);
	rows.data = db_column_blob(row, 7, &rows.length);
	if (index_block_read(&blocks->block, key,
		(uint32_t)db_column_integer(row, 4), rows, error) == -1)
		return -1;
	if (blocks->rows != db_column_integer(row, 5) ||
	    (id != 0 && id != blocks->last_id) || !add_block(check, blocks))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "table idx does not match the documents: it is not in "
		    "order");
	if (gantry_buffer_failed(&blocks->key))
		return gantry_error_memory(error);
	return 0;
}

static int
read_blocks(
    struct check *check, struct blocks *blocks, struct gantry_error *error)
{
	struct db_statement *rows = db_prepare(check->db,
	    "SELECT i.is_group, i.scope, i.field, i.key, i.rank, i.before,"
	    " i.block, coalesce(b.rows, i.rows)"
	    " FROM idx AS i LEFT JOIN idx_block AS b ON b.id = i.block"
	    " ORDER BY i.is_group, i.scope, i.field, i.key, i.rank",
	    error);
	int result;

	if (rows == NULL)
		return -1;
	while ((result = db_step(rows, error)) == 1)
		if (check_block(check, blocks, rows, error) == -1) {
			result = -1;
			break;
		}
	db_finalize(rows);
	if (result == -1)
		return -1;
	return check_count(check, "idx_block", "SELECT count(*) FROM idx_block",
	    blocks->last_id, error);
}

static int
check_blocks(struct check *check, struct gantry_error *error)
{
	struct blocks blocks = { .table = -1 };
	int result = read_blocks(check, &blocks, error);
	size_t i;

	gantry_buffer_clear(&blocks.key);
	index_block_clear(&blocks.block);
	for (i = 0; i < TABLES && result == 0; i++) {
		if (check->found[i].rows == check->expected[i].rows &&
		    check->found[i].hash == check->expected[i].hash)
			continue;
		result = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "table idx does not match the documents: expected %" PRId64
		    " rows of %s, found %" PRId64 "%s",
		    check->expected[i].rows,
		    i == TABLE_GROUP ? "groups" : "collections",
		    check->found[i].rows,
		    check->found[i].rows == check->expected[i].rows
			? ", not the same ones"
			: "");
	}
	return result;
}

static int
run(struct check *check, struct gantry_error *error)
{
	struct row_walk walk = {
		.db = check->db,
		.choices = &check->choices,
		.visit = check_row,
		.end_document = end_document,
		.left = check_collection,
		.argument = check,
	};
	size_t i;

	for (i = 0; i < STATEMENTS; i++) {
		check->statements[i] = db_prepare(check->db, sqls[i], error);
		if (check->statements[i] == NULL)
			return -1;
	}
	if (index_choices_read(&check->choices, check->db, error) == -1)
		return -1;
	check->ids = field_ids_new(check->db, false, error);
	walk.ids = check->ids;
	if (check->ids == NULL || row_walk_run(&walk, error) == -1)
		return -1;
	return check_blocks(check, error) == -1 ? -1
						: check_counts(check, error);
}

static void
clear(struct check *check)
{
	size_t i;

	for (i = 0; i < STATEMENTS; i++)
		db_finalize(check->statements[i]);
	field_ids_free(check->ids);
	index_choices_clear(&check->choices);
	gantry_buffer_clear(&check->hashes);
	gantry_buffer_clear(&check->parent);
	child_collections_clear(&check->children);
	gantry_buffer_clear(&check->names[0]);
	gantry_buffer_clear(&check->names[1]);
}

int
index_check(struct db *db, bool *has_indexes, struct gantry_error *error)
{
	struct check check = { .db = db };
	int64_t version;
	int result;

	if (db_integer(db,
		"SELECT coalesce(max(value), 0) FROM meta"
		" WHERE key = 'index_version'",
		&version, error) == -1)
		return -1;
	*has_indexes = version != 0;
	if (version == 0)
		return 0;
	if (version != INDEX_VERSION)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the indexes are of another version, %" PRId64
		    "; make them anew with gantry-cache index",
		    version);
	result = run(&check, error);
	clear(&check);
	return result == -1 ? gantry_error_prefix(error, "indexes") : 0;
}

/*
 * Each row that the documents should have is looked for; there are no others
 * when there are as many rows as were found.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/hash.h"
#include "data/query/index/index_build.h"
#include "data/query/index/row_walk.h"
#include "data/query/keys/key.h"
#include "data/query/store/index_schema.h"

enum statement {
	FIND_ROW,
	FIND_GROUP_ROW,
	FIND_CUT,
	FIND_COLLECTION,
	STATEMENTS,
};

static const char *const sqls[] = {
	[FIND_ROW] = "SELECT 1 FROM idx WHERE coll = ?1 AND field = ?2"
		     " AND key = ?3 AND rank = ?4",
	[FIND_GROUP_ROW] = "SELECT 1 FROM idxg WHERE grp = ?1 AND field = ?2"
			   " AND key = ?3 AND rank = ?4",
	[FIND_CUT] = "SELECT 1 FROM field WHERE id = ?1 AND is_cut = 1",
	[FIND_COLLECTION] = "SELECT 1 FROM coll JOIN grp ON grp.id = coll.grp"
			    " WHERE coll.id = ?1 AND coll.path = ?2"
			    " AND coll.n = ?3 AND grp.name = ?4",
};

struct check {
	struct db *db;
	struct index_choices choices;
	struct field_ids *ids;
	struct db_statement *statements[STATEMENTS];
	/* The hashes of the document's rows, of which some may be equal. */
	struct gantry_buffer hashes;
	bool has_group; /* the rows of the document are also in idxg */
	struct gantry_buffer names[2]; /* the keys of the last and this path */
	int64_t rows, group_rows, collections, documents;
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

static int
find_row(struct check *check, enum statement which, int64_t scope,
    const struct row *row, struct gantry_error *error)
{
	struct db_statement *find = check->statements[which];
	size_t length = row->key.length < KEY_MAX ? row->key.length : KEY_MAX;

	db_bind_integer(find, 1, scope);
	db_bind_integer(find, 2, row->field);
	db_bind_blob(find, 3, row->key.data, length);
	db_bind_integer(find, 4, row->rank);
	return expect(
	    find, which == FIND_ROW ? "table idx" : "table idxg", error);
}

static int
check_row(void *argument, const struct row *row, struct gantry_error *error)
{
	struct check *check = argument;
	uint64_t hash = hash_add(HASH_START, &row->field, sizeof(row->field));
	size_t length = row->key.length < KEY_MAX ? row->key.length : KEY_MAX;

	hash = hash_finish(hash_add(hash, row->key.data, length));
	if (gantry_buffer_add(&check->hashes, &hash, sizeof(hash)) == -1)
		return gantry_error_memory(error);
	check->has_group = row->group != 0;
	if (row->key.length > KEY_MAX) {
		db_bind_integer(check->statements[FIND_CUT], 1, row->field);
		if (expect(check->statements[FIND_CUT], "table field", error) ==
		    -1)
			return -1;
	}
	if (find_row(check, FIND_ROW, row->collection, row, error) == -1)
		return -1;
	return row->group == 0
	    ? 0
	    : find_row(check, FIND_GROUP_ROW, row->group, row, error);
}

static int
compare(const void *left, const void *right)
{
	uint64_t a, b;

	memcpy(&a, left, sizeof(a));
	memcpy(&b, right, sizeof(b));
	return (a > b) - (a < b);
}

/* Count the rows of the document, equal ones once. */
static int64_t
count_rows(struct check *check)
{
	const size_t size = sizeof(uint64_t);
	struct gantry_buffer *hashes = &check->hashes;
	int64_t count = 0;
	size_t i;

	if (hashes->length == 0)
		return 0;
	qsort(hashes->data, hashes->length / size, size, compare);
	for (i = 0; i < hashes->length; i += size)
		count += i == 0 ||
		    compare(hashes->data + i - size, hashes->data + i) != 0;
	gantry_buffer_reset(hashes);
	return count;
}

static int
end_document(void *argument, struct bytes path, struct gantry_error *error)
{
	struct check *check = argument;
	struct gantry_buffer *last = &check->names[0];
	struct gantry_buffer *name = &check->names[1], kept;
	int64_t rows = count_rows(check);

	check->rows += rows;
	check->group_rows += check->has_group ? rows : 0;
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
	    check_count(check, "idx", "SELECT count(*) FROM idx", check->rows,
		error) == -1 ||
	    check_count(check, "idxg", "SELECT count(*) FROM idxg",
		check->group_rows, error) == -1 ||
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
	return check_counts(check, error);
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

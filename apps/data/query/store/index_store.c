/*
 * Statements are prepared once.
 */
#include <stdlib.h>
#include <string.h>

#include "data/query/keys/key.h"
#include "data/query/store/index_schema.h"
#include "data/query/store/index_state.h"
#include "data/query/store/index_store.h"

#define NO_INDEXES                                              \
	"the cache has no indexes for queries; make them with " \
	"gantry-cache index CACHE"

static const char *const sqls[] = {
	[FIND_COLLECTION] = "SELECT id, n FROM coll WHERE path = ?1",
	[FIND_GROUP] = "SELECT grp.id, grp.colls, coll.id FROM grp JOIN coll"
		       " ON coll.grp = grp.id WHERE grp.name = ?1 LIMIT 1",
	[FIND_FIELD] = "SELECT id, is_cut, numbers FROM field"
		       " WHERE path = ?1 AND is_element = ?2",
	[FIND_PATH] = "SELECT document.path FROM name JOIN document"
		      " ON document.rowid = name.doc WHERE name.rank = ?1",
	[READ_DOCUMENT] = "SELECT d.path, d.fields, d.create_time,"
			  " d.update_time FROM name JOIN document AS d"
			  " ON d.rowid = name.doc WHERE name.rank = ?1",
	[FIND_DOCUMENT] = "SELECT path, fields, create_time, update_time"
			  " FROM document WHERE path = ?1",
	[FIND_BLOCK] = BLOCK_FROM " AND (i.key, i.rank) <= (?4, ?5)"
				  " ORDER BY i.key DESC, i.rank DESC LIMIT 1",
	[FIND_CHILD] = "SELECT id FROM child WHERE parent = ?1 AND id > ?2"
		       " ORDER BY id LIMIT 1",
	[FIND_PARENT] = "SELECT parent FROM child WHERE parent >= ?1"
			" ORDER BY parent LIMIT 1",
};

static int
check(struct db *db, struct gantry_error *error)
{
	int64_t version;

	if (db_integer(db,
		"SELECT coalesce(max(value), 0) FROM meta"
		" WHERE key = 'index_version'",
		&version, error) == -1)
		return -1;
	if (version == 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_UNAVAILABLE, NO_INDEXES);
	if (version != INDEX_VERSION)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the indexes of the cache are of another version, %d, and "
		    "not %d; make them anew with gantry-cache index CACHE",
		    (int)version, INDEX_VERSION);
	return 0;
}

static int
prepare(struct store *store, struct gantry_error *error)
{
	size_t i;

	if (check(store->db, error) == -1 ||
	    index_choices_read(&store->choices, store->db, error) == -1 ||
	    db_integer(store->db, "SELECT coalesce(max(rank), 0) FROM name",
		&store->last_rank, error) == -1)
		return -1;
	for (i = 0; i < STATEMENTS; i++) {
		store->statements[i] = db_prepare(store->db, sqls[i], error);
		if (store->statements[i] == NULL)
			return -1;
	}
	return 0;
}

struct store *
store_new(struct db *db, struct gantry_error *error)
{
	struct store *store = calloc(1, sizeof(*store));

	if (store == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	store->db = db;
	if (prepare(store, error) == 0)
		return store;
	store_free(store);
	return NULL;
}

void
store_free(struct store *store)
{
	size_t i;

	if (store == NULL)
		return;
	for (i = 0; i < STATEMENTS; i++)
		db_finalize(store->statements[i]);
	store_free_kept(&store->kept);
	index_block_clear(&store->last.block);
	index_choices_clear(&store->choices);
	gantry_buffer_clear(&store->keys[0]);
	gantry_buffer_clear(&store->keys[1]);
	gantry_buffer_clear(&store->found);
	free(store);
}

int64_t
store_last_rank(const struct store *store)
{
	return store->last_rank;
}

const struct index_choices *
store_choices(const struct store *store)
{
	return &store->choices;
}

/*
 * Get the integers of the only row of STATEMENT, which is then reset; they stay
 * zero when there is none.
 */
static int
get_integers(struct db_statement *statement, int64_t *integers, int count,
    struct gantry_error *error)
{
	int result = db_step(statement, error), i;

	for (i = 0; i < count; i++)
		integers[i] = result == 1 ? db_column_integer(statement, i) : 0;
	db_reset(statement);
	return result == -1 ? -1 : 0;
}

int
store_find_collection(struct store *store, struct bytes path, int64_t *id,
    int64_t *count, struct gantry_error *error)
{
	struct db_statement *find = store->statements[FIND_COLLECTION];
	int64_t found[2];

	db_bind_text(find, 1, path.data, path.length);
	if (get_integers(find, found, 2, error) == -1)
		return -1;
	*id = found[0];
	*count = found[1];
	return 0;
}

int
store_find_group(struct store *store, struct bytes name, int64_t *id,
    int64_t *collection, struct gantry_error *error)
{
	struct db_statement *find = store->statements[FIND_GROUP];
	int64_t found[3];

	db_bind_text(find, 1, name.data, name.length);
	if (get_integers(find, found, 3, error) == -1)
		return -1;
	*id = found[0];
	*collection = found[1] == 1 ? found[2] : 0;
	return 0;
}

int
store_find_field(struct store *store, struct bytes key, bool is_element,
    struct store_field *field, struct gantry_error *error)
{
	struct db_statement *find = store->statements[FIND_FIELD];
	int64_t found[3];

	db_bind_blob(find, 1, key.data, key.length);
	db_bind_integer(find, 2, is_element);
	if (get_integers(find, found, 3, error) == -1)
		return -1;
	*field =
	    (struct store_field){ found[0], found[1] != 0, (unsigned)found[2] };
	return 0;
}

/* Make the key of the path of the document RANK. */
static int
make_key(struct store *store, int64_t rank, struct gantry_error *error)
{
	struct db_statement *find = store->statements[FIND_PATH];
	struct gantry_buffer *key = &store->keys[1];
	struct bytes path;
	int result;

	db_bind_integer(find, 1, rank);
	result = db_step(find, error);
	gantry_buffer_reset(key);
	if (result == 1) {
		path.data = db_column_text(find, 0, &path.length);
		key_add_path(key, path);
	}
	db_reset(find);
	if (result == 1 && gantry_buffer_failed(key))
		return gantry_error_memory(error);
	if (result == 0)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the indexes do not fit the documents");
	return result == -1 ? -1 : 0;
}

/* A search for a name. */
struct search {
	bool is_after; /* what is below the name counts as less */
	int64_t rank; /* of the first document that is not less */
	bool is_equal;
};

/* Compare the key of a document, and the one wanted, which may be its start. */
static int
compare_keys(const struct store *store, const struct search *search)
{
	struct bytes key = { store->keys[1].data, store->keys[1].length };
	struct bytes wanted = { store->keys[0].data, store->keys[0].length };

	if (search->is_after && key.length >= wanted.length &&
	    memcmp(key.data, wanted.data, wanted.length) == 0)
		return -1;
	return bytes_compare(key, wanted);
}

static int
find_rank(struct store *store, struct bytes path, struct search *search,
    struct gantry_error *error)
{
	int64_t low = 1, high = store->last_rank + 1, middle;
	int order;

	gantry_buffer_reset(&store->keys[0]);
	key_add_path(&store->keys[0], path);
	if (gantry_buffer_failed(&store->keys[0]))
		return gantry_error_memory(error);
	while (low < high) {
		middle = low + (high - low) / 2;
		if (make_key(store, middle, error) == -1)
			return -1;
		order = compare_keys(store, search);
		search->is_equal = search->is_equal || order == 0;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	search->rank = low;
	return 0;
}

int
store_find_rank(struct store *store, struct bytes path, int64_t *rank,
    bool *is_equal, struct gantry_error *error)
{
	struct search search = { .is_after = false };

	if (find_rank(store, path, &search, error) == -1)
		return -1;
	*rank = search.rank;
	*is_equal = search.is_equal;
	return 0;
}

int
store_find_after(struct store *store, struct bytes path, int64_t *rank,
    struct gantry_error *error)
{
	struct search search = { .is_after = true };

	if (find_rank(store, path, &search, error) == -1)
		return -1;
	*rank = search.rank;
	return 0;
}

/* Step READ to its row.  Returns 1, or 0 when there is none, or -1. */
static int
step_document(struct db_statement *read, struct store_document *document,
    struct gantry_error *error)
{
	int result = db_step(read, error);

	if (result != 1)
		return result;
	document->path.data = db_column_text(read, 0, &document->path.length);
	document->fields.data =
	    db_column_text(read, 1, &document->fields.length);
	document->create_time = db_column_integer(read, 2);
	document->update_time = db_column_integer(read, 3);
	return 1;
}

int
store_find(struct store *store, struct bytes path,
    struct store_document *document, struct gantry_error *error)
{
	struct db_statement *find = store->statements[FIND_DOCUMENT];

	db_reset(find);
	db_bind_text_copy(find, 1, path.data, path.length);
	document->rank = 0;
	return step_document(find, document, error);
}

int
store_read(struct store *store, int64_t rank, struct store_document *document,
    struct gantry_error *error)
{
	struct db_statement *read = store->statements[READ_DOCUMENT];
	int result;

	db_reset(read);
	db_bind_integer(read, 1, rank);
	document->rank = rank;
	result = step_document(read, document, error);
	if (result == 0)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the indexes do not fit the documents");
	return result == 1 ? 0 : -1;
}

/* Get what STATEMENT, which is bound, finds in its only column. */
static int
get_bytes(struct store *store, struct db_statement *statement, bool is_text,
    struct bytes *found, struct gantry_error *error)
{
	const void *data;
	size_t length;
	int result = db_step(statement, error);

	gantry_buffer_reset(&store->found);
	if (result == 1) {
		data = is_text ? db_column_text(statement, 0, &length)
			       : db_column_blob(statement, 0, &length);
		gantry_buffer_add(&store->found, data, length);
	}
	db_reset(statement);
	if (gantry_buffer_failed(&store->found))
		return gantry_error_memory(error);
	*found = (struct bytes){ store->found.data, store->found.length };
	return result;
}

int
store_next_child(struct store *store, struct bytes parent, struct bytes after,
    struct bytes *id, struct gantry_error *error)
{
	struct db_statement *find = store->statements[FIND_CHILD];

	db_bind_blob(find, 1, parent.data, parent.length);
	db_bind_text(find, 2, after.length > 0 ? after.data : "", after.length);
	return get_bytes(store, find, true, id, error);
}

int
store_next_parent(struct store *store, struct bytes low, struct bytes *parent,
    struct gantry_error *error)
{
	struct db_statement *find = store->statements[FIND_PARENT];

	db_bind_blob(find, 1, low.data, low.length);
	return get_bytes(store, find, false, parent, error);
}

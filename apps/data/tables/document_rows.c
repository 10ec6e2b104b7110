/*
 * The paths come out of their index and are sorted; the documents are then read
 * one by one.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/json/json_check.h"
#include "data/firestore/path_glob.h"
#include "data/tables/document_condition.h"
#include "data/tables/document_rows.h"

#define ORDER_SQL \
	"SELECT rowid FROM document ORDER BY path COLLATE " DB_SEGMENTS

#define DOCUMENT_SQL                                                 \
	"SELECT path, fields, create_time, update_time, collection," \
	" parent FROM document WHERE rowid = ?1"

/* The columns of DOCUMENT_SQL. */
enum {
	PATH,
	FIELDS,
	CREATED,
	UPDATED,
	COLLECTION,
	PARENT,
};

struct documents {
	struct db *db;
	const struct documents_choice *choice;
	struct conditions *conditions;
	struct db_statement *order, *row;
	struct gantry_buffer scratch;
	/* The collection, taken apart. */
	struct bytes parent, id;
	int64_t total, seen;
	uint64_t found;
};

/* Is PATH that of a collection: an odd number of ids? */
static bool
is_collection(const char *path)
{
	bool has_id = false;
	unsigned count = 0;

	for (; *path != '\0'; path++) {
		if (*path != '/') {
			count += !has_id;
			has_id = true;
		} else if (!has_id || path[1] == '\0') {
			return false;
		} else {
			has_id = false;
		}
	}
	return count % 2 == 1;
}

int
documents_check(
    const struct documents_choice *choice, struct gantry_error *error)
{
	struct conditions *conditions;
	size_t i;

	if (choice->collection != NULL && !is_collection(choice->collection))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "\"%s\" is not the path of a collection, as \"users\" and "
		    "\"users/alice/posts\" are",
		    choice->collection);
	if (choice->group != NULL &&
	    (choice->group[0] == '\0' || strchr(choice->group, '/') != NULL))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "\"%s\" is not the id of a collection group; give a path "
		    "with --collection",
		    choice->group);
	for (i = 0; choice->paths != NULL && choice->paths[i] != NULL; i++)
		if (path_glob_check(choice->paths[i], error) == -1)
			return -1;
	conditions = conditions_new(choice->conditions, error);
	conditions_free(conditions);
	return conditions != NULL ? 0 : -1;
}

/* How many documents are kept?  A cache can be made without them. */
static int
count_documents(struct documents *documents, struct gantry_error *error)
{
	int64_t read, kept, size;

	if (db_integer(documents->db,
		"SELECT value FROM meta WHERE key = 'documents'", &read,
		error) == -1 ||
	    db_integer(documents->db,
		"SELECT value FROM meta WHERE key = 'documents_kept'", &kept,
		error) == -1 ||
	    db_size(documents->db, &size, error) == -1)
		return -1;
	/* An endless table must not fill a disk. */
	if (kept > size)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%" PRId64 " documents cannot be in %" PRId64 " bytes",
		    kept, size);
	if (kept < read)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "has no documents; it was imported with --no-documents");
	documents->total = kept;
	return 0;
}

static void
split_collection(struct documents *documents, const char *path)
{
	const char *slash = path != NULL ? strrchr(path, '/') : NULL;

	if (path == NULL)
		return;
	if (slash != NULL)
		documents->parent =
		    (struct bytes){ path, (size_t)(slash - path) };
	else
		documents->parent = (struct bytes){ path, 0 };
	path = slash != NULL ? slash + 1 : path;
	documents->id = (struct bytes){ path, strlen(path) };
}

static int
open_all(struct documents *documents, struct gantry_error *error)
{
	documents->conditions =
	    conditions_new(documents->choice->conditions, error);
	if (documents->conditions == NULL ||
	    count_documents(documents, error) == -1 ||
	    db_sort_in_files(documents->db, error) == -1)
		return -1;
	documents->order = db_prepare(documents->db, ORDER_SQL, error);
	if (documents->order != NULL)
		documents->row = db_prepare(documents->db, DOCUMENT_SQL, error);
	return documents->row != NULL ? 0 : -1;
}

struct documents *
documents_open(struct db *db, const struct documents_choice *choice,
    struct gantry_error *error)
{
	struct documents *documents = calloc(1, sizeof(*documents));

	if (documents == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	documents->db = db;
	documents->choice = choice;
	split_collection(documents, choice->collection);
	if (documents_check(choice, error) == 0 &&
	    open_all(documents, error) == 0)
		return documents;
	documents_close(documents);
	return NULL;
}

void
documents_close(struct documents *documents)
{
	if (documents == NULL)
		return;
	db_finalize(documents->order);
	db_finalize(documents->row);
	conditions_free(documents->conditions);
	gantry_buffer_clear(&documents->scratch);
	free(documents);
}

static bool
column_is(struct db_statement *row, int column, struct bytes text)
{
	size_t length;
	const char *value = db_column_text(row, column, &length);

	return length == text.length &&
	    (length == 0 || memcmp(value, text.data, length) == 0);
}

/* How many collections does the path of DOCUMENT go through? */
static unsigned
count_collections(const struct firestore_document *document)
{
	unsigned count = 1;
	size_t i;

	for (i = 0; i < document->path_length; i++)
		count += document->path[i] == '/';
	return count / 2;
}

static bool
matches_path(const struct documents_choice *choice,
    const struct firestore_document *document)
{
	const struct bytes path = { document->path, document->path_length };
	size_t i;

	if (choice->paths == NULL || choice->paths[0] == NULL)
		return true;
	for (i = 0; choice->paths[i] != NULL; i++)
		if (path_glob_matches(choice->paths[i], path))
			return true;
	return false;
}

/* Is the document of the row in the collections, paths and depth? */
static bool
is_chosen(const struct documents *documents,
    const struct firestore_document *document)
{
	const struct documents_choice *choice = documents->choice;
	struct db_statement *row = documents->row;

	if (choice->collection != NULL &&
	    (!column_is(row, COLLECTION, documents->id) ||
		!column_is(row, PARENT, documents->parent)))
		return false;
	if (choice->group != NULL &&
	    !column_is(row, COLLECTION,
		(struct bytes){ choice->group, strlen(choice->group) }))
		return false;
	if (choice->depth > 0 && count_collections(document) > choice->depth)
		return false;
	return matches_path(choice, document);
}

/* Read the document ROWID.  Returns 1, or 0 when it is not wanted, or -1. */
static int
read_row(struct documents *documents, int64_t rowid,
    struct firestore_document *document, struct gantry_error *error)
{
	struct db_statement *row = documents->row;
	int result;

	db_reset(row);
	db_bind_integer(row, 1, rowid);
	result = db_step(row, error);
	if (result != 1)
		return result;
	document->path = db_column_text(row, PATH, &document->path_length);
	document->fields =
	    db_column_text(row, FIELDS, &document->fields_length);
	document->create_time = db_column_integer(row, CREATED);
	document->update_time = db_column_integer(row, UPDATED);
	if (!is_chosen(documents, document))
		return 0;
	if (json_check_document(document, &documents->scratch, error) == -1)
		return gantry_error_prefix(error,
		    "row %" PRId64 " of the table document is damaged", rowid);
	return conditions_hold(documents->conditions, document, error);
}

int
documents_next(struct documents *documents, struct firestore_document *document,
    struct gantry_error *error)
{
	const unsigned limit = documents->choice->limit;
	int result;

	if (limit > 0 && documents->found == limit)
		return 0;
	while ((result = db_step(documents->order, error)) == 1) {
		if (++documents->seen > documents->total)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "expected %" PRId64 " documents, found more",
			    documents->total);
		result = read_row(documents,
		    db_column_integer(documents->order, 0), document, error);
		if (result != 0)
			break;
	}
	if (result == 1)
		documents->found++;
	else if (result == 0 && documents->seen < documents->total)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected %" PRId64 " documents, found fewer",
		    documents->total);
	return result;
}

void
documents_rewind(struct documents *documents)
{
	db_reset(documents->order);
	documents->seen = 0;
	documents->found = 0;
}

uint64_t
documents_seen(const struct documents *documents)
{
	return (uint64_t)documents->seen;
}

uint64_t
documents_total(const struct documents *documents)
{
	return (uint64_t)documents->total;
}

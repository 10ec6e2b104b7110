/*
 * The order of names is not that of paths as texts: "a/x" is below "a!/x", and
 * __id5__ below __id40__.  So the keys of the paths are sorted.
 */
#include <string.h>

#include "data/query/index/child_collections.h"
#include "data/query/index/collections.h"
#include "data/query/index/index_build.h"
#include "data/query/index/index_passes.h"
#include "data/query/index/places.h"
#include "data/query/keys/key.h"
#include "data/query/store/index_schema.h"

#define SORTER_MEMORY ((size_t)16 << 20)

/* What follows the key in a record: a zero, the path, and this. */
struct tail {
	int64_t rowid;
	uint32_t path_length;
};

/* A struct may have padding. */
#define TAIL_SIZE (sizeof(int64_t) + sizeof(uint32_t))

struct names {
	struct db *db;
	struct sorter sorter, *places;
	struct gantry_buffer key;
	struct collections collections;
	struct child_collections children;
	struct db_statement *add_name, *add_group, *find_group, *add_collection;
	struct db_statement *add_child;
	int64_t rank;
};

static int
add_path(struct names *names, struct bytes path, int64_t rowid,
    struct gantry_error *error)
{
	const struct tail tail = { rowid, (uint32_t)path.length };
	char *record;

	gantry_buffer_reset(&names->key);
	key_add_path(&names->key, path);
	gantry_buffer_putc(&names->key, '\0');
	gantry_buffer_add(&names->key, path.data, path.length);
	gantry_buffer_add(&names->key, &tail.rowid, sizeof(tail.rowid));
	gantry_buffer_add(
	    &names->key, &tail.path_length, sizeof(tail.path_length));
	if (gantry_buffer_failed(&names->key))
		return gantry_error_memory(error);
	record = sorter_add(&names->sorter, names->key.length, error);
	if (record == NULL)
		return -1;
	memcpy(record, names->key.data, names->key.length);
	return 0;
}

static int
add_paths(struct names *names, struct gantry_error *error)
{
	struct db_statement *rows =
	    db_prepare(names->db, "SELECT rowid, path FROM document", error);
	struct bytes path;
	int result;

	if (rows == NULL)
		return -1;
	while ((result = db_step(rows, error)) == 1) {
		path.data = db_column_text(rows, 1, &path.length);
		if (add_path(names, path, db_column_integer(rows, 0), error) ==
		    -1) {
			result = -1;
			break;
		}
	}
	db_finalize(rows);
	return result == -1 ? -1 : sorter_sort(&names->sorter, error);
}

/* Get the id of the group NAME, which has one collection more. */
static int
count_group(struct names *names, struct bytes name, int64_t *group,
    struct gantry_error *error)
{
	int result;

	db_bind_text(names->add_group, 1, name.data, name.length);
	if (db_execute(names->add_group, error) == -1)
		return -1;
	db_bind_text(names->find_group, 1, name.data, name.length);
	result = db_step(names->find_group, error);
	if (result == 1)
		*group = db_column_integer(names->find_group, 0);
	db_reset(names->find_group);
	if (result == 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_SYSTEM, "a collection group is lost");
	return result == 1 ? 0 : -1;
}

/* A collection was left: write its row. */
static int
add_collection(void *argument, const struct collection *collection,
    struct bytes path, struct gantry_error *error)
{
	struct names *names = argument;
	struct bytes name = path;
	int64_t group = 0;

	while (name.length > 0 && name.data[name.length - 1] != '/')
		name.length--;
	name = (struct bytes){ path.data + name.length,
		path.length - name.length };
	if (count_group(names, name, &group, error) == -1)
		return -1;
	db_bind_integer(names->add_collection, 1, collection->id);
	db_bind_text(names->add_collection, 2, path.data, path.length);
	db_bind_integer(names->add_collection, 3, group);
	db_bind_integer(names->add_collection, 4, collection->documents);
	return db_execute(names->add_collection, error);
}

static int
add_child(void *argument, struct bytes parent, struct bytes id,
    struct gantry_error *error)
{
	struct names *names = argument;

	gantry_buffer_reset(&names->key);
	key_add_path(&names->key, parent);
	if (gantry_buffer_failed(&names->key))
		return gantry_error_memory(error);
	db_bind_blob(names->add_child, 1, names->key.data, names->key.length);
	db_bind_text(names->add_child, 2, id.data, id.length);
	return db_execute(names->add_child, error);
}

static int
add_name(struct names *names, const struct run_record *record,
    struct gantry_error *error)
{
	const char *end = record->data + record->length - TAIL_SIZE;
	struct collection *collection;
	struct place_of place;
	struct tail tail;

	memcpy(&tail.rowid, end, sizeof(tail.rowid));
	memcpy(&tail.path_length, end + sizeof(tail.rowid),
	    sizeof(tail.path_length));
	collection = collections_enter(&names->collections,
	    (struct bytes){ end - tail.path_length, tail.path_length },
	    add_collection, names, error);
	if (collection == NULL ||
	    child_collections_enter(&names->children,
		(struct bytes){ end - tail.path_length, collection->length },
		add_child, names, error) == -1)
		return -1;
	collection->documents++;
	place = (struct place_of){ tail.rowid, (uint32_t)++names->rank,
		(uint32_t)collection->id };
	if (places_add(names->places, &place, error) == -1)
		return -1;
	db_bind_integer(names->add_name, 1, names->rank);
	db_bind_integer(names->add_name, 2, tail.rowid);
	return db_execute(names->add_name, error);
}

static int
write_rows(struct names *names, struct gantry_error *error)
{
	struct run_record record;
	int result;

	while ((result = sorter_next(&names->sorter, &record, error)) == 1)
		if (add_name(names, &record, error) == -1)
			return -1;
	if (result == -1 ||
	    collections_leave(
		&names->collections, add_collection, names, error) == -1)
		return -1;
	if (sorter_sort(names->places, error) == -1)
		return -1;
	return db_run(names->db, INDEX_COLLECTIONS_SQL, error);
}

static int
prepare(struct names *names, struct gantry_error *error)
{
	const struct {
		struct db_statement **statement;
		const char *sql;
	} statements[] = {
		{ &names->add_name, "INSERT INTO name VALUES (?1, ?2)" },
		{ &names->add_group,
		    "INSERT INTO grp (name, colls) VALUES (?1, 1)"
		    " ON CONFLICT (name) DO UPDATE SET colls = colls + 1" },
		{ &names->find_group, "SELECT id FROM grp WHERE name = ?1" },
		{ &names->add_collection,
		    "INSERT INTO coll VALUES (?1, ?2, ?3, ?4)" },
		{ &names->add_child, "INSERT INTO child VALUES (?1, ?2)" },
	};
	size_t i;

	for (i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
		*statements[i].statement =
		    db_prepare(names->db, statements[i].sql, error);
		if (*statements[i].statement == NULL)
			return -1;
	}
	return 0;
}

static void
clear(struct names *names)
{
	db_finalize(names->add_name);
	db_finalize(names->add_group);
	db_finalize(names->find_group);
	db_finalize(names->add_collection);
	db_finalize(names->add_child);
	child_collections_clear(&names->children);
	collections_clear(&names->collections);
	gantry_buffer_clear(&names->key);
	sorter_clear(&names->sorter);
}

int
index_names(struct db *db, const struct index_options *options,
    struct sorter *places, struct gantry_error *error)
{
	const struct sorter_options sorting = {
		.path = options->path,
		.memory = SORTER_MEMORY,
		.tail = TAIL_SIZE,
	};
	struct names names = { .db = db, .places = places };
	int result;

	sorter_init(&names.sorter, &sorting);
	result = prepare(&names, error);
	if (result == 0)
		result = add_paths(&names, error);
	if (result == 0)
		result = write_rows(&names, error);
	clear(&names);
	return result;
}

/*
 * A table in memory whose places are overwritten, before one on disk.
 */
#include <stdlib.h>
#include <string.h>

#include "data/cache/hash.h"
#include "data/query/index/field_ids.h"

#define PLACES	      4096
#define PATH_MAX_KEPT 64
#define NOTED	      1024

struct place {
	int64_t id; /* 0: free */
	bool is_element, is_cut;
	uint8_t length;
	char path[PATH_MAX_KEPT];
};

/* Which numbers were noted of a field. */
struct noted {
	int64_t id;
	unsigned numbers;
};

struct field_ids {
	struct db *db;
	struct db_statement *add, *find, *cut, *note;
	struct noted noted[NOTED];
	struct place places[PLACES];
};

struct field_ids *
field_ids_new(struct db *db, bool adds, struct gantry_error *error)
{
	struct field_ids *ids = calloc(1, sizeof(*ids));

	if (ids == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	ids->db = db;
	ids->find = db_prepare(db,
	    "SELECT id FROM field WHERE path = ?1 AND is_element = ?2", error);
	if (ids->find != NULL && !adds)
		return ids;
	if (ids->find != NULL)
		ids->add = db_prepare(db,
		    "INSERT OR IGNORE INTO field (path, is_element, is_cut,"
		    " numbers) VALUES (?1, ?2, 0, 0)",
		    error);
	if (ids->add != NULL)
		ids->cut = db_prepare(
		    db, "UPDATE field SET is_cut = 1 WHERE id = ?1", error);
	if (ids->cut != NULL)
		ids->note = db_prepare(db,
		    "UPDATE field SET numbers = numbers | ?2 WHERE id = ?1",
		    error);
	if (ids->note != NULL)
		return ids;
	field_ids_free(ids);
	return NULL;
}

void
field_ids_free(struct field_ids *ids)
{
	if (ids == NULL)
		return;
	db_finalize(ids->add);
	db_finalize(ids->find);
	db_finalize(ids->cut);
	db_finalize(ids->note);
	free(ids);
}

static struct place *
place_of(struct field_ids *ids, struct bytes path, bool is_element)
{
	uint64_t hash = hash_add(HASH_START, path.data, path.length);

	return &ids->places[(hash_finish(hash) + is_element) % PLACES];
}

static bool
has(const struct place *place, struct bytes path, bool is_element)
{
	return place->id != 0 && place->is_element == is_element &&
	    place->length == path.length &&
	    memcmp(place->path, path.data, path.length) == 0;
}

/* Run FIND or ADD for PATH. */
static void
bind(struct db_statement *statement, struct bytes path, bool is_element)
{
	db_bind_blob(statement, 1, path.data, path.length);
	db_bind_integer(statement, 2, is_element);
}

static int64_t
get_stored(struct field_ids *ids, struct bytes path, bool is_element,
    struct gantry_error *error)
{
	int64_t id = -1;
	int result;

	if (ids->add != NULL) {
		bind(ids->add, path, is_element);
		if (db_execute(ids->add, error) == -1)
			return -1;
	}
	bind(ids->find, path, is_element);
	result = db_step(ids->find, error);
	if (result == 1)
		id = db_column_integer(ids->find, 0);
	else if (result == 0)
		gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "a field has no id");
	db_reset(ids->find);
	return id;
}

int64_t
field_ids_get(struct field_ids *ids, struct bytes path, bool is_element,
    struct gantry_error *error)
{
	struct place *place = place_of(ids, path, is_element);
	int64_t id;

	if (path.length <= PATH_MAX_KEPT && has(place, path, is_element))
		return place->id;
	id = get_stored(ids, path, is_element, error);
	if (id == -1 || path.length > PATH_MAX_KEPT)
		return id;
	*place = (struct place){
		.id = id,
		.is_element = is_element,
		.length = (uint8_t)path.length,
	};
	memcpy(place->path, path.data, path.length);
	return id;
}

int
field_ids_cut(struct field_ids *ids, int64_t id, struct gantry_error *error)
{
	db_bind_integer(ids->cut, 1, id);
	return db_execute(ids->cut, error);
}

int
field_ids_note(struct field_ids *ids, int64_t id, unsigned numbers,
    struct gantry_error *error)
{
	struct noted *noted = &ids->noted[(uint64_t)id % NOTED];

	if (noted->id != id)
		*noted = (struct noted){ .id = id };
	if ((noted->numbers & numbers) == numbers)
		return 0;
	noted->numbers |= numbers;
	db_bind_integer(ids->note, 1, id);
	db_bind_integer(ids->note, 2, numbers);
	return db_execute(ids->note, error);
}

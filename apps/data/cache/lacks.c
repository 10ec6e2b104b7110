/*
 * Keeps, writes and reads what a cache lacks.  A file may be hostile: no more
 * than LACKS_MAX rows of it are read, and only the beginnings of long texts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/lacks.h"
#include "data/cache/schema.h"

/* Nothing of the older schema says what is missing. */
#define UNRECORDED_SQL                                               \
	"SELECT '" LACK_UNKNOWN "', '" CACHE_UNRECORDED "', 0"       \
	" WHERE NOT EXISTS (SELECT 1 FROM meta WHERE key = 'pulled'" \
	" AND value > 0)"

#define READ_SQL                                                     \
	"SELECT substr(kind, 1, 24), substr(detail, 1, 1000), count" \
	" FROM lacks LIMIT 100"

static int
append(struct lacks *lacks, const char *kind, const char *detail, int64_t count,
    struct gantry_error *error)
{
	struct lack *items =
	    realloc(lacks->items, (lacks->count + 1) * sizeof(*items));
	struct lack *added;

	if (items == NULL)
		return gantry_error_memory(error);
	lacks->items = items;
	added = &items[lacks->count];
	added->detail = strdup(detail);
	if (added->detail == NULL)
		return gantry_error_memory(error);
	snprintf(added->kind, sizeof(added->kind), "%s", kind);
	added->count = count;
	lacks->count++;
	return 0;
}

int
lacks_add(struct lacks *lacks, const char *kind, const char *detail,
    int64_t count, struct gantry_error *error)
{
	static const char rest[] =
	    "more than are listed here; the program named each of them";
	struct lack *last;
	char *text;

	if (lacks->count < LACKS_MAX)
		return append(lacks, kind, detail, count, error);
	last = &lacks->items[LACKS_MAX - 1];
	if (strcmp(last->detail, rest) == 0)
		return 0;
	text = strdup(rest);
	if (text == NULL)
		return gantry_error_memory(error);
	free(last->detail);
	last->detail = text;
	last->count = 0;
	return 0;
}

void
lacks_clear(struct lacks *lacks)
{
	size_t i;

	for (i = 0; i < lacks->count; i++)
		free(lacks->items[i].detail);
	free(lacks->items);
	*lacks = (struct lacks){ NULL, 0 };
}

static int
has_table(struct db *db, bool *has, struct gantry_error *error)
{
	int64_t version;

	if (db_integer(db, "PRAGMA user_version", &version, error) == -1)
		return -1;
	*has = version >= CACHE_SCHEMA_LACKS;
	return 0;
}

int
lacks_read(struct lacks *lacks, struct db *db, struct gantry_error *error)
{
	struct db_statement *row = NULL;
	const char *kind, *detail;
	size_t length;
	bool has;
	int result;

	if (has_table(db, &has, error) == 0)
		row = db_prepare(db, has ? READ_SQL : UNRECORDED_SQL, error);
	if (row == NULL)
		return -1;
	while ((result = db_step(row, error)) == 1) {
		kind = db_column_text(row, 0, &length);
		detail = db_column_text(row, 1, &length);
		result = lacks_add(
		    lacks, kind, detail, db_column_integer(row, 2), error);
		if (result == -1)
			break;
	}
	db_finalize(row);
	return result;
}

int
lacks_write(
    const struct lacks *lacks, struct db *db, struct gantry_error *error)
{
	struct db_statement *insert =
	    db_prepare(db, "INSERT INTO lacks VALUES (?1, ?2, ?3)", error);
	const struct lack *lack;
	size_t i;
	int result = insert != NULL ? 0 : -1;

	for (i = 0; i < lacks->count && result == 0; i++) {
		lack = &lacks->items[i];
		db_bind_text(insert, 1, lack->kind, strlen(lack->kind));
		db_bind_text(insert, 2, lack->detail, strlen(lack->detail));
		db_bind_integer(insert, 3, lack->count);
		result = db_execute(insert, error);
	}
	db_finalize(insert);
	return result;
}

int
lacks_find(struct db *db, bool *is_incomplete, struct gantry_error *error)
{
	int64_t found = 0;
	bool has;

	if (has_table(db, &has, error) == -1 ||
	    (has &&
		db_integer(db,
		    "SELECT EXISTS (SELECT 1 FROM lacks"
		    " WHERE kind <> '" LACK_UNKNOWN "' LIMIT 1)",
		    &found, error) == -1))
		return -1;
	*is_incomplete = found != 0;
	return 0;
}

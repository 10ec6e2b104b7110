/*
 * Decodes an input into changes of a good cache.  SQL reaches values that no
 * change of bytes would hit, since a page has checksums of a kind: offsets and
 * lengths that must agree.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache_input.h"

#define CHANGES_MAX 32

/* A long text is at most this long. */
#define LONG_MAX (1 << 18)

static unsigned char *good;
static size_t good_size;

/* What is left of an input. */
struct input {
	const uint8_t *data;
	size_t size;
};

static void
fail(const char *what)
{
	perror(what);
	exit(1);
}

void
cache_input_begin(const char *path)
{
	FILE *file = fopen(path, "rb");
	long size;

	if (file == NULL || fseek(file, 0, SEEK_END) == -1)
		fail(path);
	size = ftell(file);
	rewind(file);
	good = size > 0 ? malloc((size_t)size) : NULL;
	if (good == NULL || fread(good, (size_t)size, 1, file) != 1)
		fail(path);
	good_size = (size_t)size;
	fclose(file);
}

static void
write_file(const char *path, const void *data, size_t size)
{
	FILE *file = fopen(path, "wb");

	if (file == NULL || (size > 0 && fwrite(data, size, 1, file) != 1) ||
	    fclose(file) != 0)
		fail(path);
}

static unsigned
next(struct input *input)
{
	if (input->size == 0)
		return 0;
	input->size--;
	return *input->data++;
}

static uint64_t
next_number(struct input *input, int bytes)
{
	uint64_t number = 0;

	while (bytes-- > 0)
		number = number << 8 | next(input);
	return number;
}

/* Take up to LENGTH bytes. */
static struct input
next_bytes(struct input *input, size_t length)
{
	struct input bytes = { input->data, length };

	if (length > input->size)
		bytes.size = input->size;
	input->data += bytes.size;
	input->size -= bytes.size;
	return bytes;
}

/* Each patch is an offset in three bytes, a length in one, and the bytes. */
static void
write_patched(struct input *input, const char *path)
{
	unsigned char *copy = malloc(good_size);
	struct input bytes;
	size_t offset;

	if (copy == NULL)
		fail("cannot allocate");
	memcpy(copy, good, good_size);
	while (input->size > 4) {
		offset = (size_t)next_number(input, 3) % good_size;
		bytes = next_bytes(input, next(input));
		if (bytes.size > good_size - offset)
			bytes.size = good_size - offset;
		memcpy(copy + offset, bytes.data, bytes.size);
	}
	write_file(path, copy, good_size);
	free(copy);
}

/* The tables of a cache with their columns. */
static const struct {
	const char *name;
	const char *columns[7];
} tables[] = {
	{ "meta", { "key", "value" } },
	{ "publication", { "id", "name", "count" } },
	{ "entity", { "publication", "count", "word" } },
	{ "mention", { "publication", "folded", "word", "count" } },
	{ "word", { "folded", "word", "count" } },
	{ "best", { "publication", "prefix", "count", "word" } },
	{ "document",
	    { "path", "parent", "collection", "fields", "create_time",
		"update_time" } },
	{ "ignored", { "projection", "reason", "count", "example" } },
	{ "lacks", { "kind", "detail", "count" } },
};
#define TABLES (sizeof(tables) / sizeof(tables[0]))

static const char *
next_column(struct input *input, size_t table)
{
	size_t count = 0;

	while (tables[table].columns[count] != NULL)
		count++;
	return tables[table].columns[next(input) % count];
}

/* Texts that mean something to a file system, a terminal, a header or JSON. */
static const char *const texts[] = {
	"",
	"../outside",
	"../outside/keep",
	"/",
	".",
	"..",
	".new",
	"current",
	"lock",
	"x\"y",
	"a\r\nSet-Cookie: b=c",
	"\x1b]0;title\x07\x1b[2J",
	"\xc2\x9b"
	"31m",
	"\xff\xfe\x80",
	"%s%n",
	"'; DROP TABLE meta; --",
	"0123456789abcdef",
	"0123456789abcdef0",
	"0123456789ABCDEF",
	"generation",
	"documents",
	"documents_kept",
	"created",
	"publications/p",
	"publications/p/ent/x",
	"publications//ent/",
	"{}",
	"{",
	"{\"count\":",
	"{\"count\":{\"integerValue\":\"1\"}}",
	"{\"count\":{\"integerValue\":\"99999999999999999999\"}}",
	"{\"count\":{\"doubleValue\":1e999}}",
	"{\"word\":{\"stringValue\":\"",
	"{\"word\":{\"stringValue\":\"\\",
	"{\"word\":{\"stringValue\":\"\\u12\"},\"count\":{\"integerValue\":\"1\"}}",
	"{\"word\":{\"stringValue\":\"\\ud800\\ud800\"},"
	"\"count\":{\"integerValue\":\"1\"}}",
	"{\"word\":{\"stringValue\":\"\\u0000x\"},"
	"\"count\":{\"integerValue\":\"2\"}}",
	"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
};

static const int64_t integers[] = { 0, 1, -1, INT64_MAX, INT64_MIN,
	(int64_t)1 << 53, -62135596800000001, 999999999999999999 };
static const double reals[] = { 0.5, -0.0, 1e308, -1e308, 9.3e18, 1e-300 };

#define COUNT(array) (sizeof(array) / sizeof(array[0]))

/* Bind a text or blob of the input, perhaps repeated. */
static void
bind_bytes(sqlite3_stmt *statement, struct input *input, bool is_blob,
    unsigned doublings)
{
	struct input bytes = next_bytes(input, next(input));
	size_t length = bytes.size, size = length << doublings;
	char *repeated;

	while (size > LONG_MAX)
		size /= 2;
	repeated = malloc(size + 1);
	if (repeated == NULL)
		fail("cannot allocate");
	if (length > 0 && size >= length)
		for (size_t at = 0; at + length <= size; at += length)
			memcpy(repeated + at, bytes.data, length);
	else
		size = 0;
	if (is_blob)
		sqlite3_bind_blob64(
		    statement, 1, repeated, size, SQLITE_TRANSIENT);
	else
		sqlite3_bind_text64(statement, 1, repeated, size,
		    SQLITE_TRANSIENT, SQLITE_UTF8);
	free(repeated);
}

/* Bind the next value as ?1. */
static void
bind_value(sqlite3_stmt *statement, struct input *input)
{
	switch (next(input) % 9) {
	case 0:
		sqlite3_bind_null(statement, 1);
		break;
	case 1:
		sqlite3_bind_int64(
		    statement, 1, integers[next(input) % COUNT(integers)]);
		break;
	case 2:
		sqlite3_bind_int64(
		    statement, 1, (sqlite3_int64)next_number(input, 8));
		break;
	case 3:
		sqlite3_bind_double(
		    statement, 1, reals[next(input) % COUNT(reals)]);
		break;
	case 4:
		sqlite3_bind_text(statement, 1,
		    texts[next(input) % COUNT(texts)], -1, SQLITE_STATIC);
		break;
	case 5:
		bind_bytes(statement, input, false, 0);
		break;
	case 6:
		bind_bytes(statement, input, true, 0);
		break;
	case 7:
		bind_bytes(statement, input, false, next(input) % 16);
		break;
	default:
		sqlite3_bind_zeroblob(statement, 1, (int)next_number(input, 2));
		break;
	}
}

/* Run SQL, which the caller frees nothing of, with the next value as ?1. */
static void
run(sqlite3 *db, char *sql, struct input *input)
{
	sqlite3_stmt *statement = NULL;

	if (sql != NULL &&
	    sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
	    statement != NULL) {
		if (sqlite3_bind_parameter_count(statement) > 0)
			bind_value(statement, input);
		sqlite3_step(statement);
	}
	sqlite3_finalize(statement);
	sqlite3_free(sql);
}

static void
update(sqlite3 *db, struct input *input)
{
	const size_t table = next(input) % TABLES;
	const char *column = next_column(input, table);
	const unsigned row = next(input);

	if (row == 255)
		run(db,
		    sqlite3_mprintf(
			"UPDATE %s SET %s = ?1", tables[table].name, column),
		    input);
	else
		run(db,
		    sqlite3_mprintf(
			"UPDATE OR REPLACE %s SET %s = ?1 WHERE %s ="
			" (SELECT %s FROM %s LIMIT 1 OFFSET %u)",
			tables[table].name, column, column, column,
			tables[table].name, row % 8),
		    input);
}

static void
update_meta(sqlite3 *db, struct input *input)
{
	static const char *const keys[] = { "generation", "generation",
		"documents", "documents_kept", "source", "project", "database",
		"exported", "pulled", "created" };

	run(db,
	    sqlite3_mprintf("UPDATE meta SET value = ?1 WHERE key = '%s'",
		keys[next(input) % COUNT(keys)]),
	    input);
}

/* Copy a row, with one column replaced. */
static void
insert(sqlite3 *db, struct input *input)
{
	const size_t table = next(input) % TABLES;
	const char *column = next_column(input, table);
	char *columns = sqlite3_mprintf("");
	char *more;
	size_t i;

	for (i = 0; tables[table].columns[i] != NULL; i++) {
		more = sqlite3_mprintf("%s%s%s", columns, i > 0 ? ", " : "",
		    strcmp(tables[table].columns[i], column) == 0
			? "?1"
			: tables[table].columns[i]);
		sqlite3_free(columns);
		columns = more;
	}
	run(db,
	    sqlite3_mprintf("INSERT OR REPLACE INTO %s SELECT %s FROM %s"
			    " LIMIT 1 OFFSET %u",
		tables[table].name, columns, tables[table].name,
		next(input) % 8),
	    input);
	sqlite3_free(columns);
}

/* Make a table again without types and constraints. */
static void
relax(sqlite3 *db, struct input *input)
{
	const char *name = tables[next(input) % TABLES].name;

	run(db,
	    sqlite3_mprintf("CREATE TABLE relaxed AS SELECT * FROM %s", name),
	    input);
	run(db, sqlite3_mprintf("DROP TABLE %s", name), input);
	run(db, sqlite3_mprintf("ALTER TABLE relaxed RENAME TO %s", name),
	    input);
}

/* Statements that change the schema; %s is a table. */
static const char *const changes[] = {
	"DROP TABLE %s",
	"DELETE FROM %s",
	"ALTER TABLE %s ADD COLUMN more DEFAULT 'x'",
	"ALTER TABLE %s RENAME TO renamed",
	"CREATE VIEW shown AS SELECT * FROM %s",
	"CREATE INDEX found ON %s (abs(count))",
	"CREATE INDEX partly ON %s (count) WHERE count > 1",
	"CREATE TRIGGER pulled AFTER INSERT ON %s BEGIN SELECT 1; END",
	"CREATE TABLE \"\x1b[31m%s\" (x)",
	"DROP INDEX document_path /* %s */",
	"PRAGMA user_version = 2 /* %s */",
	"PRAGMA application_id = 1 /* %s */",
};

static void
change_schema(sqlite3 *db, struct input *input)
{
	const unsigned change = next(input) % (COUNT(changes) + 2);
	const char *name = tables[next(input) % TABLES].name;

	if (change < COUNT(changes)) {
		run(db, sqlite3_mprintf(changes[change], name), input);
		return;
	}
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	run(db, sqlite3_mprintf("PRAGMA writable_schema = ON"), input);
	run(db,
	    change == COUNT(changes)
		? sqlite3_mprintf("UPDATE sqlite_schema SET rootpage ="
				  " (SELECT rootpage FROM sqlite_schema"
				  "  LIMIT 1 OFFSET %u) WHERE name = '%s'",
		      next(input) % 12, name)
		: sqlite3_mprintf("UPDATE sqlite_schema SET sql = ?1"
				  " WHERE name = '%s'",
		      name),
	    input);
	run(db, sqlite3_mprintf("PRAGMA writable_schema = OFF"), input);
}

/* Apply the changes to a copy in memory. */
static void
write_changed(struct input *input, const char *path)
{
	static void (*const operations[])(sqlite3 *, struct input *) = { update,
		update_meta, insert, relax, change_schema };
	unsigned char *copy = sqlite3_malloc64(good_size), *made;
	sqlite3_int64 size = 0;
	sqlite3 *db = NULL;
	int count;

	if (copy == NULL || sqlite3_open(":memory:", &db) != SQLITE_OK)
		fail("cannot open a database");
	memcpy(copy, good, good_size);
	if (sqlite3_deserialize(db, "main", copy, (sqlite3_int64)good_size,
		(sqlite3_int64)good_size,
		SQLITE_DESERIALIZE_FREEONCLOSE |
		    SQLITE_DESERIALIZE_RESIZEABLE) != SQLITE_OK)
		fail("cannot read the good cache");
	for (count = 0; input->size > 0 && count < CHANGES_MAX; count++)
		operations[next(input) % COUNT(operations)](db, input);
	made = sqlite3_serialize(db, "main", &size, 0);
	write_file(path, made, made != NULL ? (size_t)size : 0);
	sqlite3_free(made);
	sqlite3_close(db);
}

void
cache_input_write(
    enum cache_input kind, const uint8_t *data, size_t size, const char *path)
{
	struct input input = { data, size };

	switch (kind) {
	case CACHE_INPUT_SQL:
		write_changed(&input, path);
		break;
	case CACHE_INPUT_PATCHES:
		write_patched(&input, path);
		break;
	default:
		write_file(path, data, size);
		break;
	}
}

/*
 * Prints what a cache contains, as text or as JSON.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <gantry/json.h>

#include "data/cache/db.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/printable.h"
#include "data/gantry-cache/run_on_cache.h"

/* One table of the output. */
struct listing {
	const char *name; /* in the JSON */
	const char *sql;
	const char *columns[5]; /* ended by NULL */
};

static const struct listing collections = {
	.name = "collections",
	.sql = "SELECT collection, count(*), sum(length(fields))"
	       " FROM document GROUP BY collection ORDER BY collection",
	.columns = { "collection", "documents", "bytes", NULL },
};

static const struct listing ignored = {
	.name = "ignored",
	.sql = "SELECT projection, reason, count, example FROM ignored"
	       " ORDER BY projection, reason",
	.columns = { "projection", "reason", "count", "example", NULL },
};

/* The tables of the applications, and SQL that counts the rows of each. */
#define TABLES_SQL                                                        \
	"SELECT name, format('SELECT count(*) FROM \"%w\"', name)"        \
	" FROM sqlite_schema WHERE type = 'table'"                        \
	" AND name NOT IN ('document', 'ignored', 'lacks', 'meta',"       \
	" 'child', 'choice', 'coll', 'field', 'grp', 'idx', 'idx_block'," \
	" 'name')"                                                        \
	" AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"

/* The width of the column of keys. */
#define KEY_WIDTH 15

static bool
is_time(const char *key)
{
	return strcmp(key, "created") == 0 || strcmp(key, "exported") == 0 ||
	    strcmp(key, "pulled") == 0;
}

/* Format the time of a row of meta; an unknown time is empty. */
static void
format_time(const char *key, int64_t value, char *text, size_t size)
{
	time_t moment = (time_t)value;
	struct tm calendar;

	if (strcmp(key, "created") != 0)
		moment = (time_t)(value / 1000000);
	text[0] = '\0';
	if (moment != 0 && gmtime_r(&moment, &calendar) != NULL)
		strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", &calendar);
}

/* Append TEXT, and spaces up to WIDTH and one more. */
static void
add_padded(struct gantry_buffer *out, const char *text, size_t width)
{
	const size_t begin = out->length;

	printable_add(out, text, strlen(text));
	do
		gantry_buffer_putc(out, ' ');
	while (!gantry_buffer_failed(out) && out->length - begin <= width);
}

static void
add_meta(struct gantry_buffer *out, struct gantry_json_writer *json,
    struct db_statement *row)
{
	char time[32];
	size_t length;
	const char *key = db_column_text(row, 0, &length);
	const char *value = db_column_text(row, 1, &length);

	if (is_time(key)) {
		format_time(key, db_column_integer(row, 1), time, sizeof(time));
		value = time;
	}
	if (json == NULL) {
		add_padded(out, key, KEY_WIDTH);
		value = *value != '\0' ? value : "unknown";
		printable_add(out, value, strlen(value));
		gantry_buffer_putc(out, '\n');
		return;
	}
	if (strncmp(key, "documents", strlen("documents")) == 0 ||
	    strncmp(key, "untyped", strlen("untyped")) == 0)
		gantry_json_put_integer(json, key, db_column_integer(row, 1));
	else
		gantry_json_put_text(json, key, *value != '\0' ? value : NULL);
}

/* The keys of schema.h: any other would be a member of the JSON. */
#define META_SQL                                                     \
	"SELECT key, value FROM meta WHERE key IN"                   \
	" ('created', 'database', 'documents', 'documents_kept',"    \
	"  'exported', 'format', 'generation', 'project', 'pulled'," \
	"  'source', 'untyped_numbers', 'untyped_points',"           \
	"  'untyped_references', 'untyped_times')"                   \
	" ORDER BY key"

static int
add_all_meta(struct gantry_buffer *out, struct gantry_json_writer *json,
    struct db *db, struct gantry_error *error)
{
	struct db_statement *row = db_prepare(db, META_SQL, error);
	char previous[32] = "";
	const char *key;
	size_t length;
	int result;

	if (row == NULL)
		return -1;
	while ((result = db_step(row, error)) == 1) {
		key = db_column_text(row, 0, &length);
		/* The table need not be as gantry-cache makes it. */
		if (strcmp(key, previous) == 0)
			continue;
		snprintf(previous, sizeof(previous), "%s", key);
		add_meta(out, json, row);
	}
	db_finalize(row);
	return result;
}

static bool
is_number(const char *column)
{
	return strcmp(column, "documents") == 0 ||
	    strcmp(column, "bytes") == 0 || strcmp(column, "count") == 0;
}

static void
add_row(struct gantry_buffer *out, const struct listing *listing,
    struct db_statement *row)
{
	const char *text;
	size_t length;
	int i;

	gantry_buffer_puts(out, listing->name);
	for (i = 0; listing->columns[i] != NULL; i++) {
		text = db_column_text(row, i, &length);
		gantry_buffer_puts(out, "  ");
		printable_add(out, text, length);
		if (is_number(listing->columns[i]))
			gantry_buffer_printf(out, " %s", listing->columns[i]);
	}
	gantry_buffer_putc(out, '\n');
}

static void
put_row(struct gantry_json_writer *json, const struct listing *listing,
    struct db_statement *row)
{
	const char *text;
	size_t length;
	int i;

	gantry_json_begin_object(json, NULL);
	for (i = 0; listing->columns[i] != NULL; i++) {
		if (is_number(listing->columns[i]))
			gantry_json_put_integer(json, listing->columns[i],
			    db_column_integer(row, i));
		else {
			text = db_column_text(row, i, &length);
			gantry_json_put_string(
			    json, listing->columns[i], text, length);
		}
	}
	gantry_json_end(json);
}

static int
add_listing(struct gantry_buffer *out, struct gantry_json_writer *json,
    struct db *db, const struct listing *listing, struct gantry_error *error)
{
	struct db_statement *statement = db_prepare(db, listing->sql, error);
	int result;

	if (statement == NULL)
		return -1;
	if (json != NULL)
		gantry_json_begin_array(json, listing->name);
	while ((result = db_step(statement, error)) == 1) {
		if (json != NULL)
			put_row(json, listing, statement);
		else
			add_row(out, listing, statement);
	}
	if (json != NULL)
		gantry_json_end(json);
	db_finalize(statement);
	return result;
}

static void
add_table(struct gantry_buffer *out, struct gantry_json_writer *json,
    const char *name, int64_t rows)
{
	if (json == NULL) {
		gantry_buffer_puts(out, "table  ");
		printable_add(out, name, strlen(name));
		gantry_buffer_printf(out, "  %" PRId64 " rows\n", rows);
		return;
	}
	gantry_json_begin_object(json, NULL);
	gantry_json_put_text(json, "table", name);
	gantry_json_put_integer(json, "rows", rows);
	gantry_json_end(json);
}

static int
add_tables(struct gantry_buffer *out, struct gantry_json_writer *json,
    struct db *db, struct gantry_error *error)
{
	struct db_statement *tables = db_prepare(db, TABLES_SQL, error);
	size_t length;
	int64_t rows;
	int result;

	if (tables == NULL)
		return -1;
	if (json != NULL)
		gantry_json_begin_array(json, "tables");
	while ((result = db_step(tables, error)) == 1) {
		result = db_integer(
		    db, db_column_text(tables, 1, &length), &rows, error);
		if (result == -1)
			break;
		add_table(out, json, db_column_text(tables, 0, &length), rows);
	}
	if (json != NULL)
		gantry_json_end(json);
	db_finalize(tables);
	return result;
}

static void
put_lacks(struct gantry_json_writer *json, const struct lacks *lacks)
{
	const struct lack *lack;
	size_t i;

	gantry_json_begin_array(json, "lacks");
	for (i = 0; i < lacks->count; i++) {
		lack = &lacks->items[i];
		gantry_json_begin_object(json, NULL);
		gantry_json_put_text(json, "kind", lack->kind);
		gantry_json_put_text(json, "detail", lack->detail);
		if (lack->count > 0)
			gantry_json_put_integer(json, "documents", lack->count);
		else
			gantry_json_put_text(json, "documents", NULL);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

/* Has it indexes for queries? */
#define INDEXES_SQL                                \
	"SELECT coalesce(max(value), 0) FROM meta" \
	" WHERE key = 'index_version'"

/* The version of the schema, and what the cache lacks. */
static int
add_schema(struct gantry_buffer *out, struct gantry_json_writer *json,
    struct db *db, struct gantry_error *error)
{
	struct lacks lacks = { NULL, 0 };
	int64_t version, indexes = 0;
	int result = db_integer(db, "PRAGMA user_version", &version, error);

	if (result == 0)
		result = db_integer(db, INDEXES_SQL, &indexes, error);

	if (result == 0)
		result = lacks_read(&lacks, db, error);
	if (result == 0 && json != NULL) {
		gantry_json_put_integer(json, "schema", version);
		gantry_json_put_boolean(json, "indexes", indexes != 0);
		put_lacks(json, &lacks);
	} else if (result == 0) {
		add_padded(out, "schema", KEY_WIDTH);
		gantry_buffer_printf(out, "%" PRId64 "\n", version);
		add_padded(out, "indexes", KEY_WIDTH);
		gantry_buffer_puts(out,
		    indexes != 0 ? "of all documents\n"
				 : "none; gantry-cache index makes them\n");
		if (lacks.count == 0)
			gantry_buffer_puts(
			    out, "lacks  nothing that is known\n");
		add_lacks(out, &lacks);
	}
	lacks_clear(&lacks);
	return result;
}

static int
add_all(struct gantry_buffer *out, struct gantry_json_writer *json,
    struct db *db, struct gantry_error *error)
{
	if (json != NULL)
		gantry_json_begin_object(json, NULL);
	if (add_all_meta(out, json, db, error) == -1 ||
	    add_schema(out, json, db, error) == -1 ||
	    add_listing(out, json, db, &collections, error) == -1 ||
	    add_tables(out, json, db, error) == -1 ||
	    add_listing(out, json, db, &ignored, error) == -1)
		return -1;
	if (json != NULL) {
		gantry_json_end(json);
		gantry_buffer_putc(out, '\n');
	}
	if (gantry_buffer_failed(out))
		return gantry_error_memory(error);
	return 0;
}

struct info_options {
	const char *file;
	bool json;
};

static int
print_info(struct db *db, const char *generation, const void *argument,
    struct gantry_error *error)
{
	const struct info_options *options = argument;
	struct gantry_buffer out = { 0 };
	struct gantry_json_writer json;
	int result;

	(void)generation;
	gantry_json_writer_init(&json, &out);
	result = add_all(&out, options->json ? &json : NULL, db, error);
	if (result == 0)
		fwrite(out.data, 1, out.length, stdout);
	gantry_buffer_clear(&out);
	return result;
}

static int
run_info(struct cmdline *cmdline)
{
	struct info_options options = { .file = NULL };
	int status;

	cmdline->fields = &options;
	if (!cmdline_begin(cmdline, &status))
		return status;
	return run_on_cache(options.file, print_info, &options);
}

static const struct cmdline_option info_options[] = {
	{ .name = "json",
	    .kind = CMDLINE_FLAG,
	    .offset = offsetof(struct info_options, json),
	    .help = "print JSON" },
	{ NULL },
};

static const struct cmdline_operand info_operands[] = {
	{ .name = "FILE",
	    .offset = offsetof(struct info_options, file),
	    .is_file = true },
	{ NULL },
};

const struct cmdline_command info_command = {
	.name = "info",
	.usage = "FILE [--json]",
	.summary = "show what a cache holds",
	.description =
	    "Print what the cache FILE holds: where it comes from, its "
	    "generation, its collections, the tables of the applications, and "
	    "the documents that the applications could not use.",
	.example = "info cache.db",
	.options = info_options,
	.operands = info_operands,
	.run = run_info,
};

/*
 * Prints the documents of a cache as JSON lines, sorted by the segments of
 * their paths.
 */
#include <stdio.h>

#include <gantry/json.h>

#include "data/cache/cache.h"
#include "data/gantry-cache/commands.h"

/*
 * "a/b" must come before "a b/c", but a slash sorts after a space.  So each
 * slash is compared as a NUL, which no path contains.
 */
#define DUMP_SQL                            \
	"SELECT path, fields FROM document" \
	" ORDER BY CAST(replace(path, '/', char(0)) AS BLOB)"

static int
print_document(struct db_statement *row, struct gantry_buffer *line,
    struct gantry_error *error)
{
	size_t length;
	const char *text = db_column_text(row, 0, &length);

	gantry_buffer_reset(line);
	gantry_buffer_puts(line, "{\"path\":");
	gantry_json_string(line, text, length);
	gantry_buffer_puts(line, ",\"fields\":");
	text = db_column_text(row, 1, &length);
	gantry_buffer_add(line, text, length);
	gantry_buffer_puts(line, "}\n");
	if (gantry_buffer_failed(line))
		return gantry_error_memory(error);
	if (fwrite(line->data, 1, line->length, stdout) != line->length)
		return gantry_error_system(
		    error, "cannot write to standard output");
	return 0;
}

static int
print_documents(struct db *db, struct gantry_error *error)
{
	struct db_statement *statement = db_prepare(db, DUMP_SQL, error);
	struct gantry_buffer line = { 0 };
	int result;

	if (statement == NULL)
		return -1;
	while ((result = db_step(statement, error)) == 1) {
		result = print_document(statement, &line, error);
		if (result == -1)
			break;
	}
	if (result == 0 && fflush(stdout) != 0)
		result = gantry_error_system(
		    error, "cannot write to standard output");
	gantry_buffer_clear(&line);
	db_finalize(statement);
	return result;
}

static int
check_kept(struct db *db, struct gantry_error *error)
{
	int64_t read, kept;

	if (db_integer(db, "SELECT value FROM meta WHERE key = 'documents'",
		&read, error) == -1 ||
	    db_integer(db,
		"SELECT value FROM meta WHERE key = 'documents_kept'", &kept,
		error) == -1)
		return -1;
	if (kept < read)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "has no documents; it was imported with --no-documents");
	return 0;
}

static int
run_dump(
    int argc, char *argv[], const struct cache_projection *const projections[])
{
	char generation[CACHE_GENERATION_SIZE];
	struct gantry_error error;
	struct db *db;
	int result;

	(void)projections;
	if (argc != 2)
		return complain("dump takes one cache");
	db = cache_open(argv[1], generation, &error);
	if (db == NULL)
		return fail(&error);
	result = check_kept(db, &error);
	if (result == 0)
		result = print_documents(db, &error);
	if (result == -1)
		gantry_error_prefix(&error, "cache %s", argv[1]);
	db_close(db);
	return result == -1 ? fail(&error) : STATUS_DONE;
}

const struct command dump_command = {
	.name = "dump",
	.usage = "FILE",
	.help = "  prints the documents of the cache FILE as JSON lines of "
		"\"path\" and \"fields\",\n"
		"  sorted by path; import takes them back\n",
	.run = run_dump,
};

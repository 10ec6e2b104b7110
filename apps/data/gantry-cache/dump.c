/*
 * Prints the documents of a cache as JSON lines, sorted by the segments of
 * their paths.
 */
#include <stdio.h>

#include <gantry/json.h>

#include "data/cache/db.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/run_on_cache.h"

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
dump(struct db *db, const char *generation, const void *argument,
    struct gantry_error *error)
{
	(void)generation;
	(void)argument;
	return check_kept(db, error) == -1 ? -1 : print_documents(db, error);
}

static int
run_dump(struct cmdline *cmdline)
{
	const char *path = NULL;
	int status;

	cmdline->fields = &path;
	if (!cmdline_begin(cmdline, &status))
		return status;
	return run_on_cache(path, dump, NULL);
}

static const struct cmdline_operand dump_operands[] = {
	{ .name = "FILE", .is_file = true },
	{ NULL },
};

const struct cmdline_command dump_command = {
	.name = "dump",
	.usage = "FILE",
	.summary = "print the documents of a cache",
	.description =
	    "Print the documents of the cache FILE as JSON lines with "
	    "\"path\" and \"fields\", sorted by path.  gantry-cache import "
	    "reads them.",
	.example = "gantry-cache dump cache.db",
	.operands = dump_operands,
	.run = run_dump,
};

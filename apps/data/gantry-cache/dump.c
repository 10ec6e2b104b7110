/*
 * Prints the documents of a cache as JSON lines, sorted by the segments of
 * their paths.
 */
#include <inttypes.h>
#include <stdio.h>

#include <gantry/json.h>

#include "data/cache/db.h"
#include "data/firestore/json/json_check.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/run_on_cache.h"

#define DUMP_SQL                                   \
	"SELECT path, fields, rowid FROM document" \
	" ORDER BY path COLLATE " DB_SEGMENTS

/* The document of a row, the line that it makes, and what checks it. */
struct output {
	struct firestore_document document;
	struct gantry_buffer line, scratch;
};

static int
print_document(struct output *output, struct gantry_error *error)
{
	const struct firestore_document *document = &output->document;
	struct gantry_buffer *line = &output->line;

	gantry_buffer_reset(line);
	gantry_buffer_puts(line, "{\"path\":");
	gantry_json_string(line, document->path, document->path_length);
	gantry_buffer_puts(line, ",\"fields\":");
	gantry_buffer_add(line, document->fields, document->fields_length);
	gantry_buffer_puts(line, "}\n");
	if (gantry_buffer_failed(line))
		return gantry_error_memory(error);
	if (fwrite(line->data, 1, line->length, stdout) != line->length)
		return gantry_error_system(
		    error, "cannot write to standard output");
	return 0;
}

/* Print the document of a row, which whoever wrote the cache chose. */
static int
print_row(
    struct db_statement *row, struct output *output, struct gantry_error *error)
{
	struct firestore_document *document = &output->document;

	document->path = db_column_text(row, 0, &document->path_length);
	document->fields = db_column_text(row, 1, &document->fields_length);
	if (json_check_document(document, &output->scratch, error) == -1)
		return gantry_error_prefix(error,
		    "row %" PRId64 " of the table document is damaged",
		    db_column_integer(row, 2));
	return print_document(output, error);
}

/* Print the KEPT documents: an endless table must not fill a disk. */
static int
print_rows(
    struct db_statement *statement, int64_t kept, struct gantry_error *error)
{
	struct output output = { .line = { 0 } };
	int64_t count = 0;
	int result;

	while ((result = db_step(statement, error)) == 1 && count < kept) {
		result = print_row(statement, &output, error);
		if (result == -1)
			break;
		count++;
	}
	if (result != -1 && (result == 1 || count < kept))
		result = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected %" PRId64 " documents, found %s", kept,
		    count < kept ? "fewer" : "more");
	if (fflush(stdout) != 0 && result == 0)
		result = gantry_error_system(
		    error, "cannot write to standard output");
	gantry_buffer_clear(&output.line);
	gantry_buffer_clear(&output.scratch);
	return result;
}

static int
print_documents(struct db *db, int64_t kept, struct gantry_error *error)
{
	struct db_statement *statement = db_prepare(db, DUMP_SQL, error);
	int result;

	if (statement == NULL)
		return -1;
	result = print_rows(statement, kept, error);
	db_finalize(statement);
	return result;
}

static int
check_kept(struct db *db, int64_t *kept, struct gantry_error *error)
{
	int64_t read, size;

	if (db_integer(db, "SELECT value FROM meta WHERE key = 'documents'",
		&read, error) == -1 ||
	    db_integer(db,
		"SELECT value FROM meta WHERE key = 'documents_kept'", kept,
		error) == -1 ||
	    db_size(db, &size, error) == -1)
		return -1;
	if (*kept > size)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%" PRId64 " documents cannot be in %" PRId64 " bytes",
		    *kept, size);
	if (*kept < read)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "has no documents; it was imported with --no-documents");
	return 0;
}

/* Warn on standard error.  An older cache would warn at every dump. */
static int
print_known_lacks(struct db *db, struct gantry_error *error)
{
	bool is_incomplete;

	if (lacks_find(db, &is_incomplete, error) == -1)
		return -1;
	if (!is_incomplete)
		return 0;
	fputs("gantry-cache: warning: the cache is not complete:\n", stderr);
	return print_lacks(stderr, db, error);
}

static int
dump(struct db *db, const char *generation, const void *argument,
    struct gantry_error *error)
{
	int64_t kept;

	(void)generation;
	(void)argument;
	/* The lines cannot say it, and a cache made of them would not. */
	if (check_kept(db, &kept, error) == -1 ||
	    print_known_lacks(db, error) == -1)
		return -1;
	return print_documents(db, kept, error);
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
	.example = "dump cache.db",
	.operands = dump_operands,
	.run = run_dump,
};

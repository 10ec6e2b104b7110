/*
 * Prints the documents of a cache as JSON lines, sorted by the segments of
 * their paths.  The first one also has what the cache knows about all of them.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <gantry/json.h>

#include "data/cache/db.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/run_on_cache.h"
#include "data/gantry-cache/tables/output_file.h"
#include "data/tables/document_rows.h"
#include "data/tables/plain_value.h"

struct dump_options {
	const char *file;
	bool is_bare; /* paths and fields alone */
};

struct dump {
	const struct dump_options *options;
	struct db *db;
	struct output_file output;
	struct gantry_buffer line;
};

/* Append ,"NAME":"TIME", if the time is known. */
static void
add_time(struct gantry_buffer *line, const char *name, int64_t microseconds)
{
	const size_t length = line->length;

	gantry_buffer_printf(line, ",\"%s\":", name);
	if (!plain_add_time(line, microseconds))
		line->length = length;
}

static void
add_document(struct dump *dump, const struct firestore_document *document)
{
	struct gantry_buffer *line = &dump->line;

	gantry_buffer_puts(line, "{\"path\":");
	gantry_json_string(line, document->path, document->path_length);
	gantry_buffer_puts(line, ",\"fields\":");
	gantry_buffer_add(line, document->fields, document->fields_length);
	if (dump->options->is_bare)
		return;
	add_time(line, "createTime", document->create_time);
	add_time(line, "updateTime", document->update_time);
}

/* Append the member NAME with the value KEY of meta, if there is one. */
static int
add_meta(struct dump *dump, const char *name, struct gantry_error *error)
{
	char sql[96], value[256];

	snprintf(sql, sizeof(sql),
	    "SELECT coalesce(max(value), '') FROM meta WHERE key = '%s'", name);
	if (db_text(dump->db, sql, value, sizeof(value), error) == -1)
		return -1;
	if (value[0] == '\0')
		return 0;
	gantry_buffer_printf(&dump->line, "\"%s\":", name);
	gantry_json_text(&dump->line, value);
	gantry_buffer_putc(&dump->line, ',');
	return 0;
}

static int
add_exported(struct dump *dump, struct gantry_error *error)
{
	int64_t exported;
	size_t length;

	if (db_integer(dump->db,
		"SELECT coalesce(max(value), 0) FROM meta"
		" WHERE key = 'exported'",
		&exported, error) == -1)
		return -1;
	length = dump->line.length;
	gantry_buffer_puts(&dump->line, "\"exported\":");
	if (plain_add_time(&dump->line, exported))
		gantry_buffer_putc(&dump->line, ',');
	else
		dump->line.length = length;
	return 0;
}

static int
add_lacks_list(struct dump *dump, struct gantry_error *error)
{
	struct gantry_buffer *line = &dump->line;
	struct lacks lacks = { NULL, 0 };
	size_t i;

	if (lacks_read(&lacks, dump->db, error) == -1)
		return -1;
	gantry_buffer_puts(line, "\"lacks\":[");
	for (i = 0; i < lacks.count; i++) {
		gantry_buffer_puts(line, i > 0 ? ",{\"kind\":" : "{\"kind\":");
		gantry_json_text(line, lacks.items[i].kind);
		gantry_buffer_puts(line, ",\"detail\":");
		gantry_json_text(line, lacks.items[i].detail);
		gantry_buffer_puts(line, ",\"count\":");
		gantry_json_integer(line, lacks.items[i].count);
		gantry_buffer_putc(line, '}');
	}
	gantry_buffer_puts(line, "]}");
	lacks_clear(&lacks);
	return 0;
}

/* Append what concerns all documents, a member of the first one. */
static int
add_header(struct dump *dump, struct gantry_error *error)
{
	gantry_buffer_puts(&dump->line, "\"gantry-cache\":{");
	if (add_meta(dump, "project", error) == -1 ||
	    add_meta(dump, "database", error) == -1 ||
	    add_exported(dump, error) == -1)
		return -1;
	return add_lacks_list(dump, error);
}

static int
print_documents(struct dump *dump, struct gantry_error *error)
{
	static const struct documents_choice all;
	struct documents *documents = documents_open(dump->db, &all, error);
	struct firestore_document document;
	bool is_first = !dump->options->is_bare;
	int result = 0;

	if (documents == NULL)
		return -1;
	while (result == 0 &&
	    (result = documents_next(documents, &document, error)) == 1) {
		add_document(dump, &document);
		result = 0;
		if (is_first) {
			gantry_buffer_putc(&dump->line, ',');
			result = add_header(dump, error);
		}
		is_first = false;
		gantry_buffer_puts(&dump->line, "}\n");
		if (result == 0 && dump->line.length >= 65536)
			result = output_file_write(
			    &dump->output, &dump->line, error);
	}
	if (result == 0 && is_first) {
		gantry_buffer_putc(&dump->line, '{');
		result = add_header(dump, error);
		gantry_buffer_puts(&dump->line, "}\n");
	}
	documents_close(documents);
	return result;
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
	struct dump dump = { .options = argument, .db = db };
	int result = -1;

	(void)generation;
	if (output_file_open(&dump.output, NULL, error) == 0 &&
	    print_known_lacks(db, error) == 0 &&
	    print_documents(&dump, error) == 0 &&
	    output_file_write(&dump.output, &dump.line, error) == 0)
		result = output_file_publish(&dump.output, error);
	gantry_buffer_clear(&dump.line);
	return result;
}

static int
run_dump(struct cmdline *cmdline)
{
	struct dump_options options = { .file = NULL };
	int status;

	cmdline->fields = &options;
	if (!cmdline_begin(cmdline, &status))
		return status;
	return run_on_cache(options.file, dump, &options);
}

#define FIELD(name) offsetof(struct dump_options, name)

static const struct cmdline_option dump_command_options[] = {
	{ .name = "bare",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(is_bare),
	    .help = "print \"path\" and \"fields\" alone, for comparing" },
	{ NULL },
};

static const struct cmdline_operand dump_operands[] = {
	{ .name = "FILE", .offset = FIELD(file), .is_file = true },
	{ NULL },
};

const struct cmdline_command dump_command = {
	.name = "dump",
	.usage = "FILE [--bare]",
	.summary = "print the documents of a cache",
	.description =
	    "Print the documents of the cache FILE as JSON lines with "
	    "\"path\", \"fields\" and, where they are known, \"createTime\" and "
	    "\"updateTime\", sorted by path.  The first one also has the member "
	    "\"gantry-cache\": the project, the database, the time of the "
	    "export, and what the cache lacks.  gantry-cache import reads all "
	    "that, and makes the same cache of it.",
	.example = "dump cache.db",
	.options = dump_command_options,
	.operands = dump_operands,
	.run = run_dump,
};

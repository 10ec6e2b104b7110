/*
 * The command query: SQL on the documents of a cache.
 */
#include <string.h>

#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/run_on_cache.h"
#include "data/gantry-cache/tables/choice.h"
#include "data/gantry-cache/tables/groups.h"
#include "data/gantry-cache/tables/result_table.h"
#include "data/tables/sql_query.h"

struct query_options {
	const char *file, *sql, *output_path, *format_name;
	enum progress_mode mode;
	enum result_format format;
};

static const char *const format_names[] = {
	[RESULT_TABLE] = "table",
	[RESULT_CSV] = "csv",
	[RESULT_NDJSON] = "ndjson",
	[RESULT_JSON] = "json",
};

#define FORMAT_COUNT (sizeof(format_names) / sizeof(format_names[0]))

/* Make the views that the SQL names. */
static int
make_views(const struct query_options *options, struct db *db,
    struct gantry_error *error)
{
	struct groups groups = { .sql = options->sql };
	struct gantry_buffer sql = { 0 };
	struct progress progress;
	char origin[ORIGIN_SIZE];
	struct plain_style style;
	int result = -1;

	if (choice_origin(db, origin, error) == -1)
		return -1;
	style.origin = (struct bytes){ origin, strlen(origin) };
	progress_begin(&progress, options->mode);
	if (groups_find(&groups, db, &progress, error) == 0 &&
	    groups_add_views(&groups, &style, &sql, error) == 0 &&
	    (gantry_buffer_putc(&sql, '\0'), !gantry_buffer_failed(&sql)))
		result = db_run(db, sql.data, error);
	progress_end(&progress);
	groups_clear(&groups);
	gantry_buffer_clear(&sql);
	return result;
}

static int
print_result(const struct query_options *options,
    struct db_statement *statement, struct gantry_error *error)
{
	struct output_file output;

	if (output_file_open(&output, options->output_path, error) == 0 &&
	    result_table_print(statement, options->format, &output, error) ==
		0 &&
	    output_file_publish(&output, error) == 0)
		return 0;
	output_file_close(&output);
	return -1;
}

static int
run_sql(struct db *db, const char *generation, const void *argument,
    struct gantry_error *error)
{
	const struct query_options *options = argument;
	struct db_statement *statement;
	int result = -1;

	(void)generation;
	if (sql_allow(db, error) == -1 || make_views(options, db, error) == -1)
		return -1;
	statement = sql_prepare(db, options->sql, error);
	if (statement != NULL)
		result = print_result(options, statement, error);
	db_finalize(statement);
	return result;
}

static int
check_options(struct cmdline *cmdline, struct query_options *options)
{
	size_t i;

	if (options->format_name == NULL)
		return 0;
	for (i = 0; i < FORMAT_COUNT; i++)
		if (strcmp(options->format_name, format_names[i]) == 0) {
			options->format = (enum result_format)i;
			return 0;
		}
	return cmdline_misused(cmdline,
	    "--format %s: the formats are table, csv, ndjson and json",
	    options->format_name);
}

static int
run_query(struct cmdline *cmdline)
{
	struct query_options options = { .file = NULL };
	int status;

	cmdline->fields = &options;
	if (!cmdline_begin(cmdline, &status))
		return status;
	status = check_options(cmdline, &options);
	if (status != 0)
		return status;
	return run_on_cache(options.file, run_sql, &options);
}

#define FIELD(name) offsetof(struct query_options, name)

static const struct cmdline_option query_options[] = {
	{ .name = "format",
	    .kind = CMDLINE_TEXT,
	    .argument = "FORMAT",
	    .offset = FIELD(format_name),
	    .help = "table, csv, ndjson (a JSON object a line) or json",
	    .computed = "table" },
	{ .name = "output",
	    .letter = 'o',
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(output_path),
	    .help = "write this file",
	    .computed = "standard output" },
	PROGRESS_OPTIONS(struct query_options, mode),
	{ NULL },
};

static const struct cmdline_operand query_operands[] = {
	{ .name = "CACHE", .offset = FIELD(file), .is_file = true },
	{ .name = "SQL", .offset = FIELD(sql) },
	{ NULL },
};

const struct cmdline_command query_command = {
	.name = "query",
	.usage = "CACHE SQL [--format FORMAT] [--output FILE]",
	.summary = "run SQL on the documents of a cache",
	.description =
	    "Run SQL, one statement that reads, on the cache CACHE.  Each "
	    "collection group is a view with a column for each field, and "
	    "__path__, __parent__ and __id__ (see the command views).",
	.example = "query cache.db 'SELECT count(*) FROM users'",
	.options = query_options,
	.operands = query_operands,
	.run = run_query,
};

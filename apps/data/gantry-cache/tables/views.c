/*
 * The command views: SQL of views for other programs.
 */
#include <string.h>

#include "data/cache/cache.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/run_on_cache.h"
#include "data/gantry-cache/tables/choice.h"
#include "data/gantry-cache/tables/groups.h"
#include "data/gantry-cache/tables/output_file.h"

struct views {
	const char *file, *output_path;
	enum progress_mode mode;
};

static int
write_sql(
    const char *path, struct gantry_buffer *sql, struct gantry_error *error)
{
	struct output_file output;

	if (output_file_open(&output, path, error) == 0 &&
	    output_file_write(&output, sql, error) == 0 &&
	    output_file_publish(&output, error) == 0)
		return 0;
	output_file_close(&output);
	return -1;
}

static int
make_views(struct db *db, const char *generation, const void *argument,
    struct gantry_error *error)
{
	const struct views *views = argument;
	struct gantry_buffer sql = { 0 };
	struct groups groups = { .items = NULL };
	struct progress progress;
	char origin[ORIGIN_SIZE];
	struct plain_style style;
	int result = -1;

	if (choice_origin(db, origin, error) == -1)
		return -1;
	style.origin = (struct bytes){ origin, strlen(origin) };
	progress_begin(&progress, views->mode);
	gantry_buffer_printf(&sql,
	    "-- Views of the cache with the generation %s.\n", generation);
	if (groups_find(&groups, db, &progress, error) == 0 &&
	    groups_add_views(&groups, &style, &sql, error) == 0) {
		progress_end(&progress);
		result = write_sql(views->output_path, &sql, error);
	}
	progress_end(&progress);
	groups_clear(&groups);
	gantry_buffer_clear(&sql);
	return result;
}

static int
run_views(struct cmdline *cmdline)
{
	struct views views = { .file = NULL };
	int status;

	cmdline->fields = &views;
	if (!cmdline_begin(cmdline, &status))
		return status;
	return run_on_cache(views.file, make_views, &views);
}

#define FIELD(name) offsetof(struct views, name)

static const struct cmdline_option views_options[] = {
	{ .name = "output",
	    .letter = 'o',
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(output_path),
	    .help = "write this file",
	    .computed = "standard output" },
	PROGRESS_OPTIONS(struct views, mode),
	{ NULL },
};

static const struct cmdline_operand views_operands[] = {
	{ .name = "CACHE", .offset = FIELD(file), .is_file = true },
	{ NULL },
};

const struct cmdline_command views_command = {
	.name = "views",
	.usage = "CACHE [--output FILE]",
	.summary = "write SQL that shows collections as tables",
	.description =
	    "Write SQL with a view for each collection group of the cache "
	    "CACHE, with a column for each field.  sqlite3 -readonly -init FILE "
	    "CACHE opens the cache with them.  They are temporary views: a "
	    "cache that holds views itself is refused.",
	.example = "views cache.db --output views.sql",
	.options = views_options,
	.operands = views_operands,
	.run = run_views,
};

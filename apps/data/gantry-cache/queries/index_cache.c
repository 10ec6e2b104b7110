/*
 * The command index: give a cache the indexes that queries need.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "data/cache/build/output.h"
#include "data/cache/build/rewrite.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/indexing/indexing.h"
#include "data/gantry-cache/printable.h"
#include "data/gantry-cache/progress.h"

struct index_command {
	const char *file;
	const char *output; /* NULL: FILE itself */
	bool is_forced;
	struct indexing indexing;
	enum progress_mode mode;
	/* While it runs. */
	const char *place;
	struct progress progress;
	int64_t documents;
};

static void
show_progress(void *argument, int64_t documents)
{
	struct index_command *command = argument;

	progress_show_bar(&command->progress, (uint64_t)documents,
	    (uint64_t)command->documents);
}

/* Make the indexes in DB. */
static int
build(void *argument, struct db *db, struct gantry_error *error)
{
	struct index_command *command = argument;
	struct index_options options = {
		.path = command->place,
		.choices = &command->indexing.choices,
		.progress = show_progress,
		.argument = command,
	};
	int result;

	result = db_run(db, "BEGIN", error);
	if (result == 0)
		result = indexing_make(&options, db, error);
	if (result == 0)
		result = db_run(db, "COMMIT", error);
	return result;
}

/* A cache without its documents has nothing to index. */
static int
check(struct index_command *command, const char *from, char *generation,
    struct gantry_error *error)
{
	struct db *db = cache_open(from, generation, error);
	int64_t version = 0, read = 0;
	int result;

	if (db == NULL)
		return -1;
	result = db_integer(db, "PRAGMA user_version", &version, error);
	if (result == 0)
		result = db_integer(db, "SELECT count(*) FROM document",
		    &command->documents, error);
	if (result == 0)
		result = db_integer(db,
		    "SELECT coalesce(max(value), 0) FROM meta"
		    " WHERE key = 'documents'",
		    &read, error);
	db_close(db);
	if (result == -1)
		return -1;
	if (version < CACHE_SCHEMA_VERSION)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "its schema is %d; run gantry-cache upgrade on it first",
		    (int)version);
	if (command->documents < read)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "it was made with --no-documents, so that there is nothing "
		    "to index");
	return 0;
}

static int
index_file(struct index_command *command, struct gantry_error *error)
{
	const char *from =
	    command->output != NULL ? command->file : command->place;
	char generation[CACHE_GENERATION_SIZE];
	const struct rewrite rewrite = {
		.from = from,
		.to = command->place,
		.generation = generation,
		.change = build,
		.argument = command,
	};
	int result;

	result = check(command, from, generation, error);
	progress_begin(&command->progress, command->mode);
	if (result == 0)
		result = rewrite_cache(&rewrite, error);
	progress_end(&command->progress);
	if (result == -1)
		return gantry_error_prefix(error, "cache %s", command->file);
	if (command->mode != PROGRESS_QUIET)
		printable_line(stdout,
		    "%s: indexes of %lld documents, generation %s as before",
		    command->place, (long long)command->documents, generation);
	return 0;
}

static int
run_index(struct cmdline *cmdline)
{
	struct index_command command = { .file = NULL };
	struct output output = { .path = NULL };
	struct gantry_error error;
	char *place;
	int status;

	cmdline->fields = &command;
	if (!cmdline_begin(cmdline, &status))
		return status;
	output.path = command.output != NULL ? command.output : command.file;
	output.is_forced = command.is_forced;
	place = output_find(&output, &error);
	command.place = place;
	if (place == NULL ||
	    indexing_read(&command.indexing, "--skip", "--only", &error) ==
		-1 ||
	    index_file(&command, &error) == -1)
		status = fail(&error);
	free(place);
	indexing_clear(&command.indexing);
	return status;
}

#define FIELD(name) offsetof(struct index_command, name)

static const struct cmdline_option index_options[] = {
	{ .name = "output",
	    .letter = 'o',
	    .kind = CMDLINE_TEXT,
	    .argument = "NEW",
	    .offset = FIELD(output),
	    .help = "where to put the cache with indexes",
	    .computed = "FILE" },
	{ .name = "skip",
	    .kind = CMDLINE_LIST,
	    .argument = "FIELD",
	    .offset = FIELD(indexing.skipped),
	    .help = "do not index this field; queries on it read every "
		    "document" },
	{ .name = "only",
	    .kind = CMDLINE_LIST,
	    .argument = "FIELD",
	    .offset = FIELD(indexing.only),
	    .help = "index this field, and no other that is not named so" },
	{ .name = "force",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(is_forced),
	    .help = "replace NEW even if it is not a cache" },
	PROGRESS_OPTIONS(struct index_command, mode),
	{ NULL },
};

static const struct cmdline_operand index_operands[] = {
	{ .name = "FILE", .offset = FIELD(file), .is_file = true },
	{ NULL },
};

const struct cmdline_command index_command = {
	.name = "index",
	.usage = "FILE [--output NEW] [--skip FIELD] [--only FIELD]",
	.summary = "give a cache the indexes that queries of Firestore need",
	.description =
	    "Copy the cache FILE, index the fields of its documents, check the "
	    "copy, and put it in the place of FILE, or at NEW.  Its generation "
	    "stays.  Indexes that it has already are made anew.",
	.example = "index cache.db --skip articles:body",
	.options = index_options,
	.operands = index_operands,
	.run = run_index,
};

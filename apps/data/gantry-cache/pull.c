/*
 * The command pull: which documents to read, from where, and as whom.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/build/output.h"
#include "data/firestore/field_path.h"
#include "data/firestore/path_glob.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/images_run.h"
#include "data/gantry-cache/printable.h"
#include "data/gantry-cache/pull_run.h"

#define COLLECTIONS_MAX 64
#define TOKEN_MAX	16384

struct pull_arguments {
	struct pull_options options;
	char *token; /* a copy */
	const char *groups[COLLECTIONS_MAX + 1];
	const char *paths[COLLECTIONS_MAX + 1];
	struct images_choice images;
	struct indexing indexing;
	bool is_forced; /* replaces a file that is not a cache */
};

/* Get the environment variable NAME; NULL when it is empty. */
static const char *
get_variable(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

/* There is at most one token, from --token or --token-file. */
static int
allocate_token(struct pull_arguments *arguments, struct gantry_error *error)
{
	if (arguments->token != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a token was given before; give only one");
	arguments->token = calloc(1, TOKEN_MAX);
	return arguments->token != NULL ? 0 : gantry_error_memory(error);
}

/* Read the token from the file PATH, "-" for standard input. */
static int
read_token(void *fields, const struct cmdline_option *option, char *path,
    struct gantry_error *error)
{
	struct pull_arguments *arguments = fields;
	FILE *file;
	size_t length;

	(void)option;
	if (allocate_token(arguments, error) == -1)
		return -1;
	file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	if (file == NULL)
		return gantry_error_system(error, "cannot open %s", path);
	length = fread(arguments->token, 1, TOKEN_MAX - 1, file);
	if (file != stdin)
		fclose(file);
	arguments->token[length] = '\0';
	arguments->token[strcspn(arguments->token, " \t\r\n")] = '\0';
	if (arguments->token[0] == '\0')
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "%s has no token", path);
	return 0;
}

/* Copy TOKEN, and blot it out where a list of processes shows it. */
static int
set_token(void *fields, const struct cmdline_option *option, char *token,
    struct gantry_error *error)
{
	struct pull_arguments *arguments = fields;
	const size_t length = strlen(token);
	const bool is_valid = length > 0 && length < TOKEN_MAX &&
	    token[strcspn(token, " \t\r\n")] == '\0';
	int result = allocate_token(arguments, error);

	(void)option;
	if (result == 0 && is_valid)
		memcpy(arguments->token, token, length);
	memset(token, '*', length);
	if (result == 0 && !is_valid)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a token is one word of less than %d bytes", TOKEN_MAX);
	return result;
}

/* Add TEXT to LIST, which ends with NULL, unless it is there. */
static int
add_to_list(const char **list, const char *text, struct gantry_error *error)
{
	size_t count = 0;

	for (; list[count] != NULL; count++)
		if (strcmp(list[count], text) == 0)
			return 0;
	if (count == COLLECTIONS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "more than %d collections or paths", COLLECTIONS_MAX);
	list[count] = text;
	list[count + 1] = NULL;
	return 0;
}

static int
add_group(void *fields, const struct cmdline_option *option, char *id,
    struct gantry_error *error)
{
	struct pull_arguments *arguments = fields;

	(void)option;
	if (strchr(id, '/') != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%.80s' is not the id of a collection; --path '%.80s/**' "
		    "reads what is there and below",
		    id, id);
	if (id[0] == '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'' is not the id of a collection");
	arguments->options.selection.groups = arguments->groups;
	return add_to_list(arguments->groups, id, error);
}

static int
add_path(void *fields, const struct cmdline_option *option, char *glob,
    struct gantry_error *error)
{
	struct pull_arguments *arguments = fields;

	(void)option;
	if (path_glob_check(glob, error) == -1)
		return -1;
	arguments->options.selection.paths = arguments->paths;
	return add_to_list(arguments->paths, glob, error);
}

static int
set_since(void *fields, const struct cmdline_option *option, char *field,
    struct gantry_error *error)
{
	struct pull_arguments *arguments = fields;
	struct field_path path;
	int result = field_path_read(&path, field, error);

	(void)option;
	field_path_clear(&path);
	arguments->options.since = field;
	return result;
}

/* Fill in the project and the credentials that no option gives. */
static int
fill_in(const struct cmdline *cmdline, struct pull_arguments *arguments)
{
	struct firestore_pull_options *firestore =
	    &arguments->options.firestore;
	const char *variable = get_variable("GANTRY_TOKEN");
	const char *account = get_variable("GOOGLE_APPLICATION_CREDENTIALS");

	firestore->emulator = get_variable("FIRESTORE_EMULATOR_HOST");
	if (firestore->project == NULL)
		firestore->project = get_variable("GOOGLE_CLOUD_PROJECT");
	if (firestore->project == NULL)
		firestore->project = get_variable("GCLOUD_PROJECT");
	firestore->token = arguments->token;
	/* Do not send a token to an emulator unless it was given for it. */
	if (firestore->token == NULL && firestore->emulator == NULL &&
	    !firestore->exchanges)
		firestore->token = variable;
	if (firestore->token != NULL)
		return STATUS_DONE;
	if (firestore->exchanges || firestore->emulator == NULL) {
		if (account == NULL)
			return cmdline_misused(cmdline,
			    "set GOOGLE_APPLICATION_CREDENTIALS to the key of "
			    "a service account, or give --token-file");
		firestore->account = account;
	}
	return STATUS_DONE;
}

/* Returns 0, or the exit status when options contradict each other. */
static int
check_options(
    const struct cmdline *cmdline, const struct pull_arguments *arguments)
{
	if (arguments->images.folder != NULL && arguments->images.are_unwanted)
		return cmdline_misused(
		    cmdline, "give only one of --images and --no-images");
	if (arguments->options.since != NULL &&
	    selection_is_partial(&arguments->options.selection))
		return cmdline_misused(cmdline,
		    "--since cannot be combined with --collection or --path");
	return indexing_check(&arguments->indexing, cmdline);
}

static int
pull_and_draw(struct pull_arguments *arguments)
{
	const struct output output = {
		.path = arguments->options.output,
		.is_forced = arguments->is_forced,
	};
	struct gantry_error error;
	int status =
	    images_run_check(&arguments->images, arguments->options.output);
	int result = -1;
	char *place;

	if (status != STATUS_DONE)
		return status;
	if (arguments->groups[0] != NULL &&
	    arguments->options.mode != PROGRESS_QUIET)
		printable_line(stderr,
		    "gantry-cache: note: --collection %s reads all collections "
		    "with this id; before, it read the one of the root and all "
		    "below it, as --path '%s/**' does",
		    arguments->groups[0], arguments->groups[0]);
	place = output_find(&output, &error);
	arguments->options.place = place;
	arguments->options.is_forced = arguments->is_forced;
	arguments->options.indexing = &arguments->indexing;
	if (place != NULL &&
	    indexing_read(&arguments->indexing, "--skip-index", "--only-index",
		&error) == 0)
		result = pull_run(&arguments->options, &error);
	free(place);
	if (result == -1)
		return fail(&error);
	status = images_run_after(&arguments->images, arguments->options.output,
	    arguments->options.mode, arguments->options.projections);
	return status == STATUS_DONE && result == 1 ? STATUS_QUARANTINED
						    : status;
}

static int
run_pull(struct cmdline *cmdline)
{
	struct pull_arguments arguments = {
		.options.projections = cmdline->context,
	};
	int status;

	cmdline->fields = &arguments;
	if (cmdline_begin(cmdline, &status)) {
		status = check_options(cmdline, &arguments);
		if (status == STATUS_DONE)
			status = fill_in(cmdline, &arguments);
		if (status == STATUS_DONE)
			status = pull_and_draw(&arguments);
	}
	free(arguments.token);
	free(arguments.options.omitted);
	indexing_clear(&arguments.indexing);
	return status;
}

#define FIELD(name) offsetof(struct pull_arguments, name)

static const struct cmdline_option pull_options[] = {
	{ .name = "output",
	    .letter = 'o',
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(options.output),
	    .is_required = true,
	    .help = "where to put the cache" },
	{ .name = "project",
	    .kind = CMDLINE_TEXT,
	    .argument = "PROJECT",
	    .offset = FIELD(options.firestore.project),
	    .help = "the project of the Firestore",
	    .computed = "GOOGLE_CLOUD_PROJECT, GCLOUD_PROJECT, or the project "
			"of the credentials" },
	{ .name = "database",
	    .kind = CMDLINE_TEXT,
	    .argument = "DATABASE",
	    .offset = FIELD(options.firestore.database),
	    .fallback = "(default)",
	    .help = "the database of the project" },
	{ .name = "collection",
	    .kind = CMDLINE_CALL,
	    .argument = "ID",
	    .call = add_group,
	    .help = "read only the collections with this id, wherever they "
		    "are; can be given more than once" },
	{ .name = "path",
	    .kind = CMDLINE_CALL,
	    .argument = "GLOB",
	    .call = add_path,
	    .help = "read only documents whose path matches GLOB: * is any "
		    "part of an id, ** any number of ids; can be given more "
		    "than once" },
	{ .name = "since",
	    .kind = CMDLINE_CALL,
	    .argument = "FIELD",
	    .call = set_since,
	    .help = "update the cache at FILE: read only documents whose "
		    "FIELD is at least the greatest in the cache" },
	{ .name = "quarantine",
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(options.quarantine),
	    .help = "keep documents that cannot be read in FILE, as lines of "
		    "JSON with path, reason and bytes, take the others, and "
		    "exit with status 5" },
	{ .name = "allow-empty",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(options.allows_empty),
	    .help = "put a cache without documents in place" },
	{ .name = "force",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(is_forced),
	    .help = "replace FILE even if it is not a cache" },
	{ .name = "resume",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(options.firestore.resumes),
	    .help = "continue a pull that was interrupted" },
	{ .name = "jobs",
	    .kind = CMDLINE_NUMBER,
	    .argument = "N",
	    .offset = FIELD(options.firestore.jobs),
	    .min = 1,
	    .max = 64,
	    .fallback = "4",
	    .help = "read N collections at a time, 1 to 64" },
	{ .name = "tries",
	    .kind = CMDLINE_NUMBER,
	    .argument = "N",
	    .offset = FIELD(options.firestore.tries),
	    .min = 1,
	    .max = 100,
	    .fallback = "10",
	    .help = "try each request up to N times, 1 to 100" },
	{ .name = "token-file",
	    .kind = CMDLINE_CALL,
	    .argument = "FILE",
	    .call = read_token,
	    .help = "read an access token from FILE; - is standard input" },
	{ .name = "token",
	    .kind = CMDLINE_CALL,
	    .argument = "TOKEN",
	    .call = set_token,
	    .help = "an access token; other users of the machine may see it "
		    "here, but not in GANTRY_TOKEN" },
	{ .name = "token-exchange",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(options.firestore.exchanges),
	    .help = "always get the token from the token_uri of the "
		    "credentials; without this option gantry-cache signs it "
		    "itself if that is Google's" },
	IMAGES_OPTIONS(struct pull_arguments, images),
	INDEXING_OPTIONS(struct pull_arguments, indexing),
	OMIT_OPTION(struct pull_arguments, options.omitted),
	PROGRESS_OPTIONS(struct pull_arguments, options.mode),
	{ NULL },
};

const struct cmdline_command pull_command = {
	.name = "pull",
	.usage = "--output FILE [OPTION ...]",
	.summary = "make a cache from a live Firestore",
	.description =
	    "Read all documents of a live Firestore as they are at one moment, "
	    "and put a cache of them at FILE.  Until the pull is complete, "
	    "FILE.pull keeps what was read.  Firestore bills each document as "
	    "one read.",
	.options = pull_options,
	.notes =
	    "Without a token, the pull uses the key of the service account "
	    "that GOOGLE_APPLICATION_CREDENTIALS names; the account needs the "
	    "role roles/datastore.viewer.  With FIRESTORE_EMULATOR_HOST, "
	    "HOST:PORT, it reads the emulator there as its owner.\n\n"
	    "--resume works for an hour after the pull began, or for 7 days "
	    "with point-in-time recovery.  No document is read twice.\n\n"
	    "With --since, a pull is incremental: the cache at FILE must come "
	    "from a full pull of the same database, or from an incremental "
	    "pull based on one.  FIELD is a timestamp, a number or a string, "
	    "such as updated or meta.updated, that the application increases "
	    "with every write.  Deleted documents stay in the cache, and "
	    "documents that are written without FIELD, or with a lower value, "
	    "are not read.  Do a full pull from time to time.\n\n"
	    "Firestore needs an index on FIELD for --since, in the scope "
	    "collection group, for each collection.  If it is missing, the "
	    "pull fails with FAILED_PRECONDITION.",
	.run = run_pull,
};

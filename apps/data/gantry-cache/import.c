/*
 * Imports an export, or documents in JSON, into a cache: one thread reads and
 * decodes, another one builds the cache.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/firestore/export/export.h"
#include "data/firestore/json/json_reader.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/document_intake.h"
#include "data/gantry-cache/images_run.h"
#include "data/gantry-cache/progress.h"

struct import_options {
	const char *input; /* the export's folder */
	const char *output; /* the cache */
	enum progress_mode mode;
	bool lenient;
	bool drops_documents;
	bool plain; /* JSON objects of any kind ... */
	const char *id_field; /* ... with their id in this field */
	const char **collections; /* only these, ended by NULL */
	size_t collection_count;
	struct images_choice images;
	const struct cache_projection *const *projections;
};

struct import {
	const struct import_options *options;
	struct document_intake intake;
	struct progress progress;
	uint64_t warnings; /* with --lenient */
};

static int
add_document(void *argument, const struct firestore_document *document,
    struct gantry_error *error)
{
	struct import *import = argument;

	return document_intake_add(&import->intake, document, error);
}

static void
show_progress(void *argument, uint64_t read, uint64_t total, uint64_t documents)
{
	struct import *import = argument;

	progress_show(&import->progress, read, total, documents);
}

static void
print_warning(void *argument, const char *text)
{
	struct import *import = argument;

	progress_end(&import->progress);
	fprintf(stderr, "gantry-cache: warning: %s\n", text);
	import->warnings++;
}

/* Where the documents are from, as far as the reader knows. */
struct origin {
	struct firestore_origin database;
	int64_t exported; /* µs since 1970; 0: unknown */
};

static int
read_export(
    struct import *import, struct origin *origin, struct gantry_error *error)
{
	const struct firestore_export_options options = {
		.visit = add_document,
		.progress = show_progress,
		.warn = import->options->lenient ? print_warning : NULL,
		.argument = import,
	};
	struct firestore_export_summary summary;
	int result = firestore_export_read(
	    import->options->input, &options, &summary, error);

	origin->database = summary.origin;
	origin->exported = summary.end_time;
	return result;
}

static int
read_json(
    struct import *import, struct origin *origin, struct gantry_error *error)
{
	const struct import_options *given = import->options;
	const struct firestore_json_options options = {
		.visit = add_document,
		.progress = show_progress,
		.argument = import,
		.plain = given->plain,
		.collection = given->plain ? given->collections[0] : NULL,
		.id_field = given->id_field,
	};
	struct firestore_json_summary summary;

	if (firestore_json_read(given->input, &options, &summary, error) == -1)
		return -1;
	origin->database = summary.origin;
	if (!summary.is_continued)
		return 0;
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s: the list is incomplete: it has a nextPageToken, but the "
	    "next page is missing",
	    given->input);
	if (!given->lenient)
		return -1;
	print_warning(import, error->text);
	return 0;
}

/* An export is a folder; anything else is JSON. */
static int
read_documents(
    struct import *import, struct origin *origin, struct gantry_error *error)
{
	const char *input = import->options->input;
	struct stat status;
	int result;

	progress_begin(&import->progress, import->options->mode);
	if (strcmp(input, "-") != 0 && stat(input, &status) == -1)
		result = gantry_error_system(error, "cannot open %s", input);
	else if (strcmp(input, "-") != 0 && S_ISDIR(status.st_mode))
		result = read_export(import, origin, error);
	else
		result = read_json(import, origin, error);
	progress_end(&import->progress);
	return result;
}

/* Read in this thread while another one builds the cache. */
static int
feed_documents(
    struct import *import, struct origin *origin, struct gantry_error *error)
{
	int result;

	import->intake.feed = cache_feed_new(import->intake.builder, error);
	if (import->intake.feed == NULL)
		return -1;
	result = read_documents(import, origin, error);
	/* If both failed, report the failure that ended the reading. */
	if (cache_feed_end(import->intake.feed, result == 0 ? error : NULL) ==
	    -1)
		result = -1;
	import->intake.feed = NULL;
	return result;
}

static int
publish(struct import *import, const struct origin *origin,
    struct gantry_error *error)
{
	const char *input = import->options->input;
	char *resolved = strcmp(input, "-") != 0 ? realpath(input, NULL) : NULL;
	const struct cache_source source = {
		.name = resolved != NULL ? resolved : input,
		.project = origin->database.project,
		.database = origin->database.database,
		.exported = origin->exported,
	};
	int result =
	    cache_builder_publish(import->intake.builder, &source, error);

	free(resolved);
	return result;
}

static void
print_outcome(const struct import *import)
{
	const struct import_options *options = import->options;

	if (options->mode == PROGRESS_QUIET)
		return;
	printf("%s: %" PRIu64 " documents from %s", options->output,
	    import->intake.added, options->input);
	if (import->warnings > 0)
		printf(" (warnings: %" PRIu64 ")", import->warnings);
	printf("\n");
}

static int
import_documents(
    const struct import_options *options, struct gantry_error *error)
{
	const struct cache_builder_options builder = {
		.path = options->output,
		.projections = options->projections,
		.drops_documents = options->drops_documents,
	};
	struct origin origin = { 0 };
	struct import import = {
		.options = options,
		/*
		 * All plain objects are in the one collection that was given.
		 */
		.intake.collections =
		    options->plain ? NULL : options->collections,
	};
	int result;

	import.intake.builder = cache_builder_new(&builder, error);
	if (import.intake.builder == NULL)
		return -1;
	result = feed_documents(&import, &origin, error);
	if (result == 0)
		result = publish(&import, &origin, error);
	if (result == 0)
		print_outcome(&import);
	cache_builder_free(import.intake.builder);
	return result;
}

/* Returns 0, or STATUS_MISUSED. */
static int
take_option(struct import_options *options, int code, const char *word)
{
	switch (code) {
	case 'c':
		options->collections[options->collection_count++] = optarg;
		return 0;
	case 'd':
		options->drops_documents = true;
		return 0;
	case 'g':
		options->images.folder = optarg;
		return 0;
	case 'i':
		options->id_field = optarg;
		return 0;
	case 'l':
		options->lenient = true;
		return 0;
	case 'm':
		options->mode = PROGRESS_LOG;
		return 0;
	case 'n':
		options->images.are_unwanted = true;
		return 0;
	case 'o':
		options->output = optarg;
		return 0;
	case 'p':
		options->plain = true;
		return 0;
	case 'q':
		options->mode = PROGRESS_QUIET;
		return 0;
	case ':':
		return complain("%s needs a value", word);
	default:
		return complain("import has no option '%s'", word);
	}
}

static int
take_options(struct import_options *options, int argc, char *argv[])
{
	static const struct option table[] = {
		{ "collection", required_argument, NULL, 'c' },
		{ "id-field", required_argument, NULL, 'i' },
		{ "images", required_argument, NULL, 'g' },
		{ "no-documents", no_argument, NULL, 'd' },
		{ "no-images", no_argument, NULL, 'n' },
		{ "lenient", no_argument, NULL, 'l' },
		{ "log", no_argument, NULL, 'm' },
		{ "output", required_argument, NULL, 'o' },
		{ "plain", no_argument, NULL, 'p' },
		{ "quiet", no_argument, NULL, 'q' },
		{ NULL, 0, NULL, 0 },
	};
	int code, status = 0;

	while (status == 0 &&
	    (code = getopt_long(argc, argv, ":", table, NULL)) != -1)
		status = take_option(options, code, argv[optind - 1]);
	if (status != 0)
		return status;
	if (argc - optind != 1)
		return complain("import takes one folder or file");
	options->input = argv[optind];
	if (options->output == NULL)
		return complain("import needs --output FILE");
	if (options->images.folder != NULL && options->images.are_unwanted)
		return complain("--images goes without --no-images");
	if (options->plain
		? options->id_field == NULL || options->collection_count != 1
		: options->id_field != NULL)
		return complain("--plain goes with --id-field NAME and one "
				"--collection ID");
	return 0;
}

static int
run_import(
    int argc, char *argv[], const struct cache_projection *const projections[])
{
	struct import_options options = { .projections = projections };
	struct gantry_error error;
	int status;

	options.collections =
	    calloc((size_t)argc + 1, sizeof(*options.collections));
	if (options.collections == NULL) {
		gantry_error_memory(&error);
		return fail(&error);
	}
	status = take_options(&options, argc, argv);
	if (status == 0 && import_documents(&options, &error) == -1)
		status = fail(&error);
	if (status == 0)
		status = images_run_after(
		    &options.images, options.output, options.mode, projections);
	free(options.collections);
	return status;
}

const struct command import_command = {
	.name = "import",
	.usage = "EXPORT --output FILE [OPTION ...]",
	.help =
	    "  puts a cache of a Firestore at FILE, replacing the one that is "
	    "there when all\n"
	    "  went well; EXPORT is the folder of a managed export, or a file "
	    "of documents\n"
	    "  as JSON (or - for standard input), plain, .gz or .zst: REST "
	    "documents as\n"
	    "  lines or in an array, the answers of documents:list or "
	    "runQuery, what dump\n"
	    "  prints\n"
	    "  --output FILE    where the cache goes\n"
	    "  --collection ID  take the documents of this collection only; "
	    "repeatable\n"
	    "  --no-documents   keep the projections alone, which gantry "
	    "serves from\n"
	    "  --images FOLDER  where its word clouds are drawn then; default: "
	    "images beside\n"
	    "                   FILE\n"
	    "  --no-images      draw none\n"
	    "  --lenient        import what is there and list what is promised "
	    "besides\n"
	    "  --plain          the file holds JSON objects of any kind: "
	    "documents of the one\n"
	    "                   --collection, with their ids in --id-field\n"
	    "  --id-field NAME  see --plain\n"
	    "  --log            a line of progress a minute\n"
	    "  --quiet          print nothing but errors\n",
	.run = run_import,
};

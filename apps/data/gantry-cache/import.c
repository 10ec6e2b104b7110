/*
 * Imports an export, or documents in JSON, into a cache: one thread reads and
 * decodes, another one builds the cache.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/cache/build/output.h"
#include "data/cache/build/quarantine.h"
#include "data/cache/lacks.h"
#include "data/firestore/export/export.h"
#include "data/firestore/foreign.h"
#include "data/firestore/json/json_reader.h"
#include "data/firestore/rest/rest.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/document_loader.h"
#include "data/gantry-cache/images_run.h"
#include "data/gantry-cache/indexing/indexing.h"
#include "data/gantry-cache/printable.h"
#include "data/gantry-cache/progress.h"

struct import_options {
	const char *input; /* the export's folder */
	const char *output; /* the cache */
	const char *place; /* the file that it becomes */
	enum progress_mode mode;
	bool lenient;
	bool newest; /* of several exports */
	const char *space; /* the namespace of Datastore mode; NULL: default */
	bool allows_empty;
	bool is_forced; /* replaces another file */
	const char *quarantine; /* NULL: what cannot be read is an error */
	bool drops_documents;
	bool plain; /* JSON objects of any kind ... */
	const char *id_field; /* ... with their id in this field */
	const char **collections; /* what to take, ended by NULL */
	struct images_choice images;
	struct indexing indexing;
	const struct cache_projection *const *projections;
};

struct import {
	const struct import_options *options;
	struct document_loader loader;
	struct progress progress;
	struct quarantine quarantine;
	uint64_t read; /* documents, wanted or not */
	uint64_t warnings;
	struct lacks lacks; /* what is missing of the input ... */
	bool has_lost_lack; /* ... and there was no memory for more */
};

static int
add_document(void *argument, const struct firestore_document *document,
    struct gantry_error *error)
{
	struct import *import = argument;

	import->read++;
	return document_loader_add(&import->loader, document, error);
}

static void
show_progress(void *argument, uint64_t read, uint64_t total, uint64_t documents)
{
	struct import *import = argument;

	progress_show(&import->progress, read, total, documents);
}

/* Without memory for it, the cache is not published. */
static void
note_lack(
    struct import *import, const char *kind, const char *detail, int64_t count)
{
	struct gantry_error unused;

	if (lacks_add(&import->lacks, kind, detail, count, &unused) == -1)
		import->has_lost_lack = true;
}

static void
print_warning(struct import *import, const char *text)
{
	progress_end(&import->progress);
	printable_line(stderr, "gantry-cache: warning: %s", text);
	import->warnings++;
}

/* A part is missing, and --lenient goes on. */
static void
note_part(void *argument, const char *text)
{
	struct import *import = argument;

	print_warning(import, text);
	note_lack(import, LACK_PARTS, text, 0);
}

/* Keep a document that cannot be read. */
static int
reject(void *argument, const struct firestore_rejected *rejected,
    struct gantry_error *error)
{
	struct import *import = argument;
	struct gantry_buffer raw = { 0 };
	struct quarantine_entry entry = {
		.path = rejected->path,
		.path_length = rejected->path_length,
		.reason = rejected->reason,
	};
	int result;

	rest_add_bytes(
	    &raw, (struct bytes){ rejected->raw, rejected->raw_length });
	entry.raw = raw.data;
	entry.raw_length = raw.length;
	if (gantry_buffer_failed(&raw))
		result = gantry_error_memory(error);
	else
		result = quarantine_add(&import->quarantine, &entry, error);
	gantry_buffer_clear(&raw);
	return result;
}

static void
print_candidate(void *argument, const char *path)
{
	struct import *import = argument;

	progress_end(&import->progress);
	printable_line(stderr, "gantry-cache: export: %s", path);
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
		.warn = import->options->lenient ? note_part : NULL,
		.reject = import->options->quarantine != NULL ? reject : NULL,
		.candidate = print_candidate,
		.newest = import->options->newest,
		.space = import->options->space,
		.argument = import,
	};
	static const char no_metadata[] =
	    "there is no overall_export_metadata file, so nothing says whether "
	    "documents are missing";
	struct firestore_export_summary summary;
	int result = firestore_export_read(
	    import->options->input, &options, &summary, error);

	if (result == 0 && !summary.has_metadata) {
		print_warning(import, no_metadata);
		note_lack(import, LACK_METADATA, no_metadata, 0);
	}
	if (result == 0 && summary.other_spaces > 0)
		note_lack(import, LACK_COLLECTIONS,
		    "documents of other namespaces",
		    (int64_t)summary.other_spaces);
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
		.reject = given->quarantine != NULL ? reject : NULL,
		.argument = import,
		.plain = given->plain,
		.collection = given->plain ? given->collections[0] : NULL,
		.id_field = given->id_field,
	};
	struct firestore_json_summary summary;

	if (firestore_json_read(given->input, &options, &summary, error) == -1)
		return -1;
	origin->database = summary.origin;
	if (summary.incomplete == 0)
		return 0;
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s: the list of %s is incomplete: it has a nextPageToken, but the "
	    "next page is missing; append that page",
	    given->input,
	    summary.incomplete_list[0] != '\0' ? summary.incomplete_list
					       : "documents");
	if (!given->lenient)
		return -1;
	note_part(import, error->text);
	return 0;
}

/* An export is a folder; anything else is JSON. */
static int
read_documents(
    struct import *import, struct origin *origin, struct gantry_error *error)
{
	const char *input = import->options->input;
	const char *foreign = foreign_find_name(input);
	struct stat status;
	int result;

	progress_begin(&import->progress, import->options->mode);
	if (strcmp(input, "-") != 0 && stat(input, &status) == -1 &&
	    foreign != NULL)
		result = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "cannot open %s: it is %s", input, foreign);
	else if (strcmp(input, "-") != 0 && stat(input, &status) == -1)
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

	import->loader.feed = cache_feed_new(import->loader.builder, error);
	if (import->loader.feed == NULL)
		return -1;
	result = read_documents(import, origin, error);
	/* If both failed, report the failure that ended the reading. */
	if (cache_feed_end(import->loader.feed, result == 0 ? error : NULL) ==
	    -1)
		result = -1;
	import->loader.feed = NULL;
	return result;
}

/*
 * Nothing, from a file that is empty by mistake or a collection that is
 * misspelt, must not replace a good cache.
 */
static int
check_found(const struct import *import, struct gantry_error *error)
{
	const struct import_options *options = import->options;
	const struct document_loader *loader = &import->loader;
	size_t i;

	if (options->allows_empty)
		return 0;
	if (import->read == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s has no documents; give --allow-empty if the cache "
		    "shall be empty",
		    options->input);
	for (i = 0; loader->found != NULL && loader->collections[i] != NULL;
	     i++)
		if (!loader->found[i])
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "%s has %" PRIu64 " documents, but none in a "
			    "collection %s; check the name, or give "
			    "--allow-empty",
			    options->input, import->read,
			    loader->collections[i]);
	return 0;
}

/* Note the collections that were left out. */
static int
note_selection(struct import *import, struct gantry_error *error)
{
	const char *const *collection = import->loader.collections;
	struct gantry_buffer text = { 0 };

	if (collection != NULL && collection[0] != NULL) {
		gantry_buffer_puts(&text, "all but the collections");
		for (; *collection != NULL; collection++)
			gantry_buffer_printf(&text, " %s", *collection);
		if (gantry_buffer_putc(&text, '\0') == 0)
			note_lack(import, LACK_COLLECTIONS, text.data,
			    (int64_t)(import->read - import->loader.added));
		else
			import->has_lost_lack = true;
		gantry_buffer_clear(&text);
	}
	return import->has_lost_lack ? gantry_error_memory(error) : 0;
}

/* Put the quarantine in place, before a cache that lacks what is in it. */
static int
publish_quarantine(struct import *import, struct gantry_error *error)
{
	const struct quarantine *quarantine = &import->quarantine;
	struct gantry_buffer text = { 0 };
	int result = 0;

	if (import->options->quarantine == NULL)
		return 0;
	if (quarantine->count > 0) {
		gantry_buffer_printf(&text,
		    "documents that cannot be read; %s keeps them",
		    import->options->quarantine);
		result = gantry_buffer_putc(&text, '\0') == 0
		    ? lacks_add(&import->lacks, LACK_QUARANTINED, text.data,
			  quarantine->count, error)
		    : gantry_error_memory(error);
		gantry_buffer_clear(&text);
	}
	if (result == -1)
		return -1;
	return quarantine_publish(&import->quarantine, error);
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
		.lacks = &import->lacks,
	};
	int result =
	    cache_builder_publish(import->loader.builder, &source, error);

	free(resolved);
	return result;
}

static void
print_outcome(const struct import *import)
{
	const struct import_options *options = import->options;

	if (import->quarantine.count > 0)
		printable_line(stderr,
		    "gantry-cache: warning: %" PRId64
		    " documents cannot be read; %s keeps them",
		    import->quarantine.count, options->quarantine);
	if (options->mode == PROGRESS_QUIET)
		return;
	if (import->warnings > 0)
		printable_line(stdout,
		    "%s: %" PRIu64 " documents from %s (warnings: %" PRIu64 ")",
		    options->output, import->loader.added, options->input,
		    import->warnings);
	else
		printable_line(stdout, "%s: %" PRIu64 " documents from %s",
		    options->output, import->loader.added, options->input);
}

/* Prepare to note which of the collections have documents. */
static int
note_collections(struct document_loader *loader, struct gantry_error *error)
{
	size_t count = 0;

	if (loader->collections == NULL)
		return 0;
	while (loader->collections[count] != NULL)
		count++;
	loader->found = calloc(count + 1, sizeof(*loader->found));
	return loader->found != NULL ? 0 : gantry_error_memory(error);
}

/* Read everything, and put the quarantine and the cache in place. */
static int
make_cache(struct import *import, struct gantry_error *error)
{
	const struct import_options *options = import->options;
	struct index_options indexes = {
		.path = options->place,
		.choices = &options->indexing.choices,
	};
	const struct cache_builder_options builder = {
		.path = options->place,
		.projections = options->projections,
		.drops_documents = options->drops_documents,
		.complete = options->indexing.is_wanted ? indexing_make : NULL,
		.argument = &indexes,
	};
	struct origin origin = { 0 };

	if (options->quarantine != NULL &&
	    quarantine_open(&import->quarantine, options->quarantine,
		options->input, options->is_forced, error) == -1)
		return -1;
	if (options->quarantine != NULL &&
	    strcmp(import->quarantine.place, options->place) == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s cannot be both the cache and the quarantine",
		    options->quarantine);
	import->loader.builder = cache_builder_new(&builder, error);
	if (import->loader.builder == NULL ||
	    feed_documents(import, &origin, error) == -1 ||
	    check_found(import, error) == -1 ||
	    note_selection(import, error) == -1 ||
	    publish_quarantine(import, error) == -1)
		return -1;
	return publish(import, &origin, error);
}

/* Returns 1 if documents are in quarantine, 0 if not, or -1. */
static int
import_documents(
    const struct import_options *options, struct gantry_error *error)
{
	struct import import = {
		.options = options,
		/*
		 * All plain objects are in the one collection that was given.
		 */
		.loader.collections =
		    options->plain ? NULL : options->collections,
	};
	int result;

	if (note_collections(&import.loader, error) == -1)
		return -1;
	result = make_cache(&import, error);
	if (result == 0) {
		print_outcome(&import);
		result = import.quarantine.count > 0;
	}
	quarantine_close(&import.quarantine);
	cache_builder_free(import.loader.builder);
	free(import.loader.found);
	lacks_clear(&import.lacks);
	return result;
}

/* Returns 0, or the exit status when options contradict each other. */
static int
check_options(
    const struct cmdline *cmdline, const struct import_options *options)
{
	const bool has_one =
	    options->collections[0] != NULL && options->collections[1] == NULL;

	if (options->images.folder != NULL && options->images.are_unwanted)
		return cmdline_misused(
		    cmdline, "give only one of --images and --no-images");
	if (options->plain ? options->id_field == NULL || !has_one
			   : options->id_field != NULL)
		return cmdline_misused(cmdline,
		    "--plain needs --id-field NAME and one --collection ID, "
		    "and --id-field needs --plain");
	if (options->indexing.is_wanted && options->drops_documents)
		return cmdline_misused(
		    cmdline, "give only one of --index and --no-documents");
	return indexing_check(&options->indexing, cmdline);
}

static int
import_and_draw(struct import_options *options)
{
	const struct output output = {
		.path = options->output,
		.input = options->input,
		.is_forced = options->is_forced,
	};
	struct gantry_error error;
	int status = images_run_check(&options->images, options->output);
	int result = -1;
	char *place;

	if (status != STATUS_DONE)
		return status;
	place = output_find(&output, &error);
	options->place = place;
	if (place != NULL &&
	    indexing_read(&options->indexing, "--skip-index", "--only-index",
		&error) == 0)
		result = import_documents(options, &error);
	free(place);
	if (result == -1)
		return fail(&error);
	status = images_run_after(&options->images, options->output,
	    options->mode, options->projections);
	return status == STATUS_DONE && result == 1 ? STATUS_QUARANTINED
						    : status;
}

static int
run_import(struct cmdline *cmdline)
{
	struct import_options options = { .projections = cmdline->context };
	int status;

	cmdline->fields = &options;
	if (cmdline_begin(cmdline, &status)) {
		status = check_options(cmdline, &options);
		if (status == STATUS_DONE)
			status = import_and_draw(&options);
	}
	free(options.collections);
	indexing_clear(&options.indexing);
	return status;
}

#define FIELD(name) offsetof(struct import_options, name)

static const struct cmdline_option import_options[] = {
	{ .name = "output",
	    .letter = 'o',
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(output),
	    .is_required = true,
	    .help = "where to put the cache" },
	{ .name = "collection",
	    .kind = CMDLINE_LIST,
	    .argument = "ID",
	    .offset = FIELD(collections),
	    .help = "import only documents of collections with this id; can "
		    "be given more than once" },
	{ .name = "no-documents",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(drops_documents),
	    .help = "keep only the tables that gantry serves from, without "
		    "the documents" },
	IMAGES_OPTIONS(struct import_options, images),
	INDEXING_OPTIONS(struct import_options, indexing),
	{ .name = "lenient",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(lenient),
	    .help = "if parts of the export are missing, report them and "
		    "import the rest" },
	{ .name = "quarantine",
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(quarantine),
	    .help = "keep documents that cannot be read in FILE, as lines of "
		    "JSON with path, reason and bytes, import the others, and "
		    "exit with status 5" },
	{ .name = "newest",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(newest),
	    .help = "if several exports are below the folder, import the one "
		    "that was finished last" },
	{ .name = "namespace",
	    .kind = CMDLINE_TEXT,
	    .argument = "NAME",
	    .offset = FIELD(space),
	    .help = "import only the entities of this namespace of Datastore "
		    "mode; an empty one is the default namespace",
	    .computed = "the default one; others are an error" },
	{ .name = "allow-empty",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(allows_empty),
	    .help = "put a cache without documents in place, or without those "
		    "of a --collection" },
	{ .name = "force",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(is_forced),
	    .help = "replace FILE even if it is not a cache" },
	{ .name = "plain",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(plain),
	    .help = "the file has JSON objects of any kind; import them as "
		    "documents of the one --collection, with the ids that "
		    "--id-field names" },
	{ .name = "id-field",
	    .kind = CMDLINE_TEXT,
	    .argument = "NAME",
	    .offset = FIELD(id_field),
	    .help = "with --plain: the member of each object that is its id" },
	PROGRESS_OPTIONS(struct import_options, mode),
	{ NULL },
};

static const struct cmdline_operand import_operands[] = {
	{ .name = "EXPORT", .offset = FIELD(input), .is_file = true },
	{ NULL },
};

const struct cmdline_command import_command = {
	.name = "import",
	.usage = "EXPORT --output FILE [OPTION ...]",
	.summary = "make a cache from an export or from JSON documents",
	.description =
	    "Make a cache of the documents in EXPORT and put it at FILE.  If "
	    "this fails, the cache that is at FILE stays as it is.\n\n"
	    "EXPORT is the folder of a managed export of Firestore, or a file "
	    "of documents as JSON; - is standard input.  A file can be "
	    "compressed by gzip or Zstandard.  Its documents are those of "
	    "Firestore's REST API, as lines or in an array, or responses of "
	    "documents:list or runQuery, or the output of gantry-cache dump.",
	.example = "import EXPORT --output cache.db",
	.options = import_options,
	.operands = import_operands,
	.run = run_import,
};

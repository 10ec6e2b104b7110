/*
 * Imports an export, or documents in JSON, into a cache: one thread reads and
 * decodes, another one builds the cache.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/cache/build/output.h"
#include "data/cache/build/quarantine.h"
#include "data/cache/lacks.h"
#include "data/cache/temporary_folder.h"
#include "data/firestore/archive/unpack.h"
#include "data/firestore/export/export.h"
#include "data/firestore/foreign.h"
#include "data/firestore/formats/formats.h"
#include "data/firestore/json/json_reader.h"
#include "data/firestore/path_glob.h"
#include "data/firestore/rest/rest.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/document_loader.h"
#include "data/gantry-cache/images_run.h"
#include "data/gantry-cache/importing/changes.h"
#include "data/gantry-cache/importing/subset.h"
#include "data/gantry-cache/indexing/indexing.h"
#include "data/gantry-cache/omission/omissions.h"
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
	const char *format; /* NULL: recognize it */
	const char *project; /* of references that have none; NULL: unknown */
	bool infers_types;
	struct subset_choice subset;
	const char **collections; /* what to take, ended by NULL */
	const char **paths; /* likewise; path_glob.h */
	struct images_choice images;
	struct indexing indexing;
	const char **omitted; /* ended by NULL; omissions.h */
	const struct cache_projection *const *projections;
};

struct import {
	const struct import_options *options;
	struct document_loader loader;
	struct progress progress;
	struct quarantine quarantine;
	struct temporary_folder unpack_folder; /* of an archive */
	struct unpacked unpacked; /* what is in it */
	struct selection selection;
	struct omissions omissions;
	struct subset subset;
	struct changes changes; /* of a log */
	const char *collection; /* of the file that is read in a folder */
	struct firestore_origin origin; /* of the files of a folder */
	const char *format; /* of JSON; NULL: an export */
	struct typed_counts untyped;
	uint64_t warnings;
	struct lacks lacks; /* what is missing of the input ... */
	bool has_lost_lack; /* ... and there was no memory for more */
};

static int
add_document(void *argument, const struct firestore_document *document,
    struct gantry_error *error)
{
	struct import *import = argument;

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

/* What the cache lacked that a dump was made of. */
static void
note_dumped(void *argument, const char *kind, const char *detail, int64_t count)
{
	note_lack(argument, kind, detail, count);
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

	return document_loader_reject(&import->quarantine, rejected, error);
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

/* Read the export PATH, which is the input or what was unpacked. */
static int
read_export(struct import *import, const char *path, struct origin *origin,
    struct gantry_error *error)
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
	int result = firestore_export_read(path, &options, &summary, error);

	if (result == 0 && !summary.has_metadata) {
		print_warning(import, no_metadata);
		note_lack(import, LACK_METADATA, no_metadata, 0);
	}
	if (result == 0 && summary.lost > 0)
		note_lack(import, LACK_PARTS,
		    "documents that the metadata counts in damaged parts of "
		    "files, in addition to those in quarantine",
		    (int64_t)summary.lost);
	if (result == 0 && summary.other_spaces > 0)
		note_lack(import, LACK_COLLECTIONS,
		    "documents of other namespaces",
		    (int64_t)summary.other_spaces);
	origin->database = summary.origin;
	origin->exported = summary.end_time;
	return result;
}

/* Say which format was recognized, before the first progress. */
static void
note_format(void *argument, const char *name, bool uses_collection)
{
	struct import *import = argument;
	const bool is_new = import->format != name;

	import->format = name;
	if (uses_collection && import->collection == NULL)
		import->selection.groups = NULL; /* it chooses nothing */
	if (is_new && import->progress.mode != PROGRESS_QUIET)
		printable_line(stderr, "gantry-cache: the format is %s", name);
}

static int
add_change(void *argument, const struct formats_change *change,
    struct gantry_error *error)
{
	struct import *import = argument;

	return changes_add(&import->changes, change, error);
}

static int
read_plain(struct import *import, const char *path,
    struct firestore_json_summary *summary, struct gantry_error *error)
{
	const struct import_options *given = import->options;
	const struct firestore_json_options options = {
		.visit = add_document,
		.progress = show_progress,
		.reject = given->quarantine != NULL ? reject : NULL,
		.lack = note_dumped,
		.argument = import,
		.plain = true,
		.collection = given->collections[0],
		.id_field = given->id_field,
	};

	note_format(import, "plain", true);
	return firestore_json_read(path, &options, summary, error);
}

static int
read_formats(struct import *import, const char *path,
    struct firestore_json_summary *summary, struct gantry_error *error)
{
	const struct import_options *given = import->options;
	const bool has_one =
	    given->collections[0] != NULL && given->collections[1] == NULL;
	const struct formats_options options = {
		.visit = add_document,
		.change = add_change,
		.progress = show_progress,
		.reject = given->quarantine != NULL ? reject : NULL,
		.lack = note_dumped,
		.chosen = note_format,
		.argument = import,
		.format = given->format,
		.collection = import->collection != NULL ? import->collection
		    : has_one				 ? given->collections[0]
							 : NULL,
		.id_field = given->id_field,
		.project = given->project,
		.infers_types = given->infers_types,
	};
	struct formats_summary all;
	int result = formats_read(path, &options, &all, error);

	*summary = all.json;
	import->untyped.times += all.counts.times;
	import->untyped.points += all.counts.points;
	import->untyped.references += all.counts.references;
	import->untyped.numbers += all.counts.numbers;
	return result;
}

/* Read a file of a folder. */
static int
read_collection_file(struct import *import, const char *path,
    const char *collection, struct gantry_error *error)
{
	struct firestore_json_summary summary;
	struct firestore_origin *origin = &import->origin;

	import->collection = collection;
	if (read_formats(import, path, &summary, error) == -1)
		return -1;
	if (summary.incomplete > 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: a list lacks its next page", path);
	if (origin->project[0] != '\0' && summary.origin.project[0] != '\0' &&
	    (strcmp(origin->project, summary.origin.project) != 0 ||
		strcmp(origin->database, summary.origin.database) != 0))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: expected documents of the project %s as in the other "
		    "files, found those of %s",
		    path, origin->project, summary.origin.project);
	if (summary.origin.project[0] != '\0')
		*origin = summary.origin;
	return 0;
}

static int
is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Read the file NAME in FOLDER, a collection up to its first dot. */
static int
read_named(struct import *import, const char *folder, const char *name,
    struct gantry_error *error)
{
	struct gantry_buffer path = { 0 };
	char *collection = strndup(name, strcspn(name, "."));
	struct stat status;
	int result = 0;

	gantry_buffer_printf(&path, "%s/%s", folder, name);
	gantry_buffer_putc(&path, '\0');
	if (collection == NULL || gantry_buffer_failed(&path))
		result = gantry_error_memory(error);
	else if (stat(path.data, &status) == -1)
		result =
		    gantry_error_system(error, "cannot open %s", path.data);
	else if (S_ISREG(status.st_mode))
		result =
		    read_collection_file(import, path.data, collection, error);
	free(collection);
	gantry_buffer_clear(&path);
	return result;
}

/* Read FOLDER, whose files are collections, in the order of their names. */
static int
read_folder(struct import *import, const char *folder, struct origin *origin,
    struct gantry_error *error)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_visible, alphasort);
	int i, result = 0;

	if (count == -1)
		return gantry_error_system(
		    error, "cannot read the folder %s", folder);
	for (i = 0; i < count; i++) {
		if (result == 0)
			result = read_named(
			    import, folder, entries[i]->d_name, error);
		free(entries[i]);
	}
	free(entries);
	origin->database = import->origin;
	if (result == 0)
		result = changes_visit(
		    &import->changes, add_document, import, error);
	return result;
}

static int
read_json(struct import *import, const char *path, struct origin *origin,
    struct gantry_error *error)
{
	const struct import_options *given = import->options;
	struct firestore_json_summary summary;

	if ((given->plain ? read_plain(import, path, &summary, error)
			  : read_formats(import, path, &summary, error)) == -1)
		return -1;
	if (changes_visit(&import->changes, add_document, import, error) == -1)
		return -1;
	origin->database = summary.origin;
	origin->exported = summary.exported;
	if (origin->database.project[0] == '\0' && given->project != NULL) {
		snprintf(origin->database.project,
		    sizeof(origin->database.project), "%s", given->project);
		snprintf(origin->database.database,
		    sizeof(origin->database.database), "(default)");
	}
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

/* An error names the archive, and not the folder, which nobody finds. */
static void
name_archive(const struct import *import, struct gantry_error *error)
{
	const char *folder = import->unpack_folder.path;
	const size_t length = strlen(folder) + 1;
	char *found;

	while ((found = strstr(error->text, folder)) != NULL &&
	    strlen(found) >= length)
		memmove(found, found + length, strlen(found + length) + 1);
	gantry_error_prefix(error, "%s", import->options->input);
}

/* An archive holds an export or one file of JSON. */
static int
read_unpacked(
    struct import *import, struct origin *origin, struct gantry_error *error)
{
	const struct unpacked *unpacked = &import->unpacked;
	int result;

	if (unpacked->has_export || unpacked->files == 1) {
		result = unpacked->has_export
		    ? read_export(
			  import, import->unpack_folder.path, origin, error)
		    : read_json(import, unpacked->file, origin, error);
		if (result == -1)
			name_archive(import, error);
		return result;
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s: expected an export or one file of documents in the archive, "
	    "found %zu files and no export",
	    import->options->input, unpacked->files);
}

/*
 * An export is a folder, unless the format is given; anything else but an
 * archive is JSON or CSV.
 */
static int
read_documents(
    struct import *import, struct origin *origin, struct gantry_error *error)
{
	const char *input = import->options->input;
	struct stat status;
	int result;

	progress_begin(&import->progress, import->options->mode);
	if (import->unpack_folder.path != NULL)
		result = read_unpacked(import, origin, error);
	else if (strcmp(input, "-") != 0 && stat(input, &status) == 0 &&
	    S_ISDIR(status.st_mode))
		result = import->options->format != NULL
		    ? read_folder(import, input, origin, error)
		    : read_export(import, input, origin, error);
	else
		result = read_json(import, input, origin, error);
	progress_end(&import->progress);
	return result;
}

/* Is there an input?  If it is an archive, unpack it beside the cache. */
static int
prepare_input(struct import *import, struct gantry_error *error)
{
	const char *input = import->options->input;
	const char *foreign = foreign_find_name(input);
	struct stat status;
	int result;

	if (strcmp(input, "-") == 0)
		return 0;
	if (stat(input, &status) == -1)
		return foreign == NULL
		    ? gantry_error_system(error, "cannot open %s", input)
		    : gantry_error_set(error, GANTRY_ERROR_INPUT,
			  "cannot open %s: it is %s", input, foreign);
	if (!S_ISREG(status.st_mode))
		return 0;
	result = unpack_is_archive(input, error);
	if (result != 1)
		return result;
	if (temporary_folder_make(
		&import->unpack_folder, import->options->place, error) == -1)
		return -1;
	return unpack(
	    input, import->unpack_folder.path, &import->unpacked, error);
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
	const uint64_t read = import->loader.read;

	if (options->allows_empty)
		return 0;
	if (read == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s has no documents; give --allow-empty if the cache "
		    "shall be empty",
		    options->input);
	if (import->loader.selection != NULL &&
	    selection_check(
		import->loader.selection, options->input, read, error) == -1)
		return -1;
	if (import->loader.added == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s has %" PRIu64 " documents, but none that --where and "
		    "--depth ask for; check them, or give --allow-empty",
		    options->input, read);
	return omissions_check(&import->omissions, options->input, error);
}

/* What was left out, as a phrase. */
static void
describe_left_out(const struct import *import, struct gantry_buffer *text)
{
	const bool is_selected = selection_is_partial(&import->selection);

	if (is_selected)
		selection_describe(&import->selection, text);
	if (!subset_is_partial(&import->subset))
		return;
	if (is_selected)
		gantry_buffer_puts(text, ", and of these ");
	subset_describe(&import->subset, text);
}

/* Note the documents that were left out. */
static int
note_selection(struct import *import, struct gantry_error *error)
{
	const struct document_loader *loader = &import->loader;
	struct gantry_buffer text = { 0 };

	if ((selection_is_partial(&import->selection) ||
		subset_is_partial(&import->subset)) &&
	    loader->read > loader->added) {
		describe_left_out(import, &text);
		if (gantry_buffer_putc(&text, '\0') == 0)
			note_lack(import, LACK_COLLECTIONS, text.data,
			    (int64_t)(loader->read - loader->added));
		else
			import->has_lost_lack = true;
		gantry_buffer_clear(&text);
	}
	return import->has_lost_lack ? gantry_error_memory(error) : 0;
}

/* Put what was left out before the rest, which may be cut. */
static int
note_omissions(struct import *import, struct gantry_error *error)
{
	struct lacks rest = import->lacks;
	size_t i;
	int result;

	if (import->omissions.count == 0)
		return 0;
	import->lacks = (struct lacks){ NULL, 0 };
	result = omissions_note(&import->omissions, &import->lacks, error);
	for (i = 0; i < rest.count && result == 0; i++)
		result = lacks_add(&import->lacks, rest.items[i].kind,
		    rest.items[i].detail, rest.items[i].count, error);
	lacks_clear(&rest);
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
		.lacks = &import->lacks,
		.format = import->format,
		.untyped = {
			.times = (int64_t)import->untyped.times,
			.points = (int64_t)import->untyped.points,
			.references = (int64_t)import->untyped.references,
			.numbers = (int64_t)import->untyped.numbers,
		},
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
	const char *format = import->format;
	char warnings[48] = "";

	document_loader_report(&import->quarantine, options->quarantine);
	if (options->mode == PROGRESS_QUIET)
		return;
	if (import->warnings > 0)
		snprintf(warnings, sizeof(warnings), " (warnings: %" PRIu64 ")",
		    import->warnings);
	printable_line(stdout, "%s: %" PRIu64 " documents from %s%s%s%s",
	    options->output, import->loader.added, options->input,
	    format != NULL ? ", format " : "", format != NULL ? format : "",
	    warnings);
	document_loader_report_omissions(&import->omissions, options->output);
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
	    (quarantine_open(&import->quarantine, options->quarantine,
		 options->input, options->is_forced, error) == -1 ||
		quarantine_check(&import->quarantine, options->place, error) ==
		    -1))
		return -1;
	if (prepare_input(import, error) == -1)
		return -1;
	import->loader.builder = cache_builder_new(&builder, error);
	if (import->loader.builder == NULL ||
	    feed_documents(import, &origin, error) == -1 ||
	    check_found(import, error) == -1 ||
	    note_selection(import, error) == -1 ||
	    document_loader_keep(&import->quarantine, options->quarantine,
		&import->lacks, error) == -1 ||
	    note_omissions(import, error) == -1)
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
		.selection.groups = options->collections,
		.selection.paths = options->paths,
	};
	int result;

	if (subset_init(&import.subset, &options->subset, error) == -1)
		return -1;
	if (omissions_add_all(&import.omissions,
		(const char *const *)options->omitted, error) == -1 ||
	    selection_init(&import.selection, error) == -1) {
		subset_clear(&import.subset);
		omissions_clear(&import.omissions);
		return -1;
	}
	import.loader.selection = &import.selection;
	import.loader.subset = &import.subset;
	import.loader.omissions = &import.omissions;
	import.changes.path = options->place;
	result = make_cache(&import, error);
	if (result == 0) {
		print_outcome(&import);
		result = import.quarantine.count > 0;
	}
	quarantine_close(&import.quarantine);
	temporary_folder_remove(&import.unpack_folder);
	free(import.unpacked.file);
	cache_builder_free(import.loader.builder);
	selection_clear(&import.selection);
	omissions_clear(&import.omissions);
	subset_clear(&import.subset);
	changes_clear(&import.changes);
	lacks_clear(&import.lacks);
	return result;
}

/* May --collection be the path of the collection of all documents? */
static bool
names_collection(const struct import_options *options)
{
	return options->plain ||
	    (options->format != NULL && options->collections[0] != NULL &&
		options->collections[1] == NULL);
}

/* Returns 0, or the exit status when options contradict each other. */
static int
check_options(
    const struct cmdline *cmdline, const struct import_options *options)
{
	const bool has_one =
	    options->collections[0] != NULL && options->collections[1] == NULL;
	struct gantry_error error;
	size_t i;

	if (options->images.folder != NULL && options->images.are_unwanted)
		return cmdline_misused(
		    cmdline, "give only one of --images and --no-images");
	if (options->plain && (options->id_field == NULL || !has_one))
		return cmdline_misused(cmdline,
		    "--plain needs --id-field NAME and one --collection ID");
	if (options->plain && options->format != NULL)
		return cmdline_misused(
		    cmdline, "give only one of --plain and --format");
	if (options->format != NULL &&
	    formats_check(options->format, &error) == -1)
		return cmdline_misused(cmdline, "%s", error.text);
	for (i = 0; options->paths[i] != NULL; i++)
		if (path_glob_check(options->paths[i], &error) == -1)
			return cmdline_misused(cmdline, "%s", error.text);
	for (i = 0;
	     !names_collection(options) && options->collections[i] != NULL; i++)
		if (options->collections[i][0] == '\0' ||
		    strchr(options->collections[i], '/') != NULL)
			return cmdline_misused(cmdline,
			    "--collection takes the id of a collection, without "
			    "'/'; --path 'users/alice/posts/*' takes a path");
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
	free(options.paths);
	free(options.omitted);
	free(options.subset.conditions);
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
	    .help = "import only documents of collections with this id, "
		    "wherever they are; can be given more than once" },
	{ .name = "path",
	    .kind = CMDLINE_LIST,
	    .argument = "GLOB",
	    .offset = FIELD(paths),
	    .help = "import only documents whose path matches GLOB: * is any "
		    "part of an id, ** any number of ids; can be given more "
		    "than once" },
	SUBSET_OPTIONS(struct import_options, subset),
	OMIT_OPTION(struct import_options, omitted),
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
		    "of a --collection, or without the fields of an --omit" },
	{ .name = "force",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(is_forced),
	    .help = "replace FILE even if it is not a cache" },
	{ .name = "format",
	    .kind = CMDLINE_TEXT,
	    .argument = "NAME",
	    .offset = FIELD(format),
	    .help = "the format of a file of JSON or CSV, one of those below",
	    .computed = "recognized by the first objects" },
	{ .name = "id-field",
	    .kind = CMDLINE_TEXT,
	    .argument = "NAME",
	    .offset = FIELD(id_field),
	    .help = "the member of each object, or the column, that is its "
		    "id, in a format that does not say it",
	    .computed = "id, _id and the like" },
	{ .name = "plain",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(plain),
	    .help = "the file has JSON objects of any kind; import them as "
		    "documents of the one --collection, with the ids that "
		    "--id-field names, and give no object another type" },
	{ .name = "project",
	    .kind = CMDLINE_TEXT,
	    .argument = "ID",
	    .offset = FIELD(project),
	    .help = "the project of references that are only paths; without "
		    "it they stay texts" },
	{ .name = "infer-types",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(infers_types),
	    .help = "of other formats than Firestore's: texts that are times "
		    "become times, maps of latitude and longitude points, and "
		    "cells of CSV what they are in JSON" },
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
	    "compressed by gzip or Zstandard.  A zip or tar archive of either "
	    "works, too.  Its documents are those of "
	    "Firestore's REST API, as lines or in an array, or responses of "
	    "documents:list or runQuery, or the output of gantry-cache dump; "
	    "or it is JSON or CSV that another tool wrote, see the formats "
	    "below.",
	.example = "import EXPORT --output cache.db",
	.notes =
	    "The formats of files are rest (Firestore's REST API, and dump), "
	    "firestore-export-import, node-firestore-import-export and "
	    "node-firestore-import-export-collection, firestore-backfire, "
	    "firestore-export-json, leveldb-export, lists "
	    "({collection:[{id,...}]}), documents ({id:{...}}), id-data "
	    "([{id,data}]), objects ([{id,...}]), bundle, bigquery and "
	    "bigquery-csv, function-events, mongoexport, and csv.  In a format "
	    "that does not name the collection, --collection does.",
	.options = import_options,
	.operands = import_operands,
	.run = run_import,
};

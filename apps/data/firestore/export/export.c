/*
 * Reads an export: finds the files, compares them with the metadata, decodes
 * each record, and counts.  One file is open and one document in memory at a
 * time.
 */
#include <sys/stat.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/export/entity.h"
#include "data/firestore/export/export.h"
#include "data/firestore/export/folders.h"
#include "data/firestore/export/leveldb.h"
#include "data/firestore/export/manifest.h"

/* How many bytes are read between two calls of the progress function. */
#define PROGRESS_STEP (1 << 20)

struct reading {
	const struct firestore_export_options *options;
	struct firestore_export_summary *summary;
	struct folders folders;
	struct entity entity;
	struct leveldb_log log;
	uint64_t bytes_total;
	uint64_t bytes_before; /* in the previous files */
	uint64_t next_progress;
	bool is_damaged; /* a file of the folder, in parts */
};

static void
report(struct reading *reading, uint64_t bytes)
{
	const struct firestore_export_options *options = reading->options;

	reading->next_progress = bytes + PROGRESS_STEP;
	if (options->progress != NULL)
		options->progress(options->argument, bytes,
		    reading->bytes_total, reading->summary->documents);
}

static int
check_origin(struct reading *reading, struct gantry_error *error)
{
	const struct firestore_document *document = &reading->entity.document;
	const struct reference *origin = &reading->entity.origin;

	return origin_check(&reading->summary->origin,
	    (struct bytes){ document->path, document->path_length },
	    origin->project, origin->database, error);
}

/* Pass on what cannot be read, if that is wanted.  ERROR says why. */
static int
reject(struct reading *reading, struct bytes record, struct gantry_error *error)
{
	const struct firestore_export_options *options = reading->options;
	const struct entity *entity = &reading->entity;
	const struct gantry_error reason = *error;
	const struct firestore_rejected rejected = {
		.path = entity->has_path ? entity->path.data : NULL,
		.path_length = entity->path.length,
		.reason = reason.text,
		.raw = record.data,
		.raw_length = record.length,
	};

	if (options->reject == NULL ||
	    (error->code != GANTRY_ERROR_INPUT &&
		error->code != GANTRY_ERROR_LIMIT))
		return -1;
	reading->summary->rejected++;
	return options->reject(options->argument, &rejected, error);
}

/* Returns 1 if the document is in the namespace that is read, 0 if not, -1. */
static int
check_space(struct reading *reading, struct gantry_error *error)
{
	const char *wanted = reading->options->space;
	const struct bytes space = reading->entity.origin.space;

	if (wanted != NULL ? bytes_is_equal(space, wanted) : space.length == 0)
		return 1;
	if (wanted == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected the default namespace, found %s, which only "
		    "Datastore mode has; choose one with --namespace",
		    bytes_show(space).text);
	reading->summary->other_spaces++;
	return 0;
}

/* Decode the record and pass the document to the visitor. */
static int
read_record(struct reading *reading, const char *path, struct bytes record,
    struct gantry_error *error)
{
	const struct firestore_export_options *options = reading->options;
	uint64_t bytes = reading->bytes_before + leveldb_offset(&reading->log);
	int in_space;

	if (entity_decode(&reading->entity, record, error) == -1) {
		gantry_error_prefix(error, "%s: record at byte %" PRIu64, path,
		    reading->log.record);
		return reject(reading, record, error);
	}
	in_space = check_space(reading, error);
	if (in_space == 0)
		return 0;
	if (in_space == -1 || check_origin(reading, error) == -1)
		return gantry_error_prefix(error, "%s: record at byte %" PRIu64,
		    path, reading->log.record);
	if (options->visit(
		options->argument, &reading->entity.document, error) == -1)
		return -1;
	reading->summary->documents++;
	if (bytes >= reading->next_progress)
		report(reading, bytes);
	return 0;
}

/*
 * Pass on the damaged part of a file, if that is wanted, and go behind it.
 * ERROR says what is damaged.
 */
static int
reject_damage(
    struct reading *reading, const char *path, struct gantry_error *error)
{
	const struct firestore_export_options *options = reading->options;
	struct gantry_error reason = *error;
	struct firestore_rejected rejected = { .reason = reason.text };
	struct bytes raw;

	gantry_error_prefix(&reason, "%s", path);
	gantry_error_prefix(error, "%s", path);
	if (options->reject == NULL || !leveldb_skip(&reading->log, &raw))
		return -1;
	rejected.raw = raw.data;
	rejected.raw_length = raw.length;
	reading->summary->rejected++;
	reading->is_damaged = true;
	return options->reject(options->argument, &rejected, error);
}

static int
read_file(struct reading *reading, const char *path, struct gantry_error *error)
{
	struct leveldb_log *log = &reading->log;
	struct bytes record;
	int status = 0;

	if (leveldb_open(log, path, error) == -1)
		return -1;
	while (status == 0) {
		status = leveldb_next(log, &record, error);
		if (status == 0)
			break;
		status = status == -1
		    ? reject_damage(reading, path, error)
		    : read_record(reading, path, record, error);
	}
	reading->bytes_before += leveldb_offset(log);
	reading->summary->bytes = reading->bytes_before;
	leveldb_close(log);
	return status;
}

/* What the metadata counts: all documents, also those that are left out. */
static uint64_t
count_found(const struct firestore_export_summary *summary)
{
	return summary->documents + summary->rejected + summary->other_spaces;
}

static int
read_folder(struct reading *reading, const struct folder *folder,
    struct gantry_error *error)
{
	const struct firestore_export_summary *summary = reading->summary;
	const uint64_t before = count_found(summary);
	uint64_t found;
	int status = 0;
	char *path;
	size_t i;

	reading->is_damaged = false;
	for (i = 0; i < folder->files.count && status == 0; i++) {
		path = paths_join(folder->path, folder->files.items[i], error);
		if (path == NULL)
			return -1;
		status = read_file(reading, path, error);
		free(path);
	}
	if (status == -1)
		return -1;
	found = count_found(summary) - before;
	if (!folder->is_counted || found == folder->expected)
		return 0;
	/* A damaged block may have held several. */
	if (reading->is_damaged && found < folder->expected) {
		reading->summary->lost += folder->expected - found;
		return 0;
	}
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s: expected %" PRIu64 " documents in %s, found %" PRIu64,
	    reading->folders.overall, folder->expected, folder->path, found);
	if (reading->options->warn == NULL)
		return -1;
	reading->options->warn(reading->options->argument, error->text);
	return 0;
}

/* Add up the sizes of the files that will be read. */
static int
measure(struct reading *reading, const struct folder *folder,
    struct gantry_error *error)
{
	struct stat file;
	char *path;
	size_t i;
	int status = 0;

	for (i = 0; i < folder->files.count && status == 0; i++) {
		path = paths_join(folder->path, folder->files.items[i], error);
		if (path == NULL)
			return -1;
		if (stat(path, &file) == -1)
			status =
			    gantry_error_system(error, "cannot stat %s", path);
		else if (!S_ISREG(file.st_mode))
			status = gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "%s: expected a regular file", path);
		else
			reading->bytes_total += (uint64_t)file.st_size;
		free(path);
	}
	return status;
}

static int
read_folders(
    struct reading *reading, const char *root, struct gantry_error *error)
{
	struct folders *folders = &reading->folders;
	struct manifest manifest = {
		.warn = reading->options->warn,
		.argument = reading->options->argument,
	};
	size_t i;

	if (folders_find(folders, root, error) == -1 ||
	    manifest_check(&manifest, folders, error) == -1)
		return -1;
	reading->summary->has_metadata = folders->overall != NULL;
	reading->summary->start_time = manifest.start_time;
	reading->summary->end_time = manifest.end_time;
	for (i = 0; i < folders->count; i++) {
		if (measure(reading, &folders->items[i], error) == -1)
			return -1;
	}
	for (i = 0; i < folders->count; i++) {
		if (read_folder(reading, &folders->items[i], error) == -1)
			return -1;
	}
	report(reading, reading->bytes_before);
	return 0;
}

/* Find the export that is meant, and read it. */
static int
read_export(
    struct reading *reading, const char *folder, struct gantry_error *error)
{
	const struct firestore_export_options *options = reading->options;
	const struct root_options root_options = {
		.folder = folder,
		.newest = options->newest,
		.candidate = options->candidate,
		.argument = options->argument,
	};
	char *root = root_find(&root_options, error);
	int status = root != NULL ? read_folders(reading, root, error) : -1;

	free(root);
	return status;
}

int
firestore_export_read(const char *folder,
    const struct firestore_export_options *options,
    struct firestore_export_summary *summary, struct gantry_error *error)
{
	struct firestore_export_summary unwanted;
	struct gantry_error unused;
	struct reading *reading;
	int status;

	if (summary == NULL)
		summary = &unwanted;
	/* Warnings use the text of the error. */
	if (error == NULL)
		error = &unused;
	*summary = (struct firestore_export_summary){ 0 };
	reading = calloc(1, sizeof(*reading));
	if (reading == NULL)
		return gantry_error_memory(error);
	reading->options = options;
	reading->summary = summary;
	status = read_export(reading, folder, error);
	folders_clear(&reading->folders);
	entity_clear(&reading->entity);
	leveldb_clear(&reading->log);
	free(reading);
	return status;
}

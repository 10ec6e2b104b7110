/*
 * From a managed export to a cache.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cache/builder.h"
#include "firestore/export.h"
#include "gantry-cache/commands.h"

#define SHOW_EVERY_SECONDS 1

struct import {
	const struct import_options *options;
	struct cache_builder *builder;
	bool shows_progress;
	time_t shown;
};

static int
add_document(void *argument, const struct firestore_document *document,
    struct gantry_error *error)
{
	struct import *import = argument;
	const struct cache_document added = {
		.path = document->path,
		.path_length = document->path_length,
		.fields = document->fields,
		.fields_length = document->fields_length,
	};

	return cache_builder_add(import->builder, &added, error);
}

static void
show_progress(void *argument, uint64_t read, uint64_t total, uint64_t documents)
{
	struct import *import = argument;
	time_t now = time(NULL);

	if (!import->shows_progress || now - import->shown < SHOW_EVERY_SECONDS)
		return;
	import->shown = now;
	fprintf(stderr, "\r%" PRIu64 " documents, %3.0f %%", documents,
	    total > 0 ? 100.0 * (double)read / (double)total : 100.0);
}

static int
read_export(struct import *import, struct firestore_export_summary *summary,
    struct gantry_error *error)
{
	const struct firestore_export_options options = {
		.visit = add_document,
		.progress = show_progress,
		.argument = import,
	};
	int result = firestore_export_read(
	    import->options->folder, &options, summary, error);

	if (import->shows_progress && import->shown != 0)
		fprintf(stderr, "\r\033[K");
	return result;
}

static int
publish(struct import *import, const struct firestore_export_summary *summary,
    struct gantry_error *error)
{
	char *folder = realpath(import->options->folder, NULL);
	const struct cache_source source = {
		.name = folder != NULL ? folder : import->options->folder,
		.project = summary->project,
		.database = summary->database,
		.exported = summary->end_time,
	};
	int result = cache_builder_publish(
	    import->builder, import->options->projections, &source, error);

	free(folder);
	return result;
}

int
command_import(const struct import_options *options, struct gantry_error *error)
{
	struct firestore_export_summary summary;
	struct import import = {
		.options = options,
		.shows_progress = !options->quiet && isatty(STDERR_FILENO),
	};
	int result;

	import.builder = cache_builder_new(options->output, error);
	if (import.builder == NULL)
		return -1;
	result = read_export(&import, &summary, error);
	if (result == 0)
		result = publish(&import, &summary, error);
	if (result == 0 && !options->quiet)
		printf("%s: %" PRIu64 " documents from %s\n", options->output,
		    summary.documents, options->folder);
	cache_builder_free(import.builder);
	return result;
}

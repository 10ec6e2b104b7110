/*
 * From a managed export to a cache.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cache/builder.h"
#include "firestore/export.h"
#include "gantry-cache/commands.h"

#define SHOW_EVERY_SECONDS 1

struct import_options {
	const char *folder; /* the export */
	const char *output; /* the cache */
	bool quiet; /* no progress and no closing line */
	const struct cache_projection *const *projections;
};

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
		.create_time = document->create_time,
		.update_time = document->update_time,
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

static int
import_export(const struct import_options *options, struct gantry_error *error)
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

static int
run_import(
    int argc, char *argv[], const struct cache_projection *const projections[])
{
	static const struct option table[] = {
		{ "output", required_argument, NULL, 'o' },
		{ "quiet", no_argument, NULL, 'q' },
		{ NULL, 0, NULL, 0 },
	};
	struct import_options options = { .projections = projections };
	struct gantry_error error;
	int code;

	while ((code = getopt_long(argc, argv, ":", table, NULL)) != -1) {
		switch (code) {
		case 'o':
			options.output = optarg;
			break;
		case 'q':
			options.quiet = true;
			break;
		case ':':
			return complain("%s needs a value", argv[optind - 1]);
		default:
			return complain(
			    "import has no option '%s'", argv[optind - 1]);
		}
	}
	if (argc - optind != 1)
		return complain("import takes one folder with an export");
	if (options.output == NULL)
		return complain("import needs --output FILE");
	options.folder = argv[optind];
	return import_export(&options, &error) == 0 ? STATUS_DONE
						    : fail(&error);
}

const struct command import_command = {
	.name = "import",
	.usage = "EXPORT --output FILE [--quiet]",
	.help =
	    "  reads the managed Firestore export in folder EXPORT and puts a "
	    "cache of it\n"
	    "  at FILE, replacing the one that is there when all went well\n"
	    "  --output FILE  where the cache goes\n"
	    "  --quiet        print nothing but errors\n",
	.run = run_import,
};

/*
 * Draws the word clouds of all publications of a cache.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <gantry/buffer.h>

#include "base/files/folder.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/images_run.h"
#include "data/gantry-cache/images_source.h"
#include "data/gantry-cache/printable.h"

#define FOLDER "images"

static void
show_progress(void *argument, uint64_t done, uint64_t total)
{
	progress_show_bar(argument, done, total);
}

static void
print_outcome(const struct images_options *options, const char *folder,
    const struct job_summary *summary)
{
	if (options->mode == PROGRESS_QUIET)
		return;
	printable_line(stdout,
	    "%s: %" PRIu64 " word clouds: %" PRIu64 " drawn, %" PRIu64
	    " unchanged",
	    folder, summary->total, summary->drawn,
	    summary->total - summary->drawn);
	if (summary->unknown > 0)
		printable_line(stdout,
		    "%s: left out %" PRIu64 " words, for example \"%s\": no "
		    "installed font has all their characters; install one that "
		    "does",
		    folder, summary->unknown, summary->example);
}

static int
draw(const struct images_options *options, const char *folder,
    struct gantry_error *error)
{
	struct images_source source;
	struct progress progress;
	struct job_summary summary;
	struct job_options job = {
		.folder = folder,
		.generation = source.generation,
		.font = options->font != NULL ? options->font : IMAGES_FONT,
		.processes = options->jobs,
		.progress = show_progress,
		.argument = &progress,
	};
	int result;

	if (images_source_init(
		&source, options->cache, options->projections, error) == -1)
		return -1;
	job.source = images_source_get(&source);
	progress_begin(&progress, options->mode);
	result = job_run(&job, &summary, error);
	progress_end(&progress);
	if (result == 0)
		print_outcome(options, folder, &summary);
	return result;
}

/* Append the path of "images" in the folder of the file PATH. */
static void
put_default(struct gantry_buffer *folder, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash != NULL)
		gantry_buffer_add(folder, path, (size_t)(slash - path) + 1);
	gantry_buffer_puts(folder, FOLDER);
}

/* Append FOLDER, or by default what is beside CACHE, and a NUL. */
static int
put_folder(struct gantry_buffer *out, const char *folder, const char *cache,
    struct gantry_error *error)
{
	if (folder != NULL)
		gantry_buffer_puts(out, folder);
	else
		put_default(out, cache);
	return gantry_buffer_putc(out, '\0') == 0 ? 0
						  : gantry_error_memory(error);
}

int
images_run(const struct images_options *options)
{
	struct gantry_buffer folder = { 0 };
	struct gantry_error error;
	int status = STATUS_DONE;

	if (put_folder(&folder, options->folder, options->cache, &error) ==
	    -1) {
		status = fail(&error);
	} else if (draw(options, folder.data, &error) == -1) {
		status = fail(&error);
		if (error.code == GANTRY_ERROR_BUSY)
			status = STATUS_BUSY;
	}
	gantry_buffer_clear(&folder);
	return status;
}

int
images_run_check(const struct images_choice *choice, const char *path)
{
	struct gantry_buffer folder = { 0 };
	struct gantry_error error = { 0 };
	int descriptor = -1, status = STATUS_DONE;

	if (choice->are_unwanted)
		return STATUS_DONE;
	if (put_folder(&folder, choice->folder, path, &error) == 0)
		descriptor = folder_open(folder.data, &error);
	if (descriptor != -1)
		close(descriptor);
	else if (error.code == GANTRY_ERROR_INPUT) {
		gantry_error_prefix(&error,
		    "cannot draw word clouds, which --no-images leaves out");
		status = fail(&error);
	}
	gantry_buffer_clear(&folder);
	return status;
}

/* The user may not have expected a new folder. */
static void
explain_default(const struct images_choice *choice, enum progress_mode mode)
{
	if (choice->folder != NULL || mode == PROGRESS_QUIET)
		return;
	printable_line(stdout,
	    "the word clouds are in the folder %s beside the cache, where "
	    "gantry looks for them; --images FOLDER draws them elsewhere, and "
	    "--no-images draws none",
	    FOLDER);
}

int
images_run_after(const struct images_choice *choice, const char *path,
    enum progress_mode mode, const struct cache_projection *const *projections)
{
	const struct images_options options = {
		.cache = path,
		.folder = choice->folder,
		.mode = mode,
		.projections = projections,
	};

	if (choice->are_unwanted)
		return STATUS_DONE;
	if (images_run(&options) == STATUS_DONE) {
		explain_default(choice, mode);
		return STATUS_DONE;
	}
	printable_line(stderr,
	    "gantry-cache: the cache %s is in place, but its word clouds were "
	    "not drawn; run gantry-cache images to draw them",
	    path);
	return STATUS_UNDRAWN;
}

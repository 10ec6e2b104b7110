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

/* Say how many words the pictures that were drawn now do not show, and why. */
static void
print_left_out(const char *folder, const struct job_summary *summary)
{
	struct gantry_buffer causes = { 0 };

	if (left_out_total(&summary->left_out) == 0)
		return;
	left_out_put(&summary->left_out, &causes);
	gantry_buffer_putc(&causes, '\0');
	if (!gantry_buffer_failed(&causes))
		printable_line(
		    stdout, "%s: left out words: %s", folder, causes.data);
	gantry_buffer_clear(&causes);
	if (summary->left_out.counts[LEFT_OUT_NO_GLYPH] > 0)
		printable_line(stdout,
		    "%s: no installed font has all characters of \"%s\", for "
		    "example; install one that does",
		    folder, summary->example);
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
	print_left_out(folder, summary);
}

/* Run JOB, which has everything but its source and its stop words. */
static int
run_job(const struct images_options *options, struct job_options *job,
    struct job_summary *summary, struct gantry_error *error)
{
	struct stop_words *stop_words = NULL;
	struct progress progress;
	int result;

	if (options->stop_words != NULL) {
		stop_words = stop_words_read(options->stop_words, error);
		if (stop_words == NULL)
			return -1;
	}
	job->stop_words = stop_words;
	job->argument = &progress;
	progress_begin(&progress, options->mode);
	result = job_run(job, summary, error);
	progress_end(&progress);
	stop_words_free(stop_words);
	return result;
}

static int
draw(const struct images_options *options, const char *folder,
    struct gantry_error *error)
{
	struct images_source source;
	struct job_summary summary;
	struct job_options job = {
		.folder = folder,
		.generation = source.generation,
		.font = options->font != NULL ? options->font : IMAGES_FONT,
		.processes = options->jobs,
		.progress = show_progress,
	};

	if (images_source_init(
		&source, options->cache, options->projections, error) == -1)
		return -1;
	job.source = images_source_get(&source);
	if (run_job(options, &job, &summary, error) == -1)
		return -1;
	print_outcome(options, folder, &summary);
	return 0;
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

static int
check_stop_words(const struct images_choice *choice)
{
	struct gantry_error error;
	struct stop_words *stop_words;

	if (choice->stop_words == NULL)
		return STATUS_DONE;
	stop_words = stop_words_read(choice->stop_words, &error);
	if (stop_words == NULL)
		return fail(&error);
	stop_words_free(stop_words);
	return STATUS_DONE;
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
	return status == STATUS_DONE ? check_stop_words(choice) : status;
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
		.stop_words = choice->stop_words,
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

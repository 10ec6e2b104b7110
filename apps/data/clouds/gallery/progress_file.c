/*
 * Writes progress.json.  A failure to do so does not stop the drawing.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include <gantry/clock.h>
#include <gantry/json.h>

#include "base/files/safe_open.h"
#include "data/clouds/gallery/gallery.h"
#include "data/clouds/gallery/progress_file.h"

#define NEXT ".progress.json"

/* Milliseconds between two updates. */
#define EVERY 200

static void
put_left_out(struct gantry_json_writer *json, const struct left_out *left_out)
{
	int i;

	gantry_json_begin_object(json, "left_out");
	for (i = 0; i < LEFT_OUT_CAUSES; i++)
		gantry_json_put_integer(
		    json, left_out_names[i], (int64_t)left_out->counts[i]);
	gantry_json_end(json);
}

/* Returns whether OUT has the complete text. */
static bool
fill(const struct progress_file *progress, const char *state, const char *error,
    struct gantry_buffer *out)
{
	struct gantry_json_writer json;

	gantry_json_writer_init(&json, out);
	gantry_json_begin_object(&json, NULL);
	gantry_json_put_text(&json, "state", state);
	gantry_json_put_text(&json, "generation", progress->generation);
	gantry_json_put_integer(&json, "done", (int64_t)progress->done);
	gantry_json_put_integer(&json, "total", (int64_t)progress->total);
	gantry_json_put_integer(&json, "drawn", (int64_t)progress->drawn);
	gantry_json_put_integer(&json, "started", progress->started);
	gantry_json_put_integer(&json, "updated", time(NULL));
	put_left_out(&json, &progress->left_out);
	gantry_json_put_text(&json, "error", error);
	gantry_json_end(&json);
	gantry_buffer_putc(out, '\n');
	return gantry_json_is_whole(&json) && !gantry_buffer_failed(out);
}

static void
replace(struct progress_file *progress, const char *state, const char *error)
{
	struct gantry_buffer text = { 0 };
	int descriptor = safe_open_at(
	    progress->folder, NEXT, O_WRONLY | O_CREAT | O_TRUNC, 0644, NULL);
	bool is_written = false;

	if (descriptor != -1) {
		is_written = fill(progress, state, error, &text) &&
		    write(descriptor, text.data, text.length) ==
			(ssize_t)text.length;
		close(descriptor);
	}
	if (is_written)
		renameat(
		    progress->folder, NEXT, progress->folder, GALLERY_PROGRESS);
	gantry_buffer_clear(&text);
	progress->written = gantry_clock_milliseconds();
}

void
progress_file_begin(
    struct progress_file *progress, int folder, const char *generation)
{
	*progress = (struct progress_file){
		.folder = folder,
		.generation = generation,
		.started = time(NULL),
	};
	replace(progress, "drawing", NULL);
}

void
progress_file_update(struct progress_file *progress)
{
	if (gantry_clock_milliseconds() - progress->written >= EVERY)
		replace(progress, "drawing", NULL);
}

void
progress_file_end(struct progress_file *progress, const char *error)
{
	replace(progress, error == NULL ? "done" : "failed", error);
}

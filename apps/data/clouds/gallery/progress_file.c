/*
 * Telling other processes how far it is.  That this fails is no reason to stop
 * drawing.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include <gantry/json.h>

#include "data/clouds/gallery/gallery.h"
#include "data/clouds/gallery/progress_file.h"

#define NEXT ".progress.json"

/* Milliseconds between two updates. */
#define EVERY 200

static int64_t
now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void
put_text(struct gantry_buffer *out, const char *name, const char *text)
{
	gantry_buffer_printf(out, "\"%s\":", name);
	gantry_json_text(out, text);
}

static void
put_number(struct gantry_buffer *out, const char *name, int64_t number)
{
	gantry_buffer_printf(out, ",\"%s\":", name);
	gantry_json_integer(out, number);
}

static void
fill(const struct progress_file *progress, const char *state, const char *error,
    struct gantry_buffer *out)
{
	gantry_buffer_putc(out, '{');
	put_text(out, "state", state);
	gantry_buffer_putc(out, ',');
	put_text(out, "generation", progress->generation);
	put_number(out, "done", (int64_t)progress->done);
	put_number(out, "total", (int64_t)progress->total);
	put_number(out, "drawn", (int64_t)progress->drawn);
	put_number(out, "started", progress->started);
	put_number(out, "updated", now(CLOCK_REALTIME) / 1000);
	gantry_buffer_putc(out, ',');
	put_text(out, "error", error);
	gantry_buffer_puts(out, "}\n");
}

static void
replace(struct progress_file *progress, const char *state, const char *error)
{
	struct gantry_buffer text = { 0 };
	int descriptor = openat(progress->folder, NEXT,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool is_written = false;

	fill(progress, state, error, &text);
	if (descriptor != -1) {
		is_written = !gantry_buffer_failed(&text) &&
		    write(descriptor, text.data, text.length) ==
			(ssize_t)text.length;
		close(descriptor);
	}
	if (is_written)
		renameat(
		    progress->folder, NEXT, progress->folder, GALLERY_PROGRESS);
	gantry_buffer_clear(&text);
	progress->written = now(CLOCK_MONOTONIC);
}

void
progress_file_begin(
    struct progress_file *progress, int folder, const char *generation)
{
	*progress = (struct progress_file){
		.folder = folder,
		.generation = generation,
		.started = now(CLOCK_REALTIME) / 1000,
	};
	replace(progress, "drawing", NULL);
}

void
progress_file_update(struct progress_file *progress)
{
	if (now(CLOCK_MONOTONIC) - progress->written >= EVERY)
		replace(progress, "drawing", NULL);
}

void
progress_file_end(struct progress_file *progress, const char *error)
{
	replace(progress, error == NULL ? "done" : "failed", error);
}

/*
 * The progress line.
 */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include <gantry/clock.h>

#include "data/gantry-cache/progress.h"

#define TERMINAL_SECONDS 0.2
#define LOG_SECONDS	 60

static double
now(void)
{
	return (double)gantry_clock_milliseconds() / 1000;
}

void
progress_begin(struct progress *progress, enum progress_mode mode)
{
	*progress = (struct progress){ .mode = mode, .started = now() };
	if (mode == PROGRESS_TERMINAL && !isatty(STDERR_FILENO))
		progress->mode = PROGRESS_QUIET;
	if (mode == PROGRESS_LOG)
		progress->shown = progress->started;
}

/* Is it time to show the progress again? */
static bool
is_due(struct progress *progress)
{
	double every =
	    progress->mode == PROGRESS_LOG ? LOG_SECONDS : TERMINAL_SECONDS;
	double time;

	if (progress->mode == PROGRESS_QUIET)
		return false;
	time = now();
	if (time - progress->shown < every)
		return false;
	progress->shown = time;
	return true;
}

static void
print(const struct progress *progress, double seconds, uint64_t bytes,
    uint64_t total, uint64_t documents)
{
	const bool rewrites = progress->mode == PROGRESS_TERMINAL;
	double left;

	fprintf(stderr, "%s%" PRIu64 " documents, %.0f/s, %.1f MB",
	    rewrites ? "\r" : "", documents,
	    seconds > 0 ? (double)documents / seconds : 0, (double)bytes / 1e6);
	if (total > 0 && bytes > 0) {
		left = seconds * (double)(total - bytes) / (double)bytes;
		fprintf(stderr, " of %.1f MB, %.0f s left", (double)total / 1e6,
		    left);
	}
	fprintf(stderr, "%s", rewrites ? "\033[K" : "\n");
}

void
progress_show(struct progress *progress, uint64_t bytes, uint64_t total,
    uint64_t documents)
{
	if (is_due(progress))
		print(progress, progress->shown - progress->started, bytes,
		    total, documents);
}

void
progress_show_parts(
    struct progress *progress, uint64_t documents, size_t done, size_t parts)
{
	const bool rewrites = progress->mode == PROGRESS_TERMINAL;

	if (is_due(progress))
		fprintf(stderr,
		    "%s%" PRIu64 " documents, %zu of %zu collections%s",
		    rewrites ? "\r" : "", documents, done, parts,
		    rewrites ? "\033[K" : "\n");
}

void
progress_show_bar(struct progress *progress, uint64_t done, uint64_t total)
{
	static const char full[] = "########################################";
	const int width = (int)sizeof(full) - 1;
	const int part =
	    total > 0 ? (int)((uint64_t)width * done / total) : width;

	if (!is_due(progress))
		return;
	if (progress->mode == PROGRESS_TERMINAL)
		fprintf(stderr, "\r[%.*s%*s] ", part, full, width - part, "");
	fprintf(stderr, "%" PRIu64 " of %" PRIu64 " word clouds%s", done, total,
	    progress->mode == PROGRESS_TERMINAL ? "\033[K" : "\n");
}

void
progress_show_bytes(
    struct progress *progress, uint64_t received, uint64_t total)
{
	const bool rewrites = progress->mode == PROGRESS_TERMINAL;

	if (!is_due(progress))
		return;
	fprintf(
	    stderr, "%s%.1f MB", rewrites ? "\r" : "", (double)received / 1e6);
	if (total > 0)
		fprintf(stderr, " of %.1f MB", (double)total / 1e6);
	fprintf(stderr, "%s", rewrites ? "\033[K" : "\n");
}

void
progress_end(struct progress *progress)
{
	if (progress->mode == PROGRESS_TERMINAL && progress->shown > 0)
		fprintf(stderr, "\r\033[K");
	progress->shown = 0;
}

#ifndef GANTRY_CACHE_PROGRESS_H
#define GANTRY_CACHE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reporting progress on standard error: on a terminal a line that is updated in
 * place, with --log one line a minute, otherwise nothing.
 */

enum progress_mode {
	PROGRESS_TERMINAL, /* only if standard error is a terminal */
	PROGRESS_QUIET,
	PROGRESS_LOG,
};

struct progress {
	enum progress_mode mode;
	double started; /* seconds */
	double shown; /* when it was shown last, in seconds; 0: not yet */
};

void progress_begin(struct progress *progress, enum progress_mode mode);

/*
 * Show the progress, unless it was shown a moment ago.  TOTAL is 0 when it is
 * unknown.
 */
void progress_show(struct progress *progress, uint64_t bytes, uint64_t total,
    uint64_t documents);

/* The same for DONE of PARTS, whose sizes are unknown. */
void progress_show_parts(
    struct progress *progress, uint64_t documents, size_t done, size_t parts);

/* The same for DONE of TOTAL, with a bar. */
void progress_show_bar(
    struct progress *progress, uint64_t done, uint64_t total);

/* The same for RECEIVED of TOTAL bytes alone. */
void progress_show_bytes(
    struct progress *progress, uint64_t received, uint64_t total);

/* Erase the line, before anything else is printed. */
void progress_end(struct progress *progress);

#endif

#ifndef GANTRY_CACHE_PROGRESS_H
#define GANTRY_CACHE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How far long work is: on a terminal a line that is written again and again,
 * with --log one line a minute, else nothing.  All of it on standard error.
 */

enum progress_mode {
	PROGRESS_TERMINAL, /* if standard error is one */
	PROGRESS_QUIET,
	PROGRESS_LOG,
};

struct progress {
	enum progress_mode mode;
	double started; /* seconds */
	double shown; /* when, likewise; 0: not yet */
};

void progress_begin(struct progress *progress, enum progress_mode mode);

/*
 * Show where it is, unless that was shown only just now.  TOTAL is 0 when it is
 * not known.
 */
void progress_show(struct progress *progress, uint64_t bytes, uint64_t total,
    uint64_t documents);

/* The same of DONE of PARTS, whose sizes are not known. */
void progress_show_parts(
    struct progress *progress, uint64_t documents, size_t done, size_t parts);

/* The same of DONE of TOTAL, with a bar. */
void progress_show_bar(
    struct progress *progress, uint64_t done, uint64_t total);

/* Take the line away, before anything else is printed. */
void progress_end(struct progress *progress);

#endif

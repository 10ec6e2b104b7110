#ifndef CLOUDS_GALLERY_PROGRESS_FILE_H
#define CLOUDS_GALLERY_PROGRESS_FILE_H

#include <stdint.h>

/*
 * How far a drawing is, for other processes: progress.json in its folder, which
 * is only ever replaced as a whole.  Its members are
 *
 *	state		"drawing", "done" or "failed"; "drawing" while no one
 *			has locked the gallery is one that was killed
 *	generation	of the data that is drawn
 *	done, total	publications
 *	drawn		how many of those done were not as before
 *	started, updated  seconds since 1970
 *	error		why it failed, or null
 */

struct progress_file {
	int folder; /* a descriptor, the caller's */
	const char *generation;
	uint64_t done, total, drawn;
	int64_t started;
	int64_t written; /* when it was written last, in milliseconds */
};

/* Begin with a file that says "drawing". */
void progress_file_begin(
    struct progress_file *progress, int folder, const char *generation);

/* Write it, unless that was done only just now. */
void progress_file_update(struct progress_file *progress);

/* Say "done", or "failed" with the reason ERROR. */
void progress_file_end(struct progress_file *progress, const char *error);

#endif

#ifndef CLOUDS_GALLERY_PROGRESS_FILE_H
#define CLOUDS_GALLERY_PROGRESS_FILE_H

#include <stdint.h>

#include "data/clouds/layout/left_out.h"

/*
 * The progress of drawing, for other processes: progress.json in the gallery,
 * which is always replaced as a whole.  Its members are
 *
 *	state		"drawing", "done" or "failed"; "drawing" while the
 *			gallery is not locked: the process was killed
 *	generation	of the data that is drawn
 *	done, total	publications
 *	drawn		how many of those done had changed
 *	started, updated  seconds since 1970
 *	left_out	an object: how many words of the pictures drawn are not
 *			in them, by the cause (layout/left_out.h)
 *	error		the reason of a failure, or null
 */

struct progress_file {
	int folder; /* a descriptor, the caller's */
	const char *generation;
	uint64_t done, total, drawn;
	struct left_out left_out;
	int64_t started;
	int64_t written; /* when it was written last, in milliseconds */
};

/* Start with the state "drawing". */
void progress_file_begin(
    struct progress_file *progress, int folder, const char *generation);

/* Update the file, unless that was done a moment ago. */
void progress_file_update(struct progress_file *progress);

/* Finish with "done", or with "failed" when ERROR is not NULL. */
void progress_file_end(struct progress_file *progress, const char *error);

#endif

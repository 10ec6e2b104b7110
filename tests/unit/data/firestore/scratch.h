#ifndef SCRATCH_H
#define SCRATCH_H

#include <gantry/buffer.h>

/* A folder for the files of one test. */

struct scratch {
	char path[256];
};

/* Make an empty folder; the test fails when that is not possible. */
void scratch_open(struct scratch *scratch);

/* Write the file NAME, "a/b/c", making the folders that it needs. */
void scratch_put(const struct scratch *scratch, const char *name,
    const struct gantry_buffer *content);

/* Where NAME is, in memory that the next call uses again. */
const char *scratch_path(const struct scratch *scratch, const char *name);

/* Remove the folder and all that is in it. */
void scratch_close(struct scratch *scratch);

#endif

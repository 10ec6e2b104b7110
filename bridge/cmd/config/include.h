#ifndef CMD_CONFIG_INCLUDE_H
#define CMD_CONFIG_INCLUDE_H

#include <stdio.h>
#include <sys/stat.h>

#include "cmd/config/config.h"

/*
 * "include = FILE" or "include = PATTERN" in the configuration file.  A path is
 * relative to the folder of the file that has the line.
 */

/* The most files that include each other in a row, and that are read in all. */
#define INCLUDE_DEPTH_MAX 16
#define INCLUDE_FILES_MAX 1000

/* A file that is being read. */
struct include_file {
	const struct include_file *parent; /* has the line; NULL: the first */
	const char *path;
	int line; /* of it that was read last */
	struct stat status;
};

/*
 * Open FILE to read it, after its parent and its path are set.  Returns NULL
 * with ERROR filled: it cannot be read, or, of a file that another includes, it
 * is not a regular file, includes itself, or is too deep.
 */
FILE *include_open(struct include_file *file, struct gantry_error *error);

/*
 * Append the paths that VALUE in a line of FILE names to PATHS, sorted.  A
 * pattern may name none.  The folder in which a pattern searches is added to
 * FOLDERS.  Returns 0, or -1 with ERROR filled.
 */
int include_expand(const struct include_file *file, const char *value,
    struct config_list *paths, struct config_list *folders,
    struct gantry_error *error);

#endif

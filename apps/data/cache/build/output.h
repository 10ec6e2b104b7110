#ifndef CACHE_BUILD_OUTPUT_H
#define CACHE_BUILD_OUTPUT_H

#include <stdbool.h>

#include <gantry/error.h>

/* Where a new cache goes, and what it may replace there. */

struct output {
	const char *path; /* --output */
	const char *input; /* what is read, "-" for standard input; or NULL */
	bool is_forced; /* --force */
	const char *what; /* it becomes; NULL: cache */
	/* It may replace a file that begins with this; NULL: a cache. */
	const char *mark;
};

/*
 * Find the file that the cache becomes: PATH, or what it leads to if it is a
 * symbolic link.  It may replace nothing, an empty file or one of its kind;
 * another file only if forced; and never a device, a pipe, a folder, the input
 * or a part of it.
 *
 * Returns the path, which the caller frees, or NULL with ERROR, which says what
 * is there.
 */
char *output_find(const struct output *output, struct gantry_error *error);

#endif

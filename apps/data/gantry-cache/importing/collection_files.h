#ifndef GANTRY_CACHE_COLLECTION_FILES_H
#define GANTRY_CACHE_COLLECTION_FILES_H

#include <gantry/error.h>

/* Called with the PATH of a file and the COLLECTION of its name.  0 or -1. */
typedef int collection_file(void *argument, const char *path,
    const char *collection, struct gantry_error *error);

/*
 * Read the regular files of FOLDER in the order of their names, each of which
 * is a collection up to its first dot: users.json, posts.csv.gz.  Names that
 * begin with a dot are left out.  Returns 0, or -1 with ERROR, or what READ
 * returned.
 */
int collection_files_read(const char *folder, collection_file *read,
    void *argument, struct gantry_error *error);

#endif

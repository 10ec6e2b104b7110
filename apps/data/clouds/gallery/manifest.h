#ifndef CLOUDS_GALLERY_MANIFEST_H
#define CLOUDS_GALLERY_MANIFEST_H

#include <glib.h>
#include <stdbool.h>

#include <gantry/error.h>

/*
 * What the pictures in a folder were drawn from: the file "manifest" has a line
 * for each publication with the hash, a space, and the name of its files
 * without suffix.
 */

#define MANIFEST_NAME "manifest"

/* Make an empty manifest, which maps file names to hashes and owns both. */
GHashTable *manifest_new(void);

/*
 * Read the manifest of FOLDER, a descriptor; empty when it cannot be read.
 * Free both with g_hash_table_destroy.
 */
GHashTable *manifest_read(int folder);

/* Write MANIFEST into FOLDER, sorted.  0, or -1 with ERROR filled. */
int manifest_write(
    GHashTable *manifest, int folder, struct gantry_error *error);

/* Are both equal? */
bool manifest_equals(GHashTable *one, GHashTable *other);

#endif

#ifndef CLOUDS_GALLERY_MANIFEST_H
#define CLOUDS_GALLERY_MANIFEST_H

#include <glib.h>
#include <stdbool.h>

#include <gantry/error.h>

/*
 * What the pictures in a folder were drawn of: in the file "manifest" a line
 * for each publication, the hash, a blank, and the name of its files without
 * suffix.
 */

#define MANIFEST_NAME "manifest"

/* An empty one: from file names to hashes, both freed with it. */
GHashTable *manifest_new(void);

/*
 * The manifest of FOLDER, a descriptor; empty when there is none that can be
 * read.  To be freed with g_hash_table_destroy, as is the above.
 */
GHashTable *manifest_read(int folder);

/* Write MANIFEST into FOLDER, sorted.  0, or -1 with ERROR filled. */
int manifest_write(
    GHashTable *manifest, int folder, struct gantry_error *error);

/* Do both say the same? */
bool manifest_equals(GHashTable *one, GHashTable *other);

#endif

#ifndef FIRESTORE_ARCHIVE_UNPACK_H
#define FIRESTORE_ARCHIVE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/error.h>

/* What an archive may hold at most; more is perhaps a bomb. */
#define UNPACK_FILES_MAX 100000
#define UNPACK_DEPTH_MAX 16
#define UNPACK_FREE	 (UINT64_C(1) << 30) /* bytes, of any archive ... */
#define UNPACK_RATIO	 200 /* ... and for each byte of this one */

struct unpacked {
	bool has_export; /* files that are named as those of an export */
	size_t files; /* which are not hidden */
	char *file; /* the path of the first of these; free it */
};

/*
 * Is the regular file PATH a zip archive, or a tar archive, perhaps compressed?
 * Returns 1 or 0, or -1 with ERROR.
 */
int unpack_is_archive(const char *path, struct gantry_error *error);

/*
 * Unpack the archive PATH into FOLDER, which exists and is empty.  Returns 0,
 * or -1 with ERROR, which names the archive: it is damaged, cut off or
 * encrypted, has a file outside of its folder, twice, or that is not a regular
 * one, or is too large.
 */
int unpack(const char *path, const char *folder, struct unpacked *unpacked,
    struct gantry_error *error);

#endif

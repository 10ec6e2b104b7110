#ifndef BASE_FILES_FOLDER_H
#define BASE_FILES_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/error.h"

/*
 * Folders in which this process makes, replaces or removes files.
 *
 * When another user may write to a folder, that user can put a link where root
 * is about to make a file, and root then writes elsewhere.  So a process of
 * root uses only folders that belong to root and that neither their group nor
 * others may write to, and the same holds for each folder on the way there.  A
 * folder with the sticky bit, such as /tmp, may be writable by others: nobody
 * but root can rename or remove in it what belongs to root.  Links on the way
 * are followed when they belong to root.
 *
 * Any other user can only harm itself, so its folders are not checked.
 *
 * All descriptors have O_CLOEXEC.  The reasons name users with getpwuid(3), so
 * these are functions for one thread at a time.
 */

/*
 * Is this process root, and can it become other users?  In a user namespace
 * that has only one user, root is an ordinary user.
 */
bool folder_is_checked(void);

/*
 * Open the folder PATH.  Returns a descriptor (O_PATH) for the functions of
 * openat(2), which the caller owns, or -1 with ERROR filled: the system's
 * reason, or GANTRY_ERROR_INPUT with the folder that root must not use, the
 * reason and the commands that mend it.
 */
int folder_open(const char *path, struct gantry_error *error);

/*
 * Open the folder PATH of programs, also when this process is not root: it and
 * each folder on the way belong to root or to the user of this process.  The
 * folder itself may not be writable by others, even with the sticky bit.
 * Otherwise as folder_open.
 */
int folder_open_trusted(const char *path, struct gantry_error *error);

/*
 * Open the folder of the file PATH, which need not exist.  *NAME becomes the
 * file's name in it, a part of PATH.  Otherwise as folder_open.
 */
int folder_open_of(
    const char *path, const char **name, struct gantry_error *error);

/*
 * May other users make files in FOLDER, a descriptor?  True for /tmp: a file
 * that exists there may be another user's.
 */
bool folder_is_shared(int folder);

/* Put the path of FOLDER, a descriptor, into PATH, for messages. */
void folder_path(int folder, char *path, size_t size);

#endif

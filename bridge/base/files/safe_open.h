#ifndef BASE_FILES_SAFE_OPEN_H
#define BASE_FILES_SAFE_OPEN_H

#include <stddef.h>

#include <sys/types.h>

#include "gantry/error.h"

/*
 * Files that this process writes, in folders that base/files/folder.h checks.
 * No function follows a link in the last component of a path.
 *
 * FLAGS are those of open(2).  O_NOFOLLOW, O_CLOEXEC and O_NOCTTY are added.
 * O_TRUNC takes effect only when the file has been checked.
 */

/*
 * Open or create the regular file PATH.  MODE is that of a new file; the umask
 * applies.  Any other kind of file is refused.  Root also refuses a file with
 * more than one name, since the other name may be anywhere, and in a folder
 * that others may write to a file that does not belong to root.  Returns a
 * descriptor that the caller owns, or -1 with ERROR filled and errno set
 * (EPERM for a file that was refused).
 */
int safe_open(
    const char *path, int flags, mode_t mode, struct gantry_error *error);

/*
 * The same for NAME in FOLDER, a descriptor of folder_open or of a folder that
 * this process made.
 */
int safe_open_at(int folder, const char *name, int flags, mode_t mode,
    struct gantry_error *error);

/*
 * Create a file in FOLDER whose name did not exist, open for reading and
 * writing.  NAME ends in "XXXXXX", in the place of which come letters and
 * digits.  MODE as above.  Returns a descriptor, or -1 with errno set.
 */
int safe_create_temporary(int folder, char *name, mode_t mode);

/*
 * Give PATH the content TEXT: a new file with MODE, to which the umask applies,
 * takes the place of whatever had that name.  No reader sees a part of it.
 * Returns 0, or -1 with ERROR filled.
 */
int safe_replace(const char *path, const char *text, mode_t mode,
    struct gantry_error *error);

/*
 * Open the regular file PATH to read it, if only root and the user of this
 * process can have decided what is in it.  The file, its folder and each folder
 * on the way there belong to one of them, and neither their group nor others
 * may write to them.  A folder on the way with the sticky bit, such as /tmp,
 * may be writable by others.  Links on the way and PATH itself, if it is a
 * link, are followed when they belong to one of the two.
 *
 * What is checked is the opened file, so nothing can be exchanged between the
 * check and the use of the descriptor.  Returns it (O_CLOEXEC), or -1 with
 * ERROR filled and errno set: GANTRY_ERROR_INPUT with the file or folder that
 * is not trusted, the reason and the commands that mend it.  One thread at a
 * time.
 */
int trusted_open(const char *path, struct gantry_error *error);

#endif

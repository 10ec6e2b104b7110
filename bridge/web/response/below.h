#ifndef WEB_RESPONSE_BELOW_H
#define WEB_RESPONSE_BELOW_H

#include <stdbool.h>

/*
 * Files below a folder, by names that a client gives.
 */

/*
 * Is NAME a relative path without an empty segment and without one that begins
 * with a dot, such as ".." and ".git"?
 */
bool below_is_name(const char *name);

/*
 * Open NAME, which is such a path, below FOLDER with FLAGS.  A symbolic link
 * that leads out of the folder is followed nowhere; on a kernel before 5.6, and
 * where another sandbox has no openat2(2), none is.  Returns a descriptor, or
 * -1 with errno, which is EXDEV for what leads out.
 */
int below_open(const char *folder, const char *name, int flags);

#endif

#ifndef WEB_RESPONSE_FILE_BELOW_H
#define WEB_RESPONSE_FILE_BELOW_H

#include <stdbool.h>

/* Files below a folder, by names from a client. */

/*
 * Is NAME a relative path in which no segment is empty or begins with a dot, as
 * ".." and ".git" do?
 */
bool file_below_is_name(const char *name);

/*
 * Open NAME, which is such a path, below FOLDER with FLAGS.  Symbolic links
 * that lead out of the folder are not followed.  Before Linux 5.6, and where a
 * sandbox blocks openat2(2), no symbolic link is.  Returns a descriptor, or -1
 * with errno, which is EXDEV for a link that leads out.
 */
int file_below_open(const char *folder, const char *name, int flags);

#endif

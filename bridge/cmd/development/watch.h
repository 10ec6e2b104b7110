#ifndef CMD_DEVELOPMENT_WATCH_H
#define CMD_DEVELOPMENT_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "gantry/error.h"

/*
 * Watching files for changes.  A file may be written in place, or replaced by
 * rename(2); it, its folder or the target of a symlink may be away for a while.
 * The kernel tells of changes in the folders of the files (inotify(7)); what it
 * does not tell of, such as a change on another machine, is found within two
 * seconds.
 */

struct watched_file {
	char *path;
	char *what; /* "module hello", for messages */
	bool is_program; /* this program itself */
	struct stat status; /* when it was accepted; st_nlink 0: it was away */
};

struct watch {
	int inotify; /* -1: not open */
	struct watched_file *files;
	size_t count;
	int64_t changed; /* when the last change was seen; 0: none is new */
	int64_t first; /* when the first of them was seen */
	int64_t looked; /* at the files */
	struct stat *seen; /* parallel to the files, when looked at last */
};

/*
 * Watch nothing yet.  Without inotify, which is logged, only the two seconds
 * are left.
 */
void watch_init(struct watch *watch);

/* Free everything; idempotent. */
void watch_clear(struct watch *watch);

/*
 * Accept PATH, which is WHAT, as it is now and watch it, unless it is watched.
 * Returns 0, or -1 when memory ran out.
 */
int watch_add(struct watch *watch, const char *path, const char *what,
    bool is_program, struct gantry_error *error);

/* Accept the files as the last look saw them. */
void watch_accept(struct watch *watch);

/*
 * Look at the files if inotify is readable or it is time to.  NOW is
 * clock_milliseconds().  Returns whether there are changes, and none of them is
 * so new that more may follow.
 */
bool watch_look(struct watch *watch, bool is_readable, int64_t now);

/* How long to wait for the next look, in milliseconds. */
int watch_timeout(const struct watch *watch, int64_t now);

/* Does file number INDEX differ from what was accepted? */
bool watch_has_changed(const struct watch *watch, size_t index);

#endif

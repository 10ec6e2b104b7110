/*
 * A file is compared with what it was: its device, number, size and time.  An
 * event only says that it is worth looking.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "cmd/development/watch.h"

/* A compiler or an editor may write for so long after the last change. */
#define SETTLE_MILLISECONDS 200

/* One that changes all the time is not waited for longer than this. */
#define SETTLE_MAX_MILLISECONDS 5000

/* Between two looks without an event. */
#define LOOK_MILLISECONDS 2000

#define EVENTS                                                            \
	(IN_ATTRIB | IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MODIFY | \
	    IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF)

void
watch_init(struct watch *watch)
{
	*watch = (struct watch){
		.inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC),
		.looked = clock_milliseconds(),
	};
	if (watch->inotify == -1)
		log_warning("cannot watch files (%s): changes are found within "
			    "%d s",
		    strerror(errno), LOOK_MILLISECONDS / 1000);
}

void
watch_clear(struct watch *watch)
{
	size_t i;

	for (i = 0; i < watch->count; i++) {
		free(watch->files[i].path);
		free(watch->files[i].what);
	}
	free(watch->files);
	free(watch->seen);
	if (watch->inotify != -1)
		close(watch->inotify);
	*watch = (struct watch){ .inotify = -1 };
}

static bool
is_watched(const struct watch *watch, const char *path)
{
	size_t i;

	for (i = 0; i < watch->count; i++)
		if (strcmp(watch->files[i].path, path) == 0)
			return true;
	return false;
}

static int
make_room(struct watch *watch)
{
	struct watched_file *files =
	    realloc(watch->files, (watch->count + 1) * sizeof(*watch->files));
	struct stat *seen;

	if (files == NULL)
		return -1;
	watch->files = files;
	seen = realloc(watch->seen, (watch->count + 1) * sizeof(*seen));
	if (seen == NULL)
		return -1;
	watch->seen = seen;
	return 0;
}

static void
look_at(const char *path, struct stat *status)
{
	if (stat(path, status) == -1)
		*status = (struct stat){ 0 };
}

static bool
differ(const struct stat *a, const struct stat *b)
{
	return a->st_dev != b->st_dev || a->st_ino != b->st_ino ||
	    a->st_size != b->st_size || a->st_mode != b->st_mode ||
	    a->st_mtim.tv_sec != b->st_mtim.tv_sec ||
	    a->st_mtim.tv_nsec != b->st_mtim.tv_nsec;
}

/* Watch the folder of PATH, or the nearest one above it that is there. */
static void
watch_folder(const struct watch *watch, const char *path)
{
	char folder[PATH_MAX];
	char *slash;

	snprintf(folder, sizeof(folder), "%s", path);
	for (;;) {
		slash = strrchr(folder, '/');
		if (slash == NULL)
			snprintf(folder, sizeof(folder), ".");
		else
			slash[slash == folder ? 1 : 0] = '\0';
		if (inotify_add_watch(watch->inotify, folder, EVENTS) != -1 ||
		    (errno != ENOENT && errno != ENOTDIR) || slash == NULL ||
		    slash == folder)
			return;
	}
}

static void
watch_folders(const struct watch *watch, const char *path)
{
	char target[PATH_MAX];

	if (watch->inotify == -1)
		return;
	watch_folder(watch, path);
	if (realpath(path, target) != NULL)
		watch_folder(watch, target);
}

int
watch_add(struct watch *watch, const char *path, const char *what,
    bool is_program, struct gantry_error *error)
{
	struct watched_file *file;

	if (is_watched(watch, path))
		return 0;
	if (make_room(watch) == -1)
		return gantry_error_memory(error);
	file = &watch->files[watch->count];
	*file = (struct watched_file){
		.path = strdup(path),
		.what = strdup(what),
		.is_program = is_program,
	};
	look_at(path, &file->status);
	watch->seen[watch->count++] = file->status;
	if (file->path == NULL || file->what == NULL)
		return gantry_error_memory(error);
	watch_folders(watch, path);
	return 0;
}

void
watch_accept(struct watch *watch)
{
	size_t i;

	for (i = 0; i < watch->count; i++)
		watch->files[i].status = watch->seen[i];
}

static void
drop_events(const struct watch *watch)
{
	char events[4096];

	while (read(watch->inotify, events, sizeof(events)) > 0)
		continue;
}

/* Look at all files.  Returns whether one changed since the last look. */
static bool
look(struct watch *watch)
{
	struct stat now;
	bool is_new = false;
	size_t i;

	for (i = 0; i < watch->count; i++) {
		look_at(watch->files[i].path, &now);
		if (!differ(&watch->seen[i], &now))
			continue;
		is_new = true;
		watch->seen[i] = now;
		watch_folders(watch, watch->files[i].path);
	}
	return is_new;
}

bool
watch_has_changed(const struct watch *watch, size_t index)
{
	return differ(&watch->files[index].status, &watch->seen[index]);
}

/* One that is away is probably being made. */
static bool
has_changes(const struct watch *watch)
{
	bool changed = false;
	size_t i;

	for (i = 0; i < watch->count; i++) {
		if (!watch_has_changed(watch, i))
			continue;
		changed = true;
		if (watch->seen[i].st_nlink == 0)
			return false;
	}
	return changed;
}

bool
watch_look(struct watch *watch, bool is_readable, int64_t now)
{
	if (is_readable)
		drop_events(watch);
	if (!is_readable && watch->changed == 0 &&
	    now - watch->looked < LOOK_MILLISECONDS)
		return false;
	watch->looked = now;
	if (look(watch)) {
		watch->changed = now;
		if (watch->first == 0)
			watch->first = now;
	}
	if (watch->changed == 0 ||
	    (now - watch->changed < SETTLE_MILLISECONDS &&
		now - watch->first < SETTLE_MAX_MILLISECONDS))
		return false;
	watch->changed = watch->first = 0;
	return has_changes(watch);
}

int
watch_timeout(const struct watch *watch, int64_t now)
{
	int64_t left = watch->looked + LOOK_MILLISECONDS - now;

	if (watch->changed != 0)
		left = watch->changed + SETTLE_MILLISECONDS - now;
	return left > 0 ? (int)left + 1 : 1;
}

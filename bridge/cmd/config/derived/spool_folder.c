/*
 * The folder is changed by its descriptor, so that it does not matter who may
 * rename what in the parent.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cmd/config/derived/spool_folder.h"

#define PREFIX "gantry-spool-"

/* Another master may be about to lock a younger one. */
#define STALE_SECONDS 60

/* Is it the folder that this process has just made? */
static bool
is_own(int folder)
{
	struct stat status;

	return fstat(folder, &status) == 0 && status.st_uid == geteuid() &&
	    (status.st_mode & 07777) == 0700;
}

/* Lock it, and if this is root, give it to the user of the workers. */
static int
open_and_give(struct spool_folder *spool, const struct privileges *workers)
{
	spool->lock =
	    open(spool->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (spool->lock == -1)
		return -1;
	flock(spool->lock, LOCK_SH | LOCK_NB);
	if (workers->groups == NULL || geteuid() != 0)
		return 0;
	if (is_own(spool->lock) &&
	    fchown(spool->lock, workers->user, workers->group) == 0)
		return 0;
	close(spool->lock);
	return -1;
}

/* Is the folder one that nobody has used for a while? */
static bool
is_stale(int folder, const struct privileges *workers)
{
	struct stat status;

	return fstat(folder, &status) == 0 &&
	    (status.st_uid == geteuid() ||
		(workers->groups != NULL && status.st_uid == workers->user)) &&
	    time(NULL) - status.st_ctime > STALE_SECONDS &&
	    flock(folder, LOCK_EX | LOCK_NB) == 0;
}

/* Remove the empty folders of masters that were killed. */
static void
sweep(const char *parent, const struct privileges *workers)
{
	DIR *folder = opendir(parent);
	const struct dirent *entry;
	int old;

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) != 0)
			continue;
		old = openat(dirfd(folder), entry->d_name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (old == -1)
			continue;
		if (is_stale(old, workers))
			unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR);
		close(old);
	}
	if (folder != NULL)
		closedir(folder);
}

int
spool_folder_make(struct spool_folder *spool, const char *parent,
    const struct privileges *workers, struct gantry_error *error)
{
	if (parent == NULL)
		parent = "/tmp";
	if ((size_t)snprintf(spool->path, sizeof(spool->path),
		"%s/" PREFIX "XXXXXX", parent) >= sizeof(spool->path)) {
		spool->path[0] = '\0';
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the path of the spool folder %s is too long", parent);
	}
	sweep(parent, workers);
	if (mkdtemp(spool->path) == NULL) {
		spool->path[0] = '\0';
		return gantry_error_system(
		    error, "cannot make a folder for the spool in %s", parent);
	}
	if (open_and_give(spool, workers) == 0)
		return 0;
	gantry_error_system(error, "cannot set up the folder %s", spool->path);
	rmdir(spool->path);
	spool->path[0] = '\0';
	return -1;
}

void
spool_folder_remove(struct spool_folder *spool)
{
	if (spool->path[0] == '\0')
		return;
	rmdir(spool->path);
	close(spool->lock);
	spool->path[0] = '\0';
}

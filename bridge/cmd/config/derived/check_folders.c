/*
 * Permissions are judged as the kernel would for the user of the workers, by
 * owner, group and mode; for the user that runs this, the kernel is asked.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/config/derived/check_folders.h"

#define PATH_SIZE 4096

/* By the service manager, or as tmpfiles.d says. */
static bool
is_made_at_start(const char *folder)
{
	return strcmp(folder, "/var/log/gantry") == 0 ||
	    strncmp(folder, "/run/", 5) == 0 ||
	    strncmp(folder, "/var/run/", 9) == 0;
}

static bool
is_member(const struct privileges *workers, gid_t group)
{
	int i;

	if (workers->has_group && workers->group == group)
		return true;
	for (i = 0; i < workers->group_count; i++)
		if (workers->groups[i] == group)
			return true;
	return false;
}

/* May workers make files in the folder? */
static bool
may_write(const struct privileges *workers, const struct stat *folder)
{
	const mode_t wanted = 03;

	if (workers->user == 0)
		return true;
	if (workers->user == folder->st_uid)
		return (folder->st_mode >> 6 & wanted) == wanted;
	if (is_member(workers, folder->st_gid))
		return (folder->st_mode >> 3 & wanted) == wanted;
	return (folder->st_mode & wanted) == wanted;
}

/* Why FOLDER cannot be written, or NULL.  WORKERS: they do, not the master. */
static const char *
find_fault(const char *folder, const struct privileges *workers)
{
	struct stat status;

	if (stat(folder, &status) == -1)
		return errno == ENOENT && is_made_at_start(folder)
		    ? NULL
		    : strerror(errno);
	if (!S_ISDIR(status.st_mode))
		return strerror(ENOTDIR);
	if (workers != NULL && workers->has_user && geteuid() == 0)
		return may_write(workers, &status)
		    ? NULL
		    : "the workers' user cannot write there";
	return faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0
	    ? NULL
	    : strerror(errno);
}

static unsigned
check_folder(
    const char *key, const char *folder, const struct privileges *workers)
{
	const char *fault = find_fault(folder, workers);

	if (fault == NULL)
		return 0;
	fprintf(stderr, "gantry: %s: cannot use the folder %s: %s\n", key,
	    folder, fault);
	return 1;
}

/* The folder that the file PATH of the master is in. */
static unsigned
check_file(const char *key, const char *path)
{
	const char *slash = path != NULL ? strrchr(path, '/') : NULL;
	char folder[PATH_SIZE];

	if (path == NULL || strcmp(path, "none") == 0)
		return 0;
	if (slash == NULL)
		return check_folder(key, ".", NULL);
	snprintf(folder, sizeof(folder), "%.*s",
	    slash == path ? 1 : (int)(slash - path), path);
	return check_folder(key, folder, NULL);
}

static unsigned
check_log(const char *key, const char *target)
{
	return target != NULL && *target == '/' ? check_file(key, target) : 0;
}

unsigned
check_folders(const struct config *config)
{
	static const char prefix[] = "unix:";
	unsigned faults = 0;
	size_t i;

	for (i = 0; i < config->binds.count; i++)
		if (strncmp(config->binds.items[i], prefix, strlen(prefix)) ==
		    0)
			faults += check_file(
			    "bind", config->binds.items[i] + strlen(prefix));
	faults += check_file("control-socket", config->control_socket);
	faults += check_file("pid-file", config->pid_file);
	faults += check_log("error-log", config->error_log);
	faults += check_log("access-log", config->access_log);
	faults += check_log("slow-log", config->slow_log);
	faults += check_folder("spool-folder", config->spool_folder, NULL);
	if (config->capture != NULL)
		faults += check_folder(
		    "capture", config->capture, &config->privileges);
	return faults;
}

/*
 * A store of sessions: files whose names are the keys, and whose modification
 * times are when they expire.  A file is replaced by rename(2), so a reader
 * sees one version or another.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <gantry/secrets.h>
#include <gantry/session.h>

#include "base/null.h"
#include "middleware/null_arguments.h"
#include "middleware/session/session.h"

#define KEY_LENGTH 64
#define FILE_MAX   (1 << 17)
/* What a process that died while it wrote has left. */
#define NEW	     ".new-" /* begins names of files that are being written */
#define LEFT_SECONDS 3600

struct files {
	int folder;
	char *path;
};

int
gantry_session_files_open(const void *options,
    const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	const struct gantry_session_files_options *given = options;
	struct files *files;
	const char *path;
	struct stat status;

	if (open_lacks(options, state, __func__, error))
		return -1;
	path = given->folder;
	if (given->folder_setting != NULL && settings != NULL)
		path = gantry_settings_get(settings, given->folder_setting);
	if (path == NULL || *path == '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "no folder for sessions is configured (setting '%s')",
		    given->folder_setting != NULL ? given->folder_setting : "");
	files = calloc(1, sizeof(*files));
	if (files == NULL || (files->path = strdup(path)) == NULL) {
		free(files);
		return gantry_error_memory(error);
	}
	files->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (files->folder == -1 || fstat(files->folder, &status) == -1 ||
	    faccessat(files->folder, ".", W_OK | X_OK, AT_EACCESS) == -1)
		gantry_error_system(
		    error, "cannot keep sessions in the folder %s", path);
	else if (status.st_mode & S_IWOTH)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "cannot keep sessions in the folder %s, since all users "
		    "can write to it; run 'chmod o-w'",
		    path);
	else {
		*state = files;
		return 0;
	}
	gantry_session_files_close(files);
	return -1;
}

void
gantry_session_files_close(void *state)
{
	struct files *files = state;

	if (files == NULL)
		return;
	if (files->folder != -1)
		close(files->folder);
	free(files->path);
	free(files);
}

/* Can KEY be the name of a file here? */
static bool
is_key(const char *key)
{
	return strlen(key) == KEY_LENGTH &&
	    strspn(key, "0123456789abcdef") == KEY_LENGTH;
}

static int
check_key(const char *key, struct gantry_error *error)
{
	if (is_key(key))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the key of a session is not 64 hexadecimal digits");
}

static int
read_whole(int descriptor, size_t size, struct gantry_buffer *buffer)
{
	char *to = gantry_buffer_reserve(buffer, size > 0 ? size : 1);
	size_t length = 0;
	ssize_t count;

	if (to == NULL) {
		errno = ENOMEM;
		return -1;
	}
	while (length < size) {
		count = read(descriptor, to + length, size - length);
		if (count == -1 && errno == EINTR)
			continue;
		if (count <= 0)
			return (int)count;
		length += (size_t)count;
	}
	buffer->length += length;
	return 1;
}

int
gantry_session_files_read(void *state, const char *key,
    struct gantry_buffer *buffer, struct gantry_error *error)
{
	const struct files *files = state;
	struct stat status;
	int descriptor, result = 0;

	if (null_error(state, __func__, "state", error) ||
	    null_error(key, __func__, "key", error) ||
	    null_error(buffer, __func__, "buffer", error) ||
	    check_key(key, error) == -1)
		return -1;
	descriptor = openat(
	    files->folder, key, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (descriptor == -1 && errno == ENOENT)
		return 0;
	if (descriptor == -1 || fstat(descriptor, &status) == -1)
		result = -1;
	else if (S_ISREG(status.st_mode) && status.st_size <= FILE_MAX &&
	    status.st_mtim.tv_sec > session_now())
		result = read_whole(descriptor, (size_t)status.st_size, buffer);
	if (result == -1)
		gantry_error_system(
		    error, "cannot read a session in %s", files->path);
	if (descriptor != -1)
		close(descriptor);
	return result;
}

static int
write_whole(int descriptor, const char *data, size_t size)
{
	ssize_t count;

	while (size > 0) {
		count = write(descriptor, data, size);
		if (count == -1 && errno == EINTR)
			continue;
		if (count == -1)
			return -1;
		data += count;
		size -= (size_t)count;
	}
	return 0;
}

/* Make the file NAME out of RECORD. */
static int
make_file(const struct files *files, const char *name,
    const struct gantry_session_record *record)
{
	const struct timespec times[] = {
		{ .tv_nsec = UTIME_NOW },
		{ .tv_sec = record->expires },
	};
	int descriptor = openat(files->folder, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	int result;

	if (descriptor == -1)
		return -1;
	result = write_whole(descriptor, record->data, record->size);
	if (result == 0)
		result = futimens(descriptor, times);
	if (close(descriptor) == -1)
		result = -1;
	if (result == 0)
		result =
		    renameat(files->folder, name, files->folder, record->key);
	if (result == -1)
		unlinkat(files->folder, name, 0);
	return result;
}

int
gantry_session_files_write(void *state,
    const struct gantry_session_record *record, struct gantry_error *error)
{
	const struct files *files = state;
	char name[64];
	uint64_t random;

	if (null_error(state, __func__, "state", error) ||
	    null_error(record, __func__, "record", error) ||
	    null_error(record->key, __func__, "record->key", error) ||
	    null_error(record->data, __func__, "record->data", error) ||
	    check_key(record->key, error) == -1)
		return -1;
	if (record->size > FILE_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "a session has more than %d bytes", FILE_MAX);
	if (gantry_random_bytes(&random, sizeof(random), error) == -1)
		return -1;
	snprintf(name, sizeof(name), NEW "%016" PRIx64, random);
	if (make_file(files, name, record) == 0)
		return 0;
	return gantry_error_system(
	    error, "cannot write a session to %s", files->path);
}

int
gantry_session_files_remove(
    void *state, const char *key, struct gantry_error *error)
{
	const struct files *files = state;

	if (null_error(state, __func__, "state", error) ||
	    null_error(key, __func__, "key", error) ||
	    check_key(key, error) == -1)
		return -1;
	if (unlinkat(files->folder, key, 0) == 0 || errno == ENOENT)
		return 0;
	return gantry_error_system(
	    error, "cannot remove a session from %s", files->path);
}

static void
purge_file(const struct files *files, const char *name, int64_t now)
{
	const bool is_left = strncmp(name, NEW, sizeof(NEW) - 1) == 0;
	struct stat status;

	if (!is_key(name) && !is_left)
		return;
	if (fstatat(files->folder, name, &status, AT_SYMLINK_NOFOLLOW) == -1 ||
	    !S_ISREG(status.st_mode))
		return;
	/* The time of a file that is being written is not yet the end. */
	if (is_left ? status.st_ctim.tv_sec + LEFT_SECONDS < now
		    : status.st_mtim.tv_sec < now)
		unlinkat(files->folder, name, 0);
}

int
gantry_session_files_purge(void *state, int64_t now, struct gantry_error *error)
{
	const struct files *files = state;
	const struct dirent *entry;
	int descriptor;
	DIR *folder;

	if (null_error(state, __func__, "state", error))
		return -1;
	descriptor =
	    openat(files->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	folder = descriptor != -1 ? fdopendir(descriptor) : NULL;
	if (folder == NULL) {
		gantry_error_system(
		    error, "cannot read the folder %s", files->path);
		if (descriptor != -1)
			close(descriptor);
		return -1;
	}
	while ((entry = readdir(folder)) != NULL)
		purge_file(files, entry->d_name, now);
	closedir(folder);
	return 0;
}

/*
 * Write captured records to a file.  A sandboxed worker can neither rename nor
 * lock, so a file is written under its final name, and the folder is counted
 * each time.  The limit is therefore approximate when several processes write.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log/log.h"
#include "gate/transport/capture.h"

#define SUFFIX ".fcgi"

static bool
is_ours(const char *name)
{
	size_t length = strlen(name);

	return length > strlen(SUFFIX) &&
	    strcmp(name + length - strlen(SUFFIX), SUFFIX) == 0;
}

/* Do SIZE more bytes fit?  -1: the folder cannot be read. */
static int
has_room(const char *folder, size_t size)
{
	DIR *stream = opendir(folder);
	struct dirent *entry;
	struct stat status;
	unsigned files = 0;
	int64_t bytes = (int64_t)size;

	if (stream == NULL)
		return -1;
	while ((entry = readdir(stream)) != NULL) {
		if (!is_ours(entry->d_name))
			continue;
		files++;
		if (fstatat(dirfd(stream), entry->d_name, &status,
			AT_SYMLINK_NOFOLLOW) == 0)
			bytes += status.st_size;
	}
	closedir(stream);
	return files < CAPTURE_FILES_MAX && bytes <= CAPTURE_BYTES_MAX;
}

/* "FOLDER/20261122T224328.123456Z-ID.fcgi"; -1 when that is too long. */
static int
make_path(char path[PATH_MAX], const char *folder, const char *id)
{
	struct timespec now;
	struct tm calendar;
	char when[32];
	int length;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &calendar);
	strftime(when, sizeof(when), "%Y%m%dT%H%M%S", &calendar);
	length = snprintf(path, PATH_MAX, "%s/%s.%06ldZ-%s%s", folder, when,
	    now.tv_nsec / 1000, id, SUFFIX);
	if (length < PATH_MAX)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

static int
write_file(const char *path, const struct gantry_buffer *records)
{
	ssize_t written;
	int file = open(
	    path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (file == -1)
		return -1;
	written = write(file, records->data, records->length);
	if (written >= 0 && (size_t)written < records->length)
		errno = ENOSPC;
	if (close(file) == -1 || (size_t)written != records->length) {
		unlink(path);
		return -1;
	}
	return 0;
}

/* Logged once, and again only after a capture succeeded in between. */
static void
log_full(const char *folder, bool is_full)
{
	static atomic_bool was_logged;

	if (!is_full)
		atomic_store(&was_logged, false);
	else if (!atomic_exchange(&was_logged, true))
		log_warning("capture: %s holds %d requests or %d MiB; remove "
			    "some to capture more",
		    folder, CAPTURE_FILES_MAX,
		    CAPTURE_BYTES_MAX / (1024 * 1024));
}

void
capture_save(const struct capture *capture, const char *folder,
    struct gantry_environ *environ)
{
	const char *id = gantry_environ_request_id(environ);
	char path[PATH_MAX];
	int room;

	if (capture->is_too_long || gantry_buffer_failed(&capture->records)) {
		log_warning("cannot capture request %s: it exceeds %d MiB", id,
		    CAPTURE_REQUEST_MAX / (1024 * 1024));
		return;
	}
	room = has_room(folder, capture->records.length);
	if (room == 0) {
		log_full(folder, true);
		return;
	}
	if (room == -1 || make_path(path, folder, id) == -1 ||
	    write_file(path, &capture->records) == -1) {
		log_warning("cannot capture request %s in %s: %s", id, folder,
		    strerror(errno));
		return;
	}
	log_full(folder, false);
}

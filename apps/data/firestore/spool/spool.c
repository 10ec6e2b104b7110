/*
 * The file of a pull: creating it, resuming it, appending to it.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/files/safe_open.h"
#include "data/firestore/spool/spool.h"
#include "data/firestore/spool/spool_read.h"

bool
spool_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

/* Open and lock the file of SPOOL, against other processes that write to it. */
static int
open_file(struct spool *spool, int flags, struct gantry_error *error)
{
	spool->descriptor =
	    safe_open(spool->path, O_RDWR | O_APPEND | flags, 0600, error);
	if (spool->descriptor == -1)
		return -1;
	if (flock(spool->descriptor, LOCK_EX | LOCK_NB) == -1)
		return gantry_error_set(error, GANTRY_ERROR_BUSY,
		    "another pull is using %s", spool->path);
	return 0;
}

static int
begin(struct spool *spool, const char *path, int flags,
    struct gantry_error *error)
{
	*spool = (struct spool){ .descriptor = -1, .path = strdup(path) };
	if (spool->path == NULL)
		return gantry_error_memory(error);
	return open_file(spool, flags, error);
}

void
spool_clear(struct spool *spool)
{
	spool_forget(spool);
	if (spool->path != NULL && spool->descriptor != -1)
		close(spool->descriptor);
	spool->descriptor = -1;
	free(spool->path);
	spool->path = NULL;
}

/* Write all of DATA.  After a failure the end of the file is unknown. */
static int
write_all(struct spool *spool, const struct gantry_buffer *data,
    struct gantry_error *error)
{
	size_t at = 0;
	ssize_t count;

	if (gantry_buffer_failed(data))
		return gantry_error_memory(error);
	while (at < data->length) {
		count = write(
		    spool->descriptor, data->data + at, data->length - at);
		if (count == -1 && errno == EINTR)
			continue;
		if (count == -1) {
			spool->is_broken = true;
			return gantry_error_system(
			    error, "cannot write %s", spool->path);
		}
		at += (size_t)count;
	}
	return 0;
}

int
spool_create(struct spool *spool, const char *path,
    const struct spool_source *source, struct gantry_error *error)
{
	struct gantry_buffer line = { 0 };
	int result = begin(spool, path, O_CREAT | O_EXCL, error);

	spool_write_header(&line, source);
	if (result == 0 &&
	    (spool_start(spool, source, error) == -1 ||
		write_all(spool, &line, error) == -1)) {
		unlink(path);
		result = -1;
	}
	gantry_buffer_clear(&line);
	if (result == -1)
		spool_clear(spool);
	return result;
}

/*
 * Read the lines of FILE.  *END gets the end of the last checkpoint, or 0 when
 * there is not even a header.
 */
static int
read_lines(
    struct spool *spool, FILE *file, off_t *end, struct gantry_error *error)
{
	struct spool_line line = { 0 };
	uint64_t documents = 0, rejected = 0;
	int result;

	*end = 0;
	while ((result = spool_line_next(&line, file, error)) == 1) {
		if (line.kind == SPOOL_DOCUMENT ||
		    line.kind == SPOOL_REJECTED) {
			documents++;
			rejected += line.kind == SPOOL_REJECTED;
			continue;
		}
		if (line.number == 1)
			result = spool_read_header(spool, line.bytes, error);
		else
			result =
			    spool_read_checkpoint(spool, line.bytes, error);
		if (result == -1)
			break;
		spool->documents += documents;
		spool->rejected += rejected;
		documents = rejected = 0;
		*end = line.end;
	}
	if (result == -1)
		gantry_error_prefix(error,
		    "%s, line %" PRIu64 ": damaged; remove it to start again",
		    spool->path, line.number);
	spool_line_clear(&line);
	return result;
}

static int
read_file(struct spool *spool, off_t *end, struct gantry_error *error)
{
	int copy = fcntl(spool->descriptor, F_DUPFD_CLOEXEC, 0), result;
	FILE *file = copy == -1 ? NULL : fdopen(copy, "r");

	if (file == NULL) {
		gantry_error_system(error, "cannot read %s", spool->path);
		if (copy != -1)
			close(copy);
		return -1;
	}
	result = read_lines(spool, file, end, error);
	fclose(file);
	if (result == 0 && ftruncate(spool->descriptor, *end) == -1)
		return gantry_error_system(
		    error, "cannot truncate %s", spool->path);
	return result;
}

int
spool_resume(struct spool *spool, const char *path, struct gantry_error *error)
{
	off_t end = 0;

	if (begin(spool, path, 0, error) == -1 ||
	    read_file(spool, &end, error) == -1) {
		spool_clear(spool);
		return -1;
	}
	if (end > 0)
		return 1;
	spool_clear(spool);
	if (unlink(path) == -1)
		return gantry_error_system(error, "cannot remove %s", path);
	return 0;
}

int
spool_put(struct spool *spool, size_t part, const struct spool_page *page,
    struct gantry_error *error)
{
	int result;

	if (spool->is_broken)
		return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "cannot write %s after an earlier failure", spool->path);
	spool_write_checkpoint(page->lines, spool, part, &page->step);
	result = write_all(spool, page->lines, error);
	gantry_buffer_reset(page->lines);
	if (result == -1)
		return -1;
	spool->documents += page->documents;
	if (spool_step(spool, part, &page->step, error) == -1) {
		/* The file is ahead of the memory. */
		spool->is_broken = true;
		return -1;
	}
	return 0;
}

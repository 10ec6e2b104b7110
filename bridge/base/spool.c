/*
 * A queue of bytes in memory, then in a file.  While the file holds something,
 * all that is added goes there, so that the order is kept; an emptied file is
 * closed, since a spool may live as long as a connection.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/spool.h"

/* Memory that a busy moment has left is not kept for an idle one. */
#define MEMORY_KEPT_MAX 16384

void
spool_init(struct spool *spool, const char *folder)
{
	*spool = (struct spool){ .folder = folder, .file = -1 };
}

static void
close_file(struct spool *spool)
{
	if (spool->file != -1)
		close(spool->file);
	spool->file = -1;
	spool->file_length = 0;
	spool->file_taken = 0;
}

void
spool_clear(struct spool *spool)
{
	close_file(spool);
	gantry_buffer_clear(&spool->memory);
	spool->memory_taken = 0;
}

int64_t
spool_length(const struct spool *spool)
{
	return (int64_t)(spool->memory.length - spool->memory_taken) +
	    spool->file_length - spool->file_taken;
}

/* Not all file systems can make a file without a name. */
static int
open_unnamed(const char *folder)
{
	char path[4096];
	int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (file != -1)
		return file;
	if ((size_t)snprintf(path, sizeof(path), "%s/gantry-XXXXXX", folder) >=
	    sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	file = mkostemp(path, O_CLOEXEC);
	if (file != -1)
		unlink(path);
	return file;
}

static int
add_to_file(struct spool *spool, const char *data, size_t size,
    struct gantry_error *error)
{
	ssize_t count;

	if (spool->file == -1)
		spool->file = open_unnamed(spool->folder);
	if (spool->file == -1)
		return gantry_error_system(
		    error, "cannot make a file in %s", spool->folder);
	while (size > 0) {
		count = pwrite(spool->file, data, size, spool->file_length);
		if (count == -1 && errno == EINTR)
			continue;
		if (count <= 0)
			return gantry_error_system(
			    error, "cannot write a file in %s", spool->folder);
		spool->file_length += count;
		data += count;
		size -= (size_t)count;
	}
	return 0;
}

int
spool_add(struct spool *spool, const void *data, size_t size,
    struct gantry_error *error)
{
	if (spool->file != -1 || spool->memory.length + size > SPOOL_MEMORY_MAX)
		return add_to_file(spool, data, size, error);
	if (gantry_buffer_add(&spool->memory, data, size) == -1)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	return 0;
}

ssize_t
spool_peek(struct spool *spool, void *bytes, size_t size, const void **data)
{
	ssize_t count;

	if (spool->memory.length > spool->memory_taken) {
		*data = spool->memory.data + spool->memory_taken;
		return (ssize_t)(spool->memory.length - spool->memory_taken);
	}
	if (spool->file_taken == spool->file_length)
		return 0;
	if ((int64_t)size > spool->file_length - spool->file_taken)
		size = (size_t)(spool->file_length - spool->file_taken);
	*data = bytes;
	do
		count = pread(spool->file, bytes, size, spool->file_taken);
	while (count == -1 && errno == EINTR);
	return count == 0 ? -1 : count;
}

/* Everything in memory was taken. */
static void
forget_memory(struct spool *spool)
{
	spool->memory_taken = 0;
	if (spool->memory.capacity > MEMORY_KEPT_MAX)
		gantry_buffer_clear(&spool->memory);
	else
		gantry_buffer_reset(&spool->memory);
}

void
spool_drop(struct spool *spool, size_t size)
{
	if (spool->memory.length > spool->memory_taken) {
		spool->memory_taken += size;
		if (spool->memory_taken == spool->memory.length)
			forget_memory(spool);
		return;
	}
	spool->file_taken += (int64_t)size;
	if (spool->file_taken == spool->file_length)
		close_file(spool);
}

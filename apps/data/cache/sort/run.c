/*
 * In the file, a record is its length, four bytes in the byte order of the
 * machine, and its bytes.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "data/cache/sort/run.h"
#include "data/cache/temporary.h"

#define BUFFER_SIZE 65536

int
run_open(struct run *run, const char *path, struct gantry_error *error)
{
	struct temporary temporary;

	*run = RUN_INIT;
	if (temporary_make(&temporary, path, error) == -1)
		return -1;
	run->descriptor = temporary_hide(&temporary);
	return 0;
}

void
run_clear(struct run *run)
{
	if (run->descriptor != -1)
		close(run->descriptor);
	gantry_buffer_clear(&run->buffer);
	*run = RUN_INIT;
}

static int
flush(struct run *run, struct gantry_error *error)
{
	const char *at = run->buffer.data;
	size_t left = run->buffer.length;
	ssize_t written;

	for (; left > 0; at += written, left -= (size_t)written) {
		written = write(run->descriptor, at, left);
		if (written == -1 && errno == EINTR)
			written = 0;
		if (written == -1)
			return gantry_error_system(
			    error, "cannot write a temporary file");
	}
	gantry_buffer_reset(&run->buffer);
	return 0;
}

int
run_add(struct run *run, const struct run_record *record,
    struct gantry_error *error)
{
	uint32_t length = (uint32_t)record->length;

	char *at = gantry_buffer_reserve(
	    &run->buffer, sizeof(length) + record->length);

	if (at == NULL)
		return gantry_error_memory(error);
	memcpy(at, &length, sizeof(length));
	memcpy(at + sizeof(length), record->data, record->length);
	run->buffer.length += sizeof(length) + record->length;
	return run->buffer.length < BUFFER_SIZE ? 0 : flush(run, error);
}

int
run_rewind(struct run *run, struct gantry_error *error)
{
	if (flush(run, error) == -1)
		return -1;
	/* It may take long before the run is read. */
	gantry_buffer_clear(&run->buffer);
	if (lseek(run->descriptor, 0, SEEK_SET) == -1)
		return gantry_error_system(
		    error, "cannot read a temporary file");
	return 0;
}

/*
 * Read until the buffer has SIZE bytes after its beginning.  Returns 1, or 0
 * when the file ends before, or -1.
 */
static int
fill(struct run *run, size_t size, struct gantry_error *error)
{
	struct gantry_buffer *buffer = &run->buffer;
	ssize_t got;

	buffer->length -= run->begin;
	if (buffer->length > 0)
		memmove(
		    buffer->data, buffer->data + run->begin, buffer->length);
	run->begin = 0;
	if (gantry_buffer_reserve(buffer,
		(size > BUFFER_SIZE ? size : BUFFER_SIZE) - buffer->length) ==
	    NULL)
		return gantry_error_memory(error);
	while (buffer->length < size) {
		got = read(run->descriptor, buffer->data + buffer->length,
		    buffer->capacity - buffer->length);
		if (got == -1 && errno != EINTR)
			return gantry_error_system(
			    error, "cannot read a temporary file");
		if (got == 0)
			return 0;
		buffer->length += got > 0 ? (size_t)got : 0;
	}
	return 1;
}

/* Make SIZE bytes available after the beginning; returns as fill does. */
static int
ensure(struct run *run, size_t size, struct gantry_error *error)
{
	return run->buffer.length - run->begin >= size ? 1
						       : fill(run, size, error);
}

int
run_next(struct run *run, struct run_record *record, struct gantry_error *error)
{
	uint32_t length;
	int status = ensure(run, sizeof(length), error);

	if (status != 1)
		return status;
	memcpy(&length, run->buffer.data + run->begin, sizeof(length));
	status = ensure(run, sizeof(length) + length, error);
	if (status == 0)
		return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "a temporary file is shorter than what was written");
	record->data = run->buffer.data + run->begin + sizeof(length);
	record->length = length;
	run->begin += sizeof(length) + length;
	return status;
}

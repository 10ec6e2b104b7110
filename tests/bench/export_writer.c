/*
 * Writes the files of a managed export.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/export_writer.h"
#include "data/firestore/encode.h"

#define BLOCK_SIZE   32768
#define FLUSH_SIZE   (64 * BLOCK_SIZE)
#define EXPORT_START UINT64_C(1767225600000000) /* 2026-01-01 */
#define EXPORT_END   UINT64_C(1767229200000000)

#define KIND "all_namespaces/all_kinds"

static void
write_all(int descriptor, const char *data, size_t size)
{
	ssize_t written;

	for (; size > 0; data += written, size -= (size_t)written) {
		written = write(descriptor, data, size);
		if (written == -1)
			err(1, "write");
	}
}

/*
 * Write the complete blocks.  The length of the log still tells the position in
 * the current block.
 */
static void
flush_blocks(struct export_writer *writer)
{
	struct gantry_buffer *log = &writer->log, rest = { 0 };
	size_t whole = log->length / BLOCK_SIZE * BLOCK_SIZE;

	write_all(writer->descriptor, log->data, whole);
	gantry_buffer_add(&rest, log->data + whole, log->length - whole);
	gantry_buffer_clear(log);
	*log = rest;
}

/* Append the encoded document to the log. */
void
export_writer_add(struct export_writer *writer)
{
	encode_record(&writer->log, writer->entity.data, writer->entity.length);
	if (gantry_buffer_failed(&writer->entity) ||
	    gantry_buffer_failed(&writer->log))
		errx(1, "out of memory");
	gantry_buffer_reset(&writer->entity);
	writer->documents++;
	if (writer->log.length >= FLUSH_SIZE)
		flush_blocks(writer);
}

static int
create(const char *folder, const char *name)
{
	char path[4096];
	int descriptor;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (descriptor == -1)
		err(1, "%s", path);
	return descriptor;
}

static void
write_buffer(const char *folder, const char *name, struct gantry_buffer *buffer)
{
	int descriptor = create(folder, name);

	write_all(descriptor, buffer->data, buffer->length);
	gantry_buffer_clear(buffer);
	if (close(descriptor) == -1)
		err(1, "%s/%s", folder, name);
}

static void
write_metadata(const char *folder, uint64_t documents)
{
	static const char kind[] =
	    KIND "/all_namespaces_all_kinds.export_metadata";
	struct gantry_buffer overall = { 0 }, metadata = { 0 };

	encode_metadata(&metadata, "output-0", EXPORT_START, EXPORT_END);
	write_buffer(folder, kind, &metadata);
	encode_overall(&overall, kind, documents);
	write_buffer(folder, "bench.overall_export_metadata", &overall);
}

static void
make_folder(const char *folder, const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (mkdir(path, 0777) == -1 && errno != EEXIST)
		err(1, "%s", path);
}

void
export_writer_open(struct export_writer *writer, const char *folder)
{
	make_folder(folder, "");
	make_folder(folder, "all_namespaces");
	make_folder(folder, KIND);
	*writer = (struct export_writer){
		.folder = folder,
		.descriptor = create(folder, KIND "/output-0"),
	};
}

void
export_writer_close(struct export_writer *writer)
{
	write_all(writer->descriptor, writer->log.data, writer->log.length);
	gantry_buffer_clear(&writer->entity);
	gantry_buffer_clear(&writer->log);
	if (close(writer->descriptor) == -1)
		err(1, "close");
	write_metadata(writer->folder, writer->documents);
}

uint64_t
export_scramble(uint64_t number)
{
	number = (number ^ number >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	number = (number ^ number >> 27) * UINT64_C(0x94d049bb133111eb);
	return number ^ number >> 31;
}

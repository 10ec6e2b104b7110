/*
 * Reads the metadata files of an export.  The overall file is a LevelDB log
 * with a version and a message; the others are plain messages.  Every path in
 * them is checked before it is returned.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <gantry/buffer.h>

#include "data/firestore/export/leveldb.h"
#include "data/firestore/export/metadata.h"
#include "data/firestore/export/protobuf.h"

#define OVERALL_VERSION	   "3"
#define OVERALL_POINTER	   1
#define POINTER_FILE	   2
#define POINTER_COUNT	   3
#define FOLDER_EXPORT	   1
#define EXPORT_START	   2
#define EXPORT_END	   3
#define FOLDER_OUTPUT	   2
#define OUTPUT_FILE	   2
#define METADATA_FILE_SIZE (64 << 20)

static int
add_path(struct paths *paths, struct bytes path, struct gantry_error *error)
{
	char *parsed = path_parse(path, error);
	int status;

	if (parsed == NULL)
		return -1;
	status = paths_add(paths, parsed, error);
	free(parsed);
	return status;
}

static int
read_pointer(struct metadata_overall *metadata, struct protobuf message,
    struct gantry_error *error)
{
	struct protobuf_field field;
	struct bytes path = { NULL, 0 };
	uint64_t *counts, count = 0;
	int status;

	while ((status = protobuf_next(&message, &field, error)) == 1) {
		if (field.number == POINTER_FILE) {
			if (protobuf_expect(&message, &field, PROTOBUF_BYTES,
				"a file's name", error) == -1)
				return -1;
			path = field.bytes;
		} else if (field.number == POINTER_COUNT) {
			if (protobuf_expect(&message, &field, PROTOBUF_VARINT,
				"a count", error) == -1)
				return -1;
			count = field.value;
		}
	}
	if (status == -1 || add_path(&metadata->files, path, error) == -1)
		return -1;
	counts =
	    realloc(metadata->counts, metadata->files.count * sizeof(*counts));
	if (counts == NULL)
		return gantry_error_memory(error);
	counts[metadata->files.count - 1] = count;
	metadata->counts = counts;
	return 0;
}

static int
read_pointers(struct metadata_overall *metadata, struct bytes record,
    struct gantry_error *error)
{
	struct protobuf message = protobuf_open(record);
	struct protobuf_field field;
	int status;

	while ((status = protobuf_next(&message, &field, error)) == 1) {
		if (field.number != OVERALL_POINTER)
			continue;
		if (protobuf_expect(&message, &field, PROTOBUF_BYTES,
			"a pointer to metadata", error) == -1 ||
		    read_pointer(metadata, protobuf_enter(&message, &field),
			error) == -1)
			return -1;
	}
	return status;
}

static int
read_version(struct leveldb_log *log, struct gantry_error *error)
{
	struct bytes record;
	int status = leveldb_next(log, &record, error);

	if (status == -1)
		return -1;
	if (status == 1 && bytes_is_equal(record, OVERALL_VERSION))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "byte 0: expected metadata of version " OVERALL_VERSION
	    ", found %s",
	    status == 1 ? bytes_show(record).text : "an empty file");
}

int
metadata_read_overall(const char *path, struct metadata_overall *metadata,
    struct gantry_error *error)
{
	struct leveldb_log *log = calloc(1, sizeof(*log));
	struct bytes record;
	int status;

	if (log == NULL)
		return gantry_error_memory(error);
	if (leveldb_open(log, path, error) == -1) {
		free(log);
		return -1;
	}
	status = read_version(log, error) == 0 ? 1 : -1;
	while (status == 1) {
		status = leveldb_next(log, &record, error);
		if (status == 1 && read_pointers(metadata, record, error) == -1)
			status = gantry_error_prefix(
			    error, "record at byte %" PRIu64, log->record);
	}
	if (status == -1)
		gantry_error_prefix(error, "%s", path);
	leveldb_clear(log);
	free(log);
	return status;
}

static int
read_times(struct metadata_folder *metadata, struct protobuf message,
    struct gantry_error *error)
{
	struct protobuf_field field;
	int status;

	while ((status = protobuf_next(&message, &field, error)) == 1) {
		if (field.number != EXPORT_START && field.number != EXPORT_END)
			continue;
		if (protobuf_expect(&message, &field, PROTOBUF_VARINT, "a time",
			error) == -1)
			return -1;
		if (field.number == EXPORT_START)
			metadata->start_time = (int64_t)field.value;
		else
			metadata->end_time = (int64_t)field.value;
	}
	return status;
}

static int
read_outputs(struct metadata_folder *metadata, struct protobuf message,
    struct gantry_error *error)
{
	struct protobuf_field field;
	int status;

	while ((status = protobuf_next(&message, &field, error)) == 1) {
		if (field.number != OUTPUT_FILE)
			continue;
		if (protobuf_expect(&message, &field, PROTOBUF_BYTES,
			"a file's name", error) == -1 ||
		    add_path(&metadata->files, field.bytes, error) == -1)
			return -1;
	}
	return status;
}

static int
read_folder(struct metadata_folder *metadata, struct protobuf message,
    struct gantry_error *error)
{
	struct protobuf_field field;
	int status;

	while ((status = protobuf_next(&message, &field, error)) == 1) {
		if (field.number != FOLDER_EXPORT &&
		    field.number != FOLDER_OUTPUT)
			continue;
		if (protobuf_expect(&message, &field, PROTOBUF_BYTES,
			"an export or its output", error) == -1)
			return -1;
		if (field.number == FOLDER_EXPORT)
			status = read_times(
			    metadata, protobuf_enter(&message, &field), error);
		else
			status = read_outputs(
			    metadata, protobuf_enter(&message, &field), error);
		if (status == -1)
			return -1;
	}
	return status;
}

static int
read_file(
    const char *path, struct gantry_buffer *buffer, struct gantry_error *error)
{
	FILE *file = fopen(path, "rbe");
	char chunk[4096];
	size_t got;
	int status = 0;

	if (file == NULL)
		return gantry_error_system(error, "cannot open");
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0 &&
	    buffer->length <= METADATA_FILE_SIZE)
		gantry_buffer_add(buffer, chunk, got);
	if (ferror(file))
		status = gantry_error_system(error, "cannot read");
	else if (buffer->length > METADATA_FILE_SIZE)
		status = gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "expected at most %d bytes", METADATA_FILE_SIZE);
	else if (gantry_buffer_failed(buffer))
		status = gantry_error_memory(error);
	fclose(file);
	return status;
}

int
metadata_read_folder(const char *path, struct metadata_folder *metadata,
    struct gantry_error *error)
{
	struct gantry_buffer buffer = { 0 };
	int status = read_file(path, &buffer, error);

	if (status == 0)
		status = read_folder(metadata,
		    protobuf_open((struct bytes){ buffer.data, buffer.length }),
		    error);
	if (status == -1)
		gantry_error_prefix(error, "%s", path);
	gantry_buffer_clear(&buffer);
	return status;
}

void
metadata_clear_overall(struct metadata_overall *metadata)
{
	paths_clear(&metadata->files);
	free(metadata->counts);
	*metadata = (struct metadata_overall){ 0 };
}

void
metadata_clear_folder(struct metadata_folder *metadata)
{
	paths_clear(&metadata->files);
	*metadata = (struct metadata_folder){ 0 };
}

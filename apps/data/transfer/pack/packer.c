/*
 * Frames and patches.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/transfer/frame.h"
#include "data/transfer/pack/fingerprints.h"
#include "data/transfer/pack/packer.h"
#include "data/transfer/patch_head.h"

struct data_writer {
	struct chunk_manifest *manifest;
	FILE *file;
	struct frame_codec *codec;
	struct gantry_buffer frame;
	struct gantry_error *error;
};

static int
write_data(
    FILE *file, const void *data, size_t length, struct gantry_error *error)
{
	if (length > 0 && fwrite(data, 1, length, file) < length)
		return gantry_error_system(error, "cannot write a chunk");
	return 0;
}

static int
add_frame(void *argument, const struct chunk *chunk, const char *data,
    struct gantry_error *error)
{
	struct data_writer *writer = argument;
	struct manifest_chunk listed = {
		.hash = chunk->hash,
		.length = chunk->length,
	};

	gantry_buffer_reset(&writer->frame);
	if (frame_compress(writer->codec,
		(struct frame_bytes){ data, chunk->length },
		(struct frame_bytes){ NULL, 0 }, &writer->frame, error) == -1)
		return -1;
	listed.packed = (uint32_t)writer->frame.length;
	if (chunk_manifest_add(writer->manifest, &listed, error) == -1)
		return -1;
	return write_data(
	    writer->file, writer->frame.data, writer->frame.length, error);
}

int
packer_write_data(struct chunk_manifest *manifest, int file, FILE *data,
    struct gantry_error *error)
{
	struct data_writer writer = { .manifest = manifest, .file = data };
	int result = -1;

	writer.codec = frame_codec_new(error);
	if (writer.codec != NULL &&
	    cutter_run(&manifest->cut, file, add_frame, &writer, error) == 0)
		result = chunk_manifest_finish(manifest, error);
	gantry_buffer_clear(&writer.frame);
	frame_codec_free(writer.codec);
	return result;
}

/* Expand the frame of CHUNK at OFFSET into PLACE.  Returns 0 or -1. */
static int
expand_chunk(const struct manifest_chunk *chunk, int data, uint64_t offset,
    struct data_writer *writer, char *place)
{
	char *frame;

	gantry_buffer_reset(&writer->frame);
	frame = gantry_buffer_reserve(&writer->frame, chunk->packed);
	if (frame == NULL)
		return gantry_error_memory(writer->error);
	if (pread(data, frame, chunk->packed, (off_t)offset) !=
	    (ssize_t)chunk->packed)
		return gantry_error_set(writer->error, GANTRY_ERROR_INPUT,
		    "the data of an older generation is too short");
	return frame_expand(writer->codec,
	    (struct frame_bytes){ frame, chunk->packed },
	    (struct frame_bytes){ NULL, 0 },
	    (struct frame_bytes){ place, chunk->length }, writer->error);
}

int
packer_expand_data(const struct chunk_manifest *manifest, int data, int file,
    struct gantry_error *error)
{
	struct data_writer writer = { .error = error };
	char *place = malloc(cut_longest(&manifest->cut));
	uint64_t from = 0, to = 0;
	int result = 0;
	size_t i;

	writer.codec = frame_codec_new(error);
	if (place == NULL || writer.codec == NULL)
		result = gantry_error_memory(error);
	for (i = 0; result == 0 && i < manifest->count; i++) {
		result = expand_chunk(
		    &manifest->chunks[i], data, from, &writer, place);
		if (result == 0 &&
		    pwrite(file, place, manifest->chunks[i].length,
			(off_t)to) != (ssize_t)manifest->chunks[i].length)
			result = gantry_error_system(
			    error, "cannot expand an older generation");
		from += manifest->chunks[i].packed;
		to += manifest->chunks[i].length;
	}
	frame_codec_free(writer.codec);
	gantry_buffer_clear(&writer.frame);
	free(place);
	return result;
}

struct patch_writer {
	const struct packer_patch *patch;
	struct frame_codec *codec;
	struct sha256 *old; /* the hashes of the older chunks, sorted */
	struct fingerprints prints; /* of the older cache */
	int64_t distance; /* from here to what resembled the last chunk */
	char *prefix;
	struct gantry_buffer frame;
};

static int
compare_hashes(const void *a, const void *b)
{
	return memcmp(a, b, SHA256_SIZE);
}

/* Learn what the older cache has.  Returns 0 or -1. */
static int
index_old(struct patch_writer *writer, struct gantry_error *error)
{
	const struct chunk_manifest *from = writer->patch->from;
	size_t i;

	writer->old = calloc(from->count + 1, sizeof(*writer->old));
	writer->prefix =
	    malloc(cut_longest(&from->cut) + 2 * cut_margin(&from->cut));
	if (writer->old == NULL || writer->prefix == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < from->count; i++)
		writer->old[i] = from->chunks[i].hash;
	if (from->count > 1)
		qsort(writer->old, from->count, sizeof(*writer->old),
		    compare_hashes);
	return fingerprints_build(
	    &writer->prints, &from->cut, writer->patch->from_file, error);
}

/* Choose the part of the older cache that CHUNK resembles, and read it. */
static int
read_prefix(struct patch_writer *writer, const struct chunk *chunk,
    const char *data, struct patch_head *head)
{
	const struct chunk_manifest *from = writer->patch->from;
	const int64_t margin = (int64_t)cut_margin(&from->cut);
	const int64_t size = (int64_t)from->size;
	int64_t start, end;

	fingerprints_find(&writer->prints, data, chunk, &writer->distance);
	start = (int64_t)chunk->offset + writer->distance - margin;
	end = start + (int64_t)chunk->length + 2 * margin;
	start = start < 0 ? 0 : start;
	end = end > size ? size : end;
	if (start >= end)
		return 0;
	head->start = (uint64_t)start;
	head->prefix = (uint32_t)(end - start);
	return pread(writer->patch->from_file, writer->prefix, head->prefix,
		   (off_t)start) == (ssize_t)head->prefix
	    ? 0
	    : -1;
}

static int
write_record(struct patch_writer *writer, const struct chunk *chunk,
    const char *data, struct gantry_error *error)
{
	struct patch_head head = { 0 };
	char bytes[PATCH_HEAD];

	if (read_prefix(writer, chunk, data, &head) == -1)
		return gantry_error_system(
		    error, "cannot read an older generation");
	gantry_buffer_reset(&writer->frame);
	if (frame_compress(writer->codec,
		(struct frame_bytes){ data, chunk->length },
		(struct frame_bytes){ writer->prefix, head.prefix },
		&writer->frame, error) == -1)
		return -1;
	head.frame = (uint32_t)writer->frame.length;
	patch_head_write(&head, bytes);
	if (write_data(writer->patch->patch, bytes, PATCH_HEAD, error) == -1)
		return -1;
	return write_data(writer->patch->patch, writer->frame.data,
	    writer->frame.length, error);
}

static int
patch_chunk(void *argument, const struct chunk *chunk, const char *data,
    struct gantry_error *error)
{
	struct patch_writer *writer = argument;

	return bsearch(&chunk->hash, writer->old, writer->patch->from->count,
		   sizeof(*writer->old), compare_hashes) != NULL
	    ? 0
	    : write_record(writer, chunk, data, error);
}

int
packer_write_patch(const struct packer_patch *patch, struct gantry_error *error)
{
	struct patch_writer writer = { .patch = patch };
	int result = -1;

	writer.codec = frame_codec_new(error);
	if (writer.codec != NULL && index_old(&writer, error) == 0)
		result = cutter_run(
		    &patch->to->cut, patch->file, patch_chunk, &writer, error);
	frame_codec_free(writer.codec);
	gantry_buffer_clear(&writer.frame);
	fingerprints_clear(&writer.prints);
	free(writer.old);
	free(writer.prefix);
	return result;
}

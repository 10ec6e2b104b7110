/*
 * Frames and patches.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/transfer/frame.h"
#include "data/transfer/pack_folder.h"
#include "data/transfer/packer.h"

struct data_writer {
	struct chunk_manifest *manifest;
	FILE *file;
	struct frame_codec *codec;
	struct gantry_buffer frame;
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

/* A chunk of the old cache, by its hash and by its anchor. */
struct old_chunk {
	struct sha256 hash;
	uint64_t anchor;
	uint64_t offset; /* of its frame */
	uint32_t number;
};

struct patch_writer {
	const struct packer_patch *patch;
	struct frame_codec *codec;
	struct old_chunk *by_hash, *by_anchor;
	size_t count;
	size_t next; /* the old chunk after the last that was matched */
	char *prefix;
	struct gantry_buffer old_frame, frame;
	struct old_chunk *old; /* in the order of the old cache */
};

static int
compare_hashes(const void *a, const void *b)
{
	const struct old_chunk *one = a, *other = b;

	return memcmp(one->hash.bytes, other->hash.bytes, SHA256_SIZE);
}

static int
compare_anchors(const void *a, const void *b)
{
	const struct old_chunk *one = a, *other = b;

	return (one->anchor > other->anchor) - (one->anchor < other->anchor);
}

/* Read and expand the old chunk NUMBER into the prefix.  Returns 0 or -1. */
static int
read_old(struct patch_writer *writer, size_t number, struct gantry_error *error)
{
	const struct manifest_chunk *chunk =
	    &writer->patch->from->chunks[number];
	char *place;

	gantry_buffer_reset(&writer->old_frame);
	place = gantry_buffer_reserve(&writer->old_frame, chunk->packed);
	if (place == NULL)
		return gantry_error_memory(error);
	if (pread(writer->patch->from_data, place, chunk->packed,
		(off_t)writer->old[number].offset) != (ssize_t)chunk->packed)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the data of an older generation is too short");
	return frame_expand(writer->codec,
	    (struct frame_bytes){ place, chunk->packed },
	    (struct frame_bytes){ NULL, 0 },
	    (struct frame_bytes){ writer->prefix, chunk->length }, error);
}

/* Fill the tables of the old chunks.  Returns 0 or -1. */
static int
index_old(struct patch_writer *writer, struct gantry_error *error)
{
	const struct chunk_manifest *from = writer->patch->from;
	uint64_t offset = 0;
	size_t i;

	writer->count = from->count;
	writer->old = calloc(3 * from->count + 1, sizeof(*writer->old));
	writer->prefix = malloc(cut_longest(&from->cut));
	if (writer->old == NULL || writer->prefix == NULL)
		return gantry_error_memory(error);
	writer->by_hash = writer->old + from->count;
	writer->by_anchor = writer->by_hash + from->count;
	for (i = 0; i < from->count; i++) {
		writer->old[i].hash = from->chunks[i].hash;
		writer->old[i].offset = offset;
		writer->old[i].number = (uint32_t)i;
		if (read_old(writer, i, error) == -1)
			return -1;
		writer->old[i].anchor = cutter_anchor(
		    &from->cut, writer->prefix, from->chunks[i].length);
		offset += from->chunks[i].packed;
	}
	memcpy(
	    writer->by_hash, writer->old, from->count * sizeof(*writer->old));
	memcpy(
	    writer->by_anchor, writer->old, from->count * sizeof(*writer->old));
	qsort(writer->by_hash, writer->count, sizeof(*writer->old),
	    compare_hashes);
	qsort(writer->by_anchor, writer->count, sizeof(*writer->old),
	    compare_anchors);
	return 0;
}

static void
put_number(char *place, uint32_t number)
{
	place[0] = (char)(number >> 24);
	place[1] = (char)(number >> 16);
	place[2] = (char)(number >> 8);
	place[3] = (char)number;
}

/*
 * Which old chunk resembles CHUNK?  The one that ends alike, or the one after
 * the last that was found.  Returns its number, or the count for none.
 */
static size_t
find_like(struct patch_writer *writer, const struct chunk *chunk)
{
	const struct old_chunk key = { .anchor = chunk->anchor };
	const struct old_chunk *found = bsearch(&key, writer->by_anchor,
	    writer->count, sizeof(key), compare_anchors);

	return found != NULL ? found->number : writer->next;
}

static int
write_record(struct patch_writer *writer, const struct chunk *chunk,
    const char *data, struct gantry_error *error)
{
	const size_t like = find_like(writer, chunk);
	struct frame_bytes prefix = { NULL, 0 };
	char head[PATCH_HEAD];

	if (like < writer->count) {
		if (read_old(writer, like, error) == -1)
			return -1;
		prefix.data = writer->prefix;
		prefix.length = writer->patch->from->chunks[like].length;
		writer->next = like + 1;
	}
	gantry_buffer_reset(&writer->frame);
	if (frame_compress(writer->codec,
		(struct frame_bytes){ data, chunk->length }, prefix,
		&writer->frame, error) == -1)
		return -1;
	put_number(head, prefix.length > 0 ? (uint32_t)like + 1 : 0);
	put_number(head + 4, (uint32_t)writer->frame.length);
	if (write_data(writer->patch->patch, head, sizeof(head), error) == -1)
		return -1;
	return write_data(writer->patch->patch, writer->frame.data,
	    writer->frame.length, error);
}

static int
patch_chunk(void *argument, const struct chunk *chunk, const char *data,
    struct gantry_error *error)
{
	struct patch_writer *writer = argument;
	struct old_chunk key = { .hash = chunk->hash };
	const struct old_chunk *found = bsearch(
	    &key, writer->by_hash, writer->count, sizeof(key), compare_hashes);

	if (found == NULL)
		return write_record(writer, chunk, data, error);
	writer->next = found->number + 1;
	return 0;
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
	gantry_buffer_clear(&writer.old_frame);
	gantry_buffer_clear(&writer.frame);
	free(writer.old);
	free(writer.prefix);
	return result;
}

/*
 * Putting caches together.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/transfer/assembly.h"
#include "data/transfer/frame.h"
#include "data/transfer/patch_head.h"

/* Missing parts that are closer than this come in one request. */
#define GAP_BYTES (128 << 10)

struct assembly {
	const struct chunk_manifest *manifest;
	int part, base;
	struct chunk_manifest old; /* what BASE has */
	uint64_t *old_offsets;
	uint32_t *old_sorted; /* the numbers of its chunks by their hash */
	bool *is_there; /* for each chunk of the manifest */
	uint64_t *offsets; /* of each chunk in the cache */
	uint64_t *packed; /* of each frame in the file of data */
	struct frame_codec *codec;
	char *chunk, *prefix;
	struct gantry_buffer input; /* the start of a record or frame */
	uint64_t next_offset; /* of the input that is to come */
	size_t cursor; /* the chunk that the next frame is of */
};

static const struct chunk_manifest *sorting;

static int
compare_numbers(const void *a, const void *b)
{
	const uint32_t *one = a, *other = b;

	return memcmp(sorting->chunks[*one].hash.bytes,
	    sorting->chunks[*other].hash.bytes, SHA256_SIZE);
}

/* Which chunk of BASE has HASH?  Its number, or -1. */
static int64_t
find_old(const struct assembly *assembly, const struct sha256 *hash)
{
	size_t low = 0, high = assembly->old.count, middle;
	uint32_t number;
	int order;

	while (low < high) {
		middle = (low + high) / 2;
		number = assembly->old_sorted[middle];
		order = memcmp(hash->bytes,
		    assembly->old.chunks[number].hash.bytes, SHA256_SIZE);
		if (order == 0)
			return number;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return -1;
}

static int
add_old(void *argument, const struct chunk *chunk, const char *data,
    struct gantry_error *error)
{
	struct assembly *assembly = argument;
	const struct manifest_chunk listed = {
		.hash = chunk->hash,
		.length = chunk->length,
	};

	(void)data;
	return chunk_manifest_add(&assembly->old, &listed, error);
}

/* List what BASE has.  A base of no use counts as none.  Returns 0 or -1. */
static int
read_base(struct assembly *assembly, struct gantry_error *error)
{
	struct chunk_manifest *old = &assembly->old;
	uint64_t offset = 0;
	size_t i;

	if (assembly->base == -1)
		return 0;
	if (cutter_run(&assembly->manifest->cut, assembly->base, add_old,
		assembly, error) == -1 ||
	    chunk_manifest_finish(old, error) == -1) {
		chunk_manifest_clear(old);
		return error->code == GANTRY_ERROR_MEMORY ? -1 : 0;
	}
	assembly->old_offsets = calloc(old->count + 1, sizeof(uint64_t));
	assembly->old_sorted = calloc(old->count + 1, sizeof(uint32_t));
	if (assembly->old_offsets == NULL || assembly->old_sorted == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < old->count; i++) {
		assembly->old_offsets[i] = offset;
		assembly->old_sorted[i] = (uint32_t)i;
		offset += old->chunks[i].length;
	}
	sorting = old;
	if (old->count > 1)
		qsort(assembly->old_sorted, old->count, sizeof(uint32_t),
		    compare_numbers);
	return 0;
}

/* Are the LENGTH bytes in CHUNK those of chunk NUMBER? */
static bool
is_right(const struct assembly *assembly, size_t number)
{
	const struct manifest_chunk *chunk =
	    &assembly->manifest->chunks[number];
	struct sha256 hash;

	return sha256_of(assembly->chunk, chunk->length, &hash) &&
	    sha256_equal(&hash, &chunk->hash);
}

/* Read LENGTH bytes at OFFSET into PLACE.  Returns whether they were there. */
static bool
read_at(int file, char *place, size_t length, uint64_t offset)
{
	size_t done = 0;
	ssize_t got;

	while (done < length) {
		got = pread(
		    file, place + done, length - done, (off_t)(offset + done));
		if (got <= 0)
			return false;
		done += (size_t)got;
	}
	return true;
}

/* Put the bytes in CHUNK in their place.  Returns 0 or -1. */
static int
put_chunk(struct assembly *assembly, size_t number, struct gantry_error *error)
{
	const size_t length = assembly->manifest->chunks[number].length;
	size_t done = 0;
	ssize_t put;

	while (done < length) {
		put = pwrite(assembly->part, assembly->chunk + done,
		    length - done, (off_t)(assembly->offsets[number] + done));
		if (put == -1) {
			gantry_error_system(
			    error, "cannot write the new cache");
			error->code = GANTRY_ERROR_UNAVAILABLE;
			return -1;
		}
		done += (size_t)put;
	}
	assembly->is_there[number] = true;
	return 0;
}

/* Find what is in PART already, and copy what BASE has.  Returns 0 or -1. */
static int
collect(struct assembly *assembly, struct gantry_error *error)
{
	const struct chunk_manifest *manifest = assembly->manifest;
	uint64_t offset = 0, packed = 0;
	struct stat status;
	int64_t old;
	size_t i;

	if (fstat(assembly->part, &status) == -1)
		return gantry_error_system(error, "cannot read the new cache");
	for (i = 0; i < manifest->count; i++) {
		assembly->offsets[i] = offset;
		assembly->packed[i] = packed;
		if (offset + manifest->chunks[i].length <=
			(uint64_t)status.st_size &&
		    read_at(assembly->part, assembly->chunk,
			manifest->chunks[i].length, offset) &&
		    is_right(assembly, i))
			assembly->is_there[i] = true;
		old = assembly->is_there[i]
		    ? -1
		    : find_old(assembly, &manifest->chunks[i].hash);
		if (old != -1 &&
		    read_at(assembly->base, assembly->chunk,
			manifest->chunks[i].length,
			assembly->old_offsets[old]) &&
		    is_right(assembly, i) &&
		    put_chunk(assembly, i, error) == -1)
			return -1;
		offset += manifest->chunks[i].length;
		packed += manifest->chunks[i].packed;
	}
	assembly->packed[i] = packed;
	return 0;
}

struct assembly *
assembly_new(const struct chunk_manifest *manifest, int part, int base,
    struct gantry_error *error)
{
	struct assembly *assembly = calloc(1, sizeof(*assembly));
	const size_t longest = cut_longest(&manifest->cut);

	if (assembly == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	assembly->manifest = manifest;
	assembly->part = part;
	assembly->base = base;
	assembly->is_there = calloc(manifest->count + 1, sizeof(bool));
	assembly->offsets = calloc(manifest->count + 1, sizeof(uint64_t));
	assembly->packed = calloc(manifest->count + 1, sizeof(uint64_t));
	assembly->chunk = malloc(longest);
	assembly->prefix = malloc(longest + 2 * cut_margin(&manifest->cut));
	assembly->codec = frame_codec_new(error);
	if (assembly->is_there == NULL || assembly->offsets == NULL ||
	    assembly->packed == NULL || assembly->chunk == NULL ||
	    assembly->prefix == NULL)
		gantry_error_memory(error);
	else if (assembly->codec != NULL && read_base(assembly, error) == 0 &&
	    collect(assembly, error) == 0)
		return assembly;
	assembly_free(assembly);
	return NULL;
}

void
assembly_free(struct assembly *assembly)
{
	if (assembly == NULL)
		return;
	chunk_manifest_clear(&assembly->old);
	free(assembly->old_offsets);
	free(assembly->old_sorted);
	free(assembly->is_there);
	free(assembly->offsets);
	free(assembly->packed);
	free(assembly->chunk);
	free(assembly->prefix);
	frame_codec_free(assembly->codec);
	gantry_buffer_clear(&assembly->input);
	free(assembly);
}

bool
assembly_is_base(const struct assembly *assembly)
{
	return assembly->old.count == assembly->manifest->count &&
	    sha256_equal(&assembly->old.id, &assembly->manifest->id);
}

const struct sha256 *
assembly_base_id(const struct assembly *assembly)
{
	return &assembly->old.id;
}

uint64_t
assembly_left(const struct assembly *assembly)
{
	uint64_t left = 0;
	size_t i;

	for (i = 0; i < assembly->manifest->count; i++)
		if (!assembly->is_there[i])
			left += assembly->manifest->chunks[i].packed;
	return left;
}

const struct manifest_patch *
assembly_patch(const struct assembly *assembly)
{
	const struct manifest_patch *patch = assembly->old.count == 0
	    ? NULL
	    : chunk_manifest_patch(assembly->manifest, &assembly->old.id);

	return patch != NULL && patch->length < assembly_left(assembly) ? patch
									: NULL;
}

bool
assembly_missing(
    const struct assembly *assembly, uint64_t *start, uint64_t *end)
{
	const size_t count = assembly->manifest->count;
	size_t first = 0, i;

	while (first < count && assembly->is_there[first])
		first++;
	if (first == count)
		return false;
	*start = assembly->packed[first];
	*end = assembly->packed[first + 1];
	for (i = first + 1; i < count && assembly->packed[i] < *end + GAP_BYTES;
	     i++)
		if (!assembly->is_there[i])
			*end = assembly->packed[i + 1];
	return true;
}

/* Expand FRAME, compare what it holds, and put it in place.  0 or -1. */
static int
take_frame(struct assembly *assembly, struct frame_bytes frame,
    struct frame_bytes prefix, struct gantry_error *error)
{
	const size_t number = assembly->cursor;
	const size_t length = assembly->manifest->chunks[number].length;

	if (assembly->is_there[number])
		return 0;
	if (frame_expand(assembly->codec, frame, prefix,
		(struct frame_bytes){ assembly->chunk, length }, error) == -1)
		return -1;
	if (!is_right(assembly, number))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "chunk %zu is not the one that the manifest lists",
		    number + 1);
	return put_chunk(assembly, number, error);
}

/* Keep the bytes that are not used up for the next call. */
static int
keep_rest(struct assembly *assembly, size_t used, struct gantry_error *error)
{
	struct gantry_buffer *input = &assembly->input;

	if (used > 0) {
		memmove(input->data, input->data + used, input->length - used);
		input->length -= used;
	}
	return gantry_buffer_failed(input) ? gantry_error_memory(error) : 0;
}

/* Append to the input.  Returns 0 or -1. */
static int
add_input(struct assembly *assembly, uint64_t offset, struct gantry_buffer data,
    struct gantry_error *error)
{
	if (offset != assembly->next_offset)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the server sent parts in disorder");
	assembly->next_offset = offset + data.length;
	if (gantry_buffer_add(&assembly->input, data.data, data.length) == -1)
		return gantry_error_memory(error);
	return 0;
}

static void
restart(struct assembly *assembly, uint64_t offset)
{
	gantry_buffer_reset(&assembly->input);
	assembly->next_offset = offset;
}

void
assembly_restart(struct assembly *assembly)
{
	restart(assembly, UINT64_MAX);
}

/* Take the record of the patch that HEAD begins.  0 or -1. */
static int
take_record(struct assembly *assembly, const struct patch_head *head,
    const char *frame, struct gantry_error *error)
{
	const struct frame_bytes prefix = { assembly->prefix, head->prefix };

	if (head->prefix > 0 &&
	    !read_at(
		assembly->base, assembly->prefix, head->prefix, head->start))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the patch refers to what is not there");
	return take_frame(assembly, (struct frame_bytes){ frame, head->frame },
	    prefix, error);
}

/* Is HEAD one that a patch can have here? */
static bool
is_valid_head(const struct assembly *assembly, const struct patch_head *head)
{
	const struct cut *cut = &assembly->manifest->cut;

	return head->frame <= 2 * cut_longest(cut) &&
	    head->prefix <= cut_longest(cut) + 2 * cut_margin(cut) &&
	    head->start <= (uint64_t)INT64_MAX - head->prefix &&
	    assembly->cursor < assembly->manifest->count;
}

/* Go to the next chunk that BASE lacks, which a patch has a record for. */
static void
skip_old(struct assembly *assembly)
{
	const struct chunk_manifest *manifest = assembly->manifest;

	while (assembly->cursor < manifest->count &&
	    find_old(assembly, &manifest->chunks[assembly->cursor].hash) != -1)
		assembly->cursor++;
}

int
assembly_take_patch(struct assembly *assembly, uint64_t offset,
    struct gantry_buffer data, struct gantry_error *error)
{
	struct gantry_buffer *input = &assembly->input;
	struct patch_head head;
	size_t used = 0;

	if (offset == 0) {
		restart(assembly, 0);
		assembly->cursor = 0;
		skip_old(assembly);
	}
	if (add_input(assembly, offset, data, error) == -1)
		return -1;
	while (input->length - used >= PATCH_HEAD) {
		head = patch_head_read(input->data + used);
		if (!is_valid_head(assembly, &head))
			return gantry_error_set(
			    error, GANTRY_ERROR_INPUT, "the patch is damaged");
		if (input->length - used - PATCH_HEAD < head.frame)
			break;
		used += PATCH_HEAD;
		if (take_record(assembly, &head, input->data + used, error) ==
		    -1)
			return -1;
		used += head.frame;
		assembly->cursor++;
		skip_old(assembly);
	}
	return keep_rest(assembly, used, error);
}

/* Find the chunk whose frame begins at OFFSET.  0 or -1. */
static int
seek_frame(
    struct assembly *assembly, uint64_t offset, struct gantry_error *error)
{
	const size_t count = assembly->manifest->count;

	for (assembly->cursor = 0; assembly->cursor < count; assembly->cursor++)
		if (assembly->packed[assembly->cursor] == offset)
			return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the server sent a part that is not a chunk's");
}

int
assembly_take_data(struct assembly *assembly, uint64_t offset,
    struct gantry_buffer data, struct gantry_error *error)
{
	struct gantry_buffer *input = &assembly->input;
	size_t used = 0, length;

	if (offset != assembly->next_offset || offset == 0) {
		restart(assembly, offset);
		if (seek_frame(assembly, offset, error) == -1)
			return -1;
	}
	if (add_input(assembly, offset, data, error) == -1)
		return -1;
	while (assembly->cursor < assembly->manifest->count) {
		length = assembly->manifest->chunks[assembly->cursor].packed;
		if (input->length - used < length)
			break;
		if (take_frame(assembly,
			(struct frame_bytes){ input->data + used, length },
			(struct frame_bytes){ NULL, 0 }, error) == -1)
			return -1;
		used += length;
		assembly->cursor++;
	}
	if (assembly->cursor == assembly->manifest->count &&
	    used < input->length)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the file of data is longer than the manifest says");
	return keep_rest(assembly, used, error);
}

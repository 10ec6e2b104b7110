/*
 * Writing and reading manifests.  The reader takes exactly what the writer
 * writes, so that one list of chunks has one text.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "data/transfer/chunk_manifest.h"

/* The longest line but the signature's, and room for it. */
#define LINE_MAX_BYTES 256

struct reader {
	const char *text, *end;
	size_t line;
	const char *word; /* what follows the key of the line */
	size_t length; /* of the line after the key */
};

static int
fail_line(const struct reader *reader, struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the manifest is damaged near line %zu", reader->line + 1);
}

/* Go past a line that begins with KEY and a space.  Returns whether it does. */
static bool
next_line(struct reader *reader, const char *key)
{
	const size_t length = strlen(key);
	const size_t left = (size_t)(reader->end - reader->text);
	const char *newline = memchr(
	    reader->text, '\n', left < LINE_MAX_BYTES ? left : LINE_MAX_BYTES);

	if (newline == NULL || (size_t)(newline - reader->text) < length + 2 ||
	    memcmp(reader->text, key, length) != 0 ||
	    reader->text[length] != ' ')
		return false;
	reader->line++;
	reader->word = reader->text + length + 1;
	reader->length = (size_t)(newline - reader->word);
	reader->text = newline + 1;
	return true;
}

/* Read a decimal number that ends the line or is followed by a space. */
static bool
take_number(struct reader *reader, uint64_t most, uint64_t *number)
{
	size_t i;

	*number = 0;
	for (i = 0; i < reader->length && reader->word[i] != ' '; i++) {
		if (reader->word[i] < '0' || reader->word[i] > '9' || i > 18)
			return false;
		*number = *number * 10 + (uint64_t)(reader->word[i] - '0');
	}
	if (i == 0 || (i > 1 && reader->word[0] == '0') || *number > most)
		return false;
	reader->word += i;
	reader->length -= i;
	return true;
}

static bool
take_space(struct reader *reader)
{
	if (reader->length == 0 || *reader->word != ' ')
		return false;
	reader->word++;
	reader->length--;
	return true;
}

static bool
take_hash(struct reader *reader, struct sha256 *hash)
{
	if (reader->length < SHA256_TEXT - 1 ||
	    !sha256_read(reader->word, SHA256_TEXT - 1, hash))
		return false;
	reader->word += SHA256_TEXT - 1;
	reader->length -= SHA256_TEXT - 1;
	return true;
}

static bool
read_number_line(
    struct reader *reader, const char *key, uint64_t most, uint64_t *number)
{
	return next_line(reader, key) && take_number(reader, most, number) &&
	    reader->length == 0;
}

static bool
read_head(struct chunk_manifest *manifest, struct reader *reader)
{
	const size_t magic = strlen(MANIFEST_MAGIC);
	uint64_t created, page, mean;
	size_t i;

	if ((size_t)(reader->end - reader->text) < magic ||
	    memcmp(reader->text, MANIFEST_MAGIC, magic) != 0)
		return false;
	reader->text += magic;
	reader->line++;
	if (!next_line(reader, "generation") ||
	    reader->length != CACHE_GENERATION_SIZE - 1)
		return false;
	for (i = 0; i < reader->length; i++)
		if (strchr("0123456789abcdef", reader->word[i]) == NULL ||
		    reader->word[i] == '\0')
			return false;
	memcpy(manifest->generation, reader->word, reader->length);
	if (!read_number_line(reader, "created", INT64_MAX, &created) ||
	    !read_number_line(reader, "page", UINT32_MAX, &page) ||
	    !read_number_line(reader, "mean", UINT32_MAX, &mean))
		return false;
	manifest->created = (int64_t)created;
	manifest->cut = (struct cut){ (uint32_t)page, (uint32_t)mean };
	return cut_is_valid(&manifest->cut) && next_line(reader, "id") &&
	    take_hash(reader, &manifest->id) && reader->length == 0;
}

static bool
read_patches(struct chunk_manifest *manifest, struct reader *reader)
{
	struct manifest_patch *patch;

	while (next_line(reader, "patch")) {
		if (manifest->patch_count == MANIFEST_PATCHES)
			return false;
		patch = &manifest->patches[manifest->patch_count++];
		if (!take_hash(reader, &patch->from) || !take_space(reader) ||
		    !take_number(reader, INT64_MAX, &patch->length) ||
		    reader->length > 0)
			return false;
	}
	return true;
}

static int
read_chunks(struct chunk_manifest *manifest, struct reader *reader,
    struct gantry_error *error)
{
	const size_t longest = cut_longest(&manifest->cut);
	struct manifest_chunk chunk;
	uint64_t length, packed;

	while (next_line(reader, "chunk")) {
		if (!take_hash(reader, &chunk.hash) || !take_space(reader) ||
		    !take_number(reader, longest, &length) || length == 0 ||
		    !take_space(reader) ||
		    !take_number(reader, 2 * longest, &packed) || packed == 0 ||
		    reader->length > 0)
			return fail_line(reader, error);
		chunk.length = (uint32_t)length;
		chunk.packed = (uint32_t)packed;
		if (chunk_manifest_add(manifest, &chunk, error) == -1)
			return -1;
	}
	return 0;
}

int
chunk_manifest_read(struct chunk_manifest *manifest, const char *text,
    size_t length, size_t *signed_length, struct gantry_error *error)
{
	struct reader reader = { .text = text, .end = text + length };
	struct sha256 id;
	uint64_t count;

	*manifest = (struct chunk_manifest){ .count = 0 };
	if (!read_head(manifest, &reader) || !read_patches(manifest, &reader))
		return fail_line(&reader, error);
	id = manifest->id;
	if (read_chunks(manifest, &reader, error) == -1)
		return -1;
	if (!read_number_line(&reader, "end", MANIFEST_CHUNKS, &count))
		return fail_line(&reader, error);
	if (chunk_manifest_finish(manifest, error) == -1)
		return -1;
	if (count != manifest->count || !sha256_equal(&id, &manifest->id))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the manifest is damaged: its chunks are not those of its "
		    "id");
	*signed_length = (size_t)(reader.text - text);
	return 0;
}

int
chunk_manifest_add(struct chunk_manifest *manifest,
    const struct manifest_chunk *chunk, struct gantry_error *error)
{
	struct manifest_chunk *larger;
	size_t capacity = manifest->capacity;

	if (manifest->count == MANIFEST_CHUNKS)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the manifest has more than %d chunks", MANIFEST_CHUNKS);
	if (manifest->count == capacity) {
		capacity = capacity == 0 ? 256 : capacity + capacity / 2;
		larger = reallocarray(
		    manifest->chunks, capacity, sizeof(*manifest->chunks));
		if (larger == NULL)
			return gantry_error_memory(error);
		manifest->chunks = larger;
		manifest->capacity = capacity;
	}
	manifest->chunks[manifest->count++] = *chunk;
	manifest->size += chunk->length;
	manifest->packed += chunk->packed;
	return 0;
}

int
chunk_manifest_finish(
    struct chunk_manifest *manifest, struct gantry_error *error)
{
	struct gantry_buffer all = { 0 };
	bool is_made;
	size_t i;

	for (i = 0; i < manifest->count; i++)
		gantry_buffer_add(
		    &all, manifest->chunks[i].hash.bytes, SHA256_SIZE);
	is_made = !gantry_buffer_failed(&all) &&
	    sha256_of(all.data, all.length, &manifest->id);
	gantry_buffer_clear(&all);
	return is_made ? 0 : gantry_error_memory(error);
}

int
chunk_manifest_write(const struct chunk_manifest *manifest,
    struct gantry_buffer *out, struct gantry_error *error)
{
	char text[SHA256_TEXT];
	size_t i;

	sha256_write(&manifest->id, text);
	gantry_buffer_printf(out,
	    MANIFEST_MAGIC "generation %s\ncreated %" PRId64 "\npage %" PRIu32
			   "\nmean %" PRIu32 "\nid %s\n",
	    manifest->generation, manifest->created, manifest->cut.page,
	    manifest->cut.mean, text);
	for (i = 0; i < manifest->patch_count; i++) {
		sha256_write(&manifest->patches[i].from, text);
		gantry_buffer_printf(out, "patch %s %" PRIu64 "\n", text,
		    manifest->patches[i].length);
	}
	for (i = 0; i < manifest->count; i++) {
		sha256_write(&manifest->chunks[i].hash, text);
		gantry_buffer_printf(out, "chunk %s %" PRIu32 " %" PRIu32 "\n",
		    text, manifest->chunks[i].length,
		    manifest->chunks[i].packed);
	}
	gantry_buffer_printf(out, "end %zu\n", manifest->count);
	return gantry_buffer_failed(out) ? gantry_error_memory(error) : 0;
}

void
chunk_manifest_clear(struct chunk_manifest *manifest)
{
	free(manifest->chunks);
	*manifest = (struct chunk_manifest){ .count = 0 };
}

const struct manifest_patch *
chunk_manifest_patch(
    const struct chunk_manifest *manifest, const struct sha256 *id)
{
	size_t i;

	for (i = 0; i < manifest->patch_count; i++)
		if (sha256_equal(&manifest->patches[i].from, id))
			return &manifest->patches[i];
	return NULL;
}

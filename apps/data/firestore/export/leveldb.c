/*
 * The framing of a LevelDB log, one block in memory at a time.  A whole record
 * is returned in place; fragments are joined in a buffer.  No length is used
 * before it is compared with the size of the block, and no payload is returned
 * before its checksum is verified.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "data/firestore/export/leveldb.h"
#include "data/firestore/foreign.h"

enum fragment_type {
	FRAGMENT_ZERO = 0,
	FRAGMENT_FULL = 1,
	FRAGMENT_FIRST = 2,
	FRAGMENT_MIDDLE = 3,
	FRAGMENT_LAST = 4,
};

struct fragment {
	enum fragment_type type;
	struct bytes payload;
};

int
leveldb_open(
    struct leveldb_log *log, const char *path, struct gantry_error *error)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (descriptor == -1)
		return gantry_error_system(error, "cannot open %s", path);
	log->descriptor = descriptor;
	log->is_open = true;
	log->ended = false;
	log->offset = 0;
	log->length = 0;
	log->position = 0;
	log->damaged = 0;
	log->is_resuming = false;
	crc32c_init(&log->crc);
	return 0;
}

uint64_t
leveldb_offset(const struct leveldb_log *log)
{
	return log->offset + log->position;
}

void
leveldb_close(struct leveldb_log *log)
{
	if (log->is_open)
		close(log->descriptor);
	log->is_open = false;
}

void
leveldb_clear(struct leveldb_log *log)
{
	leveldb_close(log);
	gantry_buffer_clear(&log->fragments);
}

static int
damaged(const struct leveldb_log *log, struct gantry_error *error,
    const char *reason)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "byte %" PRIu64 ": %s", leveldb_offset(log), reason);
}

static int
read_block(struct leveldb_log *log, struct gantry_error *error)
{
	ssize_t got;

	log->offset += log->length;
	log->position = 0;
	log->length = 0;
	while (log->length < sizeof(log->block)) {
		got = read(log->descriptor, log->block + log->length,
		    sizeof(log->block) - log->length);
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return gantry_error_system(error, "cannot read");
		if (got == 0)
			break;
		log->length += (size_t)got;
	}
	log->ended = log->length < sizeof(log->block);
	return 0;
}

/* Is the rest of the block zeros, which the format permits there? */
static bool
has_padding(const struct leveldb_log *log)
{
	size_t i;

	for (i = log->position; i < log->length; i++) {
		if (log->block[i] != 0)
			return false;
	}
	return log->length == sizeof(log->block);
}

/*
 * Padding in place of a record ends the file: zeros followed by more data are
 * lost records.
 */
static int
end_padded(struct leveldb_log *log, struct gantry_error *error)
{
	if (log->position == 0 || !has_padding(log))
		return damaged(log, error,
		    "expected a record, found zeros that do not extend to "
		    "the end of a block");
	log->position = log->length;
	if (read_block(log, error) == -1)
		return -1;
	if (log->length > 0)
		return damaged(log, error,
		    "expected the end of the file after a padded block");
	return 0;
}

/* Move to the next header.  Returns 1, or 0 at the end of the file, or -1. */
static int
find_header(struct leveldb_log *log, struct gantry_error *error)
{
	size_t left = log->length - log->position;

	if (left < LEVELDB_HEADER_SIZE && left > 0) {
		if (log->ended)
			return damaged(log, error,
			    "expected a record header of 7 bytes, found the "
			    "end of the file: it is cut off");
		if (!has_padding(log))
			return damaged(log, error,
			    "expected zeros at the end of the block");
		log->position = log->length;
		left = 0;
	}
	if (left == 0 && !log->ended) {
		if (read_block(log, error) == -1)
			return -1;
		left = log->length;
		if (left > 0 && left < LEVELDB_HEADER_SIZE)
			return find_header(log, error);
	}
	return left > 0;
}

static uint32_t
load32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

/* Get the next fragment.  Returns 1, or 0 at the end, or -1. */
static int
next_fragment(struct leveldb_log *log, struct fragment *fragment,
    struct gantry_error *error)
{
	const unsigned char *header;
	size_t length, left;
	uint32_t sum;
	int found;

	log->damaged = 0;
	found = find_header(log, error);
	if (found != 1)
		return found;
	header = log->block + log->position;
	left = log->length - log->position - LEVELDB_HEADER_SIZE;
	length = header[4] | (size_t)header[5] << 8;
	if (header[6] == FRAGMENT_ZERO && length == 0 && load32(header) == 0)
		return end_padded(log, error);
	if (length > left)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "byte %" PRIu64 ": expected %zu bytes of a record, found "
		    "%zu up to the end of the %s",
		    leveldb_offset(log), length, left,
		    log->ended ? "file: it is cut off" : "block");
	sum = crc32c_update(&log->crc, 0, header + 6, length + 1);
	if (crc32c_mask(sum) != load32(header)) {
		log->damaged = LEVELDB_HEADER_SIZE + length;
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "byte %" PRIu64 ": expected checksum %08" PRIx32
		    ", found %08" PRIx32 ": the record is damaged",
		    leveldb_offset(log), crc32c_mask(sum), load32(header));
	}
	if (header[6] < FRAGMENT_FULL || header[6] > FRAGMENT_LAST)
		return damaged(log, error, "expected a record type of 1 to 4");
	fragment->type = header[6];
	fragment->payload =
	    (struct bytes){ (const char *)header + LEVELDB_HEADER_SIZE,
		    length };
	return 1;
}

static int
keep_fragment(
    struct leveldb_log *log, struct bytes payload, struct gantry_error *error)
{
	if (payload.length > LEVELDB_RECORD_MAX - log->fragments.length)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "byte %" PRIu64 ": expected a record of at most %d bytes",
		    log->record, LEVELDB_RECORD_MAX);
	if (gantry_buffer_add(&log->fragments, payload.data, payload.length) ==
	    -1)
		return gantry_error_memory(error);
	return 0;
}

/* Append the fragments that follow a FIRST one. */
static int
join_fragments(struct leveldb_log *log, struct fragment *fragment,
    struct gantry_error *error)
{
	uint64_t offset;
	int found;

	gantry_buffer_reset(&log->fragments);
	while (keep_fragment(log, fragment->payload, error) == 0) {
		if (fragment->type == FRAGMENT_LAST)
			return 1;
		offset = leveldb_offset(log);
		found = next_fragment(log, fragment, error);
		if (found == -1)
			return -1;
		if (found == 0)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "byte %" PRIu64 ": expected the rest of the record "
			    "that began at byte %" PRIu64
			    ", found the end of the file: it is cut off",
			    offset, log->record);
		if (fragment->type < FRAGMENT_MIDDLE)
			return damaged(log, error,
			    "expected the rest of a record, found a new one");
		log->position += LEVELDB_HEADER_SIZE + fragment->payload.length;
	}
	return -1;
}

/* Say what the file is, if its beginning tells.  Returns -1. */
static int
explain(struct leveldb_log *log, struct gantry_error *error)
{
	const struct bytes beginning = { (const char *)log->block,
		log->length };
	const char *foreign = NULL;

	if (error->code == GANTRY_ERROR_INPUT && log->offset == 0 &&
	    log->position == 0)
		foreign = foreign_find(beginning);
	if (foreign == NULL)
		return -1;
	log->damaged = 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "expected a file of an export, found %s", foreign);
}

int
leveldb_next(
    struct leveldb_log *log, struct bytes *record, struct gantry_error *error)
{
	struct fragment fragment;
	int found = next_fragment(log, &fragment, error);

	while (
	    found == 1 && log->is_resuming && fragment.type > FRAGMENT_FIRST) {
		log->position += LEVELDB_HEADER_SIZE + fragment.payload.length;
		found = next_fragment(log, &fragment, error);
	}
	if (found == -1)
		return explain(log, error);
	if (found == 0)
		return 0;
	log->is_resuming = false;
	if (fragment.type > FRAGMENT_FIRST)
		return damaged(
		    log, error, "expected a new record, found the rest of one");
	log->record = leveldb_offset(log);
	log->position += LEVELDB_HEADER_SIZE + fragment.payload.length;
	*record = fragment.payload;
	if (fragment.type == FRAGMENT_FULL)
		return 1;
	if (join_fragments(log, &fragment, error) == -1)
		return -1;
	*record = (struct bytes){ log->fragments.data, log->fragments.length };
	return 1;
}

/* Is AT in the block where a fragment can begin, as its checksum says? */
static bool
is_fragment(const struct leveldb_log *log, size_t at)
{
	const unsigned char *header = log->block + at;
	size_t left = log->length - at, length;
	uint32_t sum;

	if (left < LEVELDB_HEADER_SIZE)
		return log->ended ? left == 0 : true;
	length = header[4] | (size_t)header[5] << 8;
	if (length > left - LEVELDB_HEADER_SIZE)
		return false;
	sum = crc32c_update(&log->crc, 0, header + 6, length + 1);
	return crc32c_mask(sum) == load32(header);
}

bool
leveldb_skip(struct leveldb_log *log, struct bytes *skipped)
{
	const char *at = (const char *)log->block + log->position;
	size_t size = log->damaged;

	if (size == 0)
		return false;
	if (is_fragment(log, log->position + size)) {
		*skipped = (struct bytes){ at + LEVELDB_HEADER_SIZE,
			size - LEVELDB_HEADER_SIZE };
	} else {
		size = log->length - log->position;
		*skipped = (struct bytes){ at, size };
	}
	log->position += size;
	log->damaged = 0;
	log->is_resuming = true;
	return true;
}

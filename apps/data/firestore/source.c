/*
 * Reads a file in chunks.  Compressed data must be complete: several members or
 * frames may follow one another, each with its checksum, and nothing else may
 * follow them.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "data/firestore/source.h"

/* Window of 32 KiB, and 16 for a gzip header rather than one of zlib's. */
#define GZIP_WINDOW_BITS (15 + 16)

static int
failed(const struct source *source, struct gantry_error *error,
    enum gantry_error_code code, const char *reason)
{
	return gantry_error_set(error, code,
	    "%s: byte %" PRIu64 " of the %s data: %s", source->name,
	    source->count - (source->length - source->position),
	    source->kind == SOURCE_GZIP ? "gzip" : "zstd", reason);
}

/* Read until the input is full or the file ends. */
static int
fill(struct source *source, struct gantry_error *error)
{
	ssize_t count;

	source->position = source->length = 0;
	while (!source->ended && source->length < sizeof(source->input)) {
		count = read(source->descriptor, source->input + source->length,
		    sizeof(source->input) - source->length);
		if (count == -1 && errno == EINTR)
			continue;
		if (count == -1)
			return gantry_error_system(
			    error, "cannot read %s", source->name);
		source->ended = count == 0;
		source->length += (size_t)count;
		source->count += (uint64_t)count;
	}
	return 0;
}

static bool
begins_with(const struct source *source, const char *magic, size_t length)
{
	return source->length >= length &&
	    memcmp(source->input, magic, length) == 0;
}

static enum source_kind
find_kind(const struct source *source)
{
	if (begins_with(source, "\x1f\x8b", 2))
		return SOURCE_GZIP;
	if (begins_with(source, "\x28\xb5\x2f\xfd", 4))
		return SOURCE_ZSTD;
	/* A skippable frame: sixteen numbers from 0x184d2a50 on. */
	if (source->length >= 4 &&
	    memcmp(source->input + 1, "\x2a\x4d\x18", 3) == 0 &&
	    (source->input[0] & 0xf0) == 0x50)
		return SOURCE_ZSTD;
	return SOURCE_PLAIN;
}

static int
start_decoder(struct source *source, struct gantry_error *error)
{
	bool started = true;

	source->kind = find_kind(source);
	if (source->kind == SOURCE_ZSTD) {
		source->zstd = ZSTD_createDStream();
		started = source->zstd != NULL;
	} else if (source->kind == SOURCE_GZIP) {
		started = inflateInit2(&source->gzip, GZIP_WINDOW_BITS) == Z_OK;
		if (!started)
			source->kind = SOURCE_PLAIN;
	}
	if (started)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_MEMORY,
	    "out of memory to read %s", source->name);
}

int
source_open(struct source *source, const char *path, struct gantry_error *error)
{
	struct stat file;

	source->name = path;
	if (strcmp(path, "-") == 0) {
		source->name = "standard input";
		source->descriptor = STDIN_FILENO;
	} else {
		source->descriptor = open(path, O_RDONLY | O_CLOEXEC);
		if (source->descriptor == -1)
			return gantry_error_system(
			    error, "cannot open %s", path);
	}
	source->is_open = true;
	if (fstat(source->descriptor, &file) == -1)
		return gantry_error_system(
		    error, "cannot stat %s", source->name);
	if (S_ISREG(file.st_mode))
		source->size = (uint64_t)file.st_size;
	if (fill(source, error) == -1)
		return -1;
	return start_decoder(source, error);
}

static int
decode_gzip(struct source *source, size_t *length, struct gantry_error *error)
{
	z_stream *gzip = &source->gzip;
	const char *reason;
	int status;

	if (!source->in_frame)
		inflateReset(gzip);
	source->in_frame = true;
	gzip->next_in = (unsigned char *)source->input + source->position;
	gzip->avail_in = (unsigned)(source->length - source->position);
	gzip->next_out = (unsigned char *)source->output + *length;
	gzip->avail_out = (unsigned)(sizeof(source->output) - *length);
	status = inflate(gzip, Z_NO_FLUSH);
	source->position = source->length - gzip->avail_in;
	*length = sizeof(source->output) - gzip->avail_out;
	if (status == Z_STREAM_END)
		source->in_frame = false;
	if (status == Z_STREAM_END || status == Z_OK || status == Z_BUF_ERROR)
		return 0;
	reason = gzip->msg != NULL ? gzip->msg : "expected no dictionary";
	return failed(source, error,
	    status == Z_MEM_ERROR ? GANTRY_ERROR_MEMORY : GANTRY_ERROR_INPUT,
	    status == Z_MEM_ERROR ? "out of memory" : reason);
}

static int
decode_zstd(struct source *source, size_t *length, struct gantry_error *error)
{
	ZSTD_inBuffer input = {
		.src = source->input,
		.size = source->length,
		.pos = source->position,
	};
	ZSTD_outBuffer output = {
		.dst = source->output,
		.size = sizeof(source->output),
		.pos = *length,
	};
	size_t status = ZSTD_decompressStream(source->zstd, &output, &input);

	source->position = input.pos;
	*length = output.pos;
	source->in_frame = status != 0;
	if (!ZSTD_isError(status))
		return 0;
	return failed(
	    source, error, GANTRY_ERROR_INPUT, ZSTD_getErrorName(status));
}

/* Decompress until the output is full or the file ends. */
static int
decode(struct source *source, size_t *length, struct gantry_error *error)
{
	size_t before, position;
	int status;

	while (*length < sizeof(source->output)) {
		if (source->position == source->length &&
		    fill(source, error) == -1)
			return -1;
		if (source->position == source->length && !source->in_frame)
			return 0;
		before = *length;
		position = source->position;
		status = source->kind == SOURCE_GZIP
		    ? decode_gzip(source, length, error)
		    : decode_zstd(source, length, error);
		if (status == -1)
			return -1;
		/*
		 * All input was used and there is no more output: data is
		 * missing.
		 */
		if (*length == before && source->position == position)
			return failed(source, error, GANTRY_ERROR_INPUT,
			    "expected more compressed data, found the end of the "
			    "file");
	}
	return 0;
}

int
source_next(
    struct source *source, struct bytes *chunk, struct gantry_error *error)
{
	size_t length = 0;

	if (source->kind != SOURCE_PLAIN) {
		if (decode(source, &length, error) == -1)
			return -1;
		*chunk = (struct bytes){ source->output, length };
		return length > 0;
	}
	/*
	 * The first chunk was read when the file was opened, to find its kind.
	 */
	if (source->position == source->length && fill(source, error) == -1)
		return -1;
	*chunk = (struct bytes){ source->input, source->length };
	source->position = source->length;
	return source->length > 0;
}

void
source_close(struct source *source)
{
	if (source->kind == SOURCE_GZIP)
		inflateEnd(&source->gzip);
	ZSTD_freeDStream(source->zstd);
	if (source->is_open && source->descriptor != STDIN_FILENO)
		close(source->descriptor);
	source->kind = SOURCE_PLAIN;
	source->zstd = NULL;
	source->is_open = false;
}

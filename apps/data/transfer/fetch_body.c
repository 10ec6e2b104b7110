/*
 * Downloading to the part, and what is in it.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "data/firestore/pull/http_retry.h"
#include "data/transfer/chunk_manifest.h"
#include "data/transfer/fetch_body.h"

#define SQLITE_MAGIC "SQLite format 3"
#define MAGIC_LENGTH 16
#define BUFFER_SIZE  65536
#define PAGE_OFFSET  16
#define COUNT_OFFSET 28
/* A frame that needs more memory is refused. */
#define WINDOW_LOG 25

static int
too_large(const struct fetch_body *body, struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_LIMIT,
	    "it is larger than %" PRIu64 " MB; see --max-size",
	    body->options->most / 1000000);
}

static int
begin(void *argument, const struct validators *found, uint64_t length,
    struct gantry_error *error)
{
	struct fetch_body *body = argument;

	body->found = *found;
	body->length = length;
	return length > body->options->most ? too_large(body, error) : 0;
}

static int
write_part(struct fetch_body *body, uint64_t offset, const char *data,
    size_t length, struct gantry_error *error)
{
	ssize_t put;

	if (offset + length > body->options->most)
		return too_large(body, error);
	for (; length > 0; data += put, length -= (size_t)put) {
		put = pwrite(body->part, data, length, (off_t)offset);
		if (put == -1)
			return gantry_error_system(
			    error, "cannot write %s.part", body->options->path);
		offset += (uint64_t)put;
	}
	return 0;
}

/* The text so far is not that of a manifest: it goes to the part. */
static int
become_file(struct fetch_body *body, struct gantry_error *error)
{
	if (ftruncate(body->part, 0) == -1)
		return gantry_error_system(
		    error, "cannot empty %s.part", body->options->path);
	body->is_file = true;
	body->state->part = body->found;
	fetch_state_save(body->state);
	return write_part(body, 0, body->text.data, body->text.length, error);
}

static int
take(void *argument, uint64_t offset, const char *data, size_t length,
    struct gantry_error *error)
{
	struct fetch_body *body = argument;

	if (offset == 0) {
		body->is_file = false;
		gantry_buffer_reset(&body->text);
	} else if (!body->is_file && body->text.length == 0) {
		body->is_file = true; /* a part that continues */
	}
	if (body->options->show != NULL)
		body->options->show(
		    body->options->argument, offset + length, body->length);
	if (body->is_file)
		return write_part(body, offset, data, length, error);
	if (body->text.length + length > MANIFEST_LONGEST)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the manifest is longer than %d bytes", MANIFEST_LONGEST);
	if (gantry_buffer_add(&body->text, data, length) == -1)
		return gantry_error_memory(error);
	return body->text.length < strlen(MANIFEST_MAGIC) ||
		fetch_body_is_manifest(body)
	    ? 0
	    : become_file(body, error);
}

bool
fetch_body_is_manifest(const struct fetch_body *body)
{
	return !body->is_file && body->text.length >= strlen(MANIFEST_MAGIC) &&
	    memcmp(body->text.data, MANIFEST_MAGIC, strlen(MANIFEST_MAGIC)) ==
	    0;
}

/* Can the part be continued?  Returns its length, or 0. */
static uint64_t
part_length(const struct fetch_body *body)
{
	const struct validators *part = &body->state->part;
	struct stat status;

	if (part->tag[0] != '"' && part->date[0] == '\0')
		return 0;
	return fstat(body->part, &status) == 0 ? (uint64_t)status.st_size : 0;
}

/* Drop what came before. */
static void
drop_part(struct fetch_body *body)
{
	body->state->part = (struct validators){ .tag = "" };
	fetch_state_save(body->state);
	/* A part that stays is not continued, since nothing is known of it. */
	(void)!ftruncate(body->part, 0);
}

/* One request.  Returns 0, or -1 with ERROR. */
static int
ask(struct fetch_body *body, struct download_answer *answer,
    struct gantry_error *error)
{
	struct download_request request = {
		.url = body->options->url,
		.start = part_length(body),
		.part = &body->state->part,
		.begin = begin,
		.take = take,
		.argument = body,
	};
	const struct validators part = body->state->part;
	int result;

	if (fetch_state_has_cache(body->state, body->options->path))
		request.known = &body->state->fetched;
	body->is_file = false;
	gantry_buffer_reset(&body->text);
	result = download_run(body->download, &request, answer, error);
	/* A server that ignores If-Range may have sent a part of another. */
	if (answer->status == 206 && strcmp(answer->found.tag, part.tag) != 0) {
		drop_part(body);
		return gantry_error_set(error, GANTRY_ERROR_HANGUP,
		    "the server sent a part of another version");
	}
	if (answer->status == 416 && request.start > 0) {
		drop_part(body);
		error->code = GANTRY_ERROR_HANGUP;
	}
	if (result == 0 && answer->status != 304 && !body->is_file &&
	    !fetch_body_is_manifest(body))
		result = become_file(body, error);
	return result;
}

int
fetch_body_get(struct fetch_body *body, struct download_answer *answer,
    struct gantry_error *error)
{
	struct http_retry retry = { .tries = body->options->tries };

	while (ask(body, answer, error) == -1) {
		/* What will not end well is not continued. */
		if (error->code != GANTRY_ERROR_HANGUP && body->is_file)
			drop_part(body);
		if (error->code != GANTRY_ERROR_HANGUP ||
		    http_retry_wait(&retry, answer->retry_after, error) == -1)
			return -1;
	}
	return 0;
}

enum fetch_kind
fetch_body_kind(int part, struct gantry_error *error)
{
	static const unsigned char zstd[4] = { 0x28, 0xb5, 0x2f, 0xfd };
	static const unsigned char gzip[2] = { 0x1f, 0x8b };
	char start[MAGIC_LENGTH] = "";
	const ssize_t length = pread(part, start, sizeof(start), 0);
	const char *what = "neither a cache nor a manifest";

	if (length == MAGIC_LENGTH &&
	    memcmp(start, SQLITE_MAGIC, MAGIC_LENGTH) == 0)
		return FETCH_CACHE;
	if (length >= 4 && memcmp(start, zstd, sizeof(zstd)) == 0)
		return FETCH_ZSTD;
	if (length == 0)
		what = "empty";
	else if (length >= 2 && memcmp(start, gzip, sizeof(gzip)) == 0)
		what = "compressed by gzip, which was not asked for";
	else if (length > 0 &&
	    (start[0] == '<' || start[0] == '\n' || start[0] == ' '))
		what = "a page of HTML or XML, not a cache";
	gantry_error_set(error, GANTRY_ERROR_INPUT, "what came is %s", what);
	return FETCH_NEITHER;
}

/* Write what OUTPUT holds.  Returns 0 or -1. */
static int
write_out(int out, const ZSTD_outBuffer *output, uint64_t *written,
    uint64_t most, struct gantry_error *error)
{
	size_t done = 0;
	ssize_t put;

	*written += output->pos;
	if (*written > most)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "it is larger than %" PRIu64
		    " MB when expanded; see --max-size",
		    most / 1000000);
	while (done < output->pos) {
		put = write(
		    out, (const char *)output->dst + done, output->pos - done);
		if (put == -1)
			return gantry_error_system(
			    error, "cannot write the new cache");
		done += (size_t)put;
	}
	return 0;
}

struct expansion {
	ZSTD_DCtx *context;
	uint64_t written, most;
	int out;
	size_t wanted; /* 0: a frame has ended */
	char input[BUFFER_SIZE], output[BUFFER_SIZE];
};

static int
expand_input(
    struct expansion *expansion, size_t length, struct gantry_error *error)
{
	ZSTD_inBuffer input = { expansion->input, length, 0 };
	ZSTD_outBuffer output = { expansion->output, BUFFER_SIZE, 0 };

	do {
		output.pos = 0;
		expansion->wanted =
		    ZSTD_decompressStream(expansion->context, &output, &input);
		if (ZSTD_isError(expansion->wanted))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "what came is damaged: %s",
			    ZSTD_getErrorName(expansion->wanted));
		if (write_out(expansion->out, &output, &expansion->written,
			expansion->most, error) == -1)
			return -1;
	} while (input.pos < input.size || output.pos == output.size);
	return 0;
}

int
fetch_body_expand(int part, int out, uint64_t most, struct gantry_error *error)
{
	struct expansion *expansion = calloc(1, sizeof(*expansion));
	uint64_t offset = 0;
	ssize_t got;
	int result = -1;

	if (expansion == NULL ||
	    (expansion->context = ZSTD_createDCtx()) == NULL) {
		free(expansion);
		return gantry_error_memory(error);
	}
	ZSTD_DCtx_setParameter(
	    expansion->context, ZSTD_d_windowLogMax, WINDOW_LOG);
	expansion->out = out;
	expansion->most = most;
	while ((got = pread(
		    part, expansion->input, BUFFER_SIZE, (off_t)offset)) > 0) {
		result = expand_input(expansion, (size_t)got, error);
		if (result == -1)
			break;
		offset += (uint64_t)got;
	}
	if (got == -1)
		result = gantry_error_system(error, "cannot read the part");
	else if (result == 0 && expansion->wanted != 0)
		result = gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "what came is cut off");
	ZSTD_freeDCtx(expansion->context);
	free(expansion);
	return result;
}

int
fetch_body_check_length(int file, struct gantry_error *error)
{
	unsigned char header[MAGIC_LENGTH * 2];
	struct stat status;
	uint64_t page, count;

	if (fstat(file, &status) == -1 ||
	    pread(file, header, sizeof(header), 0) != sizeof(header))
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "what came is cut off");
	page = (uint64_t)(header[PAGE_OFFSET] << 8 | header[PAGE_OFFSET + 1]);
	if (page == 1)
		page = 65536;
	count = (uint64_t)header[COUNT_OFFSET] << 24 |
	    (uint64_t)header[COUNT_OFFSET + 1] << 16 |
	    (uint64_t)header[COUNT_OFFSET + 2] << 8 | header[COUNT_OFFSET + 3];
	if (page * count == (uint64_t)status.st_size)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "what came has %jd bytes, but its header says %" PRIu64,
	    (intmax_t)status.st_size, page * count);
}

/*
 * Compression of responses for clients that accept it.  A body in memory is
 * compressed as a whole; files and streams are not compressed.
 *
 * A 304 has the headers of the 200 that it stands for (RFC 9110 section
 * 15.4.5).  If the responder left the body out, the ETag that the client sends
 * tells whether that was compressed.
 */
#include <brotli/encode.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include <gantry/web.h>

#include "middleware/cache_control.h"
#include "middleware/null_arguments.h"

#define SIZE_MIN_DEFAULT 1024
#define LEVEL_DEFAULT	 4
#define GZIP_WINDOW	 (MAX_WBITS + 16) /* asks zlib for a gzip header */
#define MEMORY_LEVEL	 8

/* zlib counts the bytes of a buffer in 32 bits. */
#define LENGTH_MAX ((size_t)1024 * 1024 * 1024)

/* A buffer larger than this is not kept for the next response. */
#define KEPT_MAX ((size_t)1024 * 1024)

struct compress {
	const struct gantry_compress_options *options;
	struct gantry_buffer packed; /* kept for the next response */
};

static const struct gantry_compress_options defaults = { 0 };

int
gantry_compress_open(const void *options,
    const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	struct compress *compress;

	(void)settings;
	if (null_error(state, __func__, "state", error))
		return -1;
	compress = calloc(1, sizeof(*compress));
	if (compress == NULL)
		return gantry_error_memory(error);
	compress->options = options != NULL ? options : &defaults;
	*state = compress;
	return 0;
}

void
gantry_compress_close(void *state)
{
	struct compress *compress = state;

	if (compress == NULL)
		return;
	gantry_buffer_clear(&compress->packed);
	free(compress);
}

/* Are the LENGTH bytes of TYPE the media type NAME, in either case? */
static bool
is_type(const char *type, size_t length, const char *name)
{
	return strlen(name) == length && strncasecmp(name, type, length) == 0;
}

/* Does content of TYPE become smaller? */
static bool
is_compressible(const char *type)
{
	static const char *const types[] = {
		"application/javascript",
		"application/json",
		"application/manifest+json",
		"application/wasm",
		"application/x-ndjson",
		"application/xml",
		"image/svg+xml",
		"image/x-icon",
	};
	size_t length, i;

	if (type == NULL)
		return false;
	length = strcspn(type, "; \t");
	if (strncasecmp(type, "text/", 5) == 0)
		return !is_type(type, length, "text/event-stream");
	if (length > 5 &&
	    (strncasecmp(type + length - 5, "+json", 5) == 0 ||
		strncasecmp(type + length - 4, "+xml", 4) == 0))
		return true;
	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (is_type(type, length, types[i]))
			return true;
	return false;
}

/* May the response be changed (RFC 9110 section 7.7)? */
static bool
is_transformable(const struct gantry_response *response)
{
	struct cache_control control;

	if (gantry_response_get_header(response, "Content-Encoding") != NULL)
		return false;
	cache_control_parse(
	    &control, gantry_response_get_header(response, "Cache-Control"));
	return !control.no_transform;
}

static bool
is_status(const struct gantry_response *response, const char *code)
{
	return strncmp(gantry_response_get_status(response), code, 3) == 0;
}

/* Should the response be compressed, if the client accepts it? */
static bool
is_worth_it(
    const struct compress *compress, const struct gantry_response *response)
{
	const struct gantry_buffer *body = gantry_response_body(response);
	size_t size_min = compress->options->size_min;

	return body != NULL && body->length <= LENGTH_MAX &&
	    body->length >= (size_min > 0 ? size_min : SIZE_MIN_DEFAULT) &&
	    !is_status(response, "206") &&
	    is_compressible(
		gantry_response_get_header(response, "Content-Type"));
}

/*
 * May the whole response have been compressed, though this one is not: is it a
 * 304, or will it become one, without a body to tell; or is it a part?
 */
static bool
may_stand_for_compressed(struct gantry_response *response, bool is_304)
{
	const struct gantry_buffer *body = gantry_response_body(response);
	const char *type = gantry_response_get_header(response, "Content-Type");

	if (is_status(response, "206"))
		return body != NULL && is_compressible(type);
	/* Files and streams have no buffer. */
	return is_304 && gantry_response_buffer(response) != NULL &&
	    (body == NULL || body->length == 0) &&
	    (type == NULL || is_compressible(type));
}

static int
level(const struct compress *compress)
{
	int given = compress->options->level;

	return given > 0 ? given : LEVEL_DEFAULT;
}

/* Both compress BODY into PACKED; -1: memory ran out. */
static int
pack_brotli(struct compress *compress, const struct gantry_buffer *body)
{
	size_t size = BrotliEncoderMaxCompressedSize(body->length);
	char *to = gantry_buffer_reserve(&compress->packed, size);

	if (to == NULL ||
	    BrotliEncoderCompress(level(compress), BROTLI_DEFAULT_WINDOW,
		BROTLI_MODE_TEXT, body->length, (const uint8_t *)body->data,
		&size, (uint8_t *)to) != BROTLI_TRUE)
		return -1;
	compress->packed.length += size;
	return 0;
}

static int
pack_gzip(struct compress *compress, const struct gantry_buffer *body)
{
	z_stream stream = { 0 };
	size_t size;
	char *to;
	int result;

	if (deflateInit2(&stream, level(compress) > 9 ? 9 : level(compress),
		Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL,
		Z_DEFAULT_STRATEGY) != Z_OK)
		return -1;
	size = deflateBound(&stream, body->length);
	to = gantry_buffer_reserve(&compress->packed, size);
	stream.next_in = (Bytef *)body->data;
	stream.avail_in = (uInt)body->length;
	stream.next_out = (Bytef *)to;
	stream.avail_out = (uInt)size;
	result = to != NULL ? deflate(&stream, Z_FINISH) : Z_MEM_ERROR;
	compress->packed.length += stream.total_out;
	deflateEnd(&stream);
	return result == Z_STREAM_END ? 0 : -1;
}

/*
 * The compressed body has other bytes, so its ETag must be weak, and digests of
 * the content (RFC 9530; RFC 3230; RFC 1864) are wrong.
 */
static int
describe_compressed(
    struct gantry_request *request, struct gantry_response *response)
{
	static const char *const digests[] = { "Content-Digest", "Content-MD5",
		"Digest", "Repr-Digest" };
	const char *etag = gantry_response_get_header(response, "ETag");
	size_t i;

	for (i = 0; i < sizeof(digests) / sizeof(digests[0]); i++)
		gantry_response_header(response, digests[i], NULL);
	if (etag == NULL || strncmp(etag, "W/", 2) == 0)
		return 0;
	etag = gantry_environ_format(
	    gantry_request_environ(request), "W/%s", etag);
	return etag != NULL ? gantry_response_etag(response, etag) : -1;
}

/* Does LIST, an If-None-Match, contain the strong ETAG as a weak one or not? */
static bool
is_named(const char *list, const char *etag, bool is_weak)
{
	const char *at = list;

	while ((at = strstr(at, etag)) != NULL) {
		if ((at - list >= 2 && strncmp(at - 2, "W/", 2) == 0) ==
		    is_weak)
			return true;
		at += strlen(etag);
	}
	return false;
}

static int
replace(struct compress *compress, struct gantry_request *request,
    struct gantry_response *response, const char *encoding)
{
	const struct gantry_buffer *packed = &compress->packed;
	struct gantry_buffer *body = gantry_response_buffer(response);

	gantry_buffer_reset(body);
	if (gantry_buffer_add(body, packed->data, packed->length) == -1 ||
	    gantry_response_header(response, "Content-Encoding", encoding) ==
		-1)
		return -1;
	return describe_compressed(request, response);
}

/* Replace the body by its compressed form, if that is smaller. */
static int
pack(struct compress *compress, struct gantry_request *request,
    struct gantry_response *response, const char *encoding)
{
	const struct gantry_buffer *body = gantry_response_body(response);
	struct gantry_buffer *packed = &compress->packed;
	int result = strcmp(encoding, "br") == 0 ? pack_brotli(compress, body)
						 : pack_gzip(compress, body);

	/* Without memory the body is sent as it is. */
	if (result == -1 || packed->length >= body->length)
		result = 0;
	else
		result = replace(compress, request, response, encoding);
	if (packed->capacity > KEPT_MAX)
		gantry_buffer_clear(packed);
	else
		gantry_buffer_reset(packed);
	return result;
}

/*
 * Give a 304 the ETag of the 200 that the client, or a cache before it, has.
 * Whether that was compressed shows in the ETag that it sends.  If it sends
 * none, find out, or assume it if there is no body.
 */
static int
match_304(struct compress *compress, struct gantry_request *request,
    struct gantry_response *response, const char *encoding)
{
	const char *list = gantry_request_header(request, "If-None-Match");
	const char *etag = gantry_response_get_header(response, "ETag");

	if (list != NULL && etag != NULL) {
		if (is_named(list, etag, true))
			return describe_compressed(request, response);
		if (is_named(list, etag, false))
			return 0;
	}
	return is_worth_it(compress, response)
	    ? pack(compress, request, response, encoding)
	    : describe_compressed(request, response);
}

int
gantry_compress_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	static const char *const encodings[] = { "br", "gzip", "identity",
		NULL };
	struct compress *compress = state;
	const char *chosen;
	bool is_304;

	(void)succeeded;
	if (process_lacks(request, response, state, __func__))
		return -1;
	is_304 =
	    is_status(response, "304") || gantry_response_is_fresh(response);
	if (!is_transformable(response) ||
	    (!is_worth_it(compress, response) &&
		!may_stand_for_compressed(response, is_304)))
		return 0;
	if (gantry_response_vary(response, "Accept-Encoding") == -1)
		return -1;
	if (is_status(response, "206") ||
	    gantry_request_header(request, "Accept-Encoding") == NULL)
		return 0;
	chosen = gantry_request_prefers_encoding(request, encodings);
	if (chosen == NULL || chosen == encodings[2])
		return 0;
	return is_304 ? match_304(compress, request, response, chosen)
		      : pack(compress, request, response, chosen);
}

/*
 * Compressed bodies are decompressed and compared.
 */
#include <stdio.h>
#include <string.h>

#include <brotli/decode.h>
#include <gantry/web.h>
#include <zlib.h>

#include "middleware/test_site.h"
#include "unit.h"

/* Assert that RESULT, decompressed, has LENGTH bytes of the text. */
static void
assert_gzip(const struct gantry_result *result, size_t length)
{
	char text[4096];
	z_stream stream = {
		.next_in = (Bytef *)gantry_result_text(result),
		.avail_in = (uInt)gantry_result_length(result),
		.next_out = (Bytef *)text,
		.avail_out = sizeof(text),
	};

	ck_assert_int_eq(inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
	ck_assert_int_eq(inflate(&stream, Z_FINISH), Z_STREAM_END);
	ck_assert_uint_eq(stream.total_out, length);
	ck_assert_int_eq(
	    strncmp(text, TEST_SITE_WORDS, strlen(TEST_SITE_WORDS)), 0);
	inflateEnd(&stream);
}

START_TEST(a_large_response_is_compressed_if_the_client_accepts_it)
{
	const struct gantry_middleware compress = GANTRY_COMPRESS(NULL);
	struct gantry_result *result;
	size_t size = 4096;
	uint8_t text[4096];

	test_site_use(&compress, NULL);
	result = test_site_ask(
	    "GET", "X-Size: 1500", "Accept-Encoding: gzip, deflate");
	gantry_assert_header(result, "Content-Encoding", "gzip");
	gantry_assert_header(result, "Vary", "Accept-Encoding");
	ck_assert_uint_lt(gantry_result_length(result), 200);
	assert_gzip(result, 1500);
	gantry_result_free(result);
	result =
	    test_site_ask("GET", "X-Size: 1500", "Accept-Encoding: gzip, br");
	gantry_assert_header(result, "Content-Encoding", "br");
	ck_assert_int_eq(
	    BrotliDecoderDecompress(gantry_result_length(result),
		(const uint8_t *)gantry_result_text(result), &size, text),
	    BROTLI_DECODER_RESULT_SUCCESS);
	ck_assert_uint_eq(size, 1500);
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_body_that_would_not_shrink_is_not_compressed)
{
	static const struct {
		const char *header, *accept;
	} cases[] = {
		{ "X-Size: 1500", NULL },
		{ "X-Size: 1500", "Accept-Encoding: identity" },
		{ "X-Size: 1500", "Accept-Encoding: gzip;q=0" },
		{ "X-Size: 1023", "Accept-Encoding: gzip" },
	};
	const struct gantry_middleware compress = GANTRY_COMPRESS(NULL);
	struct gantry_result *result;
	size_t i;

	test_site_use(&compress, NULL);
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		result = test_site_ask("GET", cases[i].header, cases[i].accept);
		gantry_assert_header(result, "Content-Encoding", NULL);
		gantry_result_free(result);
	}
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_compressed_response_has_a_weak_etag)
{
	const struct gantry_middleware compress = GANTRY_COMPRESS(NULL);
	const char *const headers[] = { "X-Tagged: 1", "X-Size: 1500",
		"Accept-Encoding: gzip", NULL };
	const char *const fresh[] = { "X-Tagged: 1", "X-Size: 1500",
		"Accept-Encoding: gzip", "If-None-Match: W/\"mine\"", NULL };
	const struct gantry_simulation asking = { .headers = headers };
	const struct gantry_simulation again = { .headers = fresh };
	struct gantry_result *result;

	test_site_use(&compress, NULL);
	result = gantry_simulate_get(test_site_client, "/", &asking);
	gantry_assert_header(result, "ETag", "W/\"mine\"");
	gantry_result_free(result);
	result = gantry_simulate_get(test_site_client, "/", &again);
	gantry_assert_status(result, 304);
	/* Caches find their response by it (RFC 9111 section 4.3.4). */
	gantry_assert_header(result, "ETag", "W/\"mine\"");
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

/* Whether the application or the site makes it. */
START_TEST(a_304_has_the_same_headers_as_its_200)
{
	static const struct {
		const char *coding, *condition, *etag;
	} cases[] = {
		{ "gzip", "If-None-Match: \"x\", W/\"mine\"", "W/\"mine\"" },
		{ "gzip", "If-None-Match: \"mine\"", "\"mine\"" },
		{ "gzip", "If-None-Match: \"mine\", W/\"mine\"", "W/\"mine\"" },
		{ "gzip", "If-None-Match: *", "W/\"mine\"" },
		{ "identity", "If-None-Match: W/\"mine\"", "\"mine\"" },
	};
	const struct gantry_middleware compress = GANTRY_COMPRESS(NULL);
	struct gantry_result *result;
	size_t i;

	test_site_use(&compress, NULL);
	for (i = 0; i < 2 * (sizeof(cases) / sizeof(*cases)); i++) {
		char coding[64];
		const char *const headers[] = { "X-Tagged: 1", "X-Size: 1500",
			coding, cases[i / 2].condition,
			i % 2 == 0 ? "X-Fresh: 1" : NULL, NULL };
		const struct gantry_simulation again = { .headers = headers };

		snprintf(coding, sizeof(coding), "Accept-Encoding: %s",
		    cases[i / 2].coding);
		result = gantry_simulate_get(test_site_client, "/", &again);
		gantry_assert_status(result, 304);
		gantry_assert_header(result, "ETag", cases[i / 2].etag);
		gantry_assert_header(result, "Vary", "Accept-Encoding");
		gantry_result_free(result);
	}
	gantry_client_close(test_site_client);
}
END_TEST

/*
 * A responder that leaves out the body of a fresh response, sends a file, sends
 * a part, or says what must not be compressed.
 */
static const char *leaves;
static int answer_count;

static int
answer_parts(struct gantry_request *request, struct gantry_response *response)
{
	static char text[1500];
	const char *headers = gantry_request_header(request, "X-Headers");
	const char *type = gantry_request_header(request, "X-Type");
	const char *colon = headers != NULL ? strstr(headers, ": ") : NULL;

	answer_count++;
	memset(text, 'a', sizeof(text));
	if (leaves != NULL && strcmp(leaves, "all") == 0)
		return gantry_response_data(
		    response, "text/plain", text, sizeof(text));
	gantry_response_etag(response, "mine");
	gantry_response_last_modified(response, 784111777);
	if (colon != NULL)
		gantry_response_header(response,
		    gantry_environ_format(gantry_request_environ(request),
			"%.*s", (int)(colon - headers), headers),
		    colon + 2);
	if (leaves == NULL)
		return gantry_response_data(response,
		    type != NULL ? type : "text/plain", text, sizeof(text));
	if (strcmp(leaves, "file") == 0)
		return gantry_response_file(response, unit_path("file.txt"));
	if (strcmp(leaves, "part") == 0) {
		gantry_response_status(response, GANTRY_206);
		gantry_response_header(
		    response, "Content-Range", "bytes 0-1499/9000");
		return gantry_response_data(
		    response, "text/plain", text, sizeof(text));
	}
	if (strcmp(leaves, "typed") == 0)
		gantry_response_type(response, "image/png");
	if (gantry_response_is_fresh(response))
		return 0;
	return gantry_response_data(response, "text/plain", text, sizeof(text));
}

static const struct gantry_middleware site_compress = GANTRY_COMPRESS(NULL);
static const struct gantry_middleware site_etag = GANTRY_ETAG;
static const struct gantry_cache_options minute = { .seconds = 60 };
static const struct gantry_middleware site_cache = GANTRY_CACHE(&minute);
static const struct gantry_middleware *used[4] = { &site_compress };
static const struct gantry_route part_routes[] = {
	{ .uri_template = "/", .on_get = GANTRY_RESPONDER(answer_parts) },
	{ 0 },
};
static const struct gantry_site part_site = {
	.routes = part_routes,
	.middleware = used,
};

static int
open_parts(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(&part_site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application part_application = {
	.name = "parts",
	.open = open_parts,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

/* METHOD with Accept-Encoding and two headers, any of which may be NULL. */
static struct gantry_result *
ask_parts(const char *method, const char *accepted, const char *header,
    const char *second)
{
	const char *headers[4] = { NULL };
	const struct gantry_simulation asking = { .headers = headers };
	struct gantry_error error;
	struct gantry_client *client =
	    gantry_client_open(&part_application, NULL, &error);
	struct gantry_result *result;
	size_t count = 0;

	ck_assert_ptr_nonnull(client);
	if (accepted != NULL)
		headers[count++] = accepted;
	if (header != NULL)
		headers[count++] = header;
	headers[count] = second;
	result = gantry_simulate(client, method, "/", &asking);
	gantry_client_close(client);
	return result;
}

#define GZIP  "Accept-Encoding: gzip"
#define SINCE "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"

/* RFC 9110 section 15.4.5: what the 200 would have. */
START_TEST(a_304_without_a_body_has_the_headers_of_its_200)
{
	static const struct {
		const char *leaves, *accepted, *condition, *etag, *vary;
	} cases[] = {
		{ "body", GZIP, "If-None-Match: W/\"mine\"", "W/\"mine\"",
		    "Accept-Encoding" },
		{ "body", GZIP, "If-None-Match: \"mine\"", "\"mine\"",
		    "Accept-Encoding" },
		{ "body", GZIP, "If-None-Match: *", "W/\"mine\"",
		    "Accept-Encoding" },
		{ "body", GZIP, SINCE, "W/\"mine\"", "Accept-Encoding" },
		{ "body", NULL, SINCE, "\"mine\"", "Accept-Encoding" },
		{ NULL, GZIP, SINCE, "W/\"mine\"", "Accept-Encoding" },
		{ NULL, NULL, SINCE, "\"mine\"", "Accept-Encoding" },
		{ "typed", GZIP, SINCE, "\"mine\"", NULL },
		{ "file", GZIP, SINCE, "\"mine\"", NULL },
		{ "file", GZIP, "If-None-Match: W/\"mine\"", "\"mine\"", NULL },
	};
	struct gantry_result *result;
	size_t i;

	unit_write_text(unit_path("file.txt"), "text");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		leaves = cases[i].leaves;
		result = ask_parts(
		    "GET", cases[i].accepted, cases[i].condition, NULL);
		gantry_assert_status(result, 304);
		gantry_assert_header(result, "ETag", cases[i].etag);
		gantry_assert_header(result, "Vary", cases[i].vary);
		gantry_assert_header(result, "Content-Encoding", NULL);
		gantry_result_free(result);
	}
	leaves = NULL;
}
END_TEST

/* RFC 9110 section 7.7; RFC 9111 section 5.2.2.6. */
START_TEST(what_must_not_be_transformed_stays)
{
	static const struct {
		const char *header;
		bool is_compressed;
	} cases[] = {
		{ "X-Headers: Cache-Control: max-age=1, No-Transform", false },
		{ "X-Headers: Cache-Control: a=\"no-transform\"", true },
		{ "X-Headers: Cache-Control: no-transformation", true },
		{ "X-Headers: Content-Encoding: x", false },
		{ "X-Type: text/event-stream;charset=utf-8", false },
		{ "X-Type: Text/Event-Stream", false },
		{ "X-Type: text/e", true },
		{ "X-Type: TEXT/HTML", true },
		{ "X-Type: Application/JSON ; a=b", true },
		{ "X-Type: application/ld+JSON", true },
		{ "X-Type: application/jsonx", false },
		{ "X-Type: image/png", false },
	};
	struct gantry_result *result;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		result = ask_parts("GET", GZIP, cases[i].header, NULL);
		ck_assert_int_eq(gantry_result_length(result) < 1500,
		    cases[i].is_compressed);
		gantry_assert_header(result, "Vary",
		    cases[i].is_compressed ? "Accept-Encoding" : NULL);
		gantry_assert_header(result, "ETag",
		    cases[i].is_compressed ? "W/\"mine\"" : "\"mine\"");
		gantry_result_free(result);
	}
}
END_TEST

/* RFC 9530 section 3: they are of the bytes before. */
START_TEST(digests_are_dropped)
{
	static const char *const names[] = { "Repr-Digest", "Content-Digest",
		"Digest", "Content-MD5" };
	struct gantry_result *result;
	char header[80];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(header, sizeof(header), "X-Headers: %s: x", names[i]);
		result = ask_parts("GET", GZIP, header, NULL);
		gantry_assert_header(result, "Content-Encoding", "gzip");
		gantry_assert_header(result, names[i], NULL);
		gantry_result_free(result);
		result = ask_parts("GET", NULL, header, NULL);
		gantry_assert_header(result, names[i], "x");
		gantry_result_free(result);
		leaves = "body";
		result = ask_parts("GET", GZIP, header, SINCE);
		gantry_assert_status(result, 304);
		gantry_assert_header(result, names[i], NULL);
		gantry_result_free(result);
		leaves = NULL;
	}
}
END_TEST

/* RFC 9110 sections 9.3.2 and 15.3.7. */
START_TEST(head_is_get_and_a_part_is_left_alone)
{
	struct gantry_result *get = ask_parts("GET", GZIP, NULL, NULL);
	struct gantry_result *result = ask_parts("HEAD", GZIP, NULL, NULL);

	gantry_assert_header(result, "Content-Encoding", "gzip");
	gantry_assert_header(result, "ETag", "W/\"mine\"");
	gantry_assert_header(result, "Vary", "Accept-Encoding");
	gantry_assert_header(result, "Content-Length",
	    gantry_result_header(get, "Content-Length"));
	gantry_result_free(result);
	gantry_result_free(get);
	leaves = "part";
	result = ask_parts("GET", GZIP, NULL, NULL);
	gantry_assert_status(result, 206);
	gantry_assert_header(result, "Content-Encoding", NULL);
	gantry_assert_header(result, "ETag", "\"mine\"");
	gantry_assert_header(result, "Vary", "Accept-Encoding");
	ck_assert_uint_eq(gantry_result_length(result), 1500);
	gantry_result_free(result);
	leaves = NULL;
}
END_TEST

/* RFC 9110 section 12.5.3. */
START_TEST(only_an_accepted_coding_is_used)
{
	static const struct {
		const char *accepted, *coding;
	} cases[] = {
		{ "Accept-Encoding: *", "br" },
		{ "Accept-Encoding: *;q=0", NULL },
		{ "Accept-Encoding: identity;q=0", NULL },
		{ "Accept-Encoding: *;q=0, gzip", "gzip" },
		{ "Accept-Encoding: identity;q=0, gzip", "gzip" },
		{ "Accept-Encoding: identity;q=1, *;q=0", NULL },
		{ "Accept-Encoding: br;q=0, *", "gzip" },
		{ "Accept-Encoding: gzip;q=0.000", NULL },
		{ "Accept-Encoding: deflate", NULL },
		{ "Accept-Encoding:", NULL },
		{ NULL, NULL },
	};
	struct gantry_result *result;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		result = ask_parts("GET", cases[i].accepted, NULL, NULL);
		gantry_assert_status(result, 200);
		ck_assert_msg((cases[i].coding == NULL) ==
			(gantry_result_header(result, "Content-Encoding") ==
			    NULL),
		    "%s", cases[i].accepted);
		gantry_assert_header(
		    result, "Content-Encoding", cases[i].coding);
		gantry_assert_header(result, "Vary", "Accept-Encoding");
		gantry_result_free(result);
	}
}
END_TEST

/*
 * Ask CLIENT three times: for a compressed response, the same again, and
 * whether it is the same as with ETAG.
 */
static void
ask_thrice(struct gantry_client *client, char *etag, size_t size)
{
	char condition[80];
	const char *const plain[] = { GZIP, NULL };
	const char *const conditional[] = { GZIP, condition, NULL };
	const struct gantry_simulation asking = { .headers = plain };
	const struct gantry_simulation again = { .headers = conditional };
	struct gantry_result *result;
	int i;

	for (i = 0; i < 2; i++) {
		result = gantry_simulate_get(client, "/", &asking);
		gantry_assert_status(result, 200);
		gantry_assert_header(result, "Content-Encoding", "gzip");
		gantry_assert_header(result, "Vary", "Accept-Encoding");
		ck_assert(
		    (gantry_result_header(result, "Age") == NULL) == (i == 0));
		ck_assert_ptr_nonnull(gantry_result_header(result, "ETag"));
		if (i > 0)
			gantry_assert_header(result, "ETag", etag);
		snprintf(
		    etag, size, "%s", gantry_result_header(result, "ETag"));
		gantry_result_free(result);
	}
	snprintf(condition, sizeof(condition), "If-None-Match: %s", etag);
	result = gantry_simulate_get(client, "/", &again);
	gantry_assert_status(result, 304);
	gantry_assert_header(result, "ETag", etag);
	gantry_assert_header(result, "Vary", "Accept-Encoding");
	ck_assert_ptr_nonnull(gantry_result_header(result, "Age"));
	gantry_result_free(result);
}

/* The first is the order that the header advises; the others work, too. */
START_TEST(etags_compression_and_cache_work_together)
{
	static const struct gantry_middleware *const orders[][3] = {
		{ &site_compress, &site_etag, &site_cache },
		{ &site_cache, &site_compress, &site_etag },
		{ &site_compress, &site_cache, &site_etag },
		{ &site_etag, &site_compress, &site_cache },
	};
	struct gantry_client *client;
	struct gantry_error error;
	char etag[60];
	size_t i;

	leaves = "all";
	for (i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		memcpy(used, orders[i], sizeof(orders[i]));
		client = gantry_client_open(&part_application, NULL, &error);
		ck_assert_ptr_nonnull(client);
		answer_count = 0;
		ask_thrice(client, etag, sizeof(etag));
		ck_assert_int_eq(answer_count, 1);
		/* A tag of the compressed bytes is a strong one. */
		ck_assert_int_eq(strncmp(etag, "W/", 2) == 0, i != 3);
		gantry_client_close(client);
	}
}
END_TEST

/* RFC 9110 section 8.8.3.2: a weak tag never matches strongly. */
START_TEST(if_match_compares_strongly)
{
	struct gantry_result *result =
	    ask_parts("GET", GZIP, "If-Match: W/\"mine\"", NULL);

	gantry_assert_status(result, 412);
	gantry_assert_header(
	    result, "Content-Type", "application/problem+json");
	gantry_assert_header(result, "Content-Encoding", NULL);
	gantry_result_free(result);
	result = ask_parts("GET", NULL, "If-Match: \"mine\"", NULL);
	gantry_assert_status(result, 200);
	gantry_result_free(result);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_large_response_is_compressed_if_the_client_accepts_it,
		a_body_that_would_not_shrink_is_not_compressed,
		a_compressed_response_has_a_weak_etag,
		a_304_has_the_same_headers_as_its_200,
		a_304_without_a_body_has_the_headers_of_its_200,
		what_must_not_be_transformed_stays,
		digests_are_dropped,
		head_is_get_and_a_part_is_left_alone,
		only_an_accepted_coding_is_used,
		etags_compression_and_cache_work_together,
		if_match_compares_strongly,
		NULL,
	};

	return unit_run("middleware/compress", tests);
}

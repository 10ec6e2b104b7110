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

int
main(void)
{
	const TTest *const tests[] = {
		a_large_response_is_compressed_if_the_client_accepts_it,
		a_body_that_would_not_shrink_is_not_compressed,
		a_compressed_response_has_a_weak_etag,
		a_304_has_the_same_headers_as_its_200,
		NULL,
	};

	return unit_run("middleware/compress", tests);
}

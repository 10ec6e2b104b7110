/*
 * What was packed is unpacked again.
 */
#include <stdio.h>
#include <string.h>

#include <brotli/decode.h>
#include <gantry/web.h>
#include <zlib.h>

#include "middleware/tried.h"
#include "unit.h"

/* Assert that RESULT has LENGTH bytes of the answer's text, once unpacked. */
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
	ck_assert_int_eq(strncmp(text, TRIED_WORDS, strlen(TRIED_WORDS)), 0);
	inflateEnd(&stream);
}

START_TEST(a_large_answer_is_compressed_for_who_takes_it)
{
	const struct gantry_middleware compress = GANTRY_COMPRESS(NULL);
	struct gantry_result *result;
	size_t size = 4096;
	uint8_t text[4096];

	tried_use(&compress, NULL);
	result =
	    tried_ask("GET", "X-Size: 1500", "Accept-Encoding: gzip, deflate");
	gantry_assert_header(result, "Content-Encoding", "gzip");
	gantry_assert_header(result, "Vary", "Accept-Encoding");
	ck_assert_uint_lt(gantry_result_length(result), 200);
	assert_gzip(result, 1500);
	gantry_result_free(result);
	result = tried_ask("GET", "X-Size: 1500", "Accept-Encoding: gzip, br");
	gantry_assert_header(result, "Content-Encoding", "br");
	ck_assert_int_eq(
	    BrotliDecoderDecompress(gantry_result_length(result),
		(const uint8_t *)gantry_result_text(result), &size, text),
	    BROTLI_DECODER_RESULT_SUCCESS);
	ck_assert_uint_eq(size, 1500);
	gantry_result_free(result);
	gantry_client_close(tried_client);
}
END_TEST

START_TEST(what_would_gain_nothing_stays_as_it_is)
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

	tried_use(&compress, NULL);
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		result = tried_ask("GET", cases[i].header, cases[i].accept);
		gantry_assert_header(result, "Content-Encoding", NULL);
		gantry_result_free(result);
	}
	gantry_client_close(tried_client);
}
END_TEST

START_TEST(what_is_compressed_has_a_weak_etag)
{
	const struct gantry_middleware compress = GANTRY_COMPRESS(NULL);
	const char *const headers[] = { "X-Tagged: 1", "X-Size: 1500",
		"Accept-Encoding: gzip", NULL };
	const char *const fresh[] = { "X-Tagged: 1", "X-Size: 1500",
		"Accept-Encoding: gzip", "If-None-Match: W/\"mine\"", NULL };
	const struct gantry_simulation asking = { .headers = headers };
	const struct gantry_simulation again = { .headers = fresh };
	struct gantry_result *result;

	tried_use(&compress, NULL);
	result = gantry_simulate_get(tried_client, "/", &asking);
	gantry_assert_header(result, "ETag", "W/\"mine\"");
	gantry_result_free(result);
	result = gantry_simulate_get(tried_client, "/", &again);
	gantry_assert_status(result, 304);
	/* A cache looks for what it keeps by it (RFC 9111 section 4.3.4). */
	gantry_assert_header(result, "ETag", "W/\"mine\"");
	gantry_result_free(result);
	gantry_client_close(tried_client);
}
END_TEST

/* Whichever of the two makes it, the application or the site. */
START_TEST(a_304_has_the_headers_of_its_200)
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

	tried_use(&compress, NULL);
	for (i = 0; i < 2 * (sizeof(cases) / sizeof(*cases)); i++) {
		char coding[64];
		const char *const headers[] = { "X-Tagged: 1", "X-Size: 1500",
			coding, cases[i / 2].condition,
			i % 2 == 0 ? "X-Fresh: 1" : NULL, NULL };
		const struct gantry_simulation again = { .headers = headers };

		snprintf(coding, sizeof(coding), "Accept-Encoding: %s",
		    cases[i / 2].coding);
		result = gantry_simulate_get(tried_client, "/", &again);
		gantry_assert_status(result, 304);
		gantry_assert_header(result, "ETag", cases[i / 2].etag);
		gantry_assert_header(result, "Vary", "Accept-Encoding");
		gantry_result_free(result);
	}
	gantry_client_close(tried_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_large_answer_is_compressed_for_who_takes_it,
		what_would_gain_nothing_stays_as_it_is,
		what_is_compressed_has_a_weak_etag,
		a_304_has_the_headers_of_its_200,
		NULL,
	};

	return unit_run("middleware/compress", tests);
}

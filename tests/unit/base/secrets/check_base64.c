/*
 * Unit tests for bridge/base/secrets/base64.c: the vectors of RFC 4648, section
 * 10, and what no encoder writes.
 */
#include <string.h>

#include "base/secrets/base64.h"
#include "gantry/secrets.h"
#include "unit.h"

static const struct vector {
	const char *data, *url, *padded;
} vectors[] = {
	{ "", "", "" },
	{ "f", "Zg", "Zg==" },
	{ "fo", "Zm8", "Zm8=" },
	{ "foo", "Zm9v", "Zm9v" },
	{ "foob", "Zm9vYg", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy", "Zm9vYmFy" },
	{ "\xff\xef\xbe", "_---", "/+++" },
};

static void
expect(const struct gantry_buffer *buffer, const char *text)
{
	ck_assert_uint_eq(buffer->length, strlen(text));
	ck_assert(memcmp(buffer->length > 0 ? buffer->data : "", text,
		      buffer->length) == 0);
}

START_TEST(the_vectors_of_rfc_4648_hold)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		const struct vector *v = &vectors[i];

		gantry_buffer_reset(&buffer);
		ck_assert_int_eq(
		    gantry_base64url_encode(&buffer, v->data, strlen(v->data)),
		    0);
		expect(&buffer, v->url);
		gantry_buffer_reset(&buffer);
		ck_assert_int_eq(gantry_base64url_decode(
				     &buffer, v->url, strlen(v->url), &error),
		    0);
		expect(&buffer, v->data);
		gantry_buffer_reset(&buffer);
		ck_assert_int_eq(base64_decode(&buffer, BASE64, v->padded,
				     strlen(v->padded), &error),
		    0);
		expect(&buffer, v->data);
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

static void
refuse(enum base64_kind kind, const char *text)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error;

	gantry_buffer_puts(&buffer, "kept");
	ck_assert_msg(
	    base64_decode(&buffer, kind, text, strlen(text), &error) == -1,
	    "%s was decoded", text);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	expect(&buffer, "kept");
	gantry_buffer_clear(&buffer);
}

START_TEST(what_no_encoder_writes_is_refused)
{
	/* Bits that belong to no byte, and lengths that nothing has. */
	refuse(BASE64URL, "Zh");
	refuse(BASE64URL, "Zm9");
	refuse(BASE64URL, "Z");
	refuse(BASE64URL, "Zm9vY");
	/* Padding, blanks, the other alphabet, bytes beyond ASCII. */
	refuse(BASE64URL, "Zg==");
	refuse(BASE64URL, "Zm9v ");
	refuse(BASE64URL, "Zm9v\n");
	refuse(BASE64URL, "/+++");
	refuse(BASE64URL, "Zm\xc3\xa9");
	refuse(BASE64, "_---");
	refuse(BASE64, "Zg");
	refuse(BASE64, "Zg=");
	refuse(BASE64, "Zh==");
	refuse(BASE64, "Z===");
	refuse(BASE64, "====");
	refuse(BASE64, "Zg==Zg==");
	refuse(BASE64, "Z=9v");
}
END_TEST

START_TEST(a_nul_within_the_length_is_refused)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error;

	ck_assert_int_eq(
	    gantry_base64url_decode(&buffer, "Zm\0v", 4, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_uint_eq(buffer.length, 0);
	gantry_buffer_clear(&buffer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_vectors_of_rfc_4648_hold,
		what_no_encoder_writes_is_refused,
		a_nul_within_the_length_is_refused,
		NULL,
	};

	return unit_run("base/secrets/base64", tests);
}

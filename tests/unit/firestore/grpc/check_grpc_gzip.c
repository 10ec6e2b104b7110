#include <string.h>

#include "firestore/grpc/grpc_gzip.h"
#include "unit.h"

static struct gantry_buffer text, packed, out;
static struct gantry_error error;

static struct bytes
all(const struct gantry_buffer *buffer)
{
	return (struct bytes){ buffer->data, buffer->length };
}

/* A text of 100,000 bytes, and the same compressed. */
static void
prepare(void)
{
	int i;

	gantry_buffer_reset(&text);
	gantry_buffer_reset(&packed);
	gantry_buffer_reset(&out);
	for (i = 0; i < 10000; i++)
		gantry_buffer_printf(&text, "%010d", i * i);
	ck_assert_int_eq(gzip_compress(all(&text), &packed, &error), 0);
}

START_TEST(what_is_compressed_comes_back)
{
	prepare();
	ck_assert_uint_lt(packed.length, text.length);
	ck_assert_int_eq(
	    gzip_decompress(all(&packed), text.length, &out, &error), 0);
	ck_assert_uint_eq(out.length, text.length);
	ck_assert_mem_eq(out.data, text.data, text.length);
}
END_TEST

START_TEST(more_than_the_limit_is_refused)
{
	prepare();
	ck_assert_int_eq(
	    gzip_decompress(all(&packed), text.length - 1, &out, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
}
END_TEST

START_TEST(what_is_not_gzip_is_refused)
{
	size_t length;

	prepare();
	for (length = 0; length < packed.length; length += 1000) {
		gantry_buffer_reset(&out);
		ck_assert_int_eq(
		    gzip_decompress((struct bytes){ packed.data, length },
			text.length, &out, &error),
		    -1);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	}
	gantry_buffer_putc(&packed, 'x');
	gantry_buffer_reset(&out);
	ck_assert_int_eq(
	    gzip_decompress(all(&packed), text.length, &out, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_is_compressed_comes_back,
		more_than_the_limit_is_refused,
		what_is_not_gzip_is_refused,
		NULL,
	};
	int status = unit_run("gzip", tests);

	gantry_buffer_clear(&text);
	gantry_buffer_clear(&packed);
	gantry_buffer_clear(&out);
	return status;
}

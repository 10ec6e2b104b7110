/*
 * Values that are written again as they were read.
 */
#include <string.h>

#include "gantry/web.h"
#include "unit.h"
#include "web/test_request.h"

static void
assert_same(const char *text, const char *expected)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_json_writer writer;
	struct test_request asked;
	const struct gantry_json_value *value;

	test_request_begin(&asked, NULL);
	value = gantry_json_parse(&asked.environ, text, strlen(text), NULL);
	ck_assert_ptr_nonnull(value);
	gantry_json_writer_init(&writer, &buffer);
	gantry_json_put_value(&writer, NULL, value);
	ck_assert(gantry_json_is_whole(&writer));
	gantry_buffer_putc(&buffer, '\0');
	ck_assert_str_eq(buffer.data, expected);
	gantry_buffer_clear(&buffer);
	test_request_end(&asked);
}

START_TEST(a_value_is_written_as_it_was_read)
{
	static const char *const texts[] = { "null", "true", "false", "0",
		"-9223372036854775808", "9007199254740993", "1.5",
		"\"a\\u0000b\"", "[]", "{}", "[1,[2,{\"a\":[]}],\"\"]",
		"{\"b\":1,\"a\":{\"c\":null}}" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_same(texts[i], texts[i]);
}
END_TEST

/* RFC 8259 section 6: others may read them with more precision. */
START_TEST(numbers_that_no_double_holds_keep_their_text)
{
	assert_same("18446744073709551615", "18446744073709551615");
	assert_same("[0.12345678901234567890]", "[0.12345678901234567890]");
	assert_same("1e2", "100");
}
END_TEST

START_TEST(no_value_makes_the_writer_fail)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_json_writer writer;

	gantry_json_writer_init(&writer, &buffer);
	gantry_json_put_value(&writer, NULL, NULL);
	ck_assert(!gantry_json_is_whole(&writer));
	gantry_buffer_clear(&buffer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_value_is_written_as_it_was_read,
		numbers_that_no_double_holds_keep_their_text,
		no_value_makes_the_writer_fail,
		NULL,
	};

	return unit_run("web/types/json_value", tests);
}

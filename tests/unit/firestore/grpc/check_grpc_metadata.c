#include <string.h>

#include "firestore/grpc/grpc_metadata.h"
#include "unit.h"

START_TEST(timeouts_are_milliseconds_rounded_up)
{
	const struct {
		const char *value;
		int64_t milliseconds;
	} cases[] = {
		{ "1S", 1000 },
		{ "100m", 100 },
		{ "1u", 1 },
		{ "1001u", 2 },
		{ "99999999n", 100 },
		{ "2M", 120000 },
		{ "99999999H", INT64_C(359999996400000) },
		{ "0m", 0 },
	};
	int64_t milliseconds;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert(grpc_read_timeout(cases[i].value, &milliseconds));
		ck_assert_int_eq(milliseconds, cases[i].milliseconds);
	}
}
END_TEST

START_TEST(malformed_timeouts_are_refused)
{
	const char *const cases[] = { "", "S", "1", "1x", "1SS", "-1S", "1 S",
		"123456789S", "1.5S" };
	int64_t milliseconds;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(!grpc_read_timeout(cases[i], &milliseconds), "%s",
		    cases[i]);
}
END_TEST

START_TEST(a_list_has_whole_names)
{
	ck_assert(grpc_list_has("identity,gzip", "gzip"));
	ck_assert(grpc_list_has("identity, deflate, GZIP ,x", "gzip"));
	ck_assert(!grpc_list_has("identity,gzipx", "gzip"));
	ck_assert(!grpc_list_has("", "gzip"));
	ck_assert(!grpc_list_has(NULL, "gzip"));
}
END_TEST

static void
assert_bearer(const char *value, const char *expected)
{
	struct bytes token = grpc_bearer(value);

	ck_assert_uint_eq(token.length, strlen(expected));
	ck_assert_mem_eq(token.data, expected, token.length);
}

START_TEST(a_bearer_has_a_token)
{
	assert_bearer("Bearer abc", "abc");
	assert_bearer("bearer  abc ", "abc");
	assert_bearer("Basic abc", "");
	assert_bearer("Bearer", "");
	assert_bearer(NULL, "");
}
END_TEST

START_TEST(messages_escape_what_cannot_be_printed)
{
	static const char message[] = "100% d\xc3\xa9j\xc3\xa0:\n~\x7f [x]";
	struct gantry_buffer header = { 0 };

	grpc_add_message(&header, (struct bytes){ message, strlen(message) });
	gantry_buffer_putc(&header, '\0');
	ck_assert_str_eq(header.data, "100%25 d%C3%A9j%C3%A0:%0A~%7F [x]");
	gantry_buffer_clear(&header);
}
END_TEST

START_TEST(a_long_message_is_cut_between_characters)
{
	struct gantry_buffer header = { 0 }, message = { 0 };
	int i;

	gantry_buffer_putc(&message, 'x');
	for (i = 0; i < 2000; i++)
		gantry_buffer_puts(&message, "\xc3\xa9");
	grpc_add_message(
	    &header, (struct bytes){ message.data, message.length });
	ck_assert_uint_eq(header.length, 1 + 499 * 6);
	gantry_buffer_clear(&header);
	gantry_buffer_clear(&message);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		timeouts_are_milliseconds_rounded_up,
		malformed_timeouts_are_refused,
		a_list_has_whole_names,
		a_bearer_has_a_token,
		messages_escape_what_cannot_be_printed,
		a_long_message_is_cut_between_characters,
		NULL,
	};

	return unit_run("metadata", tests);
}

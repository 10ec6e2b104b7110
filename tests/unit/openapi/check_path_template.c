/*
 * Templates without their converters, and names made of them.
 */
#include <string.h>

#include "openapi/path_template.h"
#include "unit.h"

static struct gantry_buffer text;

static void
assert_text(const char *expected)
{
	ck_assert_int_eq(gantry_buffer_putc(&text, '\0'), 0);
	ck_assert_str_eq(text.data, expected);
	gantry_buffer_clear(&text);
}

START_TEST(fields_are_found_with_their_converters)
{
	static const struct {
		const char *name, *converter, *arguments;
	} expected[] = {
		{ "a", "", "" },
		{ "b", "int", "" },
		{ "c", "dt", "'%Y, (%m)'" },
		{ "d", "int", "" },
	};
	const char *at = "/x/{a}/{b:int}-{c:dt('%Y, (%m)')}/{d:int()}";
	struct path_template_field field;
	size_t i;

	for (i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
		ck_assert(path_template_next(&at, &field));
		ck_assert_uint_eq(field.name_length, strlen(expected[i].name));
		ck_assert_mem_eq(
		    field.name, expected[i].name, field.name_length);
		ck_assert_uint_eq(
		    field.converter_length, strlen(expected[i].converter));
		ck_assert_mem_eq(field.converter, expected[i].converter,
		    field.converter_length);
		ck_assert_uint_eq(
		    field.arguments_length, strlen(expected[i].arguments));
		ck_assert_mem_eq(field.arguments, expected[i].arguments,
		    field.arguments_length);
	}
	ck_assert(!path_template_next(&at, &field));
}
END_TEST

START_TEST(converters_are_left_out)
{
	static const struct {
		const char *template, *outline;
	} cases[] = {
		{ "/", "/" },
		{ "/a/b", "/a/b" },
		{ "/a/{b}", "/a/{b}" },
		{ "/{a:int(2)}-{b:dt(%Y)}/c", "/{a}-{b}/c" },
		{ "/{a:path}", "/{a}" },
		{ "/a b?c#d%", "/a%20b%3Fc%23d%25" },
		{ "/caf\xc3\xa9/{x}", "/caf%C3%A9/{x}" },
		{ "/a:b@c;d=e,f", "/a:b@c;d=e,f" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		path_template_put(&text, cases[i].template);
		assert_text(cases[i].outline);
	}
}
END_TEST

START_TEST(a_path_becomes_an_address)
{
	path_template_put_path(&text, "/a {b}", 6);
	assert_text("/a%20%7Bb%7D");
	path_template_put_path(&text, "/a\0b", 4);
	assert_text("/a%00b");
}
END_TEST

START_TEST(a_template_becomes_a_name)
{
	static const struct {
		const char *template, *id;
	} cases[] = {
		{ "/", "get" },
		{ "/a", "get_a" },
		{ "/a/{b:int}", "get_a_b" },
		{ "/a_b/{c}-{d}.json", "get_a_b_c_d_json" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		path_template_put_id(&text, "GET", cases[i].template);
		assert_text(cases[i].id);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		fields_are_found_with_their_converters,
		converters_are_left_out,
		a_path_becomes_an_address,
		a_template_becomes_a_name,
		NULL,
	};

	return unit_run("openapi/path_template", tests);
}

/*
 * Templates without their converters, and names made of them.
 */
#include <string.h>

#include "openapi/path_template.h"
#include "unit.h"

static struct gantry_buffer text;
static struct arena arena;

static const struct template *
parse(const char *template)
{
	static struct template parsed;
	struct gantry_error error;

	ck_assert_msg(
	    template_parse(&parsed, template, NULL, &arena, &error) == 0, "%s",
	    error.text);
	return &parsed;
}

static void
assert_text(const char *expected)
{
	ck_assert_int_eq(gantry_buffer_putc(&text, '\0'), 0);
	ck_assert_str_eq(text.data, expected);
	gantry_buffer_clear(&text);
}

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
		{ "/a?b#c%", "/a%3Fb%23c%25" },
		{ "/caf\xc3\xa9/{x}", "/caf%C3%A9/{x}" },
		{ "/a:b@c;d=e,f", "/a:b@c;d=e,f" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		path_template_put(&text, parse(cases[i].template));
		assert_text(cases[i].outline);
	}
	arena_clear(&arena);
}
END_TEST

START_TEST(a_template_becomes_an_operation_id)
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
		path_template_put_id(&text, "GET", parse(cases[i].template));
		assert_text(cases[i].id);
	}
	arena_clear(&arena);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		converters_are_left_out,
		a_template_becomes_an_operation_id,
		NULL,
	};

	return unit_run("openapi/path_template", tests);
}

/*
 * Templates: which are valid, and what is wrong with the others.
 */
#include <stdio.h>
#include <string.h>

#include "gantry/buffer.h"
#include "unit.h"
#include "web/routing/template.h"

static struct arena arena;
static struct gantry_error error;
static struct template template;

static int
parse(const char *text)
{
	error = (struct gantry_error){ 0 };
	return template_parse(&template, text, NULL, &arena, &error);
}

START_TEST(a_template_is_parsed)
{
	const struct template_field *fields;
	const struct segment *segments;

	arena_init(&arena);
	ck_assert_int_eq(parse("/a/{b}/x{c:int(2)}-{d}{e}.z/"), 0);
	ck_assert_uint_eq(template.count, 4);
	segments = template.segments;
	ck_assert(segment_is_literal(&segments[0]));
	ck_assert_uint_eq(segments[0].raw_length, 1);
	ck_assert(segment_is_field(&segments[1]));
	ck_assert_str_eq(segments[1].fields[0].name, "b");
	ck_assert(!segment_is_field(&segments[2]));
	ck_assert(!segment_is_literal(&segments[2]));
	ck_assert_uint_eq(segments[2].literal_length, 1);
	ck_assert_uint_eq(segments[2].count, 3);
	fields = segments[2].fields;
	ck_assert_str_eq(fields[0].name, "c");
	ck_assert_str_eq(fields[0].converter.text, "int(2)");
	ck_assert_mem_eq(fields[0].literal, "-", 1);
	ck_assert_uint_eq(fields[0].literal_length, 1);
	ck_assert_uint_eq(fields[1].literal_length, 0);
	ck_assert_str_eq(fields[2].name, "e");
	ck_assert_mem_eq(fields[2].literal, ".z", 2);
	ck_assert(segment_is_literal(&segments[3]));
	ck_assert_uint_eq(segments[3].raw_length, 0);
	ck_assert_ptr_eq(
	    template_get_field(&template, 0), &segments[1].fields[0]);
	ck_assert_ptr_eq(template_get_field(&template, 3), &fields[2]);
	ck_assert_ptr_null(template_get_field(&template, 4));
	arena_clear(&arena);
}
END_TEST

START_TEST(templates_of_all_kinds_are_valid)
{
	static const char *const cases[] = { "/", "/a/", "/{_}", "/{a1}",
		"/{a:int}", "/{a:int( min = 2 )}", "/People('{a}')",
		"/{a}|{b}[*]^?+$", "/caf\xc3\xa9/{a}", "/{a:path}",
		"/{a}/{b:path}", "/{class}", "/{a:dt('%Y (%m)')}" };
	size_t i;

	arena_init(&arena);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(
		    parse(cases[i]) == 0, "%s: %s", cases[i], error.text);
	arena_clear(&arena);
}
END_TEST

#define NO_NAME                                                            \
	" is not a field name: use letters, digits and '_', and no digit " \
	"first"

START_TEST(an_invalid_template_is_named)
{
	static const struct {
		const char *template, *why;
	} cases[] = {
		{ "/{}", ": ''" NO_NAME },
		{ "/a{}", ": ''" NO_NAME },
		{ "/{9v}", ": '9v'" NO_NAME },
		{ "/{a b}", ": 'a b'" NO_NAME },
		{ "/{ a}", ": ' a'" NO_NAME },
		{ "/{a\t}", ": 'a\t'" NO_NAME },
		{ "/{*a}", ": '*a'" NO_NAME },
		{ "/x/{a-b}/y", ": 'a-b'" NO_NAME },
		{ "/{a{b}", ": 'a{b'" NO_NAME },
		{ "/{\xc3\xa9}", ": '\xc3\xa9'" NO_NAME },
		{ "/{a}{a}", ": two fields are named 'a'" },
		{ "/{a}/x/{a:int}", ": two fields are named 'a'" },
		{ "/a b", ": white space outside a field" },
		{ "/a\n/b", ": white space outside a field" },
		{ "/{a} ", ": white space outside a field" },
		{ "/a//b",
		    ": a segment is empty ('//'); "
		    "leave out a slash, also at the end of a group's prefix" },
		{ "//",
		    ": a segment is empty ('//'); "
		    "leave out a slash, also at the end of a group's prefix" },
		{ "/{a:}", ": the converter of the field 'a' is missing" },
		{ "/{a:(1)}", ": the converter of the field 'a' is missing" },
		{ "/{a:int(1}",
		    ": the arguments of the field 'a' do not end with ')'" },
		{ "/{a:int(1)x}",
		    ": the arguments of the field 'a' do not end with ')'" },
		{ "/{a:int (1)}",
		    ": 'int (1)': unknown converter 'int ', not one of int, "
		    "float, dt, uuid, path; did you mean 'int'?" },
		{ "/x{a", ": '{a' has no '}' before the segment ends" },
		{ "/{a:dt(%Y/%m)}",
		    ": '{a:dt(%Y' has no '}' before the segment ends" },
		{ "/{a}}", ": a '}' has no '{' before it" },
		{ "/a}", ": a '}' has no '{' before it" },
		{ "/{a:path}/b",
		    ": '{a:path}' must be the entire last segment" },
		{ "/{a:path}/",
		    ": '{a:path}' must be the entire last segment" },
		{ "/x{a:path}",
		    ": '{a:path}' must be the entire last segment" },
		{ "/{b}{a:path}",
		    ": '{a:path}' must be the entire last segment" },
	};
	char text[256];
	size_t i;

	arena_init(&arena);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(
		    parse(cases[i].template) == -1, "%s", cases[i].template);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		snprintf(text, sizeof(text), "the template '%s'%s",
		    cases[i].template, cases[i].why);
		ck_assert_str_eq(error.text, text);
	}
	ck_assert_int_eq(parse("a"), -1);
	ck_assert_str_eq(
	    error.text, "the template 'a' does not begin with '/'");
	ck_assert_int_eq(parse(""), -1);
	arena_clear(&arena);
}
END_TEST

/* "/" and TIMES times BEFORE, a number and BEHIND. */
static const char *
repeated(struct gantry_buffer *buffer, const char *before, const char *behind,
    int times)
{
	int i;

	gantry_buffer_reset(buffer);
	gantry_buffer_putc(buffer, '/');
	for (i = 0; i < times; i++)
		gantry_buffer_printf(buffer, "%s%d%s", before, i, behind);
	gantry_buffer_putc(buffer, '\0');
	return buffer->data;
}

START_TEST(limits_are_reported)
{
	struct gantry_buffer buffer = { 0 };

	arena_init(&arena);
	ck_assert_int_eq(
	    parse(repeated(&buffer, "{f", "}-", MATCH_FIELDS_MAX)), 0);
	ck_assert_int_eq(
	    parse(repeated(&buffer, "{f", "}-", MATCH_FIELDS_MAX + 1)), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	ck_assert_ptr_nonnull(strstr(error.text, "}-': more than 16 fields"));
	/* The slash at the end begins one more, empty segment. */
	ck_assert_int_eq(
	    parse(repeated(&buffer, "s", "/", TEMPLATE_SEGMENTS_MAX - 1)), 0);
	ck_assert_int_eq(
	    parse(repeated(&buffer, "s", "/", TEMPLATE_SEGMENTS_MAX)), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	ck_assert_ptr_nonnull(strstr(error.text, "/': more than 32 segments"));
	gantry_buffer_clear(&buffer);
	arena_clear(&arena);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_template_is_parsed,
		templates_of_all_kinds_are_valid,
		an_invalid_template_is_named,
		limits_are_reported,
		NULL,
	};

	return unit_run("web/template", tests);
}

/*
 * Parameters of operations, and forms.
 */
#include <stdio.h>
#include <string.h>

#include "openapi/parameter.h"
#include "openapi/schema.h"
#include "unit.h"

static struct gantry_buffer text;
static struct gantry_json_writer json;
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
begin(void)
{
	gantry_buffer_clear(&text);
	gantry_json_writer_init(&json, &text);
	gantry_json_begin_object(&json, NULL);
}

static void
assert_written(const char *expected)
{
	gantry_json_end(&json);
	ck_assert(gantry_json_is_whole(&json));
	ck_assert_int_eq(gantry_buffer_putc(&text, '\0'), 0);
	ck_assert_str_eq(text.data, expected);
	gantry_buffer_clear(&text);
}

/* Assert how the only parameter of a route without fields is written. */
static void
assert_parameter(const struct gantry_param *param, const char *expected)
{
	const struct gantry_param *const params[] = { param, NULL };
	const struct gantry_route route = { .params = params };
	char whole[512];

	begin();
	parameter_put_all(&json, parse("/"), &route);
	arena_clear(&arena);
	snprintf(whole, sizeof(whole), "{\"parameters\":[%s]}", expected);
	assert_written(whole);
}

START_TEST(each_place_has_its_name)
{
	static const char *const places[] = { "query", "path", "header",
		"cookie", "form" };
	struct gantry_param param = { 0 };
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		param.place = (enum gantry_param_place)i;
		ck_assert_str_eq(parameter_place(&param), places[i]);
	}
}
END_TEST

START_TEST(a_parameter_is_described)
{
	static const struct gantry_param plain = { .name = "a" };
	static const struct gantry_param full = {
		.name = "a\"",
		.help = "b\"",
		.place = GANTRY_IN_HEADER,
		.is_required = true,
	};

	assert_parameter(&plain,
	    "{\"name\":\"a\",\"in\":\"query\",\"required\":false,"
	    "\"schema\":{\"type\":\"string\"}}");
	assert_parameter(&full,
	    "{\"name\":\"a\\\"\",\"in\":\"header\",\"description\":\"b\\\"\","
	    "\"required\":true,\"schema\":{\"type\":\"string\"}}");
}
END_TEST

START_TEST(a_list_says_how_it_is_written)
{
	static const struct {
		enum gantry_param_place place;
		char delimiter;
		const char *style, *pattern;
	} cases[] = {
		{ GANTRY_IN_QUERY, '\0', "\"style\":\"form\",\"explode\":true,",
		    "" },
		{ GANTRY_IN_QUERY, ',', "\"style\":\"form\",\"explode\":false,",
		    "" },
		{ GANTRY_IN_QUERY, ' ',
		    "\"style\":\"spaceDelimited\",\"explode\":false,", "" },
		{ GANTRY_IN_QUERY, '|',
		    "\"style\":\"pipeDelimited\",\"explode\":false,", "" },
		{ GANTRY_IN_HEADER, ',', "", "" },
		{ GANTRY_IN_COOKIE, ',',
		    "\"style\":\"form\",\"explode\":false,",
		    ",\"pattern\":\"^[^,]*$\"" },
	};
	struct gantry_param param = { .name = "a", .type = GANTRY_LIST };
	char expected[256];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		param.place = cases[i].place;
		param.delimiter = cases[i].delimiter;
		snprintf(expected, sizeof(expected),
		    "{\"name\":\"a\",\"in\":\"%s\",\"required\":false,%s"
		    "\"schema\":{\"type\":\"array\",\"items\":{\"type\":"
		    "\"string\"%s}}}",
		    parameter_place(&param), cases[i].style, cases[i].pattern);
		assert_parameter(&param, expected);
	}
}
END_TEST

START_TEST(a_field_is_described_even_if_its_route_does_not)
{
	static const struct gantry_param known = {
		.name = "ab",
		.help = "known",
		.place = GANTRY_IN_PATH,
	};
	static const struct gantry_param elsewhere = { .name = "a" };
	static const struct gantry_param *const params[] = { &known, &elsewhere,
		NULL };
	static const struct gantry_route route = { .params = params };
	static const struct {
		const char *template;
		enum gantry_param_type type;
		const char *format, *help;
	} cases[] = {
		{ "/{a}", GANTRY_TEXT, NULL, NULL },
		{ "/{a:path}", GANTRY_TEXT, NULL, NULL },
		{ "/{a:int}", GANTRY_INTEGER, NULL, NULL },
		{ "/{a:int(2, 3)}", GANTRY_INTEGER, NULL, NULL },
		{ "/{a:float}", GANTRY_NUMBER, NULL, NULL },
		{ "/{a:uuid}", GANTRY_UUID, NULL, NULL },
		{ "/{a:dt}", GANTRY_TIME, NULL, NULL },
		{ "/{a:dt(%Y)}", GANTRY_TIME, "%Y", NULL },
		{ "/{a:dt('%Y, %m')}", GANTRY_TIME, "%Y, %m", NULL },
		{ "/{a:dt(format_string=%Y)}", GANTRY_TIME, "%Y", NULL },
		{ "/{ab:int}", GANTRY_INTEGER, NULL, "known" },
	};
	const struct template_field *field;
	struct gantry_param param;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		field = template_get_field(parse(cases[i].template), 0);
		param = parameter_of_field(&route, field);
		ck_assert_int_eq(param.place, GANTRY_IN_PATH);
		ck_assert_int_eq(param.type, cases[i].type);
		ck_assert_pstr_eq(param.format, cases[i].format);
		ck_assert_pstr_eq(param.help, cases[i].help);
		ck_assert_str_eq(param.name, field->name);
	}
	arena_clear(&arena);
}
END_TEST

/* The range of a field is in both that of its converter and that declared. */
START_TEST(a_converter_limits_the_range)
{
	static const struct gantry_param bound = {
		.name = "b",
		.place = GANTRY_IN_PATH,
		.type = GANTRY_INTEGER,
		.minimum = 5,
		.maximum = 50,
	};
	static const struct gantry_param *const params[] = { &bound, NULL };
	static const struct gantry_route route = { .params = params };
	static const struct {
		const char *template, *schema;
	} cases[] = {
		{ "/{a:int}", "{\"type\":\"integer\",\"format\":\"int64\"}" },
		{ "/{a:int(min=1, max=9)}",
		    "{\"type\":\"integer\",\"format\":\"int64\","
		    "\"minimum\":1,\"maximum\":9}" },
		{ "/{a:int(min=-1)}",
		    "{\"type\":\"integer\",\"format\":\"int64\","
		    "\"minimum\":-1}" },
		{ "/{a:int(2)}",
		    "{\"type\":\"integer\",\"format\":\"int64\","
		    "\"minimum\":-9,\"maximum\":99}" },
		{ "/{a:int(1)}",
		    "{\"type\":\"integer\",\"format\":\"int64\","
		    "\"minimum\":0,\"maximum\":9}" },
		{ "/{a:int(30)}",
		    "{\"type\":\"integer\",\"format\":\"int64\"}" },
		{ "/{b:int(min=10)}",
		    "{\"type\":\"integer\",\"format\":\"int64\","
		    "\"minimum\":10,\"maximum\":50}" },
		{ "/{a:float}", "{\"type\":\"number\",\"format\":\"double\"}" },
		{ "/{a:float(0.5, 1.5)}",
		    "{\"type\":\"number\",\"format\":\"double\","
		    "\"minimum\":0.5,\"maximum\":1.5}" },
		{ "/{a:float(max=0)}",
		    "{\"type\":\"number\",\"format\":\"double\","
		    "\"maximum\":0}" },
		{ "/{a:dt('%Y-%m-%d')}",
		    "{\"type\":\"string\",\"format\":\"date\"}" },
		{ "/{a:dt('%H:%M')}", "{\"type\":\"string\"}" },
		{ "/{a:uuid}", "{\"type\":\"string\",\"format\":\"uuid\"}" },
	};
	struct gantry_param param;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		param = parameter_of_field(
		    &route, template_get_field(parse(cases[i].template), 0));
		gantry_buffer_clear(&text);
		gantry_json_writer_init(&json, &text);
		schema_put(&json, &param, NULL);
		ck_assert_int_eq(gantry_buffer_putc(&text, '\0'), 0);
		ck_assert_str_eq(text.data, cases[i].schema);
	}
	gantry_buffer_clear(&text);
	arena_clear(&arena);
}
END_TEST

START_TEST(fields_of_the_path_come_first_and_unknown_ones_are_left_out)
{
	static const struct gantry_param gone = { .name = "gone",
		.place = GANTRY_IN_PATH };
	static const struct gantry_param form = { .name = "form",
		.place = GANTRY_IN_FORM };
	static const struct gantry_param query = { .name = "q" };
	static const struct gantry_param *const params[] = { &query, &gone,
		&form, NULL };
	static const struct gantry_route route = { .params = params };
	static const struct gantry_route bare = { 0 };

	begin();
	parameter_put_all(&json, parse("/{a}"), &route);
	assert_written("{\"parameters\":["
		       "{\"name\":\"a\",\"in\":\"path\",\"required\":true,"
		       "\"schema\":{\"type\":\"string\"}},"
		       "{\"name\":\"q\",\"in\":\"query\",\"required\":false,"
		       "\"schema\":{\"type\":\"string\"}}]}");
	begin();
	parameter_put_all(&json, parse("/"), &bare);
	parameter_put_form(&json, &bare);
	assert_written("{\"parameters\":[]}");
	arena_clear(&arena);
}
END_TEST

START_TEST(a_form_is_a_body)
{
	static const struct gantry_param query = { .name = "q",
		.is_required = true };
	static const struct gantry_param name = {
		.name = "name",
		.place = GANTRY_IN_FORM,
		.is_required = true,
	};
	static const struct gantry_param tags = {
		.name = "tags",
		.place = GANTRY_IN_FORM,
		.type = GANTRY_LIST,
		.delimiter = ',',
	};
	static const struct gantry_param *const params[] = { &query, &name,
		&tags, NULL };
	static const struct gantry_route route = { .params = params };

	begin();
	parameter_put_form(&json, &route);
	assert_written(
	    "{\"requestBody\":{\"required\":true,\"content\":{"
	    "\"application/x-www-form-urlencoded\":{\"schema\":{"
	    "\"type\":\"object\",\"properties\":{"
	    "\"name\":{\"type\":\"string\",\"minLength\":1},"
	    "\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}},"
	    "\"required\":[\"name\"]},"
	    "\"encoding\":{\"tags\":{\"style\":\"form\","
	    "\"explode\":false}}}}}}");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_place_has_its_name,
		a_parameter_is_described,
		a_list_says_how_it_is_written,
		a_field_is_described_even_if_its_route_does_not,
		a_converter_limits_the_range,
		fields_of_the_path_come_first_and_unknown_ones_are_left_out,
		a_form_is_a_body,
		NULL,
	};

	return unit_run("openapi/parameter", tests);
}

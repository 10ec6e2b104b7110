/*
 * Bodies of forms, as the parsers of forms read them.
 */
#include <string.h>

#include <check.h>
#include <gantry/testing.h>
#include <gantry/web.h>

#include "unit.h"

static struct gantry_client *client;

static int
begin_part(void *argument, const struct gantry_part *part)
{
	return gantry_buffer_printf(argument, "%s,%s,%s:", part->name,
	    part->filename != NULL ? part->filename : "-", part->type);
}

static int
add_data(void *argument, const char *data, size_t length)
{
	return gantry_buffer_add(argument, data, length);
}

static int
end_part(void *argument)
{
	return gantry_buffer_putc(argument, '\n');
}

static int
show_parts(struct gantry_request *request, struct gantry_response *response)
{
	const struct gantry_multipart multipart = {
		.argument = gantry_response_buffer(response),
		.begin = begin_part,
		.data = add_data,
		.end = end_part,
	};

	return gantry_request_multipart(request, &multipart);
}

static int
show_form(struct gantry_request *request, struct gantry_response *response)
{
	static const struct gantry_param param = {
		.name = "a &=",
		.place = GANTRY_IN_FORM,
		.type = GANTRY_LIST,
	};
	const char *const none[] = { NULL };
	const char *const *items = none;

	if (gantry_param_list(request, &param, &items, NULL) == -1)
		return -1;
	for (; *items != NULL; items++)
		gantry_buffer_printf(
		    gantry_response_buffer(response), "%s\n", *items);
	return 0;
}

static const struct gantry_route routes[] = {
	{ .uri_template = "/parts", .on_post = GANTRY_RESPONDER(show_parts) },
	{ .uri_template = "/form", .on_post = GANTRY_RESPONDER(show_form) },
	{ 0 },
};
static const struct gantry_site site = { .routes = routes };

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(&site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application application = {
	.name = "site",
	.open = open_site,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

START_TEST(parts_are_fields_and_files)
{
	static const struct gantry_upload parts[] = {
		{ .name = "title", .data = "caf\xc3\xa9" },
		{ .name = "json", .type = "application/json", .data = "{}" },
		{ .name = "photo",
		    .filename = "a \"b\".png",
		    .type = "image/png",
		    .data = "\0\r\n--gantry-boundary-0\r\n\xff",
		    .length = 25 },
		{ .name = "empty", .filename = "" },
		{ NULL },
	};
	const struct gantry_simulation simulation = { .parts = parts };
	struct gantry_result *result =
	    gantry_simulate_post(client, "/parts", &simulation);
	const char expected[] =
	    "title,-,text/plain:caf\xc3\xa9\njson,-,application/json:{}\n"
	    "photo,a %22b%22.png,image/png:\0\r\n--gantry-boundary-0\r\n\xff\n"
	    "empty,,application/octet-stream:\n";

	gantry_assert_status(result, 200);
	ck_assert_uint_eq(gantry_result_length(result), sizeof(expected) - 1);
	ck_assert_mem_eq(
	    gantry_result_text(result), expected, sizeof(expected) - 1);
	gantry_result_free(result);
}
END_TEST

START_TEST(a_form_is_encoded)
{
	static const struct gantry_url_field form[] = {
		{ "a &=", "1+1=2 & more" },
		{ "a &=", NULL },
		{ "a &=", "\xc3\xa9%" },
		{ NULL, NULL },
	};
	const struct gantry_simulation simulation = { .form = form };
	struct gantry_result *result =
	    gantry_simulate_post(client, "/form", &simulation);

	gantry_assert_text(result, "1+1=2 & more\n\xc3\xa9%\n");
	gantry_result_free(result);
}
END_TEST

START_TEST(an_empty_form_is_a_body_of_its_type)
{
	static const struct gantry_url_field form[] = { { NULL, NULL } };
	static const struct gantry_upload parts[] = { { NULL } };
	struct gantry_simulation simulation = { .form = form };
	struct gantry_result *result =
	    gantry_simulate_post(client, "/form", &simulation);

	gantry_assert_status(result, 200);
	gantry_result_free(result);
	simulation = (struct gantry_simulation){ .parts = parts };
	result = gantry_simulate_post(client, "/parts", &simulation);
	gantry_assert_status(result, 200);
	gantry_assert_text(result, "");
	gantry_result_free(result);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		parts_are_fields_and_files,
		a_form_is_encoded,
		an_empty_form_is_a_body_of_its_type,
		NULL,
	};
	struct gantry_error error;
	int status;

	client = gantry_client_open(&application, NULL, &error);
	if (client == NULL)
		return 1;
	status = unit_run("testing/upload", tests);
	gantry_client_close(client);
	return status;
}

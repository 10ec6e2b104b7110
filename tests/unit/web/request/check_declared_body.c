/*
 * Bodies that routes declare: what the responder gets, and what the client is
 * told when another comes.
 */
#include <stdio.h>
#include <string.h>

#include <check.h>
#include <gantry/testing.h>
#include <gantry/web.h>

#include "unit.h"

static struct gantry_client *client;
static int calls; /* of responders */

/* Answer with the body as JSON. */
static int
echo(struct gantry_request *request, struct gantry_response *response)
{
	const struct gantry_json_value *value = gantry_request_json(request, 0);

	calls++;
	if (value == NULL)
		return -1;
	ck_assert_ptr_eq(value, gantry_request_json(request, 0));
	gantry_json_put_value(gantry_response_json(response), NULL, value);
	return 0;
}

static int
answer(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	calls++;
	return gantry_response_text(response, "called");
}

static int
read_parts(struct gantry_request *request, struct gantry_response *response)
{
	const struct gantry_multipart multipart = { 0 };

	calls++;
	if (gantry_request_multipart(request, &multipart) == -1)
		return -1;
	return gantry_response_text(response, "whole");
}

#define POINT                                                              \
	"{\"type\":\"object\",\"required\":[\"x\",\"y\"],\"properties\":{" \
	"\"x\":{\"type\":\"integer\"},\"y\":{\"type\":\"number\"},"        \
	"\"a/b\":{\"type\":\"boolean\"}},\"additionalProperties\":false}"

static const struct gantry_content points[] = {
	{ .type = "application/json", .schema = POINT, .limit = 100 },
	{ .type = "application/vnd.point+json", .schema = POINT },
	{ 0 },
};
static const struct gantry_content images[] = {
	{ .type = "image/*" },
	{ .type = "Text/Plain; charset=utf-8" },
	{ 0 },
};
static const struct gantry_content forms[] = {
	{ .type = "application/x-www-form-urlencoded",
	    .schema = "{\"type\":\"object\",\"required\":[\"name\"],"
		      "\"properties\":{\"name\":{\"type\":\"string\","
		      "\"maxLength\":3},\"age\":{\"$ref\":\"#/$defs/age\"},"
		      "\"ok\":{\"type\":\"boolean\"},\"tags\":{\"type\":"
		      "\"array\",\"items\":{\"type\":\"integer\"}}},"
		      "\"$defs\":{\"age\":{\"type\":\"integer\"}}}" },
	{ 0 },
};
static const struct gantry_encoding encodings[] = {
	{ "photo", "image/png, image/x*, image/jpeg" },
	{ 0 },
};
static const struct gantry_content parts[] = {
	{ .type = "multipart/form-data",
	    .schema = "{\"required\":[\"photo\"],\"properties\":{\"photo\":{"
		      "\"maxLength\":4,\"pattern\":\"^x\"},\"about\":{"
		      "\"type\":\"object\",\"required\":[\"title\"]},\"n\":{"
		      "\"type\":\"integer\",\"minimum\":3}}}",
	    .encodings = encodings },
	{ 0 },
};
static const struct gantry_content anything[] = {
	{ .type = "application/json", .schema = "{\"type\":\"object\"}" },
	{ 0 },
};
static const struct gantry_param form_param = {
	.name = "a",
	.place = GANTRY_IN_FORM,
};
static const struct gantry_param *const form_params[] = { &form_param, NULL };

static int
refuse(struct gantry_request *request, struct gantry_response *response,
    const void *argument)
{
	(void)argument;
	if (gantry_request_header(request, "X-Refused") == NULL)
		return 0;
	return gantry_response_fail(response, GANTRY_403, "refused");
}

static const struct gantry_hook before[] = { GANTRY_HOOK(refuse), { 0 } };

static const struct gantry_route routes[] = {
	{ .uri_template = "/points",
	    .on_get = GANTRY_RESPONDER(answer),
	    .on_delete = GANTRY_RESPONDER(answer),
	    .on_post = GANTRY_RESPONDER(echo),
	    .on_put = GANTRY_RESPONDER(answer),
	    .bodies = points,
	    .before = before },
	{ .uri_template = "/images",
	    .on_post = GANTRY_RESPONDER(answer),
	    .bodies = images },
	{ .uri_template = "/form",
	    .on_post = GANTRY_RESPONDER(answer),
	    .bodies = forms },
	{ .uri_template = "/parts",
	    .on_post = GANTRY_RESPONDER(read_parts),
	    .bodies = parts },
	{ .uri_template = "/optional",
	    .on_request = GANTRY_RESPONDER(answer),
	    .bodies = anything,
	    .body_is_optional = true,
	    .params = form_params },
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

/* Send BODY of TYPE, either of which may be NULL. */
static struct gantry_result *
send_as(
    const char *method, const char *target, const char *type, const char *body)
{
	char header[128];
	const char *const headers[] = { type != NULL ? header : NULL, NULL };
	const struct gantry_simulation simulation = {
		.headers = headers,
		.body = body,
	};

	if (type != NULL)
		snprintf(header, sizeof(header), "Content-Type: %s", type);
	calls = 0;
	return gantry_simulate(client, method, target, &simulation);
}

/* The same, and assert STATUS and DETAIL, if it is not NULL. */
static void
assert_answer(const char *method_and_target, const char *type, const char *body,
    int status, const char *detail)
{
	char method[16];
	const char *target = strchr(method_and_target, ' ') + 1;
	struct gantry_result *result;

	snprintf(method, sizeof(method), "%.*s",
	    (int)(target - method_and_target - 1), method_and_target);
	result = send_as(method, target, type, body);
	gantry_assert_status(result, status);
	if (detail != NULL)
		gantry_assert_json_text(result, "/detail", detail);
	gantry_result_free(result);
}

#define JSON "application/json"

START_TEST(a_valid_body_reaches_the_responder)
{
	struct gantry_result *result = send_as(
	    "POST", "/points", JSON "; charset=utf-8", "{\"x\":1,\"y\":2.5}");

	gantry_assert_json(result, "", "{\"x\":1,\"y\":2.5}");
	gantry_result_free(result);
	assert_answer("POST /points", "Application/vnd.point+JSON",
	    "{\"x\":1.0,\"y\":-1e3,\"a/b\":true}", 200, NULL);
	ck_assert_int_eq(calls, 1);
}
END_TEST

START_TEST(an_invalid_body_is_a_422_that_lists_all_errors)
{
	struct gantry_result *result = send_as("POST", "/points", JSON,
	    "{\"x\":1.5,\"a/b\":0,\"caf\xc3\xa9 \":null}");

	ck_assert_int_eq(calls, 0);
	gantry_assert_status(result, 422);
	gantry_assert_header(
	    result, "Content-Type", "application/problem+json");
	gantry_assert_json_text(result, "/title", "Unprocessable Content");
	gantry_assert_json_text(result, "/detail",
	    "The body is not valid; \"errors\" lists what is wrong.");
	gantry_assert_json(result, "/errors",
	    "[{\"pointer\":\"#/x\",\"keyword\":\"type\",\"detail\":\"must be "
	    "of type integer, not number\"},"
	    "{\"pointer\":\"#/a~1b\",\"keyword\":\"type\",\"detail\":\"must be "
	    "of type boolean, not integer\"},"
	    "{\"pointer\":\"#/caf%C3%A9%20\",\"keyword\":"
	    "\"additionalProperties\",\"detail\":\"is not allowed\"},"
	    "{\"pointer\":\"#\",\"keyword\":\"required\",\"detail\":\"must "
	    "have the member 'y'\"}]");
	gantry_result_free(result);
	assert_answer("POST /points", JSON, "7", 422,
	    "The body must be of type object, not integer.");
}
END_TEST

START_TEST(a_body_that_is_not_json_is_a_400)
{
	assert_answer("POST /points", JSON, "{\"x\":1", 400,
	    "the body is not valid JSON: line 1, column 7: a comma or '}' is "
	    "expected");
	assert_answer("POST /points", JSON, "{\"x\":1,\"x\":1}", 400, NULL);
	ck_assert_int_eq(calls, 0);
}
END_TEST

START_TEST(another_type_is_a_415)
{
	assert_answer("POST /points", "text/plain", "a", 415,
	    "the body's Content-Type is 'text/plain'; it must be "
	    "application/json or application/vnd.point+json");
	assert_answer("POST /points", NULL, "{}", 415,
	    "the body has no Content-Type; it must be application/json or "
	    "application/vnd.point+json");
	assert_answer(
	    "PUT /points", "application/problem+json", "{}", 415, NULL);
	ck_assert_int_eq(calls, 0);
	assert_answer("POST /images", "image/png", "a", 200, NULL);
	assert_answer("POST /images", "text/plain", "a", 200, NULL);
	assert_answer("POST /images", "images/png", "a", 415, NULL);
	assert_answer("POST /images", "text/plainer", "a", 415, NULL);
}
END_TEST

START_TEST(a_missing_body_is_a_400)
{
	assert_answer("POST /points", NULL, NULL, 400,
	    "the request has no body; it must have one of type "
	    "application/json or application/vnd.point+json");
	assert_answer("POST /points", JSON, "", 400, NULL);
	ck_assert_int_eq(calls, 0);
	assert_answer("POST /optional", NULL, NULL, 200, NULL);
	assert_answer("POST /optional", JSON, "", 200, NULL);
	assert_answer("POST /optional", JSON, "[]", 422, NULL);
	ck_assert_int_eq(calls, 0);
}
END_TEST

START_TEST(methods_without_a_body_are_not_checked)
{
	assert_answer("GET /points", NULL, NULL, 200, NULL);
	assert_answer("DELETE /points", "text/plain", "a", 200, NULL);
	assert_answer("GET /optional", NULL, NULL, 200, NULL);
	assert_answer("PATCH /optional", JSON, "[]", 422, NULL);
}
END_TEST

/* So that a client without a right does not learn what is valid. */
START_TEST(hooks_come_before_the_check)
{
	const struct gantry_simulation simulation = {
		.headers = (const char *const[]){ "X-Refused: yes", NULL },
		.json = "[]",
	};
	struct gantry_result *result =
	    gantry_simulate_post(client, "/points", &simulation);

	gantry_assert_status(result, 403);
	gantry_result_free(result);
}
END_TEST

START_TEST(a_body_has_the_limit_that_is_declared)
{
	char body[256];

	memset(body, ' ', sizeof(body));
	memcpy(body, "{\"x\":1,\"y\":1}", 13);
	body[100] = '\0';
	assert_answer("POST /points", JSON, body, 200, NULL);
	body[100] = ' ';
	body[101] = '\0';
	assert_answer(
	    "POST /points", JSON, body, 413, "the body exceeds 100 bytes");
}
END_TEST

#define FORM "application/x-www-form-urlencoded"

START_TEST(the_fields_of_a_form_are_typed_by_the_schema)
{
	struct gantry_result *result;

	assert_answer("POST /form", FORM, "name=7", 200, NULL);
	assert_answer("POST /form", FORM,
	    "name=%C3%A9&age=-7&ok=true&tags=1&tags=2&x=1", 200, NULL);
	assert_answer("POST /form", FORM, "name=&tags=1&&", 200, NULL);
	ck_assert_int_eq(calls, 1);
	result = send_as(
	    "POST", "/form", FORM, "name=abcd&age=a&ok=yes&tags=1&tags=b");
	gantry_assert_status(result, 422);
	gantry_assert_json(result, "/errors",
	    "[{\"pointer\":\"#/name\",\"keyword\":\"maxLength\",\"detail\":"
	    "\"must have at most 3 characters, but has 4\"},"
	    "{\"pointer\":\"#/age\",\"keyword\":\"type\",\"detail\":"
	    "\"must be of type integer, not string\"},"
	    "{\"pointer\":\"#/ok\",\"keyword\":\"type\",\"detail\":"
	    "\"must be of type boolean, not string\"},"
	    "{\"pointer\":\"#/tags/1\",\"keyword\":\"type\",\"detail\":"
	    "\"must be of type integer, not string\"}]");
	gantry_result_free(result);
	result = send_as("POST", "/form", FORM, "name=a&name=b");
	gantry_assert_json_text(
	    result, "/errors/0/detail", "must be of type string, not array");
	gantry_result_free(result);
	assert_answer("POST /form", FORM, "name=%zz", 400, NULL);
	assert_answer("POST /form", FORM, "name=%ff", 400,
	    "the field 'name' of the body is not a text in UTF-8");
	assert_answer("POST /form", JSON, "{}", 415, NULL);
	ck_assert_int_eq(calls, 0);
}
END_TEST

START_TEST(a_form_has_at_most_so_many_fields)
{
	char body[8192] = "name=a";
	int i;

	for (i = 1; i < 1000; i++)
		strcat(body, "&a=1");
	assert_answer("POST /form", FORM, body, 200, NULL);
	strcat(body, "&a=1");
	assert_answer("POST /form", FORM, body, 413,
	    "the body has more than 1000 fields");
}
END_TEST

/* A route may read a form by its parameters and JSON by its body. */
START_TEST(a_form_of_parameters_is_a_body_as_well)
{
	assert_answer("POST /optional", FORM, "a=1", 200, NULL);
}
END_TEST

#define PART(name, more, data)                                          \
	"--b\r\nContent-Disposition: form-data; name=\"" name "\"" more \
	"\r\n\r\n" data "\r\n"
#define FILE_PART(type, data) \
	PART("photo", "; filename=\"a\"\r\nContent-Type: " type, data)

static void
assert_parts(
    const char *body, int status, const char *pointer, const char *detail)
{
	struct gantry_result *result =
	    send_as("POST", "/parts", "multipart/form-data; boundary=b", body);

	gantry_assert_status(result, status);
	if (pointer != NULL)
		gantry_assert_json_text(result, "/errors/0/pointer", pointer);
	if (detail != NULL)
		gantry_assert_json_text(result,
		    pointer != NULL ? "/errors/0/detail" : "/detail", detail);
	gantry_result_free(result);
}

START_TEST(parts_are_checked_while_they_are_read)
{
	assert_parts(FILE_PART("image/png", "\xff\xfe\xfd\xfc") "--b--\r\n",
	    200, NULL, NULL);
	assert_parts(FILE_PART("image/png", "data") PART("n", "", "3")
			 PART("about", "\r\nContent-Type: application/json",
			     "{\"title\":1}") "--b--\r\n",
	    200, NULL, NULL);
	assert_parts(PART("n", "", "3") "--b--\r\n", 422, "#",
	    "must have the member 'photo'");
	assert_parts(FILE_PART("image/png", "large") "--b--\r\n", 422,
	    "#/photo", "must have at most 4 characters, but has 5");
	assert_parts(FILE_PART("image/png", "a") PART("n", "", "2") "--b--\r\n",
	    422, "#/n", "must be at least 3");
	assert_parts(FILE_PART("image/png", "a")
			 PART("about", "\r\nContent-Type: application/json",
			     "{}") "--b--\r\n",
	    422, "#/about", "must have the member 'title'");
	assert_parts(FILE_PART("image/png", "a") PART("about",
			 "\r\nContent-Type: application/json", "{") "--b--\r\n",
	    400, NULL,
	    "the part 'about' of the body is not valid JSON: line 1, column "
	    "2: a name in quotes is expected");
	assert_parts(FILE_PART("image/jpeg", "a")
			 FILE_PART("image/jpeg", "b") "--b--\r\n",
	    200, NULL, NULL);
}
END_TEST

START_TEST(parts_have_the_types_that_are_declared)
{
	assert_parts(FILE_PART("text/html", "a") "--b--\r\n", 415, NULL,
	    "the part 'photo' of the body is of type 'text/html'; it must be "
	    "image/png, image/x*, image/jpeg");
}
END_TEST

static void
assert_refused(const struct gantry_route *route, const char *problem)
{
	const struct gantry_route table[] = { *route, { 0 } };
	const struct gantry_site wrong = { .routes = table };
	struct gantry_error error = { .text = "" };

	ck_assert_ptr_null(gantry_web_open(&wrong, NULL, NULL, &error));
	ck_assert_str_eq(error.text, problem);
}

static void
assert_body_refused(const struct gantry_content *body, const char *problem)
{
	const struct gantry_content bodies[] = { *body, { 0 } };

	assert_refused(&(struct gantry_route){ .uri_template = "/a",
			   .on_post = GANTRY_RESPONDER(answer),
			   .bodies = bodies },
	    problem);
}

START_TEST(what_can_never_work_is_refused_at_open)
{
	static const struct gantry_content twice[] = {
		{ .type = "text/plain" },
		{ .type = "Text/Plain" },
		{ 0 },
	};
	static const struct gantry_example wrong[] = {
		{ .name = "one", .value = "[]" },
		{ 0 },
	};

	assert_body_refused(&(struct gantry_content){ .type = "json" },
	    "the template '/a': the body's type 'json' is not a media type");
	assert_body_refused(&(struct gantry_content){ .schema = "{}" },
	    "the template '/a': .bodies has no body; the first one has no "
	    ".type");
	assert_body_refused(&(struct gantry_content){ .type = JSON,
				.schema = "{\"type\":\"x\"}" },
	    "the template '/a': the body 'application/json': the schema is "
	    "not valid: '/type' must be one or several of null, boolean, "
	    "integer, number, string, array and object");
	assert_body_refused(
	    &(struct gantry_content){
		.type = JSON, .schema = POINT, .example = "{\"x\":1}" },
	    "the template '/a': the body 'application/json': the example "
	    "{\"x\":1} does not fit the schema");
	assert_body_refused(
	    &(struct gantry_content){
		.type = JSON, .schema = POINT, .examples = wrong },
	    "the template '/a': the body 'application/json': the example [] "
	    "does not fit the schema");
	assert_body_refused(
	    &(struct gantry_content){ .type = JSON, .example = "{" },
	    "the template '/a': the body 'application/json': an example is "
	    "not JSON: line 1, column 2: a name in quotes is expected");
	assert_refused(&(struct gantry_route){ .uri_template = "/a",
			   .on_post = GANTRY_RESPONDER(answer),
			   .bodies = twice },
	    "the template '/a': the body 'Text/Plain' is declared twice");
	assert_refused(&(struct gantry_route){ .uri_template = "/a",
			   .on_get = GANTRY_RESPONDER(answer),
			   .bodies = points },
	    "the template '/a': .bodies is declared, but none of the route's "
	    "methods reads a body");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_valid_body_reaches_the_responder,
		an_invalid_body_is_a_422_that_lists_all_errors,
		a_body_that_is_not_json_is_a_400,
		another_type_is_a_415,
		a_missing_body_is_a_400,
		methods_without_a_body_are_not_checked,
		hooks_come_before_the_check,
		a_body_has_the_limit_that_is_declared,
		the_fields_of_a_form_are_typed_by_the_schema,
		a_form_has_at_most_so_many_fields,
		a_form_of_parameters_is_a_body_as_well,
		parts_are_checked_while_they_are_read,
		parts_have_the_types_that_are_declared,
		what_can_never_work_is_refused_at_open,
		NULL,
	};
	struct gantry_error error;
	int status;

	client = gantry_client_open(&application, NULL, &error);
	if (client == NULL) {
		fprintf(stderr, "%s\n", error.text);
		return 1;
	}
	status = unit_run("web/request/declared_body", tests);
	gantry_client_close(client);
	return status;
}

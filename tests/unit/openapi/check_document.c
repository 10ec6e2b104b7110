/*
 * The document, as its site serves it.
 */
#include <gantry/testing.h>

#include "openapi/described_site.h"
#include "unit.h"

static struct gantry_client *client;
static struct gantry_result *result;

static void
ask(const char *script_name)
{
	const struct gantry_simulation simulation = {
		.script_name = script_name,
	};
	struct gantry_error error;

	client = gantry_client_open(&described_application, NULL, &error);
	ck_assert_msg(client != NULL, "%s", error.text);
	result =
	    gantry_simulate_get(client, "/about/openapi.json", &simulation);
	gantry_assert_status(result, 200);
	gantry_assert_header(result, "Content-Type", "application/json");
}

static void
end(void)
{
	gantry_result_free(result);
	gantry_client_close(client);
}

static bool
has(const char *pointer)
{
	return gantry_result_at(result, pointer) != NULL;
}

START_TEST(the_title_of_the_site_is_shown)
{
	ask(NULL);
	gantry_assert_json_text(result, "/openapi", "3.1.0");
	gantry_assert_json_text(result, "/info/title", described_site.title);
	gantry_assert_json_text(result, "/info/version", "2.0");
	gantry_assert_json_text(
	    result, "/info/description", described_site.description);
	gantry_assert_json_text(result, "/servers/0/url", "/");
	end();
}
END_TEST

START_TEST(the_server_url_is_the_mount)
{
	ask("/my {app}");
	gantry_assert_json_text(result, "/servers/0/url", "/my%20%7Bapp%7D");
	end();
}
END_TEST

START_TEST(an_operation_with_a_summary_is_described)
{
	ask(NULL);
	ck_assert_uint_eq(gantry_result_at(result, "/paths")->count, 12);
	ck_assert(has("/paths/~1query/get"));
	ck_assert(has("/paths/~1query/delete"));
	ck_assert(has("/paths/~1form/post"));
	ck_assert(has("/paths/~1fields~1{number}~1{id}-{part}~1{uuid}~1{day}~1"
		      "{time}~1{rest}/get"));
	ck_assert(has("/paths/~1caf%C3%A9%3F100%25%23/get"));
	ck_assert(!has("/paths/~1unsaid"));
	ck_assert(has("/paths/~1every/patch"));
	ck_assert(!has("/paths/~1every/head"));
	ck_assert(!has("/paths/~1every/trace"));
	ck_assert(!has("/paths/~1about~1docs"));
	gantry_assert_json_text(
	    result, "/paths/~1form/post/summary", "Types in a form.");
	end();
}
END_TEST

START_TEST(answers_with_the_same_status_are_merged)
{
	ask(NULL);
	gantry_assert_json_text(result,
	    "/paths/~1chosen/get/responses/200/content/application~1json"
	    "/schema/type",
	    "object");
	gantry_assert_json_text(result,
	    "/paths/~1chosen/get/responses/200/content/text~1plain"
	    "/schema/type",
	    "string");
	gantry_assert_json_text(
	    result, "/paths/~1chosen/get/responses/200/description", "OK");
	ck_assert_uint_eq(
	    gantry_result_at(result, "/paths/~1chosen/get/responses")->count,
	    3);
	end();
}
END_TEST

START_TEST(each_operation_may_fail_with_a_problem)
{
	static const char *const pointers[] = {
		"/paths/~1chosen/get/responses/406/content/"
		"application~1problem+json/schema/$ref",
		"/paths/~1chosen/get/responses/default/content/"
		"application~1problem+json/schema/$ref",
		"/paths/~1same~1path/get/responses/default/content/"
		"application~1problem+json/schema/$ref",
	};
	size_t i;

	ask(NULL);
	for (i = 0; i < sizeof(pointers) / sizeof(*pointers); i++)
		gantry_assert_json_text(
		    result, pointers[i], "#/components/schemas/Problem");
	ck_assert(has("/components/schemas/Problem/properties/detail"));
	gantry_assert_json_text(
	    result, "/paths/~1same~1path/get/responses/200/description", "OK");
	end();
}
END_TEST

/* OpenAPI 3.1.1 section 4.8.13; "#" would be the document, not the schema. */
START_TEST(bodies_are_described_where_they_are_read)
{
#define PUT  "/paths/~1bodies~1{id}/put"
#define BODY PUT "/requestBody/content/application~1json"
	ask(NULL);
	gantry_assert_json(result, PUT "/requestBody/required", "true");
	/* A reference beside other members is in an allOf. */
	gantry_assert_json_text(result, BODY "/schema/allOf/0/$ref",
	    "#/paths/~1bodies~1%7Bid%7D/put/requestBody/content/"
	    "application~1json/schema/$defs/node");
	gantry_assert_json_text(result,
	    BODY "/schema/$defs/node/properties/children/items/$ref",
	    "#/paths/~1bodies~1%7Bid%7D/put/requestBody/content/"
	    "application~1json/schema/$defs/node");
	gantry_assert_json(result, BODY "/examples",
	    "{\"default\":{\"value\":{\"name\":\"default\"}},"
	    "\"leaf\":{\"summary\":\"A leaf\",\"value\":{\"name\":"
	    "\"leaf\"}},\"tree\":{\"value\":{\"name\":\"a\","
	    "\"children\":[{\"name\":\"b\"}]}}}");
	gantry_assert_json(result,
	    PUT "/requestBody/content/multipart~1form-data/encoding",
	    "{\"photo\":{\"contentType\":\"image/png, image/jpeg\"}}");
	gantry_assert_json(result, PUT "/requestBody/content/image~1*", "{}");
	gantry_assert_json_text(result,
	    PUT "/responses/200/content/application~1json/schema/anyOf/0/$ref",
	    "#/paths/~1bodies~1%7Bid%7D/put/responses/200/content/"
	    "application~1json/schema/$defs/a");
	gantry_assert_json(result,
	    PUT "/responses/200/content/application~1json/example", "{}");
	ck_assert(!has("/paths/~1bodies~1{id}/get/requestBody"));
	gantry_assert_json(
	    result, "/paths/~1open/post/requestBody/required", "false");
	gantry_assert_json_text(result,
	    "/paths/~1open/post/requestBody/content/"
	    "application~1x-www-form-urlencoded/schema/type",
	    "object");
	end();
}
END_TEST

START_TEST(schemes_are_listed_once_and_required_where_they_are)
{
	ask(NULL);
	gantry_assert_json(result, "/security",
	    "[{\"basic\":[]},{\"bearer\":[]},{\"key\":[]}]");
	gantry_assert_json(result, PUT "/security",
	    "[{\"oauth\":[\"write\"]},{\"machine\":[\"write\"]},"
	    "{\"openid\":[\"write\"]}]");
	gantry_assert_json(result, "/paths/~1open/post/security", "[]");
	ck_assert(!has("/paths/~1query/get/security"));
	ck_assert_uint_eq(
	    gantry_result_at(result, "/components/securitySchemes")->count, 6);
	gantry_assert_json(result, "/components/securitySchemes/key",
	    "{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"X-Key\"}");
	gantry_assert_json(result, "/components/securitySchemes/bearer",
	    "{\"type\":\"http\",\"scheme\":\"bearer\",\"bearerFormat\":"
	    "\"JWT\"}");
	gantry_assert_json(result, "/components/securitySchemes/machine",
	    "{\"type\":\"oauth2\",\"flows\":{\"clientCredentials\":{"
	    "\"tokenUrl\":\"https://example.org/token\",\"scopes\":{}}}}");
	end();
}
END_TEST

START_TEST(operations_have_tags_and_may_be_deprecated)
{
	ask(NULL);
	gantry_assert_json(result, PUT "/tags", "[\"bodies\"]");
	gantry_assert_json(result, PUT "/deprecated", "true");
	ck_assert(has(PUT "/description"));
	ck_assert(!has("/paths/~1query/get/deprecated"));
	gantry_assert_json_text(result, "/tags/0/name", "bodies");
	ck_assert(has("/tags/0/description"));
	ck_assert(!has("/tags/1/description"));
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_title_of_the_site_is_shown,
		the_server_url_is_the_mount,
		an_operation_with_a_summary_is_described,
		answers_with_the_same_status_are_merged,
		each_operation_may_fail_with_a_problem,
		bodies_are_described_where_they_are_read,
		schemes_are_listed_once_and_required_where_they_are,
		operations_have_tags_and_may_be_deprecated,
		NULL,
	};

	return unit_run("openapi/document", tests);
}

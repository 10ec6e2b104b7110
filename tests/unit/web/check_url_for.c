/*
 * gantry_url_for and reading back are inverse, for every string that it takes.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/testing.h>
#include <gantry/web.h>

#include "unit.h"

#define STRINGS	   4000
#define LENGTH_MAX 12

/* What the responders make and read, since a test calls them in its process. */
static struct {
	const char *name; /* of the route */
	const char *value;
	char *url; /* or NULL */
	char *read; /* the field, or NULL */
} now;

static int
make(struct gantry_request *request, struct gantry_response *response)
{
	const struct gantry_url_field fields[] = {
		{ "x", now.value },
		{ NULL, NULL },
	};
	const char *url = gantry_url_for(request, now.name, fields);

	free(now.url);
	now.url = url != NULL ? strdup(url) : NULL;
	return gantry_response_text(response, "");
}

static int
read_back(struct gantry_request *request, struct gantry_response *response)
{
	const char *field = gantry_request_field(request, "x");

	ck_assert_ptr_nonnull(field);
	now.read = strdup(field);
	ck_assert_str_eq(gantry_request_route(request)->name, now.name);
	return gantry_response_text(response, "");
}

#define ROUTE(template, of)                               \
	{                                                 \
		.uri_template = (template), .name = (of), \
		.on_get = GANTRY_RESPONDER(read_back),    \
	}

static const struct gantry_route routes[] = {
	{ .uri_template = "/make", .on_get = GANTRY_RESPONDER(make) },
	ROUTE("/text/{x}", "text"),
	ROUTE("/text/{x}/more", "more"),
	ROUTE("/mixed/a{x}.b", "mixed"),
	ROUTE("/path/{x:path}", "path"),
	ROUTE("/int/{x:int}", "int"),
	ROUTE("/float/{x:float}", "float"),
	ROUTE("/dt/{x:dt}", "dt"),
	ROUTE("/uuid/{x:uuid}", "uuid"),
	{ 0 },
};
static const struct gantry_site plain = { .routes = routes };
static const struct gantry_site stripping = {
	.routes = routes,
	.strips_trailing_slash = true,
};
static const struct gantry_site *site;

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application application = {
	.name = "test",
	.open = open_site,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

static struct gantry_client *client;

static void
begin(const struct gantry_site *of)
{
	struct gantry_error error;

	site = of;
	client = gantry_client_open(&application, NULL, &error);
	ck_assert_msg(client != NULL, "%s", error.text);
}

static void
end(void)
{
	gantry_client_close(client);
	free(now.url);
	now.url = NULL;
}

static int
get(const char *target, const char *script_name)
{
	struct gantry_result *result = gantry_simulate_get(client, target,
	    &(struct gantry_simulation){ .script_name = script_name });
	int status;

	ck_assert_ptr_nonnull(result);
	status = gantry_result_status(result);
	gantry_result_free(result);
	return status;
}

/* Make the URL of the route NAME for VALUE, or NULL. */
static const char *
url_for(const char *name, const char *value)
{
	now.name = name;
	now.value = value;
	ck_assert_int_eq(get("/make", NULL), 200);
	return now.url;
}

/* Return whether there is a URL; then it reads back. */
static bool
check(const char *name, const char *value)
{
	const char *url = url_for(name, value);

	if (url == NULL)
		return false;
	now.read = NULL;
	ck_assert_msg(get(url, NULL) == 200, "%s %s: %s", name, value, url);
	ck_assert_str_eq(now.read, value);
	free(now.read);
	return true;
}

/* May no URL hold TEXT: would a client or a web server resolve it? */
static bool
is_resolved(const char *text)
{
	int depth = 0;
	size_t length;

	if (strcmp(text, ".") == 0 || strcmp(text, "..") == 0)
		return true;
	for (;; text += length + 1) {
		length = strcspn(text, "/");
		if (length == 2 && strncmp(text, "..", 2) == 0)
			depth--;
		else if (length > 0 && (length != 1 || *text != '.'))
			depth++;
		if (depth < 0)
			return true;
		if (text[length] == '\0')
			return false;
	}
}

static void
fill(char *text, unsigned *state, const char *from, size_t count)
{
	size_t length = 1 + (size_t)rand_r(state) % LENGTH_MAX, i;

	for (i = 0; i < length; i++)
		text[i] = from != NULL ? from[(size_t)rand_r(state) % count]
				       : (char)(1 + rand_r(state) % 255);
	text[length] = '\0';
}

/* Random bytes, and random strings of what matters in a path. */
static void
check_strings(void)
{
	static const char special[] = "//..%2Fa?#;:+ \\\xff\xc3\xa9{}\n";
	char text[LENGTH_MAX + 1], mixed[LENGTH_MAX + 4];
	unsigned state = 1, i;

	for (i = 0; i < STRINGS; i++) {
		fill(text, &state, i % 4 == 0 ? NULL : special,
		    sizeof(special) - 1);
		ck_assert_msg(
		    check("text", text) == !is_resolved(text), "text %s", text);
		ck_assert_msg(
		    check("more", text) == !is_resolved(text), "more %s", text);
		snprintf(mixed, sizeof(mixed), "a%s.b", text);
		ck_assert_msg(check("mixed", text) == !is_resolved(mixed),
		    "mixed %s", text);
		/* Its segments may be literal dots nowhere. */
		ck_assert_msg(
		    check("path", text) == !is_resolved(text), "path %s", text);
	}
}

START_TEST(every_string_reads_back)
{
	begin(&plain);
	check_strings();
	end();
}
END_TEST

START_TEST(every_string_reads_back_if_a_trailing_slash_is_stripped)
{
	begin(&stripping);
	check_strings();
	end();
}
END_TEST

START_TEST(what_converters_take_reads_back)
{
	static const struct {
		const char *name, *value;
		bool is_taken;
	} cases[] = {
		{ "int", "-7", true },
		{ "int", "+007", true },
		{ "int", "1/2", false },
		{ "float", "1e3", true },
		{ "float", "+.5", true },
		{ "float", "nan", false },
		{ "dt", "2024-02-29T00:00:00Z", true },
		{ "dt", "2024-02-30T00:00:00Z", false },
		{ "uuid", "123e4567-e89b-12d3-a456-426614174000", true },
		{ "uuid", "123e4567", false },
		{ "text", "", false },
		{ "path", "", false },
	};
	size_t i;

	begin(&plain);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(
		    check(cases[i].name, cases[i].value) == cases[i].is_taken,
		    "%s %s", cases[i].name, cases[i].value);
	end();
}
END_TEST

START_TEST(a_path_keeps_its_slashes_where_it_can)
{
	static const struct {
		const char *value, *url, *stripping;
	} cases[] = {
		{ "a/b c", "/path/a/b%20c", "/path/a/b%20c" },
		{ "a/", "/path/a/", "/path/a%2F" },
		{ "a//b", "/path/a%2F%2Fb", "/path/a%2F%2Fb" },
		{ "/a", "/path/%2Fa", "/path/%2Fa" },
		{ "a/../b", "/path/a%2F..%2Fb", "/path/a%2F..%2Fb" },
		{ "a/./b", "/path/a%2F.%2Fb", "/path/a%2F.%2Fb" },
		{ "a/...", "/path/a/...", "/path/a/..." },
		{ "100%", "/path/100%25", "/path/100%25" },
		{ "a%2Fb", "/path/a%252Fb", "/path/a%252Fb" },
	};
	size_t i;

	begin(&plain);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_pstr_eq(
		    url_for("path", cases[i].value), cases[i].url);
	end();
	begin(&stripping);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_pstr_eq(
		    url_for("path", cases[i].value), cases[i].stripping);
	end();
}
END_TEST

/* It is decoded in SCRIPT_NAME and encoded in a URL. */
START_TEST(the_prefix_is_part_of_the_url)
{
	const char *const prefix = "/a b%/c";

	begin(&plain);
	now.name = "text";
	now.value = "x/y";
	ck_assert_int_eq(get("/make", prefix), 200);
	ck_assert_pstr_eq(now.url, "/a%20b%25/c/text/x%2Fy");
	now.read = NULL;
	ck_assert_int_eq(get("/text/x%2Fy", prefix), 200);
	ck_assert_str_eq(now.read, "x/y");
	free(now.read);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_string_reads_back,
		every_string_reads_back_if_a_trailing_slash_is_stripped,
		what_converters_take_reads_back,
		a_path_keeps_its_slashes_where_it_can,
		the_prefix_is_part_of_the_url,
		NULL,
	};

	return unit_run("web/url_for", tests);
}

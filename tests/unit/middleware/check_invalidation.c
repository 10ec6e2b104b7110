/*
 * Unsafe requests invalidate stored responses, of this thread and of others.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gantry/testing.h>
#include <gantry/web.h>

#include "middleware/cached_site.h"
#include "unit.h"

#define FRESH "Cache-Control: max-age=100000"

/* GET /a, the STEP, GET /a again. */
#define AFTER(name, result, ...)                                        \
	{                                                               \
		name, "4.4",                                            \
		{                                                       \
			{ .response = FRESH, .outcome = CACHED_MISS },  \
			    { .outcome = CACHED_ANY, __VA_ARGS__ },     \
			    { .response = FRESH, .outcome = (result) }, \
		}                                                       \
	}

START_TEST(an_unsafe_method_invalidates_its_target)
{
	static const char *const methods[] = { "POST", "PUT", "DELETE",
		"PATCH" };
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		const struct cached_case cases[] = {
			AFTER(methods[i], CACHED_MISS, .method = methods[i]),
			AFTER("204", CACHED_MISS, .method = methods[i],
			    .status = "204 No Content", .body = ""),
			AFTER("303", CACHED_MISS, .method = methods[i],
			    .status = "303 See Other",
			    .response = "Location: /b", .body = ""),
			AFTER("400", CACHED_HIT, .method = methods[i],
			    .status = "400 Bad Request"),
			AFTER("500", CACHED_HIT, .method = methods[i],
			    .status = "500 Internal Server Error"),
			AFTER("with credentials", CACHED_MISS,
			    .method = methods[i],
			    .request = "Authorization: x"),
			AFTER("another target", CACHED_HIT,
			    .method = methods[i], .target = "/b"),
			AFTER("another query", CACHED_HIT, .method = methods[i],
			    .target = "/a?b"),
			AFTER("another host", CACHED_HIT, .method = methods[i],
			    .request = "Host: other.example"),
			AFTER("with a slash that a site may strip", CACHED_MISS,
			    .method = methods[i], .target = "/a/"),
			AFTER("encoded otherwise", CACHED_MISS,
			    .method = methods[i], .target = "/%61"),
		};

		CACHED_RUN(cases);
	}
}
END_TEST

START_TEST(a_safe_method_invalidates_nothing)
{
	static const struct cached_case cases[] = {
		AFTER("HEAD", CACHED_HIT, .method = "HEAD"),
		AFTER("OPTIONS", CACHED_HIT, .method = "OPTIONS"),
		AFTER("GET of a stale one", CACHED_HIT,
		    .request = "Cache-Control: no-cache",
		    .response = "Cache-Control: no-store"),
	};

	CACHED_RUN(cases);
}
END_TEST

/* The host of simulated requests is "localhost". */
START_TEST(locations_of_the_same_origin_are_invalidated)
{
	static const struct {
		const char *location;
		enum cached_outcome outcome;
	} cases[] = {
		{ "/a", CACHED_MISS },
		{ "a", CACHED_MISS },
		{ "./a", CACHED_MISS },
		{ "../a", CACHED_MISS },
		{ "/x/../a", CACHED_MISS },
		{ "/%61", CACHED_MISS },
		{ "/a#b", CACHED_MISS },
		/* A site may strip the slash. */
		{ "/a/", CACHED_MISS },
		{ "http://localhost/a", CACHED_MISS },
		{ "HTTP://LOCALHOST:80/a", CACHED_MISS },
		{ "//localhost/a", CACHED_MISS },
		{ "/b", CACHED_HIT },
		{ "/a?b", CACHED_HIT },
		{ "?a", CACHED_HIT },
		{ "#a", CACHED_HIT },
		{ "/%zz", CACHED_HIT },
		{ "https://localhost/a", CACHED_HIT },
		{ "http://localhost:81/a", CACHED_HIT },
		{ "http://other.example/a", CACHED_HIT },
		{ "//other.example/a", CACHED_HIT },
		{ "http://localhost.other.example/a", CACHED_HIT },
		{ "http://user@localhost/a", CACHED_HIT },
		{ "mailto:a", CACHED_HIT },
	};
	static const char *const names[] = { "Location", "Content-Location" };
	char header[80];
	size_t i, j;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (j = 0; j < sizeof(names) / sizeof(names[0]); j++) {
			const struct cached_case one[] = {
				AFTER(header, cases[i].outcome,
				    .method = "POST", .target = "/b",
				    .response = header,
				    .status = "201 Created"),
				AFTER("a failure", CACHED_HIT, .method = "POST",
				    .target = "/b", .response = header,
				    .status = "409 Conflict"),
				AFTER("a safe method", CACHED_HIT,
				    .target = "/b", .response = header,
				    .status = "201 Created"),
			};

			snprintf(header, sizeof(header), "%s: %s", names[j],
			    cases[i].location);
			CACHED_RUN(one);
		}
}
END_TEST

#define ENCODED(target_, location_)                                     \
	{                                                               \
		target_, "4.4",                                         \
		{                                                       \
			{ .target = target_,                            \
				.response = FRESH,                      \
				.outcome = CACHED_MISS },               \
			    { .method = "POST",                         \
				    .target = "/b",                     \
				    .status = "201 Created",            \
				    .response = "Location: " location_, \
				    .outcome = CACHED_ANY },            \
			    { .target = target_,                        \
				    .response = FRESH,                  \
				    .outcome = CACHED_MISS },           \
		}                                                       \
	}

/* PATH_INFO has neither empty segments nor encoded slashes. */
START_TEST(locations_with_encoded_slashes_are_invalidated)
{
	static const struct cached_case cases[] = {
		ENCODED("/x%2Fy", "/x%2Fy"),
		ENCODED("/x%2f%2Fy", "/x%2F%2Fy"),
		ENCODED("/%2Fx", "/%2Fx"),
		ENCODED("/x%2F", "/x%2F"),
		ENCODED("/x%2F..%2Fy", "/x%2F..%2Fy"),
		ENCODED("/x%252Fy", "/x%252Fy"),
		ENCODED("/x/y", "//localhost//x/.//y"),
	};

	CACHED_RUN(cases);
}
END_TEST

/* A site that says its version, which POST increases. */
static int version;
static struct gantry_client *one, *other;
static bool is_changed_meanwhile;

static int
change(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	version++;
	gantry_response_status(response, GANTRY_204);
	return 0;
}

static int
show(struct gantry_request *request, struct gantry_response *response)
{
	int shown = version;

	gantry_response_cache_control(response, "max-age=100");
	if (is_changed_meanwhile) {
		is_changed_meanwhile = false;
		gantry_result_free(gantry_simulate_post(other, "/", NULL));
	}
	return gantry_response_text(response,
	    gantry_environ_format(
		gantry_request_environ(request), "%d", shown));
}

static const struct gantry_cache_options options = { .seconds = 60 };
static const struct gantry_middleware cache = GANTRY_CACHE(&options);
static const struct gantry_middleware *const middleware[] = { &cache, NULL };
static const struct gantry_route routes[] = {
	{
	    .uri_template = "/",
	    .on_get = GANTRY_RESPONDER(show),
	    .on_post = GANTRY_RESPONDER(change),
	},
	{ 0 },
};
static const struct gantry_site site = {
	.routes = routes,
	.middleware = middleware,
};

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(&site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application application = {
	.name = "versions",
	.open = open_site,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

/* Each client has a store of its own, as a thread has. */
static void
open_clients(void)
{
	struct gantry_error error;

	one = gantry_client_open(&application, NULL, &error);
	ck_assert_msg(one != NULL, "%s", error.text);
	other = gantry_client_open(&application, NULL, &error);
	ck_assert_msg(other != NULL, "%s", error.text);
}

static void
close_clients(void)
{
	gantry_client_close(one);
	gantry_client_close(other);
}

static void
assert_shows(struct gantry_client *client, const char *text)
{
	struct gantry_result *result = gantry_simulate_get(client, "/", NULL);

	gantry_assert_text(result, text);
	gantry_result_free(result);
}

START_TEST(other_threads_are_told)
{
	open_clients();
	assert_shows(one, "0");
	assert_shows(other, "0");
	version = 7; /* is not seen */
	assert_shows(one, "0");
	assert_shows(other, "0");
	gantry_result_free(gantry_simulate_post(other, "/", NULL));
	assert_shows(one, "8");
	assert_shows(other, "8");
	close_clients();
}
END_TEST

START_TEST(other_processes_are_told)
{
	int status;
	pid_t child;

	open_clients();
	assert_shows(one, "0");
	version = 7;
	assert_shows(one, "0");
	child = fork();
	ck_assert_int_ne(child, -1);
	if (child == 0) {
		gantry_result_free(gantry_simulate_post(one, "/", NULL));
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	assert_shows(one, "7");
	close_clients();
}
END_TEST

/* What was read before the change must not be stored after it. */
START_TEST(a_response_that_is_made_meanwhile_is_not_stored)
{
	open_clients();
	is_changed_meanwhile = true;
	assert_shows(one, "0");
	assert_shows(one, "1");
	version = 7;
	assert_shows(one, "1");
	close_clients();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_unsafe_method_invalidates_its_target,
		a_safe_method_invalidates_nothing,
		locations_of_the_same_origin_are_invalidated,
		locations_with_encoded_slashes_are_invalidated,
		other_threads_are_told,
		other_processes_are_told,
		a_response_that_is_made_meanwhile_is_not_stored,
		NULL,
	};

	return unit_run("middleware/invalidation", tests);
}

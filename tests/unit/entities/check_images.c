/*
 * The images as they are told of, and the files themselves.  That they are
 * drawn is a functional test's matter.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "entities/site.h"
#include "unit.h"

#define TOKEN "Authorization: the token"

/* The generation that is served; good until the next call. */
static const char *
generation(void)
{
	static char text[64];
	struct gantry_result *result = site_get("/images/progress");

	gantry_assert_status(result, 200);
	snprintf(text, sizeof(text), "%s",
	    gantry_result_at(result, "/generation")->string);
	return text;
}

static void
open_site(const char *setting)
{
	site_build(NULL);
	ck_assert_int_eq(mkdir(unit_path("images"), 0755), 0);
	site_open("sqlite", setting);
}

static void
write_progress(const char *state, const char *of)
{
	char text[256];

	snprintf(text, sizeof(text),
	    "{\"state\":\"%s\",\"generation\":\"%s\",\"done\":2,\"total\":5,"
	    "\"started\":11,\"updated\":12,\"error\":\"/secret\"}",
	    state, of);
	unit_write_text(unit_path("images/progress.json"), text);
}

static void
assert_state(const char *state, const char *error)
{
	struct gantry_result *result = site_get("/images/progress");

	gantry_assert_status(result, 200);
	gantry_assert_header(result, "Cache-Control", "no-store");
	gantry_assert_json_text(result, "/state", state);
	ck_assert_int_eq(
	    gantry_result_at(result, "/error")->kind == GANTRY_JSON_NULL,
	    error == NULL);
	ck_assert_ptr_null(strstr(gantry_result_text(result), "secret"));
}

static void
make_generation(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "images/%s", name);
	ck_assert_int_eq(mkdir(unit_path(path), 0755), 0);
}

START_TEST(the_state_of_the_folder_is_reported)
{
	const char *served;

	open_site(NULL);
	served = generation();
	assert_state("absent", NULL);
	write_progress("failed", served);
	assert_state("failed", "");
	gantry_assert_json_integer(site_get("/images/progress"), "/done", 2);
	/* Of what was served before, or never. */
	write_progress("failed", "other");
	assert_state("absent", NULL);
	ck_assert_int_eq(
	    gantry_result_at(site_get("/images/progress"), "/done")->kind,
	    GANTRY_JSON_NULL);
	/* Whoever began to draw is no more: no one has a lock. */
	write_progress("drawing", served);
	assert_state("failed", "");
	unit_write_text(unit_path("images/lock"), "");
	assert_state("failed", "");
	write_progress("done", served);
	assert_state("absent", NULL);
	make_generation(served);
	assert_state("done", NULL);
	gantry_assert_json_integer(site_get("/images/progress"), "/total", 5);
	write_progress("drawing", "other");
	assert_state("done", NULL);
	site_close();
}
END_TEST

START_TEST(an_invalid_progress_file_is_ignored)
{
	static const char *const texts[] = { "", "x", "[1]", "null",
		"{\"state\":1,\"generation\":{},\"done\":\"x\"}",
		"{\"state\":\"failed\"", "{\"generation\":null}" };
	size_t i;

	open_site(NULL);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		unit_write_text(unit_path("images/progress.json"), texts[i]);
		assert_state("absent", NULL);
	}
	site_close();
}
END_TEST

START_TEST(the_token_is_asked_for_before_the_data)
{
	gantry_assert_status(
	    (site_open("sqlite", "token=the token"),
		site_ask("POST", "/images", "Authorization: x")),
	    403);
	unit_capture();
	gantry_assert_status(site_ask("POST", "/images", TOKEN), 503);
	gantry_assert_status(site_get("/images/progress"), 503);
	unit_captured();
	site_close();
	open_site("token=the token");
	site_close();
	/* The test client notes the job, and does not run the program. */
	site_open_with_two(
	    "sqlite", "token=the token", "images_program=/bin/true");
	gantry_assert_status(site_ask("POST", "/images", TOKEN), 202);
	make_generation(generation());
	gantry_assert_status(site_ask("POST", "/images", TOKEN), 201);
	site_close();
	site_open("noop", "token=the token");
	gantry_assert_status(site_ask("POST", "/images", TOKEN), 201);
	gantry_assert_status(site_ask("POST", "/images", NULL), 403);
	site_close();
}
END_TEST

START_TEST(images_never_change_and_nothing_else_is_given)
{
	static const char *const others[] = { "/images/g/a%2520b",
		"/images/g/manifest", "/images/g/a.txt", "/images/g/.png",
		"/images/g/nobody.png", "/images/..%2Fx.png", "/images/lock",
		"/images/../x.db", "/images/g/..%2F..%2Fx.png", "/images/g",
		"/images/.g/a.png", "/images/progress.json",
		"/images/g/g/a.png" };
	struct gantry_result *result;
	size_t i;

	open_site(NULL);
	make_generation("g");
	make_generation(".g");
	unit_write_text(unit_path("images/g/a%20b.png"), "png");
	unit_write_text(unit_path("images/g/a%20b@2x.png"), "png 2");
	unit_write_text(unit_path("images/g/a%20b.svg"), "svg");
	unit_write_text(unit_path("images/g/manifest"), "secret");
	unit_write_text(unit_path("images/g/a.txt"), "secret");
	unit_write_text(unit_path("images/.g/a.png"), "secret");
	unit_write_text(unit_path("images/g/.png"), "secret");
	unit_write_text(unit_path("x.png"), "secret");
	result = site_get("/images/g/a%2520b.png");
	gantry_assert_status(result, 200);
	gantry_assert_text(result, "png");
	gantry_assert_header(result, "Content-Type", "image/png");
	gantry_assert_header(
	    result, "Cache-Control", "public, max-age=31536000, immutable");
	gantry_assert_text(site_get("/images/g/a%2520b@2x.png"), "png 2");
	result = site_get("/images/g/a%2520b.svg");
	gantry_assert_header(result, "Content-Type", "image/svg+xml");
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		result = site_get(others[i]);
		ck_assert_msg(gantry_result_status(result) == 404, "%s: %d",
		    others[i], gantry_result_status(result));
		ck_assert_ptr_null(site_header("Cache-Control"));
	}
	site_close();
}
END_TEST

START_TEST(the_folder_may_be_elsewhere)
{
	char setting[256];

	snprintf(setting, sizeof(setting), "images=%s", unit_path("else"));
	site_build(NULL);
	ck_assert_int_eq(mkdir(unit_path("else"), 0755), 0);
	ck_assert_int_eq(mkdir(unit_path("else/g"), 0755), 0);
	unit_write_text(unit_path("else/g/a.png"), "png");
	site_open("sqlite", setting);
	gantry_assert_status(site_get("/images/g/a.png"), 200);
	site_close();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_state_of_the_folder_is_reported,
		an_invalid_progress_file_is_ignored,
		the_token_is_asked_for_before_the_data,
		images_never_change_and_nothing_else_is_given,
		the_folder_may_be_elsewhere,
		NULL,
	};

	return unit_run("entities/images", tests);
}

/*
 * Files that the web server sends.
 */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"
#include "web/exchange.h"

static struct exchange it;
static const char *path, *status;

static int
send_file(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_status(response, status);
	gantry_response_etag(response, "own");
	gantry_response_last_modified(response, 0);
	return gantry_response_file(response, path);
}

static int
send_below(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_file_below(response, unit_path(NULL), path);
}

static void
ask(const char *how, const char *method, responder *by)
{
	static const char *const headers[] = { "Range: bytes=0-0",
		"If-None-Match: \"own\"", NULL };

	it = (struct exchange){ .answer = it.answer,
		.method = method,
		.headers = headers,
		.file_handoff = how };
	respond(&it, by);
}

static void
begin(const char *name)
{
	path = unit_path(name);
	unit_write_text(path, "content");
	status = GANTRY_200;
}

static const char *
mapped(const char *prefix)
{
	static char how[512];

	snprintf(how, sizeof(how), "x-accel-redirect:%s=%s", unit_path(NULL),
	    prefix);
	return how;
}

START_TEST(the_path_is_handed_over_and_no_byte_is_sent)
{
	begin("a b.png");
	ask("x-sendfile", "GET", send_file);
	ck_assert_int_eq(it.answer.status, 200);
	ck_assert_str_eq(it.answer.body, "");
	assert_header(&it, "X-Sendfile", path);
	assert_header(&it, "Content-Type", "image/png");
	/* The web server evaluates conditions and ranges. */
	assert_header(&it, "ETag", NULL);
	assert_header(&it, "Last-Modified", NULL);
	assert_header(&it, "Accept-Ranges", NULL);
	exchange_clear(&it);
}
END_TEST

START_TEST(nginx_gets_the_internal_path)
{
	static const struct {
		const char *name, *prefix, *value;
	} cases[] = {
		{ "a.png", "/internal", "/internal/a.png" },
		{ "a.png", "/internal/", "/internal/a.png" },
		{ "a.png", "/", "/a.png" },
		{ "a b?c#d%41.png", "/i", "/i/a%20b%3Fc%23d%2541.png" },
		{ "caf\xc3\xa9", "/i", "/i/caf%C3%A9" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(cases[i].name);
		ask(mapped(cases[i].prefix), "GET", send_file);
		ck_assert_int_eq(it.answer.status, 200);
		assert_header(&it, "X-Accel-Redirect", cases[i].value);
		assert_header(&it, "X-Sendfile", NULL);
		ck_assert_str_eq(it.answer.body, "");
	}
	exchange_clear(&it);
}
END_TEST

static void
assert_sent(const char *how, const char *method)
{
	ask(how, method, send_file);
	assert_header(&it, "X-Accel-Redirect", NULL);
	assert_header(&it, "X-Sendfile", NULL);
}

START_TEST(a_path_that_cannot_be_handed_over_is_sent)
{
	char crooked[512];

	begin("file");
	assert_sent("x-accel-redirect:/elsewhere=/i", "GET");
	ck_assert_int_eq(it.answer.status, 304); /* as without a handoff */
	assert_sent("unknown", "GET");
	assert_sent(NULL, "GET");
	assert_sent("x-sendfile", "POST");
	ck_assert_str_eq(it.answer.body, "content");
	status = GANTRY_404;
	assert_sent("x-sendfile", "GET");
	ck_assert_int_eq(it.answer.status, 404);
	ck_assert_str_eq(it.answer.body, "content");
	begin("100%");
	assert_sent("x-sendfile", "GET");
	/* A folder whose name begins with that of another. */
	mkdir(unit_path("folder"), 0755);
	begin("folder/file");
	snprintf(crooked, sizeof(crooked), "x-accel-redirect:%s=/i",
	    unit_path("fold"));
	assert_sent(crooked, "GET");
	snprintf(
	    crooked, sizeof(crooked), "%s/../folder/file", unit_path("folder"));
	path = crooked;
	assert_sent("x-sendfile", "GET");
	assert_sent(mapped("/i"), "GET");
	ck_assert_int_eq(chdir(unit_path("folder")), 0);
	path = "file";
	assert_sent("x-sendfile", "GET");
	ck_assert_int_eq(it.answer.status, 304);
	ck_assert_int_eq(chdir("/"), 0);
	exchange_clear(&it);
}
END_TEST

START_TEST(a_missing_file_is_a_404)
{
	begin("file");
	path = unit_path("none");
	ask("x-sendfile", "GET", send_file);
	ck_assert_int_eq(it.answer.status, 404);
	assert_header(&it, "X-Sendfile", NULL);
	path = unit_path(NULL);
	ask("x-sendfile", "GET", send_file);
	ck_assert_int_eq(it.answer.status, 404);
	assert_header(&it, "X-Sendfile", NULL);
	exchange_clear(&it);
}
END_TEST

START_TEST(a_name_from_a_client_stays_below)
{
	begin("file");
	path = "file";
	ask("x-sendfile", "HEAD", send_below);
	ck_assert_int_eq(it.answer.status, 200);
	assert_header(&it, "X-Sendfile", unit_path("file"));
	ck_assert_int_eq(symlink("/etc/passwd", unit_path("link")), 0);
	path = "link";
	ask("x-sendfile", "GET", send_below);
	ck_assert_int_eq(it.answer.status, 404);
	path = "../x";
	ask("x-sendfile", "GET", send_below);
	ck_assert_int_eq(it.answer.status, 404);
	assert_header(&it, "X-Sendfile", NULL);
	exchange_clear(&it);
}
END_TEST

static int
send_then_text(struct gantry_request *request, struct gantry_response *response)
{
	ck_assert_int_eq(send_file(request, response), 0);
	return gantry_response_text(response, "instead");
}

START_TEST(the_header_of_a_file_is_removed_with_it)
{
	begin("file");
	ask("x-sendfile", "GET", send_then_text);
	ck_assert_str_eq(it.answer.body, "instead");
	assert_header(&it, "X-Sendfile", NULL);
	exchange_clear(&it);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_path_is_handed_over_and_no_byte_is_sent,
		nginx_gets_the_internal_path,
		a_path_that_cannot_be_handed_over_is_sent,
		a_missing_file_is_a_404,
		a_name_from_a_client_stays_below,
		the_header_of_a_file_is_removed_with_it,
		NULL,
	};

	return unit_run("web/handoff", tests);
}

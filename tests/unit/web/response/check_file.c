/*
 * Files as bodies: headers, ranges, and what is not a file.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "unit.h"
#include "web/exchange.h"

#define SIZE 200000

static struct exchange it;
static const char *path, *folder, *name;

static int
send_path(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_file(response, path);
}

static int
send_below(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_file_below(response, folder, name);
}

static void
set_time(const char *of, time_t seconds, long nanoseconds)
{
	const struct timespec times[] = { { seconds, nanoseconds },
		{ seconds, nanoseconds } };

	ck_assert_int_eq(utimensat(AT_FDCWD, of, times, 0), 0);
}

/* Make a file of digits with the date of RFC 9110's examples. */
static void
make_file(void)
{
	path = unit_path("page.html");
	unit_write_text(path, "0123456789");
	set_time(path, 784111777, 255);
}

static void
ask(const char *method, const char *first, const char *second)
{
	const char *headers[] = { first, second, NULL };

	it = (struct exchange){
		.answer = it.answer, .method = method, .headers = headers
	};
	respond(&it, send_path);
}

START_TEST(a_file_is_sent_with_its_headers)
{
	make_file();
	respond_to_get(&it, send_path);
	ck_assert_int_eq(it.answer.status, 200);
	ck_assert_str_eq(it.answer.body, "0123456789");
	assert_header(&it, "Content-Type", "text/html; charset=utf-8");
	assert_header(&it, "Content-Length", "10");
	assert_header(&it, "Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
	assert_header(&it, "ETag", "\"2ebc98a1.ff-a\"");
	assert_header(&it, "Accept-Ranges", "bytes");
	ck_assert_str_eq(it.log, "");
	exchange_clear(&it);
}
END_TEST

static int
send_described(struct gantry_request *request, struct gantry_response *response)
{
	gantry_response_etag(response, "own");
	gantry_response_type(response, "application/xhtml+xml");
	gantry_response_last_modified(response, 0);
	return send_path(request, response);
}

START_TEST(a_failure_keeps_a_copy_of_its_text)
{
	make_file();
	respond_to_get(&it, send_described);
	assert_header(&it, "ETag", "\"own\"");
	assert_header(&it, "Content-Type", "application/xhtml+xml");
	assert_header(&it, "Last-Modified", "Thu, 01 Jan 1970 00:00:00 GMT");
	exchange_clear(&it);
}
END_TEST

static int
send_then_text(struct gantry_request *request, struct gantry_response *response)
{
	ck_assert_int_eq(send_path(request, response), 0);
	return gantry_response_text(response, "instead");
}

START_TEST(the_headers_of_a_file_are_removed_with_it)
{
	static const char *const headers[] = { "Range: bytes=1-2", NULL };

	make_file();
	it = (struct exchange){ .headers = headers };
	respond(&it, send_then_text);
	ck_assert_int_eq(it.answer.status, 200);
	ck_assert_str_eq(it.answer.body, "instead");
	assert_header(&it, "Content-Type", "text/plain; charset=utf-8");
	assert_header(&it, "ETag", NULL);
	assert_header(&it, "Last-Modified", NULL);
	assert_header(&it, "Accept-Ranges", NULL);
	assert_header(&it, "Content-Range", NULL);
	exchange_clear(&it);
}
END_TEST

START_TEST(a_large_file_is_whole)
{
	static char many[SIZE];
	size_t i;

	for (i = 0; i < SIZE; i++)
		many[i] = (char)(i * 7 >> 3);
	path = unit_path("large");
	unit_write(path, many, SIZE);
	respond_to_get(&it, send_path);
	ck_assert_uint_eq(it.answer.body_length, SIZE);
	ck_assert_int_eq(memcmp(it.answer.body, many, SIZE), 0);
	assert_header(&it, "Content-Length", "200000");
	assert_header(&it, "Content-Type", "application/octet-stream");
	ask("GET", "Range: bytes=70000-199998", NULL);
	ck_assert_int_eq(it.answer.status, 206);
	ck_assert_uint_eq(it.answer.body_length, 129999);
	ck_assert_int_eq(memcmp(it.answer.body, many + 70000, 129999), 0);
	exchange_clear(&it);
}
END_TEST

START_TEST(an_empty_file_is_served)
{
	path = unit_path("empty.txt");
	unit_write_text(path, "");
	respond_to_get(&it, send_path);
	ck_assert_int_eq(it.answer.status, 200);
	assert_header(&it, "Content-Length", "0");
	ck_assert_uint_eq(it.answer.body_length, 0);
	exchange_clear(&it);
}
END_TEST

/* RFC 9110 section 14.1.2. */
START_TEST(an_empty_file_has_only_an_end)
{
	static const char *const beyond[] = { "Range: bytes=0-",
		"Range: bytes=0-0", "Range: bytes=5-", "Range: bytes=-0" };
	size_t i;

	path = unit_path("empty.txt");
	unit_write_text(path, "");
	ask("GET", "Range: bytes=-5", NULL);
	ck_assert_int_eq(it.answer.status, 200);
	assert_header(&it, "Content-Length", "0");
	assert_header(&it, "Content-Range", NULL);
	for (i = 0; i < sizeof(beyond) / sizeof(beyond[0]); i++) {
		ask("GET", beyond[i], NULL);
		ck_assert_int_eq(it.answer.status, 416);
		assert_header(&it, "Content-Range", "bytes */0");
	}
	exchange_clear(&it);
}
END_TEST

START_TEST(a_range_is_a_part)
{
	make_file();
	ask("GET", "Range: bytes=2-4", NULL);
	ck_assert_int_eq(it.answer.status, 206);
	ck_assert_str_eq(it.answer.body, "234");
	assert_header(&it, "Content-Range", "bytes 2-4/10");
	assert_header(&it, "Content-Length", "3");
	assert_header(&it, "ETag", "\"2ebc98a1.ff-a\"");
	assert_header(&it, "Content-Type", "text/html; charset=utf-8");
	ask("GET", "Range: bytes=8-", NULL);
	ck_assert_str_eq(it.answer.body, "89");
	assert_header(&it, "Content-Range", "bytes 8-9/10");
	ask("GET", "Range: bytes=2-4", "If-Range: \"2ebc98a1.ff-a\"");
	ck_assert_int_eq(it.answer.status, 206);
	ask("GET", "Range: bytes=2-4", "If-Range: \"other\"");
	ck_assert_int_eq(it.answer.status, 200);
	exchange_clear(&it);
}
END_TEST

START_TEST(an_unsatisfiable_range_is_a_416)
{
	make_file();
	ask("GET", "Range: bytes=10-", NULL);
	ck_assert_int_eq(it.responded, -1);
	ck_assert_int_eq(it.answer.status, 416);
	ck_assert_str_eq(it.answer.body, "");
	assert_header(&it, "Content-Range", "bytes */10");
	assert_header(&it, "ETag", NULL);
	exchange_clear(&it);
}
END_TEST

START_TEST(conditions_come_before_ranges)
{
	make_file();
	ask("GET", "Range: bytes=99-", "If-None-Match: \"2ebc98a1.ff-a\"");
	ck_assert_int_eq(it.answer.status, 304);
	assert_header(&it, "ETag", "\"2ebc98a1.ff-a\"");
	ask("GET", "Range: bytes=2-4", "If-Match: \"other\"");
	ck_assert_int_eq(it.answer.status, 412);
	ask("GET", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT", NULL);
	ck_assert_int_eq(it.answer.status, 304);
	exchange_clear(&it);
}
END_TEST

static int
send_as_404(struct gantry_request *request, struct gantry_response *response)
{
	gantry_response_status(response, GANTRY_404);
	return send_path(request, response);
}

START_TEST(only_a_successful_get_has_ranges)
{
	static const char *const headers[] = { "Range: bytes=1-2", NULL };

	make_file();
	ask("HEAD", "Range: bytes=1-2", NULL);
	ck_assert_int_eq(it.answer.status, 200);
	assert_header(&it, "Content-Length", "10");
	ask("POST", "Range: bytes=1-2", NULL);
	ck_assert_int_eq(it.answer.status, 200);
	ck_assert_str_eq(it.answer.body, "0123456789");
	it.headers = headers;
	it.method = NULL;
	respond(&it, send_as_404);
	ck_assert_int_eq(it.answer.status, 404);
	ck_assert_str_eq(it.answer.body, "0123456789");
	exchange_clear(&it);
}
END_TEST

START_TEST(last_modified_is_never_in_the_future)
{
	time_t now = time(NULL);
	struct tm at = { 0 };

	make_file();
	set_time(path, now + 86400, 0);
	respond_to_get(&it, send_path);
	ck_assert_int_eq(it.answer.status, 200);
	strptime(answer_header(&it.answer, "Last-Modified"),
	    "%a, %d %b %Y %H:%M:%S GMT", &at);
	ck_assert(timegm(&at) >= now && timegm(&at) < now + 3600);
	exchange_clear(&it);
}
END_TEST

START_TEST(a_file_that_is_not_regular_is_a_404)
{
	char long_name[300];
	const char *paths[8];
	size_t i;

	memset(long_name, 'x', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	paths[0] = "/dev/null";
	paths[1] = "";
	paths[2] = long_name;
	paths[3] = unit_path("none");
	paths[4] = unit_path("folder");
	paths[5] = unit_path("fifo");
	paths[6] = unit_path("loop");
	paths[7] = unit_path("file/below");
	ck_assert_int_eq(mkdir(paths[4], 0755), 0);
	ck_assert_int_eq(mkfifo(paths[5], 0600), 0);
	ck_assert_int_eq(symlink("loop", paths[6]), 0);
	unit_write_text(unit_path("file"), "x");
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		path = paths[i];
		respond_to_get(&it, send_path);
		ck_assert_int_eq(it.responded, -1);
		ck_assert_msg(it.answer.status == 404, "%s", path);
		assert_header(&it, "ETag", NULL);
		ck_assert_str_eq(it.log, "");
	}
	exchange_clear(&it);
}
END_TEST

static int
send_without_descriptors(
    struct gantry_request *request, struct gantry_response *response)
{
	struct rlimit before, none;
	int result;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 3;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	result = send_path(request, response);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	return result;
}

START_TEST(a_file_that_cannot_be_opened_is_logged)
{
	make_file();
	respond_to_get(&it, send_without_descriptors);
	assert_internal_error(&it, "page.html: Too many open files");
	exchange_clear(&it);
}
END_TEST

START_TEST(no_descriptor_is_kept)
{
	const int before = unit_count_descriptors();

	make_file();
	ask("GET", NULL, NULL);
	ask("HEAD", NULL, NULL);
	ask("GET", "Range: bytes=99-", NULL);
	ask("GET", "If-None-Match: *", NULL);
	it.file_handoff = "x-sendfile";
	it.headers = NULL;
	respond(&it, send_path);
	assert_header(&it, "X-Sendfile", path);
	path = unit_path(NULL);
	respond(&it, send_path);
	respond_to_get(&it, send_path);
	ck_assert_int_eq(it.answer.status, 404);
	ck_assert_int_eq(unit_count_descriptors(), before);
	exchange_clear(&it);
}
END_TEST

static int
truncate_sent(struct gantry_request *request, struct gantry_response *response)
{
	ck_assert_int_eq(send_path(request, response), 0);
	ck_assert_int_eq(truncate(path, SIZE / 2), 0);
	return 0;
}

START_TEST(a_file_that_shrinks_aborts_the_response)
{
	static char many[SIZE];

	path = unit_path("large");
	unit_write(path, many, SIZE);
	respond_to_get(&it, truncate_sent);
	ck_assert_int_eq(it.result, -1);
	exchange_clear(&it);
}
END_TEST

static int
grow_sent(struct gantry_request *request, struct gantry_response *response)
{
	ck_assert_int_eq(send_path(request, response), 0);
	unit_write_text(path, "0123456789 and more");
	return 0;
}

START_TEST(a_file_that_grows_is_sent_with_its_first_length)
{
	make_file();
	respond_to_get(&it, grow_sent);
	ck_assert_int_eq(it.result, 0);
	ck_assert_str_eq(it.answer.body, "0123456789");
	exchange_clear(&it);
}
END_TEST

START_TEST(a_name_from_a_client_stays_below)
{
	static const struct {
		const char *name;
		int status;
	} cases[] = {
		{ "a.txt", 200 },
		{ "in/b.txt", 200 },
		{ "link.txt", 200 },
		{ "in/up.txt", 200 },
		{ "out.txt", 404 },
		{ "absolute.txt", 404 },
		{ "away/secret.txt", 404 },
		{ "../secret.txt", 404 },
		{ "in/../a.txt", 404 },
		{ "in/../../secret.txt", 404 },
		{ "./a.txt", 404 },
		{ ".hidden", 404 },
		{ "in/.hidden", 404 },
		{ "/etc/passwd", 404 },
		{ "", 404 },
		{ "in", 404 },
		{ "in/", 404 },
		{ "in//b.txt", 404 },
		{ "a.txt/", 404 },
		{ "none", 404 },
	};
	size_t i;

	mkdir(unit_path("site"), 0755);
	mkdir(unit_path("site/in"), 0755);
	unit_write_text(unit_path("site/a.txt"), "inside");
	unit_write_text(unit_path("site/in/b.txt"), "inside");
	unit_write_text(unit_path("site/.hidden"), "hidden");
	unit_write_text(unit_path("site/in/.hidden"), "hidden");
	unit_write_text(unit_path("secret.txt"), "secret");
	ck_assert_int_eq(symlink("a.txt", unit_path("site/link.txt")), 0);
	ck_assert_int_eq(symlink("../a.txt", unit_path("site/in/up.txt")), 0);
	ck_assert_int_eq(
	    symlink("../secret.txt", unit_path("site/out.txt")), 0);
	ck_assert_int_eq(
	    symlink(unit_path("site/a.txt"), unit_path("site/absolute.txt")),
	    0);
	ck_assert_int_eq(symlink("..", unit_path("site/away")), 0);
	folder = unit_path("site/");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		name = cases[i].name;
		respond_to_get(&it, send_below);
		ck_assert_msg(it.answer.status == cases[i].status, "%s: %d",
		    name, it.answer.status);
		ck_assert_str_eq(
		    it.answer.body, cases[i].status == 200 ? "inside" : "");
	}
	assert_header(&it, "Content-Type", "text/plain; charset=utf-8");
	exchange_clear(&it);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_file_is_sent_with_its_headers,
		a_failure_keeps_a_copy_of_its_text,
		the_headers_of_a_file_are_removed_with_it,
		a_large_file_is_whole,
		an_empty_file_is_served,
		an_empty_file_has_only_an_end,
		a_range_is_a_part,
		an_unsatisfiable_range_is_a_416,
		conditions_come_before_ranges,
		only_a_successful_get_has_ranges,
		last_modified_is_never_in_the_future,
		a_file_that_is_not_regular_is_a_404,
		a_file_that_cannot_be_opened_is_logged,
		no_descriptor_is_kept,
		a_file_that_shrinks_aborts_the_response,
		a_file_that_grows_is_sent_with_its_first_length,
		a_name_from_a_client_stays_below,
		NULL,
	};

	return unit_run("web/file", tests);
}

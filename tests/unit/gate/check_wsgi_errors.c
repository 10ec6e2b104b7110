/*
 * The error stream: lines with the request that they belong to, the first of
 * them kept.
 */
#include <string.h>

#include "base/log/log.h"
#include "gate/request.h"
#include "unit.h"

static struct request request;

static void
begin(const char *method)
{
	static const struct transport none = { NULL };

	request_init(&request, &none, NULL);
	environ_set(&request.environ, "HTTP_X_REQUEST_ID", "it", NULL);
	if (method == NULL)
		return;
	environ_set(&request.environ, "REQUEST_METHOD", method, NULL);
	environ_set(&request.environ, "SCRIPT_NAME", "/a", NULL);
	environ_set(&request.environ, "PATH_INFO", "/b\nforged", NULL);
}

static void
assert_ends(const char *text, const char *end)
{
	size_t length = strlen(text), more = strlen(end);

	ck_assert_msg(length > more && strcmp(text + length - more, end) == 0,
	    "%s", text);
}

START_TEST(a_line_has_level_id_method_and_path)
{
	begin("GET");
	unit_capture();
	gantry_errors_printf(&request.errors, "%d", 1);
	assert_ends(unit_captured(), " error: [it] GET /a/b\\x0aforged: 1\n");
	unit_capture();
	errors_warn(&request.errors, "%d", 2);
	assert_ends(unit_captured(), " warning: [it] GET /a/b\\x0aforged: 2\n");
	request_clear(&request);
}
END_TEST

START_TEST(a_path_that_was_not_split_is_logged_as_sent)
{
	begin("GET");
	environ_set(&request.environ, "SCRIPT_NAME", "", NULL);
	environ_set(&request.environ, "PATH_INFO", "", NULL);
	environ_set(&request.environ, "REQUEST_URI", "/a%20b?c", NULL);
	unit_capture();
	errors_warn(&request.errors, "refused");
	assert_ends(unit_captured(), " warning: [it] GET /a%20b?c: refused\n");
	request_clear(&request);
}
END_TEST

START_TEST(a_request_without_a_method_has_its_id)
{
	begin(NULL);
	unit_capture();
	errors_warn(&request.errors, "refused");
	assert_ends(unit_captured(), " warning: [it] refused\n");
	request_clear(&request);
}
END_TEST

START_TEST(debugging_is_said_only_when_asked_for)
{
	begin("GET");
	unit_capture();
	errors_debug(&request.errors, "left out");
	ck_assert_str_eq(unit_captured(), "");
	/* No id was made for nothing. */
	ck_assert_ptr_null(request.environ.request_id);
	log_set_level(LOG_LEVEL_DEBUG);
	unit_capture();
	errors_debug(&request.errors, "said");
	assert_ends(
	    unit_captured(), " debug: [it] GET /a/b\\x0aforged: said\n");
	request_clear(&request);
}
END_TEST

START_TEST(errors_are_kept_and_nothing_else)
{
	begin("GET");
	unit_capture();
	ck_assert_ptr_null(errors_kept(&request.errors));
	errors_warn(&request.errors, "not this");
	ck_assert_ptr_null(errors_kept(&request.errors));
	gantry_errors_printf(&request.errors, "one\ttwo");
	gantry_errors_printf(&request.errors, "three");
	ck_assert_str_eq(errors_kept(&request.errors), "one\\x09two; three");
	unit_captured();
	request_reset(&request);
	ck_assert_ptr_null(errors_kept(&request.errors));
	request_clear(&request);
}
END_TEST

START_TEST(a_kib_is_kept)
{
	char text[600];
	int i;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	begin("GET");
	unit_capture();
	for (i = 0; i < 5; i++)
		gantry_errors_printf(&request.errors, "%s", text);
	unit_captured();
	ck_assert_uint_gt(request.errors.kept.length, 1000);
	ck_assert_uint_le(request.errors.kept.length, ERRORS_KEPT_MAX);
	request_clear(&request);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_line_has_level_id_method_and_path,
		a_path_that_was_not_split_is_logged_as_sent,
		a_request_without_a_method_has_its_id,
		debugging_is_said_only_when_asked_for,
		errors_are_kept_and_nothing_else,
		a_kib_is_kept,
		NULL,
	};

	return unit_run("gate/wsgi_errors", tests);
}

/*
 * The parts of a request: environ, headers, fields, context.
 */
#include <string.h>

#include "unit.h"
#include "web/test_request.h"

static struct test_request asked;
static struct gantry_request *const request = &asked.request;

START_TEST(a_request_has_its_parts)
{
	test_request_begin(
	    &asked, "REQUEST_METHOD", "PUT", "PATH_INFO", "/a b", NULL);
	ck_assert_ptr_eq(gantry_request_environ(request), &asked.environ);
	ck_assert_ptr_eq(gantry_request_response(request), &asked.response);
	ck_assert_str_eq(gantry_request_method(request), "PUT");
	ck_assert_str_eq(gantry_request_path(request), "/a b");
	test_request_end(&asked);
}
END_TEST

START_TEST(a_request_begins_empty)
{
	memset(&asked, 0xff, sizeof(asked));
	test_request_begin(&asked, NULL);
	ck_assert_ptr_null(gantry_request_get(request, "user"));
	ck_assert_ptr_null(gantry_request_field(request, "id"));
	ck_assert_ptr_null(request->entry);
	ck_assert_ptr_null(request->body);
	ck_assert_uint_eq(request->body_length, 0);
	test_request_end(&asked);
}
END_TEST

START_TEST(a_context_value_is_found_by_its_name)
{
	char name[] = "user";
	int alice, bob, other;

	test_request_begin(&asked, NULL);
	ck_assert_int_eq(gantry_request_set(request, "user", &alice), 0);
	ck_assert_int_eq(gantry_request_set(request, "use", &other), 0);
	ck_assert_ptr_eq(gantry_request_get(request, name), &alice);
	ck_assert_ptr_eq(gantry_request_get(request, "use"), &other);
	ck_assert_ptr_null(gantry_request_get(request, "users"));
	ck_assert_int_eq(gantry_request_set(request, name, &bob), 0);
	ck_assert_ptr_eq(gantry_request_get(request, "user"), &bob);
	ck_assert_ptr_eq(gantry_request_get(request, "use"), &other);
	ck_assert_int_eq(gantry_request_set(request, "user", NULL), 0);
	ck_assert_ptr_null(gantry_request_get(request, "user"));
	test_request_end(&asked);
}
END_TEST

START_TEST(fields_end_at_the_literal_text)
{
	static const char path[] = "/2024-02/last";
	const char *year;

	test_request_begin(&asked, NULL);
	test_request_field(&asked, "year", path + 1, 4);
	test_request_field(&asked, "month", path + 6, 2);
	test_request_field(&asked, "name", path + 9, 4);
	year = gantry_request_field(request, "year");
	ck_assert_pstr_eq(year, "2024");
	ck_assert_ptr_eq(gantry_request_field(request, "year"), year);
	ck_assert_pstr_eq(gantry_request_field(request, "month"), "02");
	ck_assert_pstr_eq(gantry_request_field(request, "name"), "last");
	ck_assert_ptr_null(gantry_request_field(request, "yea"));
	ck_assert_ptr_null(gantry_request_field(request, "years"));
	test_request_end(&asked);
}
END_TEST

START_TEST(headers_are_found_by_their_names)
{
	char long_name[400];

	test_request_begin(&asked, "HTTP_IF_MATCH", "\"x\"", "HTTP_X_ONE", "1",
	    "CONTENT_TYPE", "text/plain", "CONTENT_LENGTH", "5", "QUERY_STRING",
	    "a", NULL);
	ck_assert_pstr_eq(gantry_request_header(request, "If-Match"), "\"x\"");
	ck_assert_pstr_eq(gantry_request_header(request, "if-match"), "\"x\"");
	ck_assert_pstr_eq(gantry_request_header(request, "X-One"), "1");
	ck_assert_pstr_eq(
	    gantry_request_header(request, "Content-Type"), "text/plain");
	ck_assert_pstr_eq(
	    gantry_request_header(request, "content-length"), "5");
	ck_assert_ptr_null(gantry_request_header(request, "If-Matc"));
	ck_assert_ptr_null(gantry_request_header(request, "Query-String"));
	ck_assert_ptr_null(gantry_request_header(request, ""));
	memset(long_name, 'x', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	ck_assert_ptr_null(gantry_request_header(request, long_name));
	test_request_end(&asked);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_request_has_its_parts,
		a_request_begins_empty,
		a_context_value_is_found_by_its_name,
		fields_end_at_the_literal_text,
		headers_are_found_by_their_names,
		NULL,
	};

	return unit_run("web/request", tests);
}

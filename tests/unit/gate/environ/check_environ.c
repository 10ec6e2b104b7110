/*
 * The table of variables: what is let in, what is joined, what is withheld.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/environ/environ.h"
#include "unit.h"

static struct gantry_environ environ_;
static struct gantry_error error;

static int
add(const char *name, const char *value)
{
	error.code = GANTRY_ERROR_NONE;
	return environ_add(&environ_, name, strlen(name), value, &error);
}

static const char *
get(const char *name)
{
	return gantry_environ_get(&environ_, name);
}

/* A name that outlives the test. */
static const char *
numbered(int number)
{
	static char names[ENVIRON_COUNT_MAX][16];

	snprintf(names[number], sizeof(names[0]), "HTTP_X%d", number);
	return names[number];
}

START_TEST(what_was_added_is_found_by_its_whole_name)
{
	environ_init(&environ_);
	ck_assert_int_eq(add("SERVER_NAME", "example.org"), 0);
	ck_assert_int_eq(add("HTTP_ACCEPT", ""), 0);
	ck_assert_str_eq(get("SERVER_NAME"), "example.org");
	ck_assert_str_eq(get("HTTP_ACCEPT"), "");
	ck_assert_ptr_null(get("SERVER_NAM"));
	ck_assert_ptr_null(get("SERVER_NAME_"));
	ck_assert_ptr_null(get(""));
	ck_assert_str_eq(environ_text(&environ_, "SERVER_NAME"), "example.org");
	ck_assert_str_eq(environ_text(&environ_, "SERVER_PORT"), "");
	environ_clear(&environ_);
}
END_TEST

/* With a factor of 31, 'A' and 'Q' weigh as much as 'B' and '2'. */
/* A key holds both ends of a name. */
START_TEST(names_that_differ_anywhere_are_told_apart)
{
	char names[26][32];
	size_t length, at;

	for (length = 1; length <= 25; length++) {
		environ_init(&environ_);
		for (at = 0; at < length; at++) {
			memset(names[at], 'A', length);
			names[at][length] = '\0';
			names[at][at] = 'B';
			ck_assert_int_eq(add(names[at], names[at]), 0);
		}
		for (at = 0; at < length; at++)
			ck_assert_str_eq(get(names[at]), names[at]);
		names[0][0] = 'A';
		ck_assert_ptr_null(get(names[0]));
		environ_clear(&environ_);
	}
}
END_TEST

/* Of many, some share a place; those that went leave the others findable. */
START_TEST(each_is_found_whoever_has_gone)
{
	int i, gone;

	environ_init(&environ_);
	for (i = 0; i < 200; i++)
		ck_assert_int_eq(add(numbered(i), numbered(i)), 0);
	for (gone = 0; gone < 200; gone += 3) {
		environ_remove(&environ_, numbered(gone));
		environ_remove(&environ_, numbered(gone));
		for (i = 0; i < 200; i++) {
			if (i <= gone && i % 3 == 0)
				ck_assert_ptr_null(get(numbered(i)));
			else
				ck_assert_str_eq(get(numbered(i)), numbered(i));
		}
	}
	environ_remove(&environ_, numbered(199));
	ck_assert_ptr_null(get(numbered(199)));
	environ_clear(&environ_);
}
END_TEST

START_TEST(a_repeated_header_is_joined)
{
	environ_init(&environ_);
	ck_assert_int_eq(add("HTTP_ACCEPT", "text/html"), 0);
	ck_assert_int_eq(add("HTTP_ACCEPT", "text/plain"), 0);
	ck_assert_int_eq(add("HTTP_ACCEPT", "*/*"), 0);
	ck_assert_str_eq(get("HTTP_ACCEPT"), "text/html, text/plain, */*");
	ck_assert_uint_eq(environ_.count, 1);
	environ_clear(&environ_);
}
END_TEST

START_TEST(repeated_cookies_are_joined_by_semicolons)
{
	environ_init(&environ_);
	ck_assert_int_eq(add("HTTP_COOKIE", "a=1"), 0);
	ck_assert_int_eq(add("HTTP_COOKIE", "b=2"), 0);
	ck_assert_str_eq(get("HTTP_COOKIE"), "a=1; b=2");
	environ_clear(&environ_);
}
END_TEST

START_TEST(a_repeated_cgi_variable_is_replaced)
{
	environ_init(&environ_);
	ck_assert_int_eq(add("SCRIPT_NAME", "/first"), 0);
	ck_assert_int_eq(add("SERVER_PORT", "80"), 0);
	ck_assert_int_eq(add("SCRIPT_NAME", "/second"), 0);
	ck_assert_str_eq(get("SCRIPT_NAME"), "/second");
	ck_assert_uint_eq(environ_.count, 2);
	environ_clear(&environ_);
}
END_TEST

START_TEST(host_and_authorization_are_given_once)
{
	static const struct {
		const char *name, *first, *second;
		int result;
	} cases[] = {
		{ "HTTP_HOST", "a", "b", -1 },
		{ "HTTP_HOST", "a", "a", -1 },
		{ "HTTP_AUTHORIZATION", "a", "b", -1 },
		{ "HTTP_AUTHORIZATION", "a", "a", -1 },
		{ "CONTENT_LENGTH", "1", "2", -1 },
		{ "CONTENT_LENGTH", "1", "1", 0 },
		{ "CONTENT_TYPE", "text/html", "text/plain", -1 },
		{ "CONTENT_TYPE", "text/html", "text/html", 0 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		environ_init(&environ_);
		ck_assert_int_eq(add(cases[i].name, cases[i].first), 0);
		ck_assert_msg(
		    add(cases[i].name, cases[i].second) == cases[i].result,
		    "%s: %s", cases[i].name, cases[i].second);
		if (cases[i].result == -1) {
			ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
			ck_assert_ptr_nonnull(
			    strstr(error.text, cases[i].name));
		}
		environ_clear(&environ_);
	}
}
END_TEST

START_TEST(names_are_let_in_by_their_kind)
{
	environ_init(&environ_);
	ck_assert_int_eq(add("HTTP_PROXY", "evil"), 0);
	ck_assert_int_eq(add("wsgi.input", "evil"), 0);
	ck_assert_uint_eq(environ_.count, 0);
	ck_assert_int_eq(add("HTTP=X", "evil"), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_uint_eq(environ_.count, 0);
	ck_assert_int_eq(add("HTTP_PROXY_AUTHORIZATION", "kept"), 0);
	ck_assert_uint_eq(environ_.count, 1);
	environ_clear(&environ_);
}
END_TEST

START_TEST(variables_without_a_value_are_removed)
{
	environ_init(&environ_);
	ck_assert_int_eq(add("REMOTE_USER", "ann"), 0);
	ck_assert_int_eq(add("HTTPS", ""), 0);
	ck_assert_int_eq(add("HTTP_X", ""), 0);
	ck_assert_int_eq(add("SCRIPT_NAME", ""), 0);
	ck_assert_int_eq(add("REMOTE_USER", ""), 0);
	ck_assert_int_eq(add("SERVER_PORT", "80"), 0);
	environ_remove_empty(&environ_);
	ck_assert_ptr_null(get("REMOTE_USER"));
	ck_assert_ptr_null(get("HTTPS"));
	ck_assert_ptr_null(get("HTTP_X"));
	ck_assert_str_eq(get("SCRIPT_NAME"), "");
	ck_assert_str_eq(get("SERVER_PORT"), "80");
	ck_assert_uint_eq(environ_.count, 2);
	environ_clear(&environ_);
}
END_TEST

START_TEST(there_are_at_most_256_variables)
{
	int i;

	environ_init(&environ_);
	for (i = 0; i < ENVIRON_COUNT_MAX; i++)
		ck_assert_int_eq(add(numbered(i), ""), 0);
	ck_assert_int_eq(add("HTTP_ONE_MORE", ""), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	ck_assert_ptr_null(get("HTTP_ONE_MORE"));
	ck_assert_ptr_nonnull(get("HTTP_X0"));
	ck_assert_ptr_nonnull(get("HTTP_X255"));
	environ_clear(&environ_);
}
END_TEST

/* Each join copies what was joined before, so their number must be bounded. */
START_TEST(repeats_count_as_variables_do)
{
	int i, result = 0;

	environ_init(&environ_);
	for (i = 0; i < 1000 && result == 0; i++)
		result = add("HTTP_X", "x");
	ck_assert_int_eq(result, -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	ck_assert_int_eq(i, ENVIRON_COUNT_MAX + 1);
	environ_clear(&environ_);
}
END_TEST

START_TEST(names_and_values_have_at_most_64_kib)
{
	static char value[ENVIRON_BYTES_MAX];

	memset(value, 'v', sizeof(value) - 1);
	value[sizeof(value) - strlen("HTTP_A")] = '\0';
	environ_init(&environ_);
	ck_assert_int_eq(add("HTTP_A", value), 0);
	ck_assert_uint_eq(environ_.bytes, ENVIRON_BYTES_MAX);
	ck_assert_int_eq(add("B", ""), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	environ_clear(&environ_);

	environ_init(&environ_);
	ck_assert_int_eq(add("HTTP_AB", value), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	environ_clear(&environ_);
}
END_TEST

START_TEST(iteration_is_in_the_order_of_adding)
{
	static const char *const names[] = { "Z", "A", "HTTP_M", "B" };
	struct gantry_variable variable = { NULL, NULL };
	size_t position = 0, i;

	environ_init(&environ_);
	ck_assert(!gantry_environ_next(&environ_, &position, &variable));
	ck_assert_ptr_null(variable.name);
	for (i = 0; i < 4; i++)
		ck_assert_int_eq(add(names[i], names[3 - i]), 0);
	ck_assert_int_eq(add("HTTP_M", "again"), 0);
	for (i = 0; i < 4; i++) {
		ck_assert(gantry_environ_next(&environ_, &position, &variable));
		ck_assert_str_eq(variable.name, names[i]);
	}
	ck_assert_str_eq(variable.value, "Z");
	ck_assert(!gantry_environ_next(&environ_, &position, &variable));
	ck_assert_str_eq(variable.name, "B");
	environ_clear(&environ_);
}
END_TEST

START_TEST(setting_and_removing_keep_the_others_in_order)
{
	struct gantry_variable variable;
	size_t position = 0;

	environ_init(&environ_);
	ck_assert_int_eq(environ_set(&environ_, "A", "1", &error), 0);
	ck_assert_int_eq(environ_set(&environ_, "B", "2", &error), 0);
	ck_assert_int_eq(environ_set(&environ_, "C", "3", &error), 0);
	ck_assert_int_eq(environ_set(&environ_, "A", "4", &error), 0);
	environ_remove(&environ_, "B");
	environ_remove(&environ_, "NONE");
	ck_assert_str_eq(get("A"), "4");
	ck_assert_ptr_null(get("B"));
	ck_assert(gantry_environ_next(&environ_, &position, &variable));
	ck_assert_str_eq(variable.name, "A");
	ck_assert(gantry_environ_next(&environ_, &position, &variable));
	ck_assert_str_eq(variable.name, "C");
	ck_assert(!gantry_environ_next(&environ_, &position, &variable));
	environ_clear(&environ_);
}
END_TEST

START_TEST(a_reset_forgets_the_request)
{
	int i;

	environ_init(&environ_);
	for (i = 0; i < 200; i++)
		ck_assert_int_eq(add(numbered(i), "value"), 0);
	environ_reset(&environ_);
	ck_assert_ptr_null(get("HTTP_X0"));
	ck_assert_uint_eq(environ_.bytes, 0);
	ck_assert_int_eq(add("HTTP_X0", "new"), 0);
	ck_assert_str_eq(get("HTTP_X0"), "new");
	environ_clear(&environ_);
	environ_clear(&environ_);
	ck_assert_ptr_null(get("HTTP_X0"));
}
END_TEST

START_TEST(a_formatted_string_has_its_whole_length)
{
	char *text;
	int length;

	environ_init(&environ_);
	text = gantry_environ_format(&environ_, "%0*d", 20000, 7);
	ck_assert_uint_eq(strlen(text), 20000);
	ck_assert_int_eq(text[19999], '7');
	for (length = 1; length < 300; length++) {
		text = gantry_environ_format(&environ_, "%0*d", length, 7);
		ck_assert_uint_eq(strlen(text), (size_t)length);
		ck_assert_int_eq(text[length - 1], '7');
	}
	ck_assert_str_eq(gantry_environ_format(&environ_, "%s", ""), "");
	environ_clear(&environ_);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_was_added_is_found_by_its_whole_name,
		names_that_differ_anywhere_are_told_apart,
		each_is_found_whoever_has_gone,
		a_repeated_header_is_joined,
		repeated_cookies_are_joined_by_semicolons,
		a_repeated_cgi_variable_is_replaced,
		host_and_authorization_are_given_once,
		names_are_let_in_by_their_kind,
		variables_without_a_value_are_removed,
		there_are_at_most_256_variables,
		repeats_count_as_variables_do,
		names_and_values_have_at_most_64_kib,
		iteration_is_in_the_order_of_adding,
		setting_and_removing_keep_the_others_in_order,
		a_reset_forgets_the_request,
		a_formatted_string_has_its_whole_length,
		NULL,
	};

	return unit_run("gate/environ", tests);
}

/*
 * Cookies between requests (RFC 6265).
 */
#include <string.h>

#include "cmd/shell/cookie_jar.h"
#include "unit.h"

#define NOW 1700000000

static struct cookie_jar jar;
static struct gantry_buffer text;

static void
set(const char *cookie, const char *target)
{
	cookie_jar_set(&jar, cookie, strlen(cookie), target, NOW);
}

/* What is sent to TARGET at the time NOW. */
static const char *
sent_at(const char *target, int64_t now)
{
	gantry_buffer_reset(&text);
	cookie_jar_put_header(&jar, target, now, &text);
	ck_assert_int_eq(gantry_buffer_putc(&text, '\0'), 0);
	return text.data;
}

static const char *
sent(const char *target)
{
	return sent_at(target, NOW);
}

START_TEST(a_cookie_without_a_path_has_that_of_the_request)
{
	set("a=1", "/x/y?q=/z");
	ck_assert_str_eq(sent("/x"), "a=1");
	ck_assert_str_eq(sent("/x/z"), "a=1");
	ck_assert_str_eq(sent("/x?q"), "a=1");
	ck_assert_str_eq(sent("/xy"), "");
	ck_assert_str_eq(sent("/"), "");
	set("b=2; path=relative", "/top");
	ck_assert_str_eq(sent("/other"), "b=2");
}
END_TEST

START_TEST(longer_paths_come_first)
{
	set("a=1; Path=/", "/");
	set("b=2; Path=/x/y", "/");
	set(" c = 3 ; Path=/x", "/");
	ck_assert_str_eq(sent("/x/y"), "b=2; c = 3; a=1");
}
END_TEST

START_TEST(a_cookie_replaces_the_one_with_its_name_and_path)
{
	set("a=1; Path=/", "/");
	set("a=2; Path=/", "/");
	set("a=3; Path=/x", "/");
	ck_assert_str_eq(sent("/x"), "a=3; a=2");
	ck_assert_uint_eq(cookie_jar_remove(&jar, "b"), 0);
	ck_assert_uint_eq(cookie_jar_remove(&jar, "a"), 2);
	ck_assert_str_eq(sent("/x"), "");
}
END_TEST

START_TEST(a_cookie_ends_when_it_says)
{
	set("a=1; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "/");
	set("b=2; expires=Tue, 14 Nov 2023 22:13:40 GMT", "/");
	set("c=3; Max-Age=99999999999999999999", "/");
	ck_assert_str_eq(sent_at("/", NOW + 9), "a=1; b=2; c=3");
	ck_assert_str_eq(sent_at("/", NOW + 10), "b=2; c=3");
	ck_assert_str_eq(sent_at("/", NOW + 20), "c=3");
	set("c=; Max-Age=0", "/");
	ck_assert_str_eq(sent("/"), "");
}
END_TEST

START_TEST(what_is_not_a_cookie_is_ignored)
{
	set("", "/");
	set("=1", "/");
	set("a", "/");
	set("; Path=/", "/");
	ck_assert_ptr_null(jar.first);
}
END_TEST

START_TEST(lines_show_no_control_characters)
{
	set("a=\033[1m; Max-Age=5", "/");
	gantry_buffer_reset(&text);
	cookie_jar_put_lines(&jar, NOW, &text);
	gantry_buffer_putc(&text, '\0');
	ck_assert_str_eq(text.data, "a=\\x1b[1m  for /, 5 more seconds\n");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_cookie_without_a_path_has_that_of_the_request,
		longer_paths_come_first,
		a_cookie_replaces_the_one_with_its_name_and_path,
		a_cookie_ends_when_it_says,
		what_is_not_a_cookie_is_ignored,
		lines_show_no_control_characters,
		NULL,
	};

	return unit_run("cmd/shell/cookie_jar", tests);
}

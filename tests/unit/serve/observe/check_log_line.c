/*
 * Log lines: the value of each letter, and escaping against forged lines.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "serve/entry.h"
#include "serve/observe/log_line.h"
#include "unit.h"

static struct made made;
static struct log_formatter formatter;

/* The line of a format, without its newline. */
static const char *
line_within(const char *text, size_t most)
{
	struct log_format format;
	struct gantry_error error;

	ck_assert_msg(log_format_compile(&format, text, &error) == 0, "%s: %s",
	    text, error.text);
	ck_assert_int_eq(
	    log_line_write(&format, &made.entry, most, &formatter), 0);
	log_format_clear(&format);
	ck_assert_ptr_eq(
	    memchr(formatter.line.data, '\n', formatter.line.length),
	    formatter.line.data + formatter.line.length - 1);
	formatter.line.data[formatter.line.length - 1] = '\0';
	return formatter.line.data;
}

static const char *
line(const char *text)
{
	return line_within(text, SIZE_MAX);
}

static void
set_up(void)
{
	setenv("TZ", "Europe/Berlin", 1);
	tzset();
	made_init(&made);
}

static void
tear_down(void)
{
	made_clear(&made);
	log_formatter_clear(&formatter);
}

START_TEST(combined_is_the_format_of_apache)
{
	set_up();
	made_set(&made, "HTTP_REFERER", "http://example.org/");
	made_set(&made, "HTTP_USER_AGENT", "curl/7.88.1");
	made_set(&made, "REMOTE_USER", "frank");
	ck_assert_str_eq(line("combined"),
	    "192.0.2.7 - frank [22/Nov/2026:19:04:03 +0100] "
	    "\"GET /a?q HTTP/1.1\" 200 1234 \"http://example.org/\" "
	    "\"curl/7.88.1\"");
	tear_down();
}
END_TEST

START_TEST(each_letter_has_its_value)
{
	set_up();
	made_set(&made, "SCRIPT_NAME", "/m");
	made_set(&made, "HTTP_X_REAL_IP", "::1");
	made_set(&made, "CONTENT_TYPE", "a/b");
	ck_assert_str_eq(line("%(h)s|%(l)s|%(u)s|%(m)s|%(U)s|%(q)s|%(H)s|%(s)s"
			      "|%(B)s|%(b)s|%(f)s|%(a)s|%(i)s|100%%"),
	    "192.0.2.7|-|-|GET|/m/a|q|HTTP/1.1|200|1234|1234|-|-|the-id|100%");
	ck_assert_str_eq(
	    line("%(T)s|%(M)s|%(D)s|%(L)s"), "1|1002|1002003|1.002003");
	ck_assert_str_eq(line("%({x-real-ip}i)s|%({Content-Type}i)s|%({no}i)s"),
	    "::1|a/b|-");
	ck_assert_str_eq(line("%({content-type}o)s|%({CONTENT}o)s|%({no}o)s"),
	    "text/plain|-|-");
	ck_assert_str_eq(line("%({QUERY_STRING}e)s|%({NO}e)s"), "q|-");
	ck_assert_int_eq(atoi(line("%(p)s") + 1), getpid());
	made.entry.bytes = 0;
	ck_assert_str_eq(line("%(B)s|%(b)s"), "0|-");
	ck_assert_str_eq(line("%(w)s"), "0");
	ck_assert_str_eq(line("%(c)s"), "0");
	made.entry.waited = 1001999;
	ck_assert_str_eq(line("%(w)s"), "1001");
	ck_assert_ptr_nonnull(
	    strstr(line("json"), "\"seconds\":1.002003,\"waiting\":1.001999,"));
	tear_down();
}
END_TEST

START_TEST(values_from_a_client_are_escaped)
{
	set_up();
	made_set(&made, "HTTP_USER_AGENT",
	    "a\"b\\c\nd\re\tf\x1b[31m\x7f\x01 caf\xc3\xa9 \xff");
	made_set(&made, "REQUEST_URI", "/\" 200 1 \"x\n1.2.3.4 - -");
	made_set(&made, "REMOTE_USER", "a b");
	ck_assert_str_eq(line("\"%(a)s\""),
	    "\"a\\x22b\\x5cc\\x0ad\\x0de\\x09f\\x1b[31m\\x7f\\x01 "
	    "caf\\xc3\\xa9 \\xff\"");
	/* Without quotes, a blank would begin another field. */
	ck_assert_str_eq(
	    line("%(u)s|\"%(u)s\"|%(u)s"), "a\\x20b|\"a b\"|a\\x20b");
	ck_assert_str_eq(line("\"%(r)s\""),
	    "\"GET /\\x22\\x20200\\x201\\x20\\x22x\\x0a1.2.3.4\\x20-\\x20- "
	    "HTTP/1.1\"");
	ck_assert_str_eq(line("%({x-cache}o)s|\"%({x-cache}o)s\""),
	    "a\\x20\\x22hit\\x22|\"a \\x22hit\\x22\"");
	tear_down();
}
END_TEST

START_TEST(json_is_valid_for_any_input)
{
	char expected[600];

	set_up();
	made_set(&made, "HTTP_USER_AGENT", "a\"\\\n\x1b\xff\xc3\xa9");
	snprintf(expected, sizeof(expected),
	    "{\"time\":\"2026-11-22T18:04:03.004Z\",\"id\":\"the-id\","
	    "\"method\":\"GET\",\"target\":\"/a?q\",\"status\":200,"
	    "\"bytes\":1234,\"seconds\":1.002003,\"client\":\"192.0.2.7\","
	    "\"user\":null,\"protocol\":\"HTTP/1.1\",\"referer\":null,"
	    "\"user_agent\":\"a\\\"\\\\\\n\\u001b\xef\xbf\xbd\xc3\xa9\","
	    "\"pid\":%ld}",
	    (long)getpid());
	ck_assert_str_eq(line("json"), expected);
	tear_down();
}
END_TEST

START_TEST(a_target_is_built_without_request_uri)
{
	set_up();
	made_set(&made, "REQUEST_URI", "");
	ck_assert_str_eq(line("%(r)s"), "GET /a?q HTTP/1.1");
	made_set(&made, "QUERY_STRING", "");
	ck_assert_str_eq(line("%(r)s"), "GET /a HTTP/1.1");
	made_set(&made, "SCRIPT_NAME", "/m");
	made_set(&made, "PATH_INFO", "");
	ck_assert_str_eq(line("%(r)s %(U)s %(q)s"), "GET /m HTTP/1.1 /m -");
	tear_down();
}
END_TEST

START_TEST(a_running_request_has_few_values)
{
	set_up();
	made.entry = log_entry_of_rejection(504, 30000);
	made.entry.client = "192.0.2.9";
	made.entry.method = "POST";
	made.entry.target = "/slow";
	ck_assert_str_eq(line("%(h)s \"%(r)s\" %(s)s %(b)s %(T)s %(a)s %(i)s "
			      "%(U)s %({x}o)s"),
	    "192.0.2.9 \"POST /slow -\" 504 - 30 - - - -");
	made.entry.client = made.entry.method = made.entry.target = "";
	ck_assert_str_eq(line("%(h)s \"%(r)s\""), "- \"- - -\"");
	ck_assert_ptr_nonnull(
	    strstr(line("json"), "\"method\":null,\"target\":null,"));
	tear_down();
}
END_TEST

START_TEST(a_line_fits_its_target)
{
	static char agent[10000];
	size_t length;

	set_up();
	memset(agent, '\n', sizeof(agent) - 1);
	made_set(&made, "HTTP_USER_AGENT", agent);
	made_set(&made, "REQUEST_URI", agent);
	/* A value is cut at 4 KiB, and each byte becomes four. */
	ck_assert_uint_eq(strlen(line("%(a)s")), 4 * 4096);
	length = strlen(line_within("json", PIPE_BUF));
	ck_assert_uint_lt(length, PIPE_BUF);
	/* Its values are cut, but it is still an object. */
	ck_assert_int_eq(line_within("json", PIPE_BUF)[length - 1], '}');
	ck_assert_uint_eq(
	    strlen(line_within("%(a)s%(a)s%(a)s%(a)s", 1000)), 999);
	tear_down();
}
END_TEST

START_TEST(each_line_has_the_time_of_its_request)
{
	const char *first;
	char kept[64];

	set_up();
	first = line("%(t)s");
	ck_assert_str_eq(first, "[22/Nov/2026:19:04:03 +0100]");
	strcpy(kept, first);
	made.entry.now.tv_nsec += 900000000;
	ck_assert_str_eq(line("%(t)s"), kept);
	made.entry.now.tv_sec++;
	ck_assert_str_eq(line("%(t)s"), "[22/Nov/2026:19:04:04 +0100]");
	tear_down();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		combined_is_the_format_of_apache,
		each_letter_has_its_value,
		values_from_a_client_are_escaped,
		json_is_valid_for_any_input,
		a_target_is_built_without_request_uri,
		a_running_request_has_few_values,
		a_line_fits_its_target,
		each_line_has_the_time_of_its_request,
		NULL,
	};

	return unit_run("serve/log_line", tests);
}

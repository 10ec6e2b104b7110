/*
 * URLs: the host that a program connects to, and nothing that another reader
 * could take for another host.
 */
#include <string.h>

#include "base/text/absolute_url.h"
#include "unit.h"

static bool
is(const struct url_part *part, const char *text)
{
	return part->length == strlen(text) &&
	    memcmp(part->text, text, part->length) == 0;
}

START_TEST(a_url_has_its_parts)
{
	static const struct {
		const char *text;
		bool is_https, is_local;
		const char *host, *port, *path, *rest;
	} cases[] = {
		{ "http://a.example", false, false, "a.example", "", "", "" },
		{ "https://a.example/x/y?q#f", true, false, "a.example", "",
		    "/x/y", "?q#f" },
		{ "HTTP://a:8080?q", false, false, "a", "8080", "", "?q" },
		{ "http://localhost:1/", false, true, "localhost", "1", "/",
		    "" },
		{ "http://LOCALHOST", false, true, "LOCALHOST", "", "", "" },
		{ "http://127.0.0.1:65535", false, true, "127.0.0.1", "65535",
		    "", "" },
		{ "http://127.9.8.7/", false, true, "127.9.8.7", "", "/", "" },
		{ "http://[::1]:80/", false, true, "::1", "80", "/", "" },
		{ "https://[::1]", true, true, "::1", "", "", "" },
		{ "http://[::2]", false, false, "::2", "", "", "" },
		{ "http://128.0.0.1", false, false, "128.0.0.1", "", "", "" },
		{ "http://a/@b", false, false, "a", "", "/@b", "" },
		{ "http://a/?localhost", false, false, "a", "", "/",
		    "?localhost" },
		/* These are names to this reader, so they are not local. */
		{ "http://localhost.", false, false, "localhost.", "", "", "" },
		{ "http://localhost.a.example", false, false,
		    "localhost.a.example", "", "", "" },
		{ "http://127.0.0.1.a.example", false, false,
		    "127.0.0.1.a.example", "", "", "" },
		{ "http://127.1", false, false, "127.1", "", "", "" },
		{ "http://0x7f000001", false, false, "0x7f000001", "", "", "" },
	};
	struct absolute_url url;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(absolute_url_parse(&url, cases[i].text) == 0,
		    "%s", cases[i].text);
		ck_assert_msg(url.is_https == cases[i].is_https &&
			absolute_url_is_local(&url) == cases[i].is_local &&
			is(&url.host, cases[i].host) &&
			is(&url.port, cases[i].port) &&
			is(&url.path, cases[i].path) &&
			strcmp(url.rest, cases[i].rest) == 0,
		    "%s", cases[i].text);
	}
}
END_TEST

START_TEST(what_readers_could_differ_about_is_not_a_url)
{
	static const char *const texts[] = { "", "a.example", "//a.example",
		"ftp://a.example", "http:/a", "http://", "http:///x",
		"http://localhost:x@a.example/", "http://localhost:80@a/",
		"http://localhost@a.example/", "http://u:p@localhost/",
		"http://@localhost/", "http://localhost\\@a.example/",
		"http://localhost:1\\@a.example",
		"http://localhost:", "http://localhost:0",
		"http://localhost:65536",
		"http://localhost:99999999999999999999", "http://localhost:1x",
		"http://localhost: 80", "http://local host/",
		"http://localhost%2ea.example/", "http://localhost/\r\nx",
		"http://localhost/ x", "http://localhost/\\x",
		"http://localhost/?\n", "http://[::1", "http://[::1]x",
		"http://[::1].a.example", "http://[localhost]/", "http://[]/",
		"http://::1/", "http://[::1%25lo]/", "http://.a/", "http://-a/",
		"http://caf\xc3\xa9/", "http://a,b/" };
	struct absolute_url url;
	char text[400] = "http://";
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ck_assert_msg(
		    absolute_url_parse(&url, texts[i]) == -1, "'%s'", texts[i]);
	memset(text + 7, 'a', 300);
	ck_assert_int_eq(absolute_url_parse(&url, text), -1);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_url_has_its_parts,
		what_readers_could_differ_about_is_not_a_url,
		NULL,
	};

	return unit_run("base/absolute_url", tests);
}

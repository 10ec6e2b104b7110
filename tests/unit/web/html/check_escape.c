/*
 * Unit tests for bridge/web/html/escape.c.  html.tap asks a parser of HTML.
 */
#include <string.h>

#include <gantry/html.h>

#include "unit.h"

static void
expect(int (*append)(struct gantry_buffer *buffer, const char *text),
    const char *text, const char *escaped)
{
	struct gantry_buffer buffer = { 0 };

	ck_assert_int_eq(append(&buffer, text), 0);
	gantry_buffer_putc(&buffer, '\0');
	ck_assert_str_eq(buffer.data, escaped);
	gantry_buffer_clear(&buffer);
}

static int
append_json(struct gantry_buffer *buffer, const char *text)
{
	return gantry_html_json(buffer, text, strlen(text));
}

START_TEST(text_cannot_become_a_tag_or_end_an_attribute)
{
	expect(gantry_html_escape, "", "");
	expect(gantry_html_escape, "plain text", "plain text");
	expect(gantry_html_escape, "<b class=\"a\" id='b'>&amp;",
	    "&lt;b class=&quot;a&quot; id=&#39;b&#39;&gt;&amp;amp;");
	expect(gantry_html_escape, "caf\xc3\xa9 \xf0\x9f\x98\x80",
	    "caf\xc3\xa9 \xf0\x9f\x98\x80");
	/* Not UTF-8: a byte by itself, and one that would hide the next. */
	expect(gantry_html_escape,
	    "a\xff"
	    "b",
	    "a\xef\xbf\xbd"
	    "b");
	expect(gantry_html_escape, "\xc3<b>", "\xef\xbf\xbd&lt;b&gt;");
	expect(gantry_html_escape, "\xc0\xbc", "\xef\xbf\xbd\xef\xbf\xbd");
}
END_TEST

START_TEST(only_harmless_urls_become_links)
{
	static const char *const refused[] = { "javascript:alert(1)",
		"JavaScript:alert(1)", "java\tscript:alert(1)",
		"\njavascript:alert(1)", " javascript:alert(1)",
		"data:text/html,x", "vbscript:x", "file:///etc/passwd",
		"blob:x", "\\\\evil.example", "/\\evil.example", ":x", "x:y",
		"a\x01"
		"b",
		NULL };
	size_t i;

	for (i = 0; refused[i] != NULL; i++)
		expect(gantry_html_url, refused[i], "about:invalid");
	expect(gantry_html_url, "/a?b=1&c='x'", "/a?b=1&amp;c=&#39;x&#39;");
	expect(gantry_html_url, "https://a.example/b c\"<>",
	    "https://a.example/b%20c%22%3C%3E");
	expect(gantry_html_url, "HTTP://a.example/", "HTTP://a.example/");
	expect(gantry_html_url, "mailto:a@b.example", "mailto:a@b.example");
	expect(gantry_html_url, "a/b:c", "a/b:c");
	expect(gantry_html_url, "?x=a:b", "?x=a:b");
	expect(gantry_html_url, "#a:b", "#a:b");
	expect(gantry_html_url, "/caf\xc3\xa9?%41", "/caf%C3%A9?%41");
	expect(gantry_html_url, "", "");
}
END_TEST

START_TEST(json_cannot_end_a_script)
{
	expect(append_json, "{\"a\":\"</script><!--\"}",
	    "{\"a\":\"\\u003c/script\\u003e\\u003c!--\"}");
	expect(append_json, "\"\xe2\x80\xa8&\xe2\x80\xa9\xe2\x80\xaa\"",
	    "\"\\u2028\\u0026\\u2029\xe2\x80\xaa\"");
	expect(append_json, "\"\xe2\x80\"", "\"\xef\xbf\xbd\xef\xbf\xbd\"");
	expect(append_json, "[1,2.5,null]", "[1,2.5,null]");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		text_cannot_become_a_tag_or_end_an_attribute,
		only_harmless_urls_become_links,
		json_cannot_end_a_script,
		NULL,
	};

	return unit_run("web/html/escape", tests);
}
